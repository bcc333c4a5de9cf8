"""A header opens the space or says why not; one that was changed, by chance or by someone, never passes."""

from __future__ import annotations

import json
import os
import tracemalloc

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.vault import header, slots
from dematassist.vault.keys import keys_of, new_identity

VAULT = bytes(range(16))
KEYS = keys_of(new_identity(), VAULT)
ENTROPY = bytes(range(16))
OLD_ENTROPY = bytes(range(16, 32))
SHEET = slots.sheet_slot(KEYS.identity, VAULT, ENTROPY)
OLD_SHEET = slots.sheet_slot(KEYS.identity, VAULT, OLD_ENTROPY)
PASSWORD = slots.password_slot(KEYS.identity, VAULT, "mot de passe")
FIRST = header.first_header(KEYS, [PASSWORD, OLD_SHEET])
SECOND = header.changed_header(FIRST, KEYS, [PASSWORD, SHEET])
WRITTEN = header.encoded(SECOND)


def by_sheet(entropy: bytes):
    def identity_of(found: header.Header) -> str:
        return slots.open_sheet_slot(found.sheet, found.id, entropy)

    return identity_of


def refusal(content: bytes) -> Cause:
    with pytest.raises(UserError) as caught:
        header.decoded(content)
    return caught.value.cause


def with_fields(**fields: object) -> bytes:
    return rfc8785.dumps({**json.loads(WRITTEN), **fields})


def test_a_header_is_read_as_it_was_written(tmp_path):
    header.write(tmp_path, SECOND)
    assert header.decoded(WRITTEN) == SECOND
    assert len(WRITTEN) < 2048
    opened = header.opened(tmp_path, by_sheet(ENTROPY))
    assert (opened.header, opened.keys, opened.previous) == (SECOND, KEYS, None)
    assert opened.is_copy_current
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600, 0o600]


def test_what_is_wrong_opens_neither_the_header_nor_its_copy(tmp_path):
    header.write(tmp_path, SECOND)
    with pytest.raises(slots.DoesNotOpen):
        header.opened(tmp_path, by_sheet(bytes(16)))


@pytest.mark.parametrize("harm", ["missing", "empty", "half", "a folder", "a bit of its seal", "huge"])
@pytest.mark.parametrize("name", [header.NAME, header.COPY_NAME])
def test_one_of_the_two_files_is_enough(tmp_path, name, harm):
    header.write(tmp_path, SECOND)
    path = tmp_path / name
    path.unlink()
    if harm == "a folder":
        path.mkdir()
    elif harm != "missing":
        broken = WRITTEN.replace(SHEET.sealed.encode(), SHEET.sealed[::-1].encode())
        content = {"empty": b"", "half": WRITTEN[:500], "huge": WRITTEN + b" " * 20_000}
        path.write_bytes(content.get(harm, broken))
    opened = header.opened(tmp_path, by_sheet(ENTROPY))
    assert opened.keys == KEYS
    assert not opened.is_copy_current


def test_a_password_that_was_changed_does_not_open_the_copy(tmp_path):
    """The copy may be the one before when the power went between the two."""
    header.write(tmp_path, FIRST)
    (tmp_path / header.NAME).write_bytes(WRITTEN)
    with pytest.raises(slots.DoesNotOpen):
        header.opened(tmp_path, by_sheet(OLD_ENTROPY))
    assert header.opened(tmp_path, by_sheet(ENTROPY)).header == SECOND


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff\xfe", b"[" * 16_000, b'{"version":' * 1_400])
def test_without_a_header_it_is_said(tmp_path, content):
    if content is not None:
        header.write(tmp_path, FIRST)
        for name in (header.NAME, header.COPY_NAME):
            (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        header.opened(tmp_path, by_sheet(ENTROPY))
    assert caught.value.cause is Cause.SPACE_DAMAGED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipe with a name")
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / header.NAME)
    (tmp_path / header.COPY_NAME).symlink_to("/dev/zero")
    with pytest.raises(UserError) as caught:
        header.opened(tmp_path, by_sheet(ENTROPY))
    assert caught.value.cause is Cause.SPACE_DAMAGED


def test_a_newer_header_is_told_from_a_damaged_one():
    assert refusal(with_fields(version=2, slots={"new": "shape"})) is Cause.SPACE_TOO_NEW
    assert refusal(with_fields(version=0)) is Cause.SPACE_DAMAGED
    assert refusal(with_fields(version="1")) is Cause.SPACE_DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        WRITTEN.replace(b'{"changes":2,', b'{"changes":1,"changes":2,'),
        WRITTEN.replace(b'"changes":2', b'"changes": 2'),
        WRITTEN.replace(b'"changes":2', b'"changes":2.0'),
        WRITTEN.replace(b'"mac"', b'"\\u006dac"'),
        WRITTEN + b"\n",
        b"\xef\xbb\xbf" + WRITTEN,
        with_fields(extra=1),
        with_fields(changes=0),
        with_fields(changes=2**53 - 1),
        with_fields(format="another"),
        with_fields(vault_id="../../etc/passwd"),
        with_fields(recipient="age1" + "b" * 58),
        with_fields(mac="0" * 63),
        with_fields(slots=[]),
        with_fields(slots=[msgspec.to_builtins(PASSWORD)] * 2),
        with_fields(slots=[msgspec.to_builtins(PASSWORD)] * 40),
        with_fields(slots=[{**msgspec.to_builtins(PASSWORD), "kind": "master"}]),
    ],
)
def test_a_hostile_header_is_refused(content):
    assert refusal(content) is Cause.SPACE_DAMAGED


def test_a_thousand_slots_are_refused_before_they_are_read():
    content = with_fields(slots=[msgspec.to_builtins(PASSWORD)] * 1000)
    tracemalloc.start()
    assert refusal(content) is Cause.SPACE_DAMAGED
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


@pytest.mark.parametrize(
    "asked",
    [
        {"memory_kib": 4 << 20},
        {"memory_kib": 2**40},
        {"memory_kib": 8},
        {"memory_kib": (19 << 10) - 1},
        {"memory_kib": -1},
        {"memory_kib": 1e9},
        {"passes": 0},
        {"passes": 11},
        {"passes": 2**31},
    ],
)
def test_a_slot_can_ask_neither_for_too_little_work_nor_for_all_the_memory(asked):
    content = with_fields(slots=[{**msgspec.to_builtins(PASSWORD), **asked}])
    assert refusal(content) is Cause.SPACE_DAMAGED


def test_a_slot_taken_out_of_a_header_or_put_back_is_seen(tmp_path):
    """The header opens with what the person knows, and is not authentic."""
    for slots_now in ((SHEET,), (SHEET, PASSWORD), (PASSWORD, SHEET, _pin())):
        forged = msgspec.structs.replace(SECOND, slots=slots_now)
        for name in (header.NAME, header.COPY_NAME):
            (tmp_path / name).write_bytes(header.encoded(forged))
        with pytest.raises(UserError) as caught:
            header.opened(tmp_path, by_sheet(ENTROPY))
        assert caught.value.cause is Cause.SPACE_DAMAGED


def _pin() -> slots.PinSlot:
    return slots.pin_slot(new_identity(), VAULT, "204060", b"k" * 32)


def test_a_recipient_put_in_the_place_of_ours_is_seen(tmp_path):
    forged = msgspec.structs.replace(SECOND, recipient=keys_of(new_identity(), VAULT).recipient)
    (tmp_path / header.NAME).write_bytes(header.encoded(forged))
    with pytest.raises(UserError) as caught:
        header.opened(tmp_path, by_sheet(ENTROPY))
    assert caught.value.cause is Cause.SPACE_DAMAGED


@given(st.integers(0, len(WRITTEN) * 8 - 1))
def test_one_bit_that_flips_is_seen(bit):
    changed = bytearray(WRITTEN)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        found = header.decoded(bytes(changed))
        identity = by_sheet(ENTROPY)(found)
        header._authentic(found, identity)
    except (UserError, slots.DoesNotOpen):
        return
    pytest.fail("a changed header passed")


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_header_or_a_sentence(content):
    with pytest.raises(UserError):
        header.decoded(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 2**53 - 1) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(sorted(json.loads(WRITTEN))),
)
def test_any_value_in_any_field_is_refused_or_the_same(value, field):
    if json.loads(WRITTEN)[field] == value:
        return
    try:
        found = header.decoded(with_fields(**{field: value}))
    except UserError:
        return
    with pytest.raises((UserError, slots.DoesNotOpen)):
        header._authentic(found, by_sheet(ENTROPY)(found))


def test_while_the_key_changes_the_header_gives_both(tmp_path):
    new = keys_of(new_identity(), VAULT)
    new_sheet = slots.sheet_slot(new.identity, VAULT, bytes(16))
    during = header.rekeying_header(SECOND, KEYS, new, [new_sheet])
    header.write(tmp_path, during)
    opened = header.opened(tmp_path, by_sheet(bytes(16)))
    assert (opened.keys, opened.previous) == (new, KEYS)
    with pytest.raises(slots.DoesNotOpen):
        header.opened(tmp_path, by_sheet(ENTROPY))
    header.write(tmp_path, header.rekeyed_header(during, new))
    opened = header.opened(tmp_path, by_sheet(bytes(16)))
    assert (opened.keys, opened.previous, opened.header.changes) == (new, None, 4)
