"""A slot opens with what it was made with, and with nothing else."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.vault import slots
from dematassist.vault.slots import DoesNotOpen

IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
VAULT, OTHER_VAULT = bytes(range(16)), bytes(16)
ENTROPY = bytes(range(100, 116))
PASSWORD = slots.password_slot(IDENTITY, VAULT, "été à la mer")
SHEET = slots.sheet_slot(IDENTITY, VAULT, ENTROPY)
PIN = slots.pin_slot(IDENTITY, VAULT, "204060", b"k" * 32)


def test_each_slot_opens_with_what_it_was_made_with():
    assert slots.open_password_slot(PASSWORD, VAULT, "e\u0301te\u0301 a\u0300 la mer") == IDENTITY
    assert slots.open_sheet_slot(SHEET, VAULT, ENTROPY) == IDENTITY
    assert slots.open_pin_slot(PIN, VAULT, "204060", b"k" * 32) == IDENTITY


@pytest.mark.parametrize(
    "opening",
    [
        lambda: slots.open_password_slot(PASSWORD, VAULT, "été à la mer "),
        lambda: slots.open_password_slot(PASSWORD, VAULT, ""),
        lambda: slots.open_password_slot(PASSWORD, OTHER_VAULT, "été à la mer"),
        lambda: slots.open_sheet_slot(SHEET, VAULT, bytes(16)),
        lambda: slots.open_sheet_slot(SHEET, OTHER_VAULT, ENTROPY),
        lambda: slots.open_pin_slot(PIN, VAULT, "204061", b"k" * 32),
        lambda: slots.open_pin_slot(PIN, VAULT, "204060", b"x" * 32),
        lambda: slots.open_pin_slot(PIN, OTHER_VAULT, "204060", b"k" * 32),
    ],
)
def test_nothing_else_opens_a_slot(opening):
    with pytest.raises(DoesNotOpen):
        opening()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0" * 32),
        ("salt", "0" * 32),
        ("memory_kib", 19 << 10),
        ("passes", 1),
        ("nonce", "0" * 48),
    ],
)
def test_a_slot_made_easier_to_guess_does_not_open(field, value):
    """Its own fields are sealed with it: nobody can have less work asked."""
    with pytest.raises(DoesNotOpen):
        slots.open_password_slot(msgspec.structs.replace(PASSWORD, **{field: value}), VAULT, "été à la mer")


def test_a_slot_does_not_pass_for_one_of_another_kind():
    fields = {name: getattr(PIN, name) for name in PIN.__struct_fields__}
    with pytest.raises(DoesNotOpen):
        slots.open_password_slot(slots.PasswordSlot(**fields), VAULT, "204060")


@given(st.integers(0, len(SHEET.sealed) * 4 - 1))
def test_one_bit_of_a_seal_that_flips_is_seen(bit):
    sealed = bytearray.fromhex(SHEET.sealed)
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DoesNotOpen):
        slots.open_sheet_slot(msgspec.structs.replace(SHEET, sealed=sealed.hex()), VAULT, ENTROPY)


def test_what_a_new_slot_asks_for_is_what_was_decided():
    assert (PASSWORD.memory_kib, PASSWORD.passes) == (64 * 1024, 3)
    assert slots.password_slot(IDENTITY, VAULT, "x").salt != PASSWORD.salt


def test_a_password_is_stretched_as_another_program_stretches_it():
    """The vector was made with OpenSSL, which has an Argon2id of its own."""
    slot = slots.PasswordSlot("0" * 32, b"0123456789abcdef".hex(), 64 << 10, 3, "0" * 48, "")
    assert slots._password_key(slot, "password").hex() == (
        "daf16780dcb73e862146297fa17b81b86b480f33c0b67daef0f2c7c809c5797b"
    )


def test_where_memory_is_short_it_is_said(monkeypatch):
    from nacl import bindings, exceptions

    from dematassist.errors import Cause, UserError

    def refuse(*_args):
        raise exceptions.RuntimeError("Key derivation failed")

    monkeypatch.setattr(bindings, "crypto_pwhash_alg", refuse)
    with pytest.raises(UserError) as caught:
        slots.open_password_slot(PASSWORD, VAULT, "été à la mer")
    assert (caught.value.cause, caught.value.details) == (Cause.MEMORY_SHORT, {"megabytes": "64"})
