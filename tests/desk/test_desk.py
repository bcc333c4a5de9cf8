"""A shared computer: one session a person, nothing of them on its disk, and a record without any name."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import app as composition
from dematassist import wire
from dematassist.appointments.model import Procedure
from dematassist.desk.activity import FIELDS, Activity, ActivityPlace, Autonomy, activities, keep, table
from dematassist.desk.leaving import checklist
from dematassist.desk.mandate import Duration
from dematassist.errors import Cause, UserError
from dematassist.guides.themes import Theme
from dematassist.reports.model import Origin
from dematassist.reports.wording import kind_name
from dematassist.sheets.model import lines
from dematassist.sheets.receipt import receipt
from dematassist.system.paths import Paths, paths
from dematassist.system.settings import Computer, Settings

if TYPE_CHECKING:
    from dematassist.app import App

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canari jaune 4417"
AN_ACTIVITY = Activity(
    on=date(2026, 11, 26), minutes=20, autonomy=Autonomy.PARTLY, place=ActivityPlace.DESK,
    themes=(Theme.HEALTH, Theme.SOCIAL), guides=("Refaire sa carte Vitale",),
)  # fmt: skip


@pytest.fixture
def where(tmp_path: Path, library_file: Path) -> Paths:
    data = tmp_path / "data"
    return Paths(ROOT / "resources", ROOT / "translations", library_file, data, data / "settings.json")


@pytest.fixture
def desk(where: Paths, clock) -> App:
    app = composition.build(where, clock)
    app.preferences.settings = Settings(lang="fr", computer=Computer.SHARED, is_welcome_done=True)
    yield app
    app.close()


def walk_a_little(app: App) -> str:
    journey_id, _changes = app.journeys.start("carte-vitale", "fr")
    app.journeys.answer(journey_id, "motif", "perdue")
    app.journeys.tick(journey_id, ("declarer", "ouvrir"), is_ticked=True)
    app.journeys.write_note(journey_id, ("commander", "date"), CANARY)
    return journey_id


def test_what_a_person_does_at_a_desk_is_written_in_no_file(desk: App, where: Paths) -> None:
    walk_a_little(desk)
    desk.desk_session.visited("https://www.ameli.fr/assure?compte=123")
    desk.end_desk_session()
    desk.close()
    written = [path.read_bytes() for path in where.data.rglob("*") if path.is_file()]
    assert not any(CANARY.encode() in content or b"ameli" in content for content in written)
    assert not where.journeys.exists()


def test_nothing_of_a_session_is_in_the_next_one_and_what_is_erased_is_counted(desk: App) -> None:
    walk_a_little(desk)
    desk.desk_session.visited("https://www.ameli.fr/assure?compte=123")
    desk.desk_session.visited("https://ameli.fr/autre")
    assert desk.desk_session.sites == ("ameli.fr",)
    assert tuple(desk.end_desk_session()) == (1, 1, 0, 1, 0, 0, 0)
    assert desk.journeys.summaries() == ()
    assert desk.desk_session.sites == ()
    assert tuple(desk.end_desk_session()) == (0, 0, 0, 0, 0, 0, 0)


def test_a_walk_of_before_the_computer_was_shared_is_not_shown_and_not_lost(where: Paths, clock) -> None:
    app = composition.build(where, clock)
    app.preferences.settings = Settings(lang="fr", computer=Computer.MINE)
    walk_a_little(app)
    app.preferences.settings = Settings(lang="fr", computer=Computer.SHARED)
    assert app.journeys.summaries() == ()
    app.preferences.settings = Settings(lang="fr", computer=Computer.MINE)
    assert len(app.journeys.summaries()) == 1
    app.close()


def test_minutes_count_from_the_first_walk_rounded_up_to_five(desk: App, clock) -> None:
    session = desk.desk_session
    clock.time += timedelta(hours=2)
    walk_a_little(desk)
    assert session.minutes() == 5
    clock.time += timedelta(minutes=5, seconds=1)
    assert session.minutes() == 10


def test_the_receipt_says_what_was_done_to_whom_and_what_if_nothing_comes(desk: App, clock) -> None:
    walk_a_little(desk)
    walks = desk.desk_session.walks("fr")
    said = lines(receipt(walks, "fr", clock.today()))
    text = "\n".join("\n".join(group) for _title, group in said)
    guide = walks[0].guide
    ticked = next(
        a for step in guide.steps if step.id == "declarer" for a in step.actions if a.id == "ouvrir"
    )
    for expected in (
        ticked.text,
        guide.provider_name,
        guide.answer_delay.value,
        *guide.after.silence,
        CANARY,
    ):
        assert expected in text
    nothing = lines(receipt((), "fr", clock.today()))
    assert "Aucune démarche" in "\n".join("\n".join(group) for _title, group in nothing)


def test_the_receipt_says_what_was_reported_and_the_mandate_that_was_printed(desk: App, clock) -> None:
    where = Origin("assurance-maladie", "carte-vitale", "commander")
    for is_approved in (True, False):
        kind = wire.Kind.ERROR_MESSAGE if is_approved else wire.Kind.PAGE_DOWN
        report_id, _changes = desk.reports.write_report(where, wire.Intent.SERVICE, kind)
        if is_approved:
            review, _changes = desk.reports.review_report(report_id)
            desk.reports.send_later(report_id, review.digest)
    desk.fill_in_mandate("Awa", "Ma carte", ("Carte",), frozenset(), Duration.MONTH)

    def said() -> str:
        return "\n".join("\n".join(group) for _title, group in lines(desk.session_receipt()))

    mandate = desk.desk_session.mandate
    assert mandate is not None
    assert mandate.number not in said()
    desk.mandates.keep_printed(mandate, b"the pdf", clock.now())
    assert mandate.number in said()
    assert kind_name(wire.Kind.ERROR_MESSAGE) in said()
    assert kind_name(wire.Kind.PAGE_DOWN) not in said()
    assert "Awa" not in said()


def test_before_leaving_each_site_opened_is_named() -> None:
    first, second, *rest = checklist(("ameli.fr", "caf.fr"), has_saved_files=True)
    assert ("ameli.fr" in first, "caf.fr" in second) == (True, True)
    assert len(rest) == len(checklist((), has_saved_files=True))
    assert len(checklist((), has_saved_files=False)) == len(rest) - 1


def test_a_record_has_the_fields_of_la_coop_and_no_name(tmp_path: Path) -> None:
    path = tmp_path / "new" / "activities.jsonl"
    keep(path, AN_ACTIVITY)
    keep(path, AN_ACTIVITY)
    assert activities(path) == (AN_ACTIVITY, AN_ACTIVITY)
    head, *rows = csv.reader(io.StringIO(table(activities(path))))
    assert tuple(head) == FIELDS
    assert (
        rows
        == [
            [
                "2026-11-26",
                "20",
                "lieu_activite",
                "partiellement_autonome",
                "social",
                "Refaire sa carte Vitale",
            ]
        ]
        * 2
    )


def test_half_a_line_left_by_a_power_cut_takes_no_other_record_with_it(tmp_path: Path) -> None:
    path = tmp_path / "activities.jsonl"
    keep(path, AN_ACTIVITY)
    path.write_bytes(path.read_bytes() + b'{"on":"2026-11')
    keep(path, AN_ACTIVITY)
    assert activities(path) == (AN_ACTIVITY, AN_ACTIVITY)


@given(st.binary(max_size=200))
def test_whatever_the_file_holds_reading_it_is_no_crash(tmp_path_factory, rubbish: bytes) -> None:
    path = tmp_path_factory.mktemp("desk") / "activities.jsonl"
    path.write_bytes(rubbish)
    assert all(isinstance(one, Activity) for one in activities(path))
    keep(path, AN_ACTIVITY)
    assert activities(path)[-1] == AN_ACTIVITY


def test_a_record_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError) as raised:
        keep(tmp_path / "file" / "activities.jsonl", AN_ACTIVITY)
    assert raised.value.cause is Cause.FILE_UNWRITABLE


def test_the_command_prints_the_table(tmp_path: Path) -> None:
    out = tmp_path / "traces.csv"
    command = [sys.executable, "-m", "dematassist", "desk", "activities"]
    keep(paths().activities, AN_ACTIVITY)
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    assert printed.decode() == table((AN_ACTIVITY,))
    subprocess.run([*command, "-o", str(out)], check=True)
    assert out.read_bytes() == printed


def test_a_person_takes_away_the_receipt_the_sheets_and_the_dates(desk: App, clock, tmp_path: Path) -> None:
    walked = walk_a_little(desk)
    desk.journeys.write_note(walked, ("declarer", "date"), "24/11/2026")
    appointment_id, _changes = desk.appointments.prepare()
    desk.appointments.prepare(Procedure("rsa", "Demander le RSA"))
    begun = desk.appointments.appointment(appointment_id)
    desk.appointments.change(msgspec.structs.replace(begun, on=date(2026, 12, 1)))
    folder, files = desk.take_session_away(tmp_path)
    names = {path.name for path in folder.iterdir()}
    assert names >= {"recu.pdf", "1-carte-vitale.pdf", "rendez-vous-1.ics", "rendez-vous-2.pdf"}
    assert len(names) == files
    assert all(path.read_bytes().startswith((b"%PDF", b"BEGIN:VCALENDAR")) for path in folder.iterdir())
    assert desk.take_session_away(tmp_path) == (folder, files)
    with pytest.raises(UserError):
        desk.take_session_away(tmp_path / "pulled out")
    assert tuple(desk.end_desk_session())[-1] == 2
