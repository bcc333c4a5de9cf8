"""A window in memory, on the shipped guides, with a private folder and a fixed clock."""

from __future__ import annotations

import zipfile
from datetime import date, time
from pathlib import Path
from time import monotonic, sleep

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dematassist import app as composition
from dematassist import wire
from dematassist.system.paths import Paths
from dematassist.system.settings import Comfort, Computer, Settings
from dematassist.ui import accessible, routes
from dematassist.ui.application import Dress
from dematassist.ui.window import Window

from .scripted_reader import ScriptedReader

ROOT = Path(__file__).resolve().parents[2]


class PatientBot(QtBot):
    """Waits as long as a busy machine needs: what never happens fails all the same."""

    def waitUntil(self, callback, *, timeout=0):
        """Wait until it is so, a minute at least."""
        super().waitUntil(callback, timeout=max(timeout, 60_000))


@pytest.fixture
def qtbot(qapp, request):
    """The robot of pytest-qt, with more patience."""
    return PatientBot(request)


@pytest.fixture
def readers(monkeypatch):
    """Give the readers that windows make, played by the test."""
    made: list[ScriptedReader] = []

    def make(_app: object, on_state: object) -> ScriptedReader:
        made.append(ScriptedReader(on_state))
        return made[-1]

    monkeypatch.setattr(composition.App, "reader", make)
    return made


@pytest.fixture
def build(qapp, tmp_path, library_file, clock, readers):
    """Make windows: ``build(lang="fr", comfort=Comfort())``. Closed at the end."""
    made: list[tuple[Window, composition.App]] = []
    qapp.setStyle("Fusion")
    accessible.install()

    def make(lang: str = "fr", comfort: Comfort = Comfort(), **settings: object) -> Window:  # noqa: B008
        data = tmp_path / f"data{len(made)}"
        where = Paths(ROOT / "resources", ROOT / "translations", library_file, data, data / "settings.json")
        app = composition.build(where, clock)
        app.preferences.settings = Settings(
            **(
                {"lang": lang, "comfort": comfort, "computer": Computer.MINE, "is_welcome_done": True}
                | settings
            )
        )
        dress = Dress(qapp, app)
        dress()
        window = Window(app, dress)
        window.resize(1024, 700)
        window.go(routes.Home())
        window.show()
        made.append((window, app))
        return window

    yield make
    for window, app in made:
        window.close()
        app.close()
        window.deleteLater()
    qapp.processEvents()
    # Which leaves what is to be deleted to a loop that runs: until then, all would be dressed by each test.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def window(build) -> Window:
    return build()


def come_to_rest(window: Window) -> None:
    """Wait until no work is on its way, then until the page is laid out with what the work brought."""
    limit = monotonic() + 30
    while window.tasks._running and monotonic() < limit:
        QApplication.processEvents()
        sleep(0.002)
    assert not window.tasks._running
    for _ in range(3):
        QApplication.processEvents()
        # A text that changed a moment ago asked for a new layout: done before anything is measured.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def begin(window: Window, guide_id: str = "carte-vitale", **answers: str) -> str:
    """Begin a walk; return its id."""
    journeys = window.app.journeys
    journey_id, _changes = journeys.start(guide_id, window.app.lang)
    for question, choice in answers.items():
        journeys.answer(journey_id, question, choice)
    return journey_id


def stock(window: Window) -> Path:
    """Take in an archive of one official sheet and one form; return the archive."""
    from tests.guides.official.samples import FORM, everything

    archive = window.app.paths.data / "vosdroits-latest.zip"
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("F1.xml", everything())
        made.writestr("R6.xml", FORM)
    window.app.take_in_official(archive, lambda _done, _total: None)
    window.app.forget_official()
    return archive


def draft_a_copy(window: Window) -> None:
    """Choose two papers, hide a part of one, and make the copy."""
    from dematassist.copies import draft as drafts
    from dematassist.copies.model import Box
    from dematassist.copies.outgoing import look_at
    from dematassist.copies.preparing import prepare
    from dematassist.copies.sources import Source
    from tests.copies import samples

    outgoing = window.app.outgoing
    sources = (
        Source("/tmp/quittance de loyer de novembre.pdf", "PDF", samples.letter(2)),  # noqa: S108
        Source("/tmp/photo.png", "PNG", samples.picture("PNG")),  # noqa: S108
    )
    outgoing.add(tuple(look_at(source, lambda _done, _total: None) for source in sources))
    draft = outgoing.draft._replace(is_marked=True, mark="Copie pour la Caf – RSA", guide_id="rsa")
    outgoing.change(drafts.with_boxes(draft, 0, 1, (Box(0.1, 0.1, 0.4, 0.05), Box(0.2, 0.5, 0.4, 0.05))))
    order = drafts.order(outgoing.draft)
    outgoing.prepared = prepare(sources, order, ROOT / "resources" / "fonts", lambda _done, _total: None)


def outdate(window: Window, journey_id: str) -> str:
    """Make a walk along the sheet follow another edition than the one of the library; return its id."""
    from dematassist.guides.official.kept import kept
    from tests.guides.official.samples import everything

    now = window.app.journeys.walk(journey_id, "fr").journey.sheet
    assert now is not None
    older = everything().replace("Une photo de moins", "Deux photos de moins")
    window.app.journeys.renew(journey_id, kept(older.encode(), now.audience, now.edition))
    return journey_id


def report(window: Window, intent: wire.Intent = wire.Intent.SERVICE, text: str = "") -> str:
    """Record a report from a step, with a text; return its id."""
    from dematassist.reports.draft import origin
    from dematassist.reports.model import details_of

    reports = window.app.reports
    guide = window.app.library.guide("carte-vitale", "fr")
    where = origin(guide, guide.step("commander"))
    report_id, _changes = reports.write_report(where, intent, wire.Kind.ERROR_MESSAGE)
    details = details_of(reports.entry(report_id).report)
    if text:
        reports.add_to_report(report_id, msgspec.structs.replace(details, text=text))
    return report_id


def send(window: Window, report_id: str) -> str:
    """Say yes to a report; return its id."""
    reports = window.app.reports
    review, _changes = reports.review_report(report_id)
    reports.send_later(report_id, review.digest)
    return report_id


def publish_problem(window: Window, sequence: int = 1, **changes: object) -> None:
    """Have a hub that this computer knows publish a problem of a step."""
    seed = bytes(range(32))
    window.app.exchange.know("https://signalements.example", wire.public_key(seed))
    usual = {
        "incident_id": "i1", "service_id": "assurance-maladie", "guide_id": "carte-vitale",
        "step_id": "commander",
        "kind": wire.Kind.ERROR_MESSAGE, "stage": wire.Stage.CONFIRMED, "revision": 1,
        "opened_on": date(2026, 11, 20), "changed_on": date(2026, 11, 21), "reports": 14, "places": 6,
        "way_round": "Appelez le 36 46, ou écrivez à votre CPAM.", "shown_until": date(2026, 12, 31),
    }  # fmt: skip
    incident = wire.Incident(**(usual | changes))
    feed = wire.FollowUp(version=1, sequence=sequence, hub="Gironde", incidents=(incident,))
    window.app.exchange.take_feed(wire.sign_follow_up(feed, seed))


def every_report(window: Window) -> None:
    """Keep a report in each state there is."""
    from dematassist.reports import model

    outbox, now = window.app.outbox, window.app.clock.now()
    for code in (None, wire.ProblemCode.KEY_UNKNOWN):
        report_id = send(window, report(window))
        outbox.change(report_id, lambda entry, code=code: model.refused(entry, now, code))
    send(window, report(window, text="La page reste blanche."))
    late = send(window, report(window))
    outbox.change(late, model.attempted)
    outbox.change(late, lambda entry: model.postponed(entry, now, model.Trouble.NO_NETWORK))
    window.app.reports.withdraw_report(send(window, report(window)))
    arrived = send(window, report(window))
    status = wire.ReportStatus(
        report_id=arrived,
        standing=wire.Standing.JOINED,
        incident_id="i1",
        stage=wire.Stage.FIXED,
        revision=3,
    )
    outbox.change(arrived, lambda entry: model.arrived(entry, now, model.Listed(1)))
    outbox.change(arrived, lambda entry: msgspec.structs.replace(entry, status=status))


def print_mandates(window: Window) -> None:
    """Print a mandate that was ended and one that runs; the second stays filled in."""
    from dematassist.desk.mandate import Act, Duration

    app = window.app
    for duration in (Duration.DAY, Duration.YEAR):
        app.fill_in_mandate("Awa Exemple", "Ma carte", ("Carte Vitale",), frozenset(Act), duration)
        filled = app.desk_session.mandate
        assert filled is not None
        app.mandates.keep_printed(filled, duration.name.encode(), app.clock.now())
    app.end_mandate(app.mandates.mandates()[0].number)


def prepare_appointment(window: Window, *guide_ids: str, walk: str = "", **changes: object) -> str:
    """Prepare an appointment about these guides, and a walk; return its id."""
    from dematassist.appointments.model import Procedure

    app = window.app
    procedures = [Procedure(one, app.guide(one).title) for one in guide_ids]
    if walk:
        journey = app.journeys.walk(walk, "fr").journey
        procedures.append(Procedure(journey.guide_id, journey.guide_title, walk))
    appointment_id, _changes = app.appointments.prepare(*procedures)
    usual = {
        "on": date(2026, 12, 3), "at": time(14, 30), "service": "Mme Duval, assistante sociale",
        "place": "Maison du département\n12 rue de la Paix, 42000 Saint-Étienne", "travel": "Tram T1.",
        "access": "Un ascenseur.", "questions": ("Puis-je garder l’APL ?",), "in_hand": frozenset({"rib"}),
    }  # fmt: skip
    now = app.appointments.appointment(appointment_id)
    app.appointments.change(msgspec.structs.replace(now, **(usual | changes)))
    return appointment_id


def hand_over(window: Window) -> None:
    """Make a note that passes everything on."""
    from dematassist.appointments import handing_over

    app = window.app
    walks = app.begun_walks()
    papers = handing_over.PaperNames(("RIB",), ("Fiches de paie",))
    chosen = {item for walk in walks for item in handing_over.offered(walk)}
    chosen |= {handing_over.Item(part) for part in (handing_over.Part.IN_HAND, handing_over.Part.MISSING)}
    said = handing_over.Said("Assistante sociale", "Camille", "Je ne lis pas bien.\nMerci.")
    app.handing_over.make(handing_over.hand_over(walks, frozenset(chosen), papers, said, app.clock.today()))


def every_route(window: Window) -> dict[str, routes.Route]:
    """Every page there is, by name."""
    from dematassist.guides.themes import Theme
    from dematassist.journeys.model import AtStep

    stock(window)
    draft_a_copy(window)
    at_step = outdate(window, window.app.begin("f1")[0])
    window.app.journeys.move(at_step, AtStep(window.app.guide("f1").steps[0].id))
    following, _changes = window.app.begin("f1")
    asked = begin(window)
    walked = begin(window, motif="perdue", compte="oui")
    window.app.journeys.tick(walked, ("declarer", "ouvrir"), is_ticked=True)
    window.app.journeys.write_note(walked, ("commander", "date"), "2026-11-24")
    window.app.journeys.move(walked, AtStep("commander"))
    unsure = begin(window, motif="unsure", compte="unsure")
    window.app.journeys.move(unsure, AtStep("declarer"))
    ended = begin(window, motif="perdue", compte="oui")
    window.app.journeys.write_note(ended, ("commander", "date"), "2026-11-24")
    window.app.journeys.complete_step(ended, "verifier")
    every_report(window)
    publish_problem(window)
    window.app.desk_notes.write_note("carte-vitale", "commander", "Le guichet 3 sait faire.")
    print_mandates(window)
    noted = report(window)
    empty, _changes = window.app.appointments.prepare()
    prepared = prepare_appointment(window, "rsa", "f1", walk=walked)
    hand_over(window)
    told = report(window, text="Erreur 500 quand j’envoie.\nJe suis Mme Durand, 06 12 34 56 78.")
    return {
        "home": routes.Home(),
        "results": routes.Home("carte verte perdue"),
        "nothing": routes.Home("xyzzy plugh"),
        "theme": routes.ThemeGuides(Theme.HEALTH),
        "before": routes.Before("carte-vitale"),
        "question": routes.Walk(asked),
        "step": routes.Walk(walked),
        "step of who does not know": routes.Walk(unsure),
        "recap": routes.Recap(walked),
        "after": routes.After(ended),
        "sheet": routes.Sheet(routes.SheetKind.PREPARATION, "carte-vitale"),
        "result": routes.Sheet(routes.SheetKind.RESULT, "carte-vitale", ended),
        "papers": routes.Papers("carte-identite"),
        "papers of a walk": routes.Papers("carte-vitale", walked),
        "send file": routes.SendFile("rsa"),
        "no folder": routes.Documents(),
        "new folder": routes.NewSpace(),
        "recovery": routes.RecoverSpace(),
        "hiding a part": routes.SendHide(0, 1, routes.SendFile()),
        "looking at a copy": routes.SendCheck(routes.SendFile()),
        "appointments": routes.Appointments(),
        "appointment": routes.Appointment(prepared),
        "empty appointment": routes.Appointment(empty),
        "appointment form": routes.AppointmentForm(prepared),
        "appointment sheet": routes.Sheet(routes.SheetKind.APPOINTMENT, "", appointment_id=prepared),
        "hand over": routes.HandOver(),
        "hand-over ready": routes.HandOverReady(),
        "hand-over sheet": routes.Sheet(routes.SheetKind.HAND_OVER, ""),
        "take over": routes.TakeOver(),
        "help": routes.Help(),
        "help of a step": routes.Help("carte-vitale", walked, "commander"),
        "blocked": routes.Blocked("carte-vitale", walked, "commander"),
        "blocked anywhere": routes.Blocked(),
        "noted": routes.Noted(noted, walked),
        "noted of a guide": routes.Noted(report(window, wire.Intent.GUIDE)),
        "report details": routes.ReportDetails(told),
        "report preview": routes.ReportPreview(told),
        "report that waits": routes.ReportPreview(send(window, report(window))),
        "my reports": routes.MyReports(),
        "hub settings": routes.HubSettings(),
        "desk note": routes.DeskNote("carte-vitale", "commander", walked),
        "proof": routes.Sheet(routes.SheetKind.PROOF, "", "", told),
        "sources": routes.Sources("carte-vitale"),
        "official library": routes.OfficialLibrary(),
        "official sheet": routes.OfficialSheet("F1"),
        "official chapter": routes.OfficialSheet("F1", 2),
        "before a sheet": routes.Before("f1"),
        "question of a sheet": routes.Walk(following),
        "step of a sheet": routes.Walk(at_step),
        "papers of a sheet": routes.Papers("f1", at_step),
        "recap of a sheet": routes.Recap(at_step),
        "end of a session": routes.DeskEnd(),
        "paused session": routes.DeskPaused(),
        "filling in a mandate": routes.NewMandate(),
        "sheet of a mandate": routes.Sheet(routes.SheetKind.MANDATE, ""),
        "mandates": routes.Mandates(),
        "beginning of a session": routes.DeskStart(),
        "comfort": routes.ComfortSettings(),
        "voice": routes.VoiceSettings(),
        "pronunciation": routes.Pronunciation(),
        "welcome": routes.Welcome(),
        "explain": routes.Explain("Walk"),
    }
