"""What the pages of reports say: every state, every code, every reason has its words."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest

from dematassist import i18n, wire
from dematassist.reports import lever, model, wording
from dematassist.reports.draft import filled
from dematassist.reports.membership import Desk, NoHub, Open311, OpenHub
from dematassist.reports.model import Details, Origin
from dematassist.reports.scrubber import Kind as PersonalKind
from dematassist.reports.scrubber import scrub
from dematassist.ui.pages.blocked.view import blocked_view, mine_line
from dematassist.ui.pages.hub_settings.view import hub_view
from dematassist.ui.pages.my_reports import view as mine
from dematassist.ui.pages.my_reports.view import Act
from dematassist.ui.pages.noted.view import noted_view
from dematassist.ui.pages.report_details import view as details
from dematassist.ui.pages.report_details.view import Asked
from dematassist.ui.pages.report_preview.view import preview_view

from .conftest import ROOT

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
TODAY = NOW.date()
STEP = Origin("cnam", "carte-vitale", "commander", "https://assure.ameli.fr")


@pytest.fixture(autouse=True)
def _in_french():
    i18n.use("fr", ROOT / "translations")


def made(state=None, intent=wire.Intent.SERVICE, kind=wire.Kind.ERROR_MESSAGE, **changes):
    report = filled("00000000-0000-4000-8000-000000000001", STEP, intent, kind, TODAY)
    entry = model.begun(msgspec.structs.replace(report, **changes), NOW)
    return msgspec.structs.replace(entry, state=state) if state else entry


def incident(**changes):
    usual = {
        "incident_id": "i1", "service_id": "cnam", "kind": wire.Kind.ERROR_MESSAGE, "revision": 1,
        "stage": wire.Stage.CONFIRMED, "opened_on": date(2026, 11, 20), "changed_on": date(2026, 11, 21),
    }  # fmt: skip
    return wire.Incident(**(usual | changes))


WAITING = model.Waiting(since=NOW, due_at=NOW)
SENT = model.Sent(NOW, model.Listed(1))
STATES = (
    model.Draft(),
    model.ToReview("0" * 64),
    WAITING,
    SENT,
    model.ToCorrect(NOW, wire.ProblemCode.KEY_UNKNOWN),
    model.Withdrawn(NOW),
)


@pytest.mark.parametrize(
    "name",
    [
        (wording.kind_name, wire.Kind), (wording.kind_example, wire.Kind), (wording.right_name, wire.Right),
        (wording.contact_name, wire.Contact), (wording.lever_name, wire.Lever),
        (wording.satisfaction_name, wire.Satisfaction), (wording.lived_by_name, wire.LivedBy),
        (wording.assistive_name, wire.Assistive), (wording.why_line, lever.Why),
        (wording.intent_name, wire.Intent), (mine.stage_name, wire.Stage),
        (details.personal_name, PersonalKind),
    ],
)  # fmt: skip
def test_every_code_has_words_of_its_own(name):
    say, codes = name
    assert len({say(code) for code in codes}) == len(codes)


def test_eight_kinds_and_the_guide_and_a_person_are_kept_apart(library):
    guide = library.guide("carte-vitale", "fr")
    view = blocked_view(guide, guide.step("commander"), {}, (incident(),), TODAY)
    assert [choice.kind for choice in view.service_fails] == list(wire.Kind)
    assert {choice.intent for choice in view.service_fails} == {wire.Intent.SERVICE}
    assert {choice.intent for choice in view.guide_is_wrong} == {wire.Intent.GUIDE}
    assert view.my_case[0].endswith("Le programme ne note rien pour cela.")
    assert view.incidents[0][0] == "Problème connu depuis le 20 novembre 2026\u00a0: Un message d’erreur."
    assert not blocked_view(None, None, {}, (), TODAY).guide_is_wrong


def test_an_incident_says_its_date_people_way_round_and_end():
    lines = wording.incident_lines(
        incident(
            reports=14, places=6, way_round="Appelez le 36 46.", answer="Réparation en cours.",
            shown_until=date(2026, 12, 1), stage=wire.Stage.NOT_FIXED,
        )
    )  # fmt: skip
    assert lines[1:] == (
        "14 personnes l’ont signalé dans 6 lieux.",
        "On l’a dit corrigé. Il ne l’est pas.",
        "En attendant\u00a0: Appelez le 36 46.",
        "Le service répond\u00a0: Réparation en cours.",
        "Ce message disparaîtra à la fin du problème, le 1er décembre 2026 au plus tard.",
    )
    assert wording.incident_lines(incident())[1:] == ("Ce message disparaîtra à la fin du problème.",)


def test_after_the_click_a_guide_that_is_wrong_has_no_proof_and_no_phone_script(library):
    guide = library.guide("carte-vitale", "fr")
    step = guide.step("commander")
    service = noted_view(made(), guide, step, {}, (), TODAY)
    assert service.has_proof
    assert service.say
    assert service.others.plan_b
    assert service.others.ways
    other = noted_view(made(intent=wire.Intent.GUIDE), guide, step, {}, (), TODAY)
    assert (other.has_proof, other.say, other.others.ways) == (False, (), ())


@pytest.mark.parametrize("state", STATES)
def test_what_is_shown_is_read_in_the_bytes_and_says_what_may_still_be_done(state):
    entry = made(state, text="La page reste\nblanche.", departement="33")
    view = preview_view(wire.canonical(entry.report), state, None, None, "")
    assert view.exact.encode() == wire.canonical(entry.report)
    assert "Avec vos mots\u00a0: La page reste blanche." in view.said
    assert "Département\u00a0: 33" in view.said
    is_open = isinstance(state, model.Draft | model.ToReview | model.ToCorrect)
    assert view.may.send == is_open
    assert view.may.withdraw == (is_open or isinstance(state, model.Waiting))


def test_what_may_have_left_is_not_changed_any_more():
    tried = msgspec.structs.replace(WAITING, attempts=1)
    assert preview_view(wire.canonical(made().report), WAITING, None, None, "").may.change
    assert not preview_view(wire.canonical(made().report), tried, None, None, "").may.change
    assert Act.CHANGE in mine.report_view(1, made(WAITING), "x", NOW).acts
    assert Act.CHANGE not in mine.report_view(1, made(tried), "x", NOW).acts


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_words(state):
    view = mine.report_view(3, made(state), "Carte Vitale", NOW)
    assert view.title == "3. Un message d’erreur, le 24 novembre 2026"
    assert view.lines[-1] == "Carte Vitale"
    assert Act.SEE in view.acts
    assert (Act.EMAIL in view.acts) == isinstance(state, model.Waiting | model.Sent)


def test_what_waits_for_the_person_comes_first_then_the_oldest_that_waits():
    def at(hours, state):
        moment = NOW + timedelta(hours=hours)
        entry = made(model.Waiting(since=moment, due_at=moment) if state is WAITING else state)
        return msgspec.structs.replace(entry, written_at=moment)

    entries = (
        at(1, SENT),
        at(5, WAITING),
        at(2, WAITING),
        at(3, model.Draft()),
        at(4, SENT),
        at(9, STATES[4]),
    )
    ordered = [(type(e.state).__name__, e.written_at.hour - NOW.hour) for e in mine.in_order(entries)]
    assert ordered == [
        ("ToCorrect", 9), ("Draft", 3), ("Waiting", 2), ("Waiting", 5), ("Sent", 4), ("Sent", 1)
    ]  # fmt: skip


@pytest.mark.parametrize("trouble", model.Trouble)
def test_a_trouble_is_one_quiet_line_that_blames_nobody(trouble):
    line = mine.connection_line((made(msgspec.structs.replace(WAITING, trouble=trouble)),))
    assert line.endswith(".")
    assert "erreur" not in line.lower()


@pytest.mark.parametrize("refusal", [None, *wire.ProblemCode])
def test_a_hub_that_forgot_this_computer_is_one_quiet_line_with_what_to_do(refusal):
    line = mine.forgotten_line(refusal)
    is_forgotten = refusal in (
        wire.ProblemCode.KEY_UNKNOWN, wire.ProblemCode.KEY_REVOKED, wire.ProblemCode.SIGNATURE,
    )  # fmt: skip
    assert ("nouveau code" in line and "restent ici" in line) if is_forgotten else line == ""


@pytest.mark.parametrize(
    ("is_open", "said"),
    [(None, ()), (True, ("Là-bas, il est encore ouvert.",)), (False, ("Là-bas, il est fermé.",))],
)
def test_what_an_open311_server_made_of_a_report_is_said(is_open, said):
    sent = model.Sent(NOW, model.ServiceRequest("2026-118", is_open))
    lines = mine.report_view(1, made(sent), "x", NOW).lines
    assert lines[1:-1] == ("Son numéro là-bas\u00a0: 2026-118.", *said)


def test_no_trouble_says_nothing():
    assert mine.connection_line((made(), made(WAITING), made(SENT))) == ""


@pytest.mark.parametrize("code", [None, *wire.ProblemCode])
def test_every_refusal_says_what_to_do(code):
    lines = mine.report_view(1, made(model.ToCorrect(NOW, code)), "x", NOW).lines
    assert lines[0] == "À corriger."
    assert len(lines[1]) > 20


def test_counts_say_how_many_and_since_when():
    counts = model.Counts(drafts=1, waiting=2, to_correct=1, oldest_waiting=NOW - timedelta(days=3))
    assert mine.counts_lines(counts, NOW) == (
        "1 signalement est à corriger.",
        "1 brouillon\u00a0: il part seulement si vous dites oui.",
        "2 signalements attendent de partir, le plus ancien depuis 3 jours.",
    )
    assert mine_line(counts, NOW) == (
        "1 à corriger. 1 brouillon. 2 attendent de partir, le plus ancien depuis 3 jours"
    )
    assert mine_line(model.Counts(), NOW) == ""


def followed(stage, said=None, revision=3):
    status = wire.ReportStatus(
        report_id=made().id, standing=wire.Standing.JOINED, incident_id="i1", stage=stage, revision=revision
    )
    return msgspec.structs.replace(made(SENT), status=status, said=said)


def test_corrected_or_not_is_asked_once_for_each_thing_the_hub_says():
    def asked(entry):
        return [act for act in mine.report_view(1, entry, "x", NOW).acts if act in (Act.FIXED, Act.NOT_FIXED)]

    assert asked(made(SENT)) == []
    assert asked(followed(wire.Stage.REPORTED)) == [Act.FIXED]
    assert asked(followed(wire.Stage.FIXED)) == [Act.NOT_FIXED, Act.FIXED]
    said = model.Said(wire.Verdict.NOT_FIXED, 3)
    assert asked(followed(wire.Stage.FIXED, said)) == []
    assert asked(followed(wire.Stage.FIXED, said, revision=5)) == [Act.NOT_FIXED, Act.FIXED]


def test_an_answer_says_whether_the_hub_knows_it():
    waiting, known = model.Said(wire.Verdict.FIXED, 3), model.Said(wire.Verdict.FIXED, 3, is_delivered=True)
    refused = model.Said(wire.Verdict.NOT_FIXED, 3, refusal=wire.ProblemCode.OTHER_CONTENT)
    said = [
        mine.report_view(1, followed(wire.Stage.FIXED, one), "x", NOW).lines
        for one in (waiting, known, refused)
    ]
    assert "Votre réponse partira dès que possible." in said[0]
    assert "Votre réponse partira dès que possible." not in said[1]
    assert "Vous avez dit\u00a0: pas corrigé." in said[2]


def test_what_was_handed_over_says_that_nothing_proves_it():
    entry = msgspec.structs.replace(made(WAITING), handed=(model.Handed(model.Way.STICK, TODAY),))
    lines = mine.report_view(1, entry, "x", NOW).lines
    assert any("Rien ne prouve encore" in line for line in lines)


def test_what_was_given_on_paper_is_asked_once_and_said():
    view = mine.report_view(1, made(WAITING), "x", NOW)
    assert Act.ON_PAPER in view.acts
    entry = msgspec.structs.replace(made(WAITING), handed=(model.Handed(model.Way.PAPER, TODAY),))
    given = mine.report_view(1, entry, "x", NOW)
    assert Act.ON_PAPER not in given.acts
    assert "Remis sur papier le 24 novembre 2026. Rien ne prouve encore qu’il est arrivé." in given.lines
    # Nobody gives what they have not said yes to, nor what has arrived.
    for state in (model.Draft(), SENT):
        assert Act.ON_PAPER not in mine.report_view(1, made(state), "x", NOW).acts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({Asked.SINCE: "3/11/26"}, (date(2026, 11, 3), None, None, "")),
        ({Asked.DAYS: "12 jours", Asked.EUROS: "1 250 €"}, (None, 12, 1250, "")),
        ({Asked.DEPARTEMENT: " 2a "}, (None, None, None, "2A")),
        ({Asked.DEPARTEMENT: "1"}, (None, None, None, "01")),
    ],
)
def test_fields_are_read_as_people_write(typed, kept):
    read = details.understood(dict.fromkeys(Asked, "") | typed, TODAY)
    assert (read.blocked_since, read.days_lost, read.euros, read.departement) == kept
    assert read.wrong == {}


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Asked.SINCE, "hier"), (Asked.SINCE, "25/11/2026"), (Asked.DAYS, "beaucoup"), (Asked.DAYS, "-1"),
        (Asked.DAYS, "9" * 4000), (Asked.EUROS, "²"), (Asked.DEPARTEMENT, "20"),
        (Asked.DEPARTEMENT, "Gironde"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out_and_said(asked, text):
    read = details.understood(dict.fromkeys(Asked, "") | {asked: text}, TODAY)
    assert set(read.wrong) == {asked}
    assert (read.blocked_since, read.days_lost, read.euros, read.departement) == (None, None, None, "")


def test_every_field_says_what_to_write_and_shows_what_is_kept():
    kept = Details(
        kind=wire.Kind.OTHER, is_blocked=True, blocked_since=date(2026, 11, 3),
        consequence=wire.Consequence(days_lost=0, euros=5), departement="33",
    )  # fmt: skip
    assert [view.text for view in details.field_views(kept).values()] == ["03/11/2026", "0", "5", "33"]


def test_suspects_are_said_with_their_kinds_and_the_room_left():
    scrubbed = scrub("Je suis Mme Durand, 06 12 34 56 78.")
    assert details.suspects_line(scrubbed) == (
        "2 passages soulignés semblent personnels\u00a0: nom, numéro de téléphone. "
        "Ils seront masqués avant tout envoi."
    )
    assert details.suspects_line(scrub("La page est blanche.")) == ""
    assert details.room_line(scrub("a" * 1_000), 2_000) == ""
    assert details.room_line(scrub("é" * 1_990), 2_000) == "Il reste 10 caractères."
    assert details.room_line(scrub("é" * 2_001), 2_000).startswith("1 caractère de trop")


@pytest.mark.parametrize(
    ("hub", "name"),
    [
        (NoHub(), ""),
        (OpenHub("https://a.example", "A" * 43 + "="), "https://a.example"),
        (Desk("https://a.example", "A" * 43 + "=", "Gironde", b"0" * 32), "Gironde (https://a.example)"),
        (Open311(url="https://a.example", service_code="1"), "https://a.example"),
    ],
)
def test_who_receives_is_always_said(hub, name):
    assert wording.receiver_name(hub) == name
    assert name in " ".join(hub_view(hub).now)
    assert hub_view(hub).is_known == bool(name)


def test_an_e_mail_to_a_service_is_in_french_whatever_the_language(library):
    guide = library.guide("carte-vitale", "fr")
    i18n.use("ar", ROOT / "translations")
    subject, text = wording.email_words(made().report, guide, guide.step("commander"))
    assert subject.startswith("Signalement\u00a0: Refaire")
    assert text.startswith("Bonjour,")
    assert "Un message d’erreur" in text
