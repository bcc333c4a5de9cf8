"""Ways of opening a space. Each slot holds the same identity, sealed with what one person knows or has.

A seal is bound to the slot's own fields and to the space: a slot changed, or moved from another space, does
not open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.system.clock import random_bytes
from dematassist.vault.keys import KEY_BYTES, derived
from dematassist.vault.passphrase import normalised

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY_KIB, PASSES = 64 << 10, 3
"""What Argon2id takes for a new slot: 0.15 s where it was measured."""
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 24, 16
_IDENTITY_BYTES = 74

Hex16 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
Nonce = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{48}$")]
Sealed = Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{2 * (_IDENTITY_BYTES + _TAG_BYTES)}}}$")]
# Below, a password is guessed cheaply; above, opening would take the memory of the computer.
MemoryKib = Annotated[int, msgspec.Meta(ge=19 << 10, le=512 << 10)]
Passes = Annotated[int, msgspec.Meta(ge=1, le=10)]


class DoesNotOpen(Exception):  # noqa: N818 -- an answer, not an error
    """The password, words or code are not those of this slot, or the slot was changed."""


class PasswordSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="password"):
    """Opened by the password, stretched by Argon2id."""

    id: Hex16
    salt: Hex16
    memory_kib: MemoryKib
    passes: Passes
    nonce: Nonce
    sealed: Sealed


class SheetSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="sheet"):
    """Opened by the 128 random bits of the recovery sheet, which need no stretching."""

    id: Hex16
    nonce: Nonce
    sealed: Sealed


class PinSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="pin"):
    """Opened by a code together with a secret kept in the keyring of this computer."""

    id: Hex16
    salt: Hex16
    memory_kib: MemoryKib
    passes: Passes
    nonce: Nonce
    sealed: Sealed


Slot = PasswordSlot | SheetSlot | PinSlot
_S = TypeVar("_S", PasswordSlot, SheetSlot, PinSlot)


def password_slot(identity: str, vault_id: bytes, password: str) -> PasswordSlot:
    """Seal the identity with a password."""
    blank = PasswordSlot(_new_id(), _new_salt(), MEMORY_KIB, PASSES, _new_nonce(), "")
    return _sealed(blank, identity, vault_id, _password_key(blank, password))


def sheet_slot(identity: str, vault_id: bytes, entropy: bytes) -> SheetSlot:
    """Seal the identity with the random bits of a recovery sheet."""
    return _sealed(SheetSlot(_new_id(), _new_nonce(), ""), identity, vault_id, _sheet_key(entropy, vault_id))


def pin_slot(identity: str, vault_id: bytes, pin: str, keyring_secret: bytes) -> PinSlot:
    """Seal the identity with a code and the secret of a keyring."""
    blank = PinSlot(_new_id(), _new_salt(), MEMORY_KIB, PASSES, _new_nonce(), "")
    return _sealed(blank, identity, vault_id, _pin_key(blank, vault_id, pin, keyring_secret))


def open_password_slot(slot: PasswordSlot, vault_id: bytes, password: str) -> str:
    """Return the identity. Raises ``DoesNotOpen``."""
    return _opened(slot, vault_id, lambda: _password_key(slot, password))


def open_sheet_slot(slot: SheetSlot, vault_id: bytes, entropy: bytes) -> str:
    """Return the identity. Raises ``DoesNotOpen``."""
    return _opened(slot, vault_id, lambda: _sheet_key(entropy, vault_id))


def open_pin_slot(slot: PinSlot, vault_id: bytes, pin: str, keyring_secret: bytes) -> str:
    """Return the identity. Raises ``DoesNotOpen``."""
    return _opened(slot, vault_id, lambda: _pin_key(slot, vault_id, pin, keyring_secret))


def seal(plain: bytes, bound_to: bytes, nonce: bytes, key: bytes) -> bytes:
    """Seal bytes (XChaCha20-Poly1305)."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    return encrypt(plain, bound_to, nonce, key)


def unseal(sealed: bytes, bound_to: bytes, nonce: bytes, key: bytes) -> bytes:
    """Open sealed bytes. Raises ``DoesNotOpen``."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        return decrypt(sealed, bound_to, nonce, key)
    except CryptoError as error:
        raise DoesNotOpen from error


def _sealed(blank: _S, identity: str, vault_id: bytes, key: bytes) -> _S:
    sealed = seal(identity.encode("ascii"), _bound_to(blank, vault_id), bytes.fromhex(blank.nonce), key)
    return msgspec.structs.replace(blank, sealed=sealed.hex())


def _opened(slot: Slot, vault_id: bytes, key: Callable[[], bytes]) -> str:
    plain = unseal(bytes.fromhex(slot.sealed), _bound_to(slot, vault_id), bytes.fromhex(slot.nonce), key())
    return plain.decode("ascii")


def _bound_to(slot: Slot, vault_id: bytes) -> bytes:
    import rfc8785

    fields = msgspec.to_builtins(slot)
    del fields["sealed"]
    return rfc8785.dumps({"slot": fields, "vault_id": vault_id.hex()})


def _password_key(slot: PasswordSlot | PinSlot, password: str) -> bytes:
    # nacl is imported where a seal is made or opened.
    from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13
    from nacl.exceptions import RuntimeError as NoMemory

    try:
        return crypto_pwhash_alg(
            KEY_BYTES,
            normalised(password),
            bytes.fromhex(slot.salt),
            slot.passes,
            slot.memory_kib << 10,
            crypto_pwhash_ALG_ARGON2ID13,
        )
    except NoMemory as error:
        raise UserError(Cause.MEMORY_SHORT, megabytes=str(slot.memory_kib >> 10)) from error


def _sheet_key(entropy: bytes, vault_id: bytes) -> bytes:
    return derived(entropy, vault_id, "sheet")


def _pin_key(slot: PinSlot, vault_id: bytes, pin: str, keyring_secret: bytes) -> bytes:
    return derived(keyring_secret + _password_key(slot, pin), vault_id, "pin")


def _new_id() -> str:
    return random_bytes(_SALT_BYTES).hex()


def _new_salt() -> str:
    return random_bytes(_SALT_BYTES).hex()


def _new_nonce() -> str:
    return random_bytes(_NONCE_BYTES).hex()
