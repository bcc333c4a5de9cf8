"""One row of the index, sealed: what it says, what it is and which revision it is, all vouched for."""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import NamedTuple

_NONCE_BYTES = 24
_STEP_BYTES = 256
"""Rows are padded to this: a length would tell how long a title is."""
TAG_BYTES = 32


class Kind(Enum):
    """What a row is about."""

    DOCUMENT = "document"
    RECORD = "journey"
    """What is kept beside the documents. Walks were the first: programs of then know it by their name."""
    SETTING = "setting"
    STATE = "state"
    """The one row that vouches for which rows there are."""


class Row(NamedTuple):
    """What is known of one thing. An empty ``body`` says that it is gone."""

    kind: Kind
    id: str
    revision: int
    body: bytes

    @property
    def key(self) -> tuple[Kind, str]:
        """What tells this row from the others."""
        return self.kind, self.id


class DamagedRowError(ValueError):
    """The seal of a row does not hold: it is damaged, old, or of another space."""


def seal_row(key: bytes, row: Row, nonce: bytes) -> bytes:
    """Seal the body of a row. ``nonce`` is 24 random bytes, never used twice."""
    # PyNaCl takes 15 ms to import: only where a space is used.
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt, sodium_pad

    padded = sodium_pad(row.body, _STEP_BYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(padded, _named(row), nonce, key)


def open_row(key: bytes, kind: Kind, row_id: str, revision: int, sealed: bytes) -> Row:
    """Open a sealed row. Raises ``DamagedRowError``."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, sodium_unpad
    from nacl.exceptions import CryptoError

    named = Row(kind, row_id, revision, b"")
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(body, _named(named), nonce, key)
        return named._replace(body=sodium_unpad(padded, _STEP_BYTES))
    except (CryptoError, TypeError, ValueError) as error:
        raise DamagedRowError(kind.value) from error


def tag(key: bytes, row: Row) -> int:
    """Return what stands for this revision of this row in the sum that vouches for all of them."""
    made = hashlib.blake2b(_named(row), digest_size=TAG_BYTES, key=key, person=b"row")
    return int.from_bytes(made.digest(), "big")


def setting_id(name: str) -> str:
    """Return the id of a setting."""
    return hashlib.blake2b(name.encode(), digest_size=16, person=b"setting").hexdigest()


def _named(row: Row) -> bytes:
    return b"\0".join((row.kind.value.encode(), row.id.encode(), row.revision.to_bytes(8, "big")))
