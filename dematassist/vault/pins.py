"""The short code of one's own computer: it opens only together with a secret that the keyring keeps.

The tries left are kept beside that secret, and counted down before each try: ending the program gives none
back. At the fifth wrong code the secret is gone, and the code with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.clock import random_bytes
from dematassist.vault import header, slots
from dematassist.vault.keys import KEY_BYTES
from dematassist.vault.passphrase import check_pin
from dematassist.vault.slots import DoesNotOpen
from dematassist.vault.unlocking import UnlockedSpace, written

if TYPE_CHECKING:
    from dematassist.system.keyring import Keyring
    from dematassist.vault.header import Header
    from dematassist.vault.slots import PinSlot

TRIES = 5


class _Kept(NamedTuple):
    """What the keyring keeps."""

    tries_left: int
    secret: bytes

    @property
    def text(self) -> str:
        return f"{self.tries_left}:{self.secret.hex()}"


def with_pin(space: UnlockedSpace, keyring: Keyring, pin: str) -> UnlockedSpace:
    """Have a code open the space on this computer. Raises ``UserError``: the code is unfit, no keyring.

    What the keyring keeps for the code before opens nothing any more.
    """
    check_pin(pin)
    kept = _Kept(TRIES, random_bytes(KEY_BYTES))
    slot = slots.pin_slot(space.keys.identity, space.keys.vault_id, pin, kept.secret)
    keyring.keep(slot.id, kept.text)
    changed = header.changed_header(space.header, space.keys, (*_without_pin(space.header), slot))
    return written(space, changed)


def without_pin(space: UnlockedSpace) -> UnlockedSpace:
    """Have no code open the space any more, here or elsewhere, whatever the keyring still keeps."""
    if space.header.pin is None:
        return space
    return written(space, header.changed_header(space.header, space.keys, _without_pin(space.header)))


def identity_by_pin(found: Header, keyring: Keyring, pin: str) -> str:
    """Open a header with the code. Raises ``UserError``: it is wrong, gone, or the keyring fails."""
    slot = found.pin
    kept = _read(keyring, slot) if slot else None
    if slot is None or kept is None:
        raise UserError(Cause.PIN_GONE)
    left = kept.tries_left - 1
    keyring.keep(slot.id, kept._replace(tries_left=left).text)
    try:
        identity = slots.open_pin_slot(slot, found.id, pin, kept.secret)
    except DoesNotOpen as error:
        if left:
            raise UserError(Cause.PIN_WRONG, left=str(left)) from error
        keyring.forget(slot.id)
        raise UserError(Cause.PIN_GONE) from error
    keyring.keep(slot.id, kept._replace(tries_left=TRIES).text)
    return identity


def _read(keyring: Keyring, slot: PinSlot) -> _Kept | None:
    """Return what the keyring keeps for a slot; ``None`` when it is not ours or no try is left."""
    tries, _colon, secret = keyring.read(slot.id).partition(":")
    try:
        kept = _Kept(int(tries), bytes.fromhex(secret))
    except ValueError:
        return None
    return kept if 1 <= kept.tries_left <= TRIES and len(kept.secret) == KEY_BYTES else None


def _without_pin(found: Header) -> tuple[slots.Slot, ...]:
    return tuple(slot for slot in found.slots if slot is not found.pin)
