"""What a person does with a report is done, kept, masked, and said as changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.changes import NOTHING, Changed
from dematassist.errors import Cause, UserError
from dematassist.reports import model
from dematassist.reports.draft import bare, cleaned, masked, origin
from dematassist.reports.model import Details, Draft, Origin, Sent, Waiting, Withdrawn
from dematassist.reports.outbox import Outbox
from dematassist.reports.record import Reports
from tests.conftest import FixedClock

WHERE = Origin("caf", "prime-activite", "declarer", "https://www.caf.fr")
SERVICE, ERROR = wire.Intent.SERVICE, wire.Kind.ERROR_MESSAGE


@pytest.fixture
def outbox(tmp_path):
    opened = Outbox(tmp_path / "reports.db")
    yield opened
    opened.close()


@pytest.fixture
def reports(outbox, clock):
    return Reports(outbox, clock)


@pytest.fixture
def written(reports):
    report_id, changes = reports.write_report(WHERE, SERVICE, ERROR)
    assert changes.kinds == {Changed.REPORTS}
    return report_id


def caught(do, *arguments):
    with pytest.raises(UserError) as error:
        do(*arguments)
    return error.value.cause


def refuse(outbox, report_id, code):
    now = outbox.entry(report_id).written_at
    outbox.change(report_id, lambda entry: model.refused(entry, now, code))


def send(reports, report_id):
    review, _changes = reports.review_report(report_id)
    return reports.send_later(report_id, review.digest)


def test_one_click_keeps_a_whole_report(reports, written, clock):
    entry = reports.entry(written)
    assert entry.state == Draft()
    assert (entry.report.service_id, entry.report.step_id) == ("caf", "declarer")
    assert entry.report.written_on == clock.today()
    assert wire.decode(wire.canonical(entry.report), wire.Report) == entry.report
    assert reports.counts() == model.Counts(drafts=1)


def test_it_is_filled_from_where_the_person_is(library):
    guide = library.guide("prime-activite", "fr")
    step = next(step for step in guide.steps if step.link)
    where = origin(guide, step)
    assert (where.service_id, where.guide_id, where.step_id) == ("caf", "prime-activite", step.id)
    assert step.link.url.startswith(where.address)
    assert origin(guide).address == guide.provider_site
    assert origin() == Origin("other")


def test_every_guide_in_every_language_fills_a_report_that_is_understood(library, reports):
    for lang in ("fr", "en", "ar"):
        for line in library.guides(lang):
            guide = library.guide(line.id, lang)
            for step in (None, *guide.steps):
                reports.write_report(origin(guide, step), SERVICE, ERROR)
    assert {entry.report.service_id for entry in reports.entries()} <= {
        provider.id for provider in library.providers("fr")
    }


def test_what_follows_an_address_never_leaves():
    assert bare("https://www.caf.fr/compte?nom=Durand#moi") == "https://www.caf.fr/compte"


def test_what_is_added_is_masked_before_it_is_kept(reports, written, tmp_path):
    text = "Appelez Mme Durand au 06 12 34 56 78."
    reports.add_to_report(written, Details(kind=ERROR, text=text, departement="33"))
    entry = reports.entry(written)
    assert entry.report.text == "Appelez Mme [nom] au [téléphone]."
    assert entry.report.departement == "33"
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"06 12 34" not in kept
    assert b"Durand" not in kept


def test_what_the_program_knows_of_the_person_is_masked_wherever_it_stands(outbox, clock):
    reports = Reports(outbox, clock, known=lambda: ["Éloïse  Quatrebarbes", "12 impasse Tristan", "Li"])
    report_id, _changes = reports.write_report(WHERE, SERVICE, ERROR)
    reports.add_to_report(
        report_id, Details(kind=ERROR, text="la page dit eloise quatrebarbes puis 12 IMPASSE TRISTAN. Li ?")
    )
    assert reports.entry(report_id).report.text == "la page dit [nom] puis [adresse]. Li ?"


def test_saying_the_same_again_changes_nothing(reports, written):
    details = Details(kind=ERROR, text="La page tourne.")
    reports.add_to_report(written, details)
    assert reports.add_to_report(written, details) == (written, NOTHING)


def test_a_report_leaves_only_after_its_very_bytes_were_shown(reports, written):
    entry = reports.entry(written)
    assert caught(reports.send_later, written, wire.digest(entry.report)) is Cause.REPORT_NOT_SEEN
    review, _changes = reports.review_report(written)
    assert review.body == wire.canonical(entry.report)
    reports.add_to_report(written, Details(kind=ERROR, text="Une phrase de plus."))
    assert caught(reports.send_later, written, review.digest) is Cause.REPORT_NOT_SEEN
    assert reports.entry(written).state == Draft()
    send(reports, written)
    assert isinstance(reports.entry(written).state, Waiting)


def test_the_oldest_that_waits_is_told(reports, written, clock):
    send(reports, written)
    assert reports.counts() == model.Counts(waiting=1, oldest_waiting=clock.now())


def test_what_may_have_left_is_no_longer_changed_but_may_be_withdrawn(reports, written, outbox):
    send(reports, written)
    reports.add_to_report(written, Details(kind=ERROR, text="Avant."))
    send(reports, written)
    outbox.change(written, model.attempted)
    assert caught(reports.add_to_report, written, Details(kind=ERROR, text="Après.")) is Cause.REPORT_LEFT
    assert reports.entry(written).report.text == "Avant."
    reports.withdraw_report(written)
    assert reports.entry(written).state.may_have_left


def test_what_has_arrived_cannot_be_withdrawn_and_can_be_read_again(reports, written, outbox, clock):
    send(reports, written)
    outbox.change(written, lambda entry: model.arrived(entry, clock.now(), model.Listed(1)))
    assert caught(reports.withdraw_report, written) is Cause.REPORT_LEFT
    review, _changes = reports.review_report(written)
    assert review.body == wire.canonical(reports.entry(written).report)
    assert isinstance(reports.entry(written).state, Sent)


def test_a_refused_report_is_corrected_under_the_same_id(reports, written, outbox):
    send(reports, written)
    refuse(outbox, written, wire.ProblemCode.NOT_EXPECTED)
    assert reports.counts().to_correct == 1
    corrected, _changes = reports.add_to_report(written, Details(kind=ERROR, text="Mieux."))
    assert corrected == written
    send(reports, written)
    assert reports.counts().waiting == 1


@pytest.mark.parametrize("code", [wire.ProblemCode.OTHER_CONTENT, wire.ProblemCode.OTHER_SENDER])
def test_when_the_hub_has_something_else_under_its_id_the_corrected_report_takes_another(
    reports, written, outbox, code
):
    send(reports, written)
    refuse(outbox, written, code)
    corrected, _changes = reports.add_to_report(written, Details(kind=ERROR, text="Mieux."))
    assert corrected != written
    assert isinstance(reports.entry(written).state, Withdrawn)
    assert reports.entry(corrected).report.text == "Mieux."
    assert reports.entry(corrected).state == Draft()


def test_a_text_too_long_and_a_place_unknown_are_said_and_change_nothing(reports, written):
    before = reports.entry(written)
    assert (
        caught(reports.add_to_report, written, Details(kind=ERROR, text="é" * 2001)) is Cause.REPORT_TOO_LONG
    )
    assert (
        caught(reports.add_to_report, written, Details(kind=ERROR, departement="99")) is Cause.REPORT_UNCLEAR
    )
    assert caught(reports.add_to_report, "absent", Details(kind=ERROR)) is Cause.REPORT_UNKNOWN
    assert reports.entry(written) == before


@given(st.text(max_size=300))
def test_any_text_makes_a_report_that_is_understood(text):
    outbox = Outbox(None)
    reports = Reports(outbox, FixedClock())
    report_id, _changes = reports.write_report(WHERE, SERVICE, ERROR)
    reports.add_to_report(report_id, Details(kind=ERROR, text=text))
    kept = reports.entry(report_id).report
    assert wire.decode(wire.canonical(kept), wire.Report) == kept
    found = masked(text)
    assert found.text == kept.text
    assert all(0 <= one.start < one.end <= len(cleaned(text)) for one in found.found)
    outbox.close()


def test_marks_that_turn_a_line_round_and_control_characters_are_not_kept():
    assert cleaned("a\u202eb\u2066c\x00d\x07\r\ne\ud800") == "abcd\ne"


def test_a_report_may_be_corrected_to_nothing_but_its_kind(reports, written):
    reports.add_to_report(written, Details(kind=ERROR, text="x", departement="33", is_blocked=True))
    reports.add_to_report(written, Details(kind=wire.Kind.OTHER))
    kept = reports.entry(written).report
    assert model.details_of(kept) == Details(kind=wire.Kind.OTHER)
    assert b"departement" not in wire.canonical(kept)
