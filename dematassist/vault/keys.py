"""The keys of a space: one age identity, the only root secret, and what is derived from it."""

from __future__ import annotations

from dataclasses import dataclass

KEY_BYTES = 32
VAULT_ID_BYTES = 16


@dataclass(frozen=True, repr=False)
class SpaceKeys:
    """What opens everything in a space. It never leaves the worker process."""

    vault_id: bytes
    """Random and public: two spaces never share a key, even with the same identity."""
    identity: str
    """The age identity (``AGE-SECRET-KEY-1…``), which is also on the recovery sheet."""
    recipient: str
    """The age recipient (``age1…``): seals without opening."""
    index: bytes
    header: bytes
    journal: bytes

    def __repr__(self) -> str:
        return "SpaceKeys(…)"


def new_identity() -> str:
    """Return a new age identity."""
    # pyrage takes 12 ms to import: only where a space is used.
    from pyrage import x25519

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the age recipient of an identity. Raises ``ValueError`` when it is not one."""
    from pyrage import IdentityError, x25519

    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError as error:
        raise ValueError("not an age identity") from error


def keys_of(identity: str, vault_id: bytes) -> SpaceKeys:
    """Return the keys of the space ``vault_id``. Raises ``ValueError`` when ``identity`` is not one."""
    return SpaceKeys(
        vault_id=vault_id,
        identity=identity,
        recipient=recipient_of(identity),
        index=derived(identity.encode("ascii"), vault_id, "index"),
        header=derived(identity.encode("ascii"), vault_id, "header"),
        journal=derived(identity.encode("ascii"), vault_id, "journal"),
    )


def derived(secret: bytes, vault_id: bytes, purpose: str) -> bytes:
    """Return the key of one purpose: HKDF-SHA256 with the id of the space as salt."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = f"dematassist space 1 {purpose}".encode("ascii")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=vault_id, info=info).derive(secret)
