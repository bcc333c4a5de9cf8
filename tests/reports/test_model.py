"""What may happen to a report, in every state."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.reports import follow_up, model
from dematassist.reports.lever import Why, suggested_lever
from dematassist.reports.model import (
    Details,
    Draft,
    Entry,
    Listed,
    Need,
    NotNowError,
    Receipt,
    Sent,
    ServiceRequest,
    ToCorrect,
    ToReview,
    Trouble,
    Waiting,
    Way,
    Withdrawn,
)
from tests.wire.messages import HUB_SEED, REPORTS, report

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
LATER = NOW + timedelta(hours=1)
REPORT = report()
DIGEST = wire.digest(REPORT)
RECEIPT = Receipt(
    wire.sign_receipt(
        wire.Receipt(
            version=1,
            report_id=REPORT.report_id,
            digest=DIGEST,
            standing=wire.Standing.JOINED,
            received_at=NOW,
        ),
        HUB_SEED,
    )
)
STATUS = wire.ReportStatus(report_id=REPORT.report_id, standing=wire.Standing.JOINED)
STATES = (
    Draft(),
    ToReview(DIGEST),
    Waiting(NOW, NOW),
    Waiting(NOW, NOW, attempts=1),
    Sent(NOW, RECEIPT),
    Sent(NOW, Listed(3)),
    ToCorrect(NOW),
    Withdrawn(NOW),
)


def entry(state: model.State) -> Entry:
    return Entry(report=REPORT, written_at=NOW, state=state)


def outcome(rule, state):
    """Return the kind of state that follows, or that it may not be done now."""
    try:
        return type(rule(entry(state)).state)
    except NotNowError:
        return NotNowError


# One line a rule: what follows each of STATES.
TABLE = {
    "changed": (Draft, Draft, Draft, NotNowError, NotNowError, NotNowError, Draft, NotNowError),
    "reviewed": (ToReview, ToReview, Waiting, Waiting, Sent, Sent, ToReview, Withdrawn),
    "approved": (NotNowError, Waiting, *[NotNowError] * 6),
    "attempted": (NotNowError, NotNowError, Waiting, Waiting, *[NotNowError] * 4),
    "postponed": (Draft, ToReview, Waiting, Waiting, Sent, Sent, ToCorrect, Withdrawn),
    "refused": (Draft, ToReview, ToCorrect, ToCorrect, Sent, Sent, ToCorrect, Withdrawn),
    "arrived": (Sent,) * 8,
    "lost": (Draft, ToReview, Waiting, Waiting, Waiting, Waiting, ToCorrect, Withdrawn),
    "resumed": (Draft, ToReview, Waiting, Waiting, Sent, Sent, ToCorrect, Withdrawn),
    "reported_back": (Draft, ToReview, Waiting, Sent, Sent, Sent, ToCorrect, Withdrawn),
    "hurried": (Draft, ToReview, Waiting, Waiting, Sent, Sent, ToCorrect, Withdrawn),
    "told": (NotNowError,) * 8,
    "withdrawn": (Withdrawn,) * 4 + (NotNowError, NotNowError, Withdrawn, Withdrawn),
    "handed": (NotNowError, NotNowError, Waiting, Waiting, Sent, Sent, NotNowError, Withdrawn),
}
RULES = {
    "changed": lambda one: model.changed(one, report(text="autre")),
    "reviewed": model.reviewed,
    "approved": lambda one: model.approved(one, DIGEST, NOW),
    "attempted": model.attempted,
    "postponed": lambda one: model.postponed(one, LATER, Trouble.BUSY),
    "refused": lambda one: model.refused(one, NOW, wire.ProblemCode.NOT_EXPECTED, "text"),
    "arrived": lambda one: model.arrived(one, NOW, RECEIPT),
    "lost": lambda one: follow_up.lost(one, NOW),
    "resumed": lambda one: follow_up.resumed(one, NOW),
    "reported_back": lambda one: follow_up.reported_back(one, STATUS, NOW, Listed(4), "a"),
    "hurried": lambda one: model.hurried(one, NOW),
    "told": lambda one: follow_up.told(one, wire.Verdict.FIXED),
    "withdrawn": lambda one: model.withdrawn(one, NOW),
    "handed": lambda one: model.handed(one, Way.STICK, NOW.date()),
}


@pytest.mark.parametrize("name", TABLE)
def test_every_rule_leads_where_it_should_from_every_state(name):
    assert tuple(outcome(RULES[name], state) for state in STATES) == TABLE[name]


def test_only_the_bytes_that_were_shown_may_leave():
    shown = model.reviewed(entry(Draft()))
    with pytest.raises(NotNowError):
        model.approved(shown, wire.digest(report(text="autre")), NOW)
    rewritten = msgspec.structs.replace(shown, report=report(text="autre"))
    for digest in (DIGEST, wire.digest(rewritten.report)):
        with pytest.raises(NotNowError):
            model.approved(rewritten, digest, NOW)
    assert model.approved(shown, DIGEST, NOW).state == Waiting(NOW, NOW)


def test_what_was_tried_or_handed_over_is_said_to_have_perhaps_left():
    waiting = entry(Waiting(NOW, NOW))
    assert not model.withdrawn(waiting, NOW).state.may_have_left
    assert model.withdrawn(model.attempted(waiting), NOW).state.may_have_left
    assert model.withdrawn(model.handed(waiting, Way.EMAIL, NOW.date()), NOW).state.may_have_left


def test_the_same_way_on_the_same_day_is_told_once():
    one = model.handed(entry(Waiting(NOW, NOW)), Way.STICK, NOW.date())
    assert model.handed(one, Way.STICK, NOW.date()) == one
    assert len(model.handed(one, Way.PAPER, NOW.date()).handed) == 2


def test_a_receipt_is_never_replaced_by_a_weaker_proof():
    sent = entry(Sent(NOW, RECEIPT))
    assert model.arrived(sent, LATER, Listed(9)) == sent
    assert model.arrived(entry(Sent(NOW, Listed(9))), LATER, RECEIPT).state == Sent(LATER, RECEIPT)
    assert model.arrived(
        entry(Sent(NOW, Listed(9))), LATER, ServiceRequest("12")
    ).state.proof == ServiceRequest("12")


def test_what_was_refused_for_its_sender_alone_waits_again():
    for code in wire.ProblemCode:
        after = follow_up.resumed(entry(ToCorrect(NOW, code)), NOW)
        is_about_the_sender = code.value in ("key-unknown", "key-revoked", "signature-wrong")
        assert isinstance(after.state, Waiting) == is_about_the_sender


def test_a_verdict_changed_while_the_first_one_was_told_is_told_too():
    status = msgspec.structs.replace(STATUS, incident_id="i1", revision=4)
    sent = msgspec.structs.replace(entry(Sent(NOW, RECEIPT)), status=status)
    first = follow_up.told(sent, wire.Verdict.FIXED)
    second = follow_up.told(first, wire.Verdict.NOT_FIXED)
    assert follow_up.heard(second, first.said) == second
    assert follow_up.heard(second, second.said).said.is_delivered
    refusal = follow_up.heard(second, second.said, wire.ProblemCode.REVISION).said
    assert (refusal.is_delivered, refusal.refusal) == (False, wire.ProblemCode.REVISION)


def test_a_report_is_missing_only_from_a_list_that_should_have_it():
    sent = entry(Sent(NOW, RECEIPT, key_id="a" * 16))
    hub = RECEIPT.signed.key_id
    feed = wire.FollowUp(version=1, sequence=4, hub="Hub", desk_key_id="a" * 16)
    assert follow_up.is_missing(sent, feed, hub, LATER)
    listed = msgspec.structs.replace(feed, statuses=(STATUS,))
    other_desk = msgspec.structs.replace(feed, desk_key_id="b" * 16)
    unsigned = entry(Sent(NOW, RECEIPT))
    assert not follow_up.is_missing(sent, listed, hub, LATER)
    assert not follow_up.is_missing(sent, other_desk, hub, LATER)
    assert not follow_up.is_missing(sent, feed, "c" * 16, LATER)
    assert not follow_up.is_missing(sent, feed, hub, NOW + timedelta(days=391))
    assert not follow_up.is_missing(unsigned, msgspec.structs.replace(feed, desk_key_id=""), hub, LATER)
    assert not follow_up.is_missing(entry(Sent(NOW, ServiceRequest("1"), "a" * 16)), feed, hub, LATER)


@pytest.mark.parametrize("years", [-30, 30])
def test_what_is_missing_is_told_by_the_clock_of_the_hub_whatever_that_of_the_desk(years):
    wrong = NOW + timedelta(days=365 * years)
    sent = entry(Sent(wrong, RECEIPT, key_id="a" * 16))

    def feed(days: int) -> wire.FollowUp:
        number = int((NOW + timedelta(days=days)).timestamp() * 1000)
        return wire.FollowUp(version=1, sequence=number, hub="Hub", desk_key_id="a" * 16)

    for today in (NOW, wrong):
        assert follow_up.is_missing(sent, feed(1), RECEIPT.signed.key_id, today)
        assert not follow_up.is_missing(sent, feed(391), RECEIPT.signed.key_id, today)


def test_a_date_too_far_comes_from_a_wrong_clock_and_does_not_hold_a_report_back():
    assert model.is_due(Waiting(NOW, NOW), NOW)
    assert not model.is_due(Waiting(NOW, NOW + timedelta(hours=6)), NOW)
    assert model.is_due(Waiting(NOW, NOW + timedelta(hours=6, seconds=1)), NOW)
    assert model.is_due(Waiting(NOW, NOW.replace(year=2040)), NOW)


def test_three_intents_are_kept_apart_and_a_question_on_ones_own_case_is_never_a_report():
    assert model.intent_of(Need.SERVICE_FAILS) is wire.Intent.SERVICE
    assert model.intent_of(Need.GUIDE_IS_WRONG) is wire.Intent.GUIDE
    assert model.intent_of(Need.MY_CASE) is None


@given(REPORTS, REPORTS)
def test_details_go_in_a_report_and_come_back(one, other):
    """Once put in order, they stay as they are, and what says where the person was is untouched."""
    merged = model.with_details(one, model.details_of(other))
    assert model.with_details(merged, model.details_of(merged)) == merged
    assert (merged.report_id, merged.service_id, merged.written_on) == (
        one.report_id,
        one.service_id,
        one.written_on,
    )
    assert set(merged.contact_reached) <= set(merged.contact_tried)
    assert merged.text == other.text


def test_the_day_of_a_blockage_and_the_quality_of_an_answer_need_a_blockage_and_an_answer():
    details = Details(
        kind=wire.Kind.NO_ANSWER, is_blocked=False, blocked_since=date(2026, 11, 1),
        contact_satisfaction=wire.Satisfaction.BAD,
    )  # fmt: skip
    merged = model.with_details(REPORT, details)
    assert (merged.blocked_since, merged.contact_satisfaction) == (None, None)


@given(st.sampled_from(wire.Kind), st.booleans())
def test_a_lever_is_suggested_for_every_kind_but_the_vague_one(kind, is_only_online):
    suggestion = suggested_lever(Details(kind=kind), is_only_online=is_only_online)
    assert (suggestion is None) == (kind is wire.Kind.OTHER)


def test_what_help_solved_is_a_matter_of_use_and_what_breaks_for_all_never_is():
    helped = {"contact_reached": (wire.Contact.DESK,), "contact_satisfaction": wire.Satisfaction.GOOD}
    assert suggested_lever(Details(kind=wire.Kind.INCOMPREHENSIBLE, **helped)).why is Why.HELP_WAS_ENOUGH
    assert suggested_lever(Details(kind=wire.Kind.PAGE_DOWN, **helped)).why is Why.SITE_FAILS
    blocked = Details(kind=wire.Kind.OTHER, is_blocked=True)
    assert suggested_lever(blocked, is_only_online=True).why is Why.ONLY_ONLINE
