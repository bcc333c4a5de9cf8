"""The messages: the same bytes everywhere, refused when odd, and signed for one use only."""

from __future__ import annotations

import base64
import json
import re
from datetime import date, datetime, timezone
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.wire import signing
from tests.wire.messages import HUB_SEED, REPORTS, SEED, report


@given(REPORTS)
def test_a_report_comes_back_the_same_from_its_canonical_bytes(one: wire.Report) -> None:
    raw = wire.canonical(one)
    assert wire.decode(raw, wire.Report) == one
    assert wire.canonical(wire.decode(raw, wire.Report)) == raw
    assert len(raw) <= wire.MAX_BYTES


@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_and_spaces_of_a_report_do_not_change_its_digest(one: wire.Report, chance: Any) -> None:
    fields = list(msgspec.to_builtins(one).items())
    chance.shuffle(fields)
    raw = json.dumps(dict(fields), indent=3).encode()
    assert wire.digest(wire.decode(raw, wire.Report)) == wire.digest(one)


@given(REPORTS)
def test_a_signed_report_is_known_by_its_key_and_no_other(one: wire.Report) -> None:
    signed = wire.sign_report(one, SEED)
    ours, theirs = wire.public_key(SEED), wire.public_key(HUB_SEED)
    assert wire.is_signed(wire.Purpose.REPORT, signed.report, signed.signature, ours)
    assert not wire.is_signed(wire.Purpose.REPORT, signed.report, signed.signature, theirs)
    assert not wire.is_signed(wire.Purpose.OUTCOME, signed.report, signed.signature, ours)
    changed = msgspec.structs.replace(one, text=one.text + "x" if len(one.text) < 2_000 else "")
    assert not wire.is_signed(wire.Purpose.REPORT, changed, signed.signature, ours)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_report_are_refused_without_being_quoted(raw: bytes) -> None:
    with pytest.raises(wire.MessageError) as refused:
        wire.decode(raw, wire.Report)
    assert refused.value.field == ""


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
def test_any_other_json_is_refused(value: object) -> None:
    with pytest.raises(wire.MessageError):
        wire.decode(json.dumps(value).encode(), wire.Report)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"who": "Martine Durand"}, "unknown field"),
        ({"version": 2}, "version"),
        ({"report_id": "0192f0aa-3b5d-7a51-9b0e-0d8f6c1e2a34"}, "report_id"),
        ({"report_id": report().report_id.upper()}, "report_id"),
        ({"service_id": "caf\n"}, ""),
        ({"service_id": "../caf"}, "service_id"),
        ({"service_id": None}, "service_id"),
        ({"kind": "slow"}, "kind"),
        ({"text": "a" * 2_001}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"departement": "20"}, "departement"),
        ({"consequence": {"euros": -1}}, "consequence.euros"),
        ({"consequence": {"iban": "x"}}, "unknown field"),
        ({"contact_tried": ["phone"] * 7}, "contact_tried"),
        ({"blocked_since": "2026-13-01"}, "blocked_since"),
    ],
)
def test_an_odd_field_is_named_but_never_quoted(changes: dict[str, Any], field: str) -> None:
    raw = json.dumps({**msgspec.to_builtins(report()), **changes}).encode()
    with pytest.raises(wire.MessageError) as refused:
        wire.decode(raw, wire.Report)
    assert (refused.value.code, refused.value.field) == (wire.ProblemCode.NOT_EXPECTED, field)
    assert "Durand" not in repr(refused.value)


def test_a_missing_field_is_named() -> None:
    fields = msgspec.to_builtins(report())
    del fields["kind"]
    with pytest.raises(wire.MessageError) as refused:
        wire.decode(json.dumps(fields).encode(), wire.Report)
    assert refused.value.field == "kind"


def test_the_longest_text_of_the_longest_letters_still_fits() -> None:
    one = report(text="🧑" * wire.MAX_TEXT_CHARACTERS)
    assert wire.decode(wire.canonical(one), wire.Report) == one


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b" " * (wire.MAX_BYTES + 1), wire.ProblemCode.TOO_LARGE),
        (b"[" * 9 + b"]" * 9, wire.ProblemCode.TOO_DEEP),
        (b'{"a":' * 10_000, wire.ProblemCode.TOO_DEEP),
        (b'"' + b'\\"' * 30_000, wire.ProblemCode.NOT_JSON),
        (b'"\\ud800"', wire.ProblemCode.NOT_JSON),
        (b"\xff\xfe", wire.ProblemCode.NOT_JSON),
        (b"", wire.ProblemCode.NOT_JSON),
        (b"<html>Bienvenue</html>", wire.ProblemCode.NOT_JSON),
        (b"[]", wire.ProblemCode.NOT_EXPECTED),
    ],
)
def test_a_bomb_and_a_page_are_told_apart(raw: bytes, code: wire.ProblemCode) -> None:
    with pytest.raises(wire.MessageError) as refused:
        wire.decode(raw, wire.Report)
    assert refused.value.code is code


def test_brackets_inside_a_text_are_not_depth() -> None:
    one = report(text='[[[[[[[[[[ "{{{{{{{{{{{{{{ \\" [[[[[[[[[[')
    assert wire.decode(wire.canonical(one), wire.Report) == one


def receipt(**changes: Any) -> wire.Receipt:
    fields: dict[str, Any] = {
        "version": 1,
        "report_id": report().report_id,
        "digest": wire.digest(report()),
        "standing": wire.Standing.JOINED,
        "received_at": datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc),
    }
    return wire.Receipt(**{**fields, **changes})


def test_only_the_receipt_of_this_report_by_this_hub_is_believed() -> None:
    hub_key = wire.public_key(HUB_SEED)
    signed = wire.sign_receipt(receipt(), HUB_SEED)
    assert wire.decode(wire.canonical(signed), wire.SignedReceipt) == signed
    assert wire.is_receipt_of(signed, report(), hub_key)
    assert not wire.is_receipt_of(signed, report(text="autre"), hub_key)
    assert not wire.is_receipt_of(wire.sign_receipt(receipt(), SEED), report(), hub_key)
    forged = msgspec.structs.replace(signed, receipt=receipt(standing=wire.Standing.HELD))
    assert not wire.is_receipt_of(forged, report(), hub_key)


def test_a_feed_changed_on_its_way_is_not_believed() -> None:
    feed = wire.FollowUp(version=1, sequence=7, hub="Gironde")
    signed = wire.sign_follow_up(feed, HUB_SEED)
    assert wire.is_feed_of(signed, wire.public_key(HUB_SEED))
    older = msgspec.structs.replace(signed, follow_up=msgspec.structs.replace(feed, sequence=6))
    assert not wire.is_feed_of(older, wire.public_key(HUB_SEED))


@pytest.mark.parametrize("signature", ["", "!", "AAAA", base64.b64encode(bytes(64)).decode(), "é" * 88])
def test_a_signature_that_is_none_is_wrong_and_breaks_nothing(signature: str) -> None:
    assert not wire.is_signed(wire.Purpose.REPORT, report(), signature, wire.public_key(SEED))
    assert not wire.is_signed(wire.Purpose.REPORT, report(), signature, "AAAA")


class Anything(msgspec.Struct):
    """What messages hold, without their limits."""

    text: str = ""
    words: tuple[str, ...] = ()
    count: int = 0
    is_so: bool | None = None
    on: date | None = None
    at: datetime | None = None
    within: wire.Consequence | None = None


@given(
    st.builds(
        Anything,
        text=st.text(st.characters(exclude_categories=("Cs",))),
        words=st.lists(st.sampled_from([chr(code) for code in range(0xA1)])).map(tuple),
        count=st.integers(-(2**53) + 1, 2**53 - 1),
        is_so=st.none() | st.booleans(),
        on=st.none() | st.dates(),
        at=st.none() | st.datetimes(timezones=st.just(timezone.utc)),
        within=st.none() | st.just(wire.Consequence(euros=3, days_lost=0, right=wire.Right.TAX)),
    )
)
def test_the_canonical_bytes_are_those_of_the_standard(one: Anything) -> None:
    assert wire.canonical(one) == rfc8785.dumps(msgspec.to_builtins(one))


@given(REPORTS)
def test_the_canonical_bytes_of_a_report_are_those_of_the_standard(one: wire.Report) -> None:
    assert wire.canonical(one) == rfc8785.dumps(msgspec.to_builtins(one))


def test_no_message_holds_what_the_standard_writes_in_its_own_way() -> None:
    messages = [
        kind for kind in vars(wire).values()
        if isinstance(kind, type) and issubclass(kind, wire.Message) and kind is not wire.Message
    ]  # fmt: skip
    described = json.dumps(msgspec.json.schema_components(messages))
    assert len(messages) >= 15
    # A float is written as ECMAScript writes it, and a map may have names that are not ASCII.
    assert '"number"' not in described
    assert "additionalProperties" not in described.replace('"additionalProperties": false', "")
    assert described.isascii()


@given(st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b'"', b"\\", b"a"]), max_size=40).map(b"".join))
def test_depth_is_counted_as_a_reader_of_one_byte_at_a_time_would(raw: bytes) -> None:
    depth = deepest = 0
    in_string = is_escaped = False
    for byte in raw.decode():
        if is_escaped:
            is_escaped = False
        elif in_string:
            is_escaped, in_string = byte == "\\", byte != '"'
        elif byte == '"':
            in_string = True
        elif byte in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in "]}":
            depth -= 1
    # A backslash outside a string is no JSON: what counts is that no depth is missed in what is JSON.
    assume("\\" not in _outside(raw.decode()))
    assert signing._depth(raw) == deepest


def _outside(raw: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"?', "", raw)
