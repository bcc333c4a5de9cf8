"""Which hub this desk knows, and with which key. No hub is a state like the others.

The file is readable by this user only (mode 0600): it holds the key that signs for the desk. That key is kept
before the hub is told of it, so that an enrolment whose answer was lost may be asked again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import msgspec

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, set_aside_if_possible, write_atomically
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_MAX_BYTES = 16 * 1024
_SEED_BYTES = 32


class NoHub(msgspec.Struct, frozen=True, tag="none"):
    """No hub was ever named here: reports wait, and leave by hand."""


class OpenHub(msgspec.Struct, frozen=True, tag="open"):
    """A hub known by its key, where this computer is no desk: reports go unsigned."""

    url: str
    hub_key: wire.PublicKey
    name: str = ""

    @property
    def seed(self) -> bytes:
        """No key signs."""
        return b""

    @property
    def key_id(self) -> str:
        """No desk."""
        return ""


class Desk(msgspec.Struct, frozen=True, tag="desk"):
    """A hub where this desk is enrolled: what it sends is signed."""

    url: str
    hub_key: wire.PublicKey
    name: str
    seed: Annotated[bytes, msgspec.Meta(min_length=_SEED_BYTES, max_length=_SEED_BYTES)]

    @property
    def key_id(self) -> wire.KeyId:
        """The short name of the key of this desk."""
        return wire.key_id(wire.public_key(self.seed))


class Open311(msgspec.Struct, frozen=True, kw_only=True, tag="open311"):
    """An Open311 server (GeoReport v2), where no hub is. ``service_code`` is its own name for our reports."""

    url: str
    service_code: str
    jurisdiction_id: str = ""
    api_key: str = ""


Membership = NoHub | OpenHub | Desk | Open311


class _Kept(msgspec.Struct, frozen=True):
    """What the file holds. ``asking`` is the key of an enrolment that has no answer yet."""

    hub: Membership = NoHub()
    asking: bytes = b""


class MembershipFile:
    """The file that says which hub is known."""

    def __init__(self, path: Path, now: datetime) -> None:
        """Read it. One that is damaged is set aside, and ``damaged`` says it."""
        self._path = path
        self.damaged: UserError | None = None
        self._kept = self._read(now)

    @property
    def hub(self) -> Membership:
        """The hub that is known."""
        return self._kept.hub

    def key_to_ask_with(self, new_seed: bytes) -> bytes:
        """Return the key to enrol with, kept first: the one that had no answer, else the new one."""
        if not self._kept.asking:
            self._keep(_Kept(self._kept.hub, new_seed))
        return self._kept.asking

    def join(self, hub: Membership) -> None:
        """Know this hub from now on."""
        self._keep(_Kept(hub))

    def _keep(self, kept: _Kept) -> None:
        with explained(self._path):
            private_folder(self._path.parent)
        write_atomically(self._path, msgspec.json.encode(kept))
        self._kept = kept

    def _read(self, now: datetime) -> _Kept:
        try:
            with self._path.open("rb") as stream:
                return msgspec.json.decode(stream.read(_MAX_BYTES), type=_Kept)
        except FileNotFoundError:
            return _Kept()
        except (OSError, ValueError):
            pass
        kept = set_aside_if_possible(self._path, now)
        self.damaged = UserError(Cause.HUB_FORGOTTEN, path=str(self._path), kept=str(kept))
        return _Kept()


def clean_code(typed: str) -> str:
    """Return a code of enrolment as the hub wrote it, however it was typed.

    Raises ``UserError(HUB_CODE)``.
    """
    letters = re.sub(r"[\s\-–—.]", "", typed).upper().replace("0", "O").replace("1", "I").replace("8", "B")
    if re.fullmatch("[A-Z2-7]{16}", letters) is None:
        raise UserError(Cause.HUB_CODE)
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def clean_key(typed: str) -> wire.PublicKey:
    """Return the key of a hub. Raises ``UserError(HUB_KEY)``."""
    key = "".join(typed.split())
    try:
        wire.key_id(msgspec.convert(key, wire.PublicKey))
    except (msgspec.ValidationError, ValueError):
        raise UserError(Cause.HUB_KEY) from None
    return key
