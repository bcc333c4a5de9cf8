"""The keys of a space come from one age identity, and each purpose has its own."""

from __future__ import annotations

import hashlib
import hmac
import subprocess

import pytest

from dematassist.vault.keys import derived, keys_of, new_identity, recipient_of

IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
"""Of the specification of age: 32 bytes of 0x42."""


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """RFC 5869 as it is written, for one block."""
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def test_each_purpose_has_its_own_key_as_the_specification_of_hkdf_gives_it():
    keys = keys_of(IDENTITY, bytes(16))
    for purpose in ("index", "header", "journal"):
        expected = hkdf(IDENTITY.encode(), bytes(16), f"dematassist space 1 {purpose}".encode())
        assert getattr(keys, purpose) == expected
    assert len({keys.index, keys.header, keys.journal}) == 3
    assert keys_of(IDENTITY, bytes(15) + b"\x01").index != keys.index


def test_a_first_key_never_changes():
    assert keys_of(IDENTITY, bytes(range(16))).index.hex() == (
        "bd0bfd9e68978bdd4e060fbb4c4c389de2bcb9de8fde080b9ac1aa192838265f"
    )
    assert derived(b"secret", bytes(16), "index") != derived(b"secret", bytes(16), "header")


def test_the_age_program_knows_the_same_recipient():
    identity = new_identity()
    told = subprocess.run(["age-keygen", "-y"], input=identity, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == recipient_of(identity)
    assert new_identity() != identity


@pytest.mark.parametrize("wrong", ["", "AGE-SECRET-KEY-1", IDENTITY[:-1] + "Q", "é", "age1" + "q" * 58])
def test_what_is_not_an_identity_is_refused(wrong):
    with pytest.raises(ValueError, match="not an age identity"):
        recipient_of(wrong)


def test_keys_are_not_written_where_they_are_shown():
    keys = keys_of(IDENTITY, bytes(16))
    assert repr(keys) == f"{keys}" == "SpaceKeys(…)"
