"""Reports at a shared computer: sent whoever comes next, and shown to nobody but who wrote them."""

from __future__ import annotations

import pytest

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.reports import model
from dematassist.reports.exports import as_csv, as_json
from dematassist.reports.model import Draft, Origin, Waiting, Withdrawn
from dematassist.reports.outbox import Outbox
from dematassist.reports.record import Reports
from dematassist.reports.session_outbox import SessionOutbox

CANARY = "canari jaune 4417"


@pytest.fixture
def desk(tmp_path):
    outbox = Outbox(tmp_path / "reports.db")
    yield outbox
    outbox.close()


@pytest.fixture
def mine(desk, clock):
    return Reports(SessionOutbox(desk), clock)


def written(reports: Reports) -> wire.ReportId:
    where = Origin("assurance-maladie", "carte-vitale", "commander")
    report_id, _changes = reports.write_report(where, wire.Intent.SERVICE, wire.Kind.ERROR_MESSAGE)
    reports.add_to_report(report_id, model.Details(kind=wire.Kind.ERROR_MESSAGE, text=CANARY))
    return report_id


def sent_later(reports: Reports) -> wire.ReportId:
    report_id = written(reports)
    review, _changes = reports.review_report(report_id)
    reports.send_later(report_id, review.digest)
    return report_id


def on_disk(desk: Outbox) -> bytes:
    folder = desk._path.parent
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_report_nobody_said_yes_to_is_in_memory_only(desk, mine):
    report_id = written(mine)
    mine.review_report(report_id)
    assert [entry.id for entry in mine.entries()] == [report_id]
    assert mine.counts().drafts == 1
    mine.withdraw_report(report_id)
    assert isinstance(mine.entry(report_id).state, Withdrawn)
    assert desk.entries() == ()
    assert CANARY.encode() not in on_disk(desk)


def test_what_the_person_said_yes_to_waits_at_the_desk_and_the_next_person_sees_a_number_only(
    desk, mine, clock
):
    report_id = sent_later(mine)
    assert isinstance(desk.entry(report_id).state, Waiting)
    assert [entry.id for entry in mine.entries()] == [report_id]
    session = SessionOutbox(desk)
    theirs = Reports(session, clock)
    other = sent_later(theirs)
    assert [entry.id for entry in theirs.entries()] == [other]
    assert (theirs.counts().waiting, session.others_waiting()) == (1, 1)
    for act in (theirs.entry, theirs.review_report, theirs.withdraw_report):
        with pytest.raises(UserError) as raised:
            act(report_id)
        assert raised.value.cause is Cause.REPORT_UNKNOWN
    assert isinstance(desk.entry(report_id).state, Waiting)


def test_what_is_changed_or_taken_back_before_it_left_is_out_of_the_file_of_the_desk(desk, mine):
    changed, withdrawn = sent_later(mine), sent_later(mine)
    details = model.Details(kind=wire.Kind.ERROR_MESSAGE, text="autre")
    mine.add_to_report(changed, details)
    mine.withdraw_report(withdrawn)
    assert desk.entries() == ()
    assert isinstance(mine.entry(changed).state, Draft)
    assert isinstance(mine.entry(withdrawn).state, Withdrawn)
    review, _changes = mine.review_report(changed)
    mine.send_later(changed, review.digest)
    assert desk.entry(changed).report.text == "autre"


def test_what_may_have_left_stays_in_the_file_of_the_desk(desk, mine):
    report_id = sent_later(mine)
    desk.change(report_id, model.attempted)
    mine.withdraw_report(report_id)
    assert isinstance(desk.entry(report_id).state, Withdrawn)
    assert mine.entry(report_id) == desk.entry(report_id)


def test_closed_figures_hold_nothing_that_a_person_wrote(desk, mine):
    sent_later(mine)
    for write in (as_csv, as_json):
        assert CANARY.encode() in write(desk.entries())
        closed = write(desk.entries(), is_closed=True)
        assert CANARY.encode() not in closed
        assert b"error-message" in closed or b"error_message" in closed
