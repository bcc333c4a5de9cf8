"""The header of a space: the ways of opening it, authenticated by a key that only opening gives.

It is canonical JSON (RFC 8785), so that one header has one writing: what is written another way (a key
twice, a space more) is not a header. A second copy is kept beside it; it says the same thing, lest a password
that was changed still open the space.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.system.clock import random_bytes
from dematassist.system.files import write_atomically
from dematassist.vault.keys import SpaceKeys, derived, keys_of
from dematassist.vault.slots import (
    DoesNotOpen,
    Hex16,
    Nonce,
    PasswordSlot,
    PinSlot,
    Sealed,
    SheetSlot,
    Slot,
    seal,
    unseal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

NAME, COPY_NAME = "entete.json", "entete.bak.json"
LARGEST_BYTES = 16 << 10
FORMAT, VERSION = "dematassist-space", 1
_MOST_CHANGES = 1 << 50
_NONCE_BYTES = 24

Recipient = Annotated[str, msgspec.Meta(pattern="^age1[02-9ac-hj-np-z]{58}$")]


class Previous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key before, while what it seals is being sealed again: itself sealed with the new one."""

    nonce: Nonce
    sealed: Sealed


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a space is opened. ``changes`` counts the headers written so far."""

    format: str
    version: int
    vault_id: Hex16
    recipient: Recipient
    changes: Annotated[int, msgspec.Meta(ge=1, lt=_MOST_CHANGES)]
    slots: Annotated[tuple[Slot, ...], msgspec.Meta(min_length=1, max_length=3)]
    previous: Previous | None = None
    mac: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")] = ""

    @property
    def id(self) -> bytes:
        """The id of the space."""
        return bytes.fromhex(self.vault_id)

    @property
    def password(self) -> PasswordSlot | None:
        """The slot of the password."""
        return next((slot for slot in self.slots if isinstance(slot, PasswordSlot)), None)

    @property
    def sheet(self) -> SheetSlot | None:
        """The slot of the recovery sheet."""
        return next((slot for slot in self.slots if isinstance(slot, SheetSlot)), None)

    @property
    def pin(self) -> PinSlot | None:
        """The slot of the code of this computer."""
        return next((slot for slot in self.slots if isinstance(slot, PinSlot)), None)


class Opened(NamedTuple):
    """A header that was opened and is authentic, with its keys."""

    header: Header
    keys: SpaceKeys
    previous: SpaceKeys | None
    """The keys before, while the key is being changed."""
    is_copy_current: bool
    """Whether both files say the same."""


def first_header(keys: SpaceKeys, slots: Iterable[Slot]) -> Header:
    """Return the header of a new space."""
    return _signed(Header(FORMAT, VERSION, keys.vault_id.hex(), keys.recipient, 1, tuple(slots)), keys)


def changed_header(before: Header, keys: SpaceKeys, slots: Iterable[Slot]) -> Header:
    """Return the header after a change of the slots."""
    header = msgspec.structs.replace(before, slots=tuple(slots), changes=before.changes + 1)
    return _signed(header, keys)


def rekeying_header(before: Header, old: SpaceKeys, new: SpaceKeys, slots: Iterable[Slot]) -> Header:
    """Return the header while the key is being changed: it opens with the new one and holds the old one."""
    nonce = random_bytes(_NONCE_BYTES)
    sealed = seal(old.identity.encode("ascii"), b"", nonce, _previous_key(new))
    header = msgspec.structs.replace(
        before,
        recipient=new.recipient,
        slots=tuple(slots),
        previous=Previous(nonce.hex(), sealed.hex()),
        changes=before.changes + 1,
    )
    return _signed(header, new)


def rekeyed_header(before: Header, keys: SpaceKeys) -> Header:
    """Return the header once nothing is sealed with the key before."""
    return _signed(msgspec.structs.replace(before, previous=None, changes=before.changes + 1), keys)


def numbered(before: Header, keys: SpaceKeys, changes: int) -> Header:
    """Return the same header, as the one after so many changes."""
    return _signed(msgspec.structs.replace(before, changes=changes), keys)


def encoded(header: Header) -> bytes:
    """Return the one writing of a header."""
    import rfc8785

    return rfc8785.dumps(msgspec.to_builtins(header))


def decoded(content: bytes) -> Header:
    """Return the header that was written. Raises ``UserError``: it is damaged, or of a newer program."""
    if len(content) > LARGEST_BYTES:
        raise UserError(Cause.SPACE_DAMAGED)
    try:
        if msgspec.json.decode(content, type=_AnyVersion).version > VERSION:
            raise UserError(Cause.SPACE_TOO_NEW)
        header = msgspec.json.decode(content, type=Header)
        is_canonical = encoded(header) == content
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UserError(Cause.SPACE_DAMAGED) from error
    kinds = {type(slot) for slot in header.slots}
    if (
        not is_canonical
        or header.format != FORMAT
        or header.version != VERSION
        or len(kinds) < len(header.slots)
    ):
        raise UserError(Cause.SPACE_DAMAGED)
    return header


class _AnyVersion(msgspec.Struct):
    version: Annotated[int, msgspec.Meta(ge=1)]


def write(folder: Path, header: Header) -> None:
    """Write a header, then its copy: one of the two is always whole. Raises ``UserError``."""
    content = encoded(header)
    write_atomically(folder / NAME, content)
    # The change is made: a copy that lags behind is written again at the next opening.
    with contextlib.suppress(UserError):
        write_atomically(folder / COPY_NAME, content)


def sweep(folder: Path) -> None:
    """Take away what was being written when the program last ended."""
    for name in (NAME, COPY_NAME):
        for part in folder.glob(f".{name}.*"):
            with contextlib.suppress(OSError):
                part.unlink()


def is_lost(folder: Path) -> bool:
    """Return whether nothing there is a header. One of a newer program is not lost."""
    try:
        return not candidates(folder)
    except UserError as error:
        return error.cause is Cause.SPACE_DAMAGED


def candidates(folder: Path) -> tuple[Header, ...]:
    """Return the headers that may be opened, the one to try first before.

    The copy is tried when the header itself is damaged, and never when it is older: it would let in with a
    password that was changed. Raises ``UserError`` when there is none.
    """
    found = []
    damage: UserError | None = None
    for name in (NAME, COPY_NAME):
        try:
            found.append(decoded(_read(folder / name)))
        except UserError as error:
            damage = damage or error
        except OSError:
            continue
    if not found:
        raise damage or UserError(Cause.SPACE_DAMAGED)
    first, *others = found
    return (first, *(other for other in others if other != first and other.changes >= first.changes))


def opened(folder: Path, identity_of: Callable[[Header], str]) -> Opened:
    """Open the header. Raises what ``identity_of`` raises (``DoesNotOpen``), and ``UserError``.

    A header that opens and is not authentic was changed by someone: it is damaged.
    """
    headers = candidates(folder)
    trouble: Exception = DoesNotOpen()
    for number, header in enumerate(headers):
        try:
            keys = _authentic(header, identity_of(header))
            previous = _previous(header, keys)
        except (DoesNotOpen, UserError) as error:
            trouble = error if number == 0 else trouble
        else:
            return Opened(header, keys, previous, is_copy_current=_is_copy_current(folder, header))
    raise trouble


def _authentic(header: Header, identity: str) -> SpaceKeys:
    try:
        keys = keys_of(identity, header.id)
    except ValueError as error:
        raise UserError(Cause.SPACE_DAMAGED) from error
    if keys.recipient != header.recipient or not hmac.compare_digest(_mac(header, keys), header.mac):
        raise UserError(Cause.SPACE_DAMAGED)
    return keys


def _previous(header: Header, keys: SpaceKeys) -> SpaceKeys | None:
    if header.previous is None:
        return None
    nonce, sealed = bytes.fromhex(header.previous.nonce), bytes.fromhex(header.previous.sealed)
    identity = unseal(sealed, b"", nonce, _previous_key(keys)).decode("ascii")
    return keys_of(identity, header.id)


def _previous_key(keys: SpaceKeys) -> bytes:
    return derived(keys.identity.encode("ascii"), keys.vault_id, "previous")


def _is_copy_current(folder: Path, header: Header) -> bool:
    content = encoded(header)
    try:
        return all(_read(folder / name) == content for name in (NAME, COPY_NAME))
    except OSError:
        return False


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise FileNotFoundError(path.name)
    with path.open("rb") as stream:
        return stream.read(LARGEST_BYTES + 1)


def _signed(header: Header, keys: SpaceKeys) -> Header:
    return msgspec.structs.replace(header, mac=_mac(header, keys))


def _mac(header: Header, keys: SpaceKeys) -> str:
    unsigned = encoded(msgspec.structs.replace(header, mac=""))
    return hmac.new(keys.header, unsigned, hashlib.sha256).hexdigest()
