"""Every way out of the outbox: what leaves is what was shown, once, and « envoyé » wants a proof.

The first tests are one contract for the ways that give a proof; each then has its own.
"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.changes import NOTHING, Changed
from dematassist.errors import Cause, UserError
from dematassist.reports import model
from dematassist.reports.carrying import email, parcel
from dematassist.reports.exports import COLUMNS, as_csv, as_json, safe_cell
from dematassist.reports.membership import Desk, NoHub, Open311
from dematassist.reports.model import Details, Sent, ServiceRequest, ToCorrect, Trouble, Waiting, Way
from dematassist.reports.notes import DeskNotes
from dematassist.reports.open311 import description
from dematassist.reports.outbox import Outbox
from dematassist.reports.record import Reports
from tests.conftest import ROOT
from tests.hub.running import Hub
from tests.reports.places import Place
from tests.reports.servers import answering, http
from tests.wire.messages import HUB_SEED, REPORTS, SEED, report

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def place(tmp_path) -> Iterator[Place]:
    made = Place(tmp_path / "desk")
    yield made
    made.close()


class Georeport:
    """A running Open311 server and its requests."""

    def __init__(self, file: Path, manner: str = "plain") -> None:
        self.file = file
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "open311_server.py"), str(file), manner],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def kept(self) -> list[str]:
        import sqlite3

        connection = sqlite3.connect(self.file)
        rows = connection.execute("SELECT description FROM request ORDER BY id").fetchall()
        connection.close()
        return [row[0] for row in rows]

    def close(self, number: str) -> None:
        import sqlite3

        with sqlite3.connect(self.file) as connection:
            connection.execute("UPDATE request SET status = 'closed' WHERE id = ?", (number,))
        connection.close()


@contextmanager
def georeport(
    folder: Path, place: Place, manner: str = "plain", api_key: str = "secret"
) -> Iterator[Georeport]:
    server = Georeport(folder / "requests.db", manner)
    place.exchange.use_open311(
        f"http://127.0.0.1:{server.port}/v2", "demarches", jurisdiction_id="langon.example", api_key=api_key
    )
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def hub_way(folder: Path, place: Place) -> Iterator[object]:
    hub = Hub(f"sqlite:///{folder / 'hub.db'}", folder)
    place.exchange.enrol(f"http://127.0.0.1:{hub.port}", hub.code())
    try:
        yield lambda: len(json.loads(hub.client.get("/openapi.json").content)) and _kept(hub)
    finally:
        hub.stop()


def _kept(hub: Hub) -> int:
    import sqlite3

    connection = sqlite3.connect(hub.database.removeprefix("sqlite:///"))
    ((count,),) = connection.execute("SELECT count(*) FROM reports").fetchall()
    connection.close()
    return count


@contextmanager
def georeport_way(folder: Path, place: Place) -> Iterator[object]:
    with georeport(folder, place) as server:
        yield lambda: len(server.kept())


@contextmanager
def deaf_georeport_way(folder: Path, place: Place) -> Iterator[object]:
    with georeport(folder, place, "deaf") as server:
        yield lambda: len(server.kept())


@contextmanager
def token_georeport_way(folder: Path, place: Place) -> Iterator[object]:
    with georeport(folder, place, "token") as server:
        yield lambda: len(server.kept())


@contextmanager
def xml_georeport_way(folder: Path, place: Place) -> Iterator[object]:
    with georeport(folder, place, "xml") as server:
        yield lambda: len(server.kept())


WAYS = [hub_way, georeport_way, deaf_georeport_way, token_georeport_way, xml_georeport_way]


@pytest.mark.loopback
@pytest.mark.parametrize("way", WAYS)
def test_what_waits_arrives_once_with_a_proof_however_often_it_is_tried(way, place, tmp_path):
    sent = [place.write(kind) for kind in (wire.Kind.PAGE_DOWN, wire.Kind.NO_ANSWER, wire.Kind.OTHER)]
    draft, _changes = place.reports.write_report(
        model.Origin("caf"), wire.Intent.SERVICE, wire.Kind.INACCESSIBLE
    )
    with way(tmp_path, place) as count:
        for _ in range(8):
            place.exchange.round(is_asked=True)
        assert [type(place.state(one)) for one in sent] == [Sent] * 3
        assert isinstance(place.state(draft), model.Draft)
        # The desk is restored from a copy made before each was sent, or while it was.
        for attempts, one in enumerate(sent):
            before = Waiting(place.clock.now(), place.clock.now(), attempts=attempts)
            place.outbox.change(one, lambda entry, state=before: msgspec.structs.replace(entry, state=state))
        for _ in range(8):
            place.exchange.round(is_asked=True)
        assert [type(place.state(one)) for one in sent] == [Sent] * 3
        assert count() == 3


@pytest.mark.loopback
@pytest.mark.parametrize("hub", ["hub", "open311"])
@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (http(200, b"<h1>Wifi</h1>", "text/html"), Trouble.NOT_THE_HUB),
        (http(200, b"[]"), Trouble.NOT_THE_HUB),
        (http(503), Trouble.BUSY),
        (b"", Trouble.NO_ANSWER),
    ],
)
def test_no_way_takes_a_hotel_or_a_silence_for_a_proof(hub, answer, trouble, place):
    report_id = place.write()
    with answering(lambda _asked: answer) as server:
        if hub == "hub":
            place.exchange.know(server.url, wire.public_key(HUB_SEED))
        else:
            place.exchange.use_open311(server.url, "demarches")
        assert place.exchange.round().trouble is trouble
    assert isinstance(place.state(report_id), Waiting)
    assert place.state(report_id).trouble is trouble


@pytest.mark.loopback
def test_the_number_that_an_open311_server_gives_is_kept(place, tmp_path):
    with georeport(tmp_path, place) as server:
        report_id = place.write()
        assert place.exchange.round().sent == 1
        assert place.state(report_id).proof == ServiceRequest("1", is_open=True)
        (said,) = server.kept()
        assert report_id in said
        assert "https://www.caf.fr" in said


@pytest.mark.loopback
def test_a_token_is_kept_and_asked_again_until_it_has_a_number(place, tmp_path):
    with georeport(tmp_path, place, "token") as server:
        report_id = place.write()
        assert place.exchange.round().trouble is None
        assert place.state(report_id).trouble is Trouble.NOT_YET
        token = place.state(report_id).reference
        assert token
        # The program is closed meanwhile.
        place.close()
        place.open()
        place.exchange.round(is_asked=True)
        assert place.state(report_id).reference == token
        place.exchange.round(is_asked=True)
        assert place.state(report_id).proof == ServiceRequest("1", is_open=True)
        assert len(server.kept()) == 1


@pytest.mark.loopback
@pytest.mark.parametrize("manner", ["plain", "xml"])
def test_what_became_of_a_report_is_read_back_until_it_is_closed(place, tmp_path, manner):
    with georeport(tmp_path, place, manner) as server:
        open_still, closed = place.write(), place.write()
        assert place.exchange.round().sent == 2
        assert not place.exchange.round().changed_anything
        server.close(place.state(closed).proof.service_request_id)
        assert place.exchange.round().has_news
        assert place.state(closed).proof.is_open is False
        assert place.state(open_still).proof.is_open is True
        assert not place.exchange.round().changed_anything


@pytest.mark.loopback
@pytest.mark.parametrize(
    "page",
    [
        b"<html><body><request><status>closed</status></request></body></html>",
        b'<!DOCTYPE x [<!ENTITY a "open">]><service_requests><r><status>&a;</status></r></service_requests>',
        b"<service_requests>",
        b'<?xml version="1.0" encoding="none"?><service_requests/>',
        b"<service_requests><request><status>lost</status></request></service_requests>",
        b"<service_requests/>",
        b'[{"status": 3}]',
    ],
)
def test_what_is_no_answer_of_an_open311_server_changes_nothing(place, page):
    report_id = place.write()
    place.outbox.change(
        report_id, lambda one: model.arrived(one, place.clock.now(), ServiceRequest("2026-118"))
    )
    other = place.write()
    place.outbox.change(other, lambda one: model.arrived(one, place.clock.now(), ServiceRequest("../b?c")))
    with answering(lambda _asked: http(200, page, "text/xml")) as server:
        place.exchange.use_open311(server.url, "demarches")
        place.exchange.round()
        assert [asked.path for asked in server.asked] == ["/requests/2026-118.json"]
    assert place.state(report_id).proof == ServiceRequest("2026-118")


@pytest.mark.loopback
def test_a_server_that_cannot_say_what_it_has_gets_nothing_twice(place):
    def answer(asked):
        return b"" if asked.method == "POST" else http(404, b"[]")

    report_id = place.write()
    with answering(answer) as server:
        place.exchange.use_open311(server.url, "demarches")
        for _ in range(3):
            place.exchange.round(is_asked=True)
        asked = [(one.method, one.path.rpartition(".")[2].partition("?")[0]) for one in server.asked]
        look_up = [("GET", "json"), ("GET", "xml")]
        assert asked == [*look_up, ("POST", "json"), *look_up]
    assert isinstance(place.state(report_id), ToCorrect)


@pytest.mark.loopback
def test_a_wrong_key_of_an_open311_server_is_a_refusal(place, tmp_path):
    with georeport(tmp_path, place, api_key="wrong"):
        report_id = place.write()
        assert place.exchange.round().refused == 1
    assert isinstance(place.state(report_id), ToCorrect)


@given(REPORTS)
def test_the_description_has_all_that_a_report_holds_and_the_number_it_is_looked_up_by(one):
    said = description(one)
    assert said.endswith(f"\n{one.report_id}")
    assert " ".join(one.text.split()) in said
    assert {one.service_id, one.guide_id, one.step_id} - {""} <= set(said.splitlines()[-2].split(" / "))
    assert str(one.written_on.year) in said


@pytest.mark.loopback
def test_a_file_on_a_stick_is_taken_in_by_the_hub_and_each_report_kept_once(place, tmp_path):
    hub = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path)
    place.exchange.enrol(f"http://127.0.0.1:{hub.port}", hub.code())
    sent = [place.write(kind) for kind in (wire.Kind.PAGE_DOWN, wire.Kind.NO_ANSWER)]
    place.reports.write_report(model.Origin("caf"), wire.Intent.SERVICE, wire.Kind.OTHER)
    count, changes = place.reports.carry(tmp_path / "stick.json", place.exchange.hub)
    assert (count, changes.kinds) == (2, {Changed.REPORTS})
    done = hub.run("import", str(tmp_path / "stick.json"))
    assert done.returncode == 0, done.stderr
    assert _kept(hub) == 2
    assert [place.reports.entry(one).handed[0].way for one in sent] == [Way.STICK] * 2
    assert place.exchange.round().sent == 2
    assert _kept(hub) == 2
    hub.stop()


def test_a_file_on_a_stick_holds_the_very_bytes_that_were_shown(place, tmp_path):
    report_id = place.write()
    place.reports.carry(tmp_path / "stick.json", NoHub())
    read = wire.decode((tmp_path / "stick.json").read_bytes(), wire.Parcel, max_bytes=wire.MAX_PARCEL_BYTES)
    assert [one.report for one in read.reports] == [place.reports.entry(report_id).report]
    assert read.reports[0].signature == ""
    assert place.state(report_id).attempts == 1


def test_a_desk_signs_what_it_carries():
    desk = Desk("https://hub.example.org", wire.public_key(HUB_SEED), "Hub", SEED)
    entry = model.begun(report(), None)
    raw, _count = parcel([entry], desk)
    (one,) = wire.decode(raw, wire.Parcel).reports
    assert wire.is_signed(wire.Purpose.REPORT, one.report, one.signature, wire.public_key(SEED))


def test_what_does_not_fit_on_a_stick_stays_for_the_next(place):
    entries = [
        model.begun(report(report_id=f"{n:08x}-3b5d-4a51-9b0e-0d8f6c1e2a34", text="é" * 2000), None)
        for n in range(5_000)
    ]
    raw, count = parcel(entries, NoHub())
    assert len(raw) <= wire.MAX_PARCEL_BYTES
    assert 3_000 < count < 5_000


def test_without_a_report_that_waits_no_file_is_written(place, tmp_path):
    with pytest.raises(UserError) as caught:
        place.reports.carry(tmp_path / "stick.json", NoHub())
    assert caught.value.cause is Cause.NOTHING_TO_CARRY
    assert not (tmp_path / "stick.json").exists()


def test_a_file_that_cannot_be_written_hands_nothing_over(place, tmp_path):
    report_id = place.write()
    with pytest.raises(UserError):
        place.reports.carry(tmp_path / "absent" / "stick.json", NoHub())
    assert place.reports.entry(report_id).handed == ()
    assert place.state(report_id).attempts == 0


def test_an_email_opens_ready_to_send_with_the_report_beside(place, tmp_path):
    report_id = place.write()
    file = tmp_path / "signalement.eml"
    place.reports.write_email(
        report_id,
        file,
        to="contact@caf.example",
        subject="Signalement\nBcc: x@y.fr",
        text="Bonjour,\nÇa échoue.\n",
    )
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["X-Unsent"], read["To"], read["Bcc"]) == ("1", "contact@caf.example", None)
    assert read["Subject"] == "Signalement Bcc: x@y.fr"
    assert read["From"] is None
    assert read.get_body().get_content().splitlines() == ["Bonjour,", "Ça échoue."]
    (beside,) = read.iter_attachments()
    assert wire.decode(beside.get_content(), wire.Report) == place.reports.entry(report_id).report
    assert [one.way for one in place.reports.entry(report_id).handed] == [Way.EMAIL]
    assert isinstance(place.state(report_id), Waiting)


def test_an_email_of_what_nobody_said_yes_to_is_not_written(place, tmp_path):
    report_id, _changes = place.reports.write_report(
        model.Origin("caf"), wire.Intent.SERVICE, wire.Kind.OTHER
    )
    with pytest.raises(UserError) as caught:
        place.reports.write_email(report_id, tmp_path / "a.eml", subject="a", text="a")
    assert caught.value.cause is Cause.REPORT_NOT_SEEN
    assert not (tmp_path / "a.eml").exists()
    with pytest.raises(UserError) as caught:
        place.reports.hand_over(report_id, Way.PAPER)
    assert caught.value.cause is Cause.REPORT_NOT_SEEN


@pytest.mark.parametrize(
    "to", ["nobody", "a@b", "a@b.fr\nBcc: c@d.fr", "a@b.fr, c@d.fr", "<a@b.fr>", "é@b.fr"]
)
def test_an_address_that_is_not_one_mailbox_is_refused(to):
    with pytest.raises(UserError) as caught:
        email(report(), to=to, subject="a", text="a")
    assert caught.value.cause is Cause.MAILBOX


def test_what_was_given_on_paper_is_said_and_goes_on_waiting(place):
    report_id = place.write()
    assert place.reports.hand_over(report_id, Way.PAPER).kinds == {Changed.REPORTS}
    assert isinstance(place.state(report_id), Waiting)
    place.reports.withdraw_report(report_id)
    assert place.state(report_id).may_have_left


@given(st.lists(REPORTS, max_size=4, unique_by=lambda one: one.report_id))
def test_the_table_and_the_json_say_every_report_and_read_back(reports):
    from tests.conftest import FixedClock

    entries = [model.begun(one, FixedClock().now()) for one in reports]
    rows = list(csv.DictReader(io.StringIO(as_csv(entries).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["report_id"] for row in rows] == [one.report_id for one in reports]
    assert all(set(row) == set(COLUMNS) for row in rows)
    read = json.loads(as_json(entries))
    assert [msgspec.convert(one["report"], wire.Report) for one in read] == reports


@given(st.text())
def test_no_cell_begins_as_a_formula(text):
    cell = safe_cell(text)
    assert cell.endswith(text)
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_a_table_tells_proofs_and_guards_what_a_person_wrote(place):
    report_id, _changes = place.reports.write_report(
        model.Origin("caf"), wire.Intent.SERVICE, wire.Kind.OTHER
    )
    place.reports.add_to_report(
        report_id, Details(kind=wire.Kind.OTHER, text='=HYPERLINK("https://x.example";"clic")')
    )
    place.outbox.change(report_id, lambda one: model.arrived(one, place.clock.now(), ServiceRequest("-12")))
    (row,) = csv.DictReader(io.StringIO(as_csv(place.reports.entries()).decode("utf-8-sig")), delimiter=";")
    assert row["text"].startswith("'=HYPERLINK")
    assert (row["state"], row["service_request_id"]) == ("sent", "'-12")


def test_a_desk_leaves_notes_at_a_step_without_anything_personal(clock, tmp_path):
    file = tmp_path / "notes" / "desk-notes.json"
    notes = DeskNotes(file, clock)
    changes = notes.write_note("rsa", "demander", "Demander Mme Durand au 06 12 34 56 78, elle débloque.")
    assert changes.kinds == {Changed.REPORTS}
    notes.write_note("rsa", "", "Le guichet ouvre à 9 h.")
    again = DeskNotes(file, clock)
    assert again.at("rsa", "demander").text == "Demander Mme [nom] au [téléphone], elle débloque."
    assert again.at("rsa", "").written_on == clock.today()
    assert again.at("rsa", "autre") is None
    assert again.write_note("rsa", "", "Le guichet ouvre à 9 h.") == NOTHING
    again.write_note("rsa", "demander", "  ")
    assert DeskNotes(file, clock).at("rsa", "demander") is None
    with pytest.raises(UserError) as caught:
        again.write_note("rsa", "", "x" * 501)
    assert caught.value.cause is Cause.REPORT_TOO_LONG


def test_damaged_notes_are_set_aside_and_said(clock, tmp_path):
    file = tmp_path / "desk-notes.json"
    file.write_bytes(b"[{")
    notes = DeskNotes(file, clock)
    assert notes.damaged.cause is Cause.DESK_NOTES_DAMAGED
    assert Path(notes.damaged.details["kept"]).read_bytes() == b"[{"
    notes.write_note("rsa", "", "Neuf.")
    assert DeskNotes(file, clock).at("rsa", "").text == "Neuf."


def test_an_open311_server_is_remembered_with_its_key_for_this_user_only(place):
    place.exchange.use_open311("https://open311.example.org/v2", "demarches", api_key="secret")
    place.close()
    place.open()
    assert place.exchange.hub == Open311(
        url="https://open311.example.org/v2", service_code="demarches", api_key="secret"
    )
    assert place.exchange.published is None
    assert place.exchange.incidents(model.Origin("caf")) == ()
    assert (place.folder / "hub.json").stat().st_mode & 0o777 == 0o600


def test_reports_of_memory_may_leave_too(tmp_path, clock):
    outbox = Outbox(None)
    reports = Reports(outbox, clock)
    report_id, _changes = reports.write_report(model.Origin("caf"), wire.Intent.SERVICE, wire.Kind.OTHER)
    review, _changes = reports.review_report(report_id)
    reports.send_later(report_id, review.digest)
    assert reports.carry(tmp_path / "stick.json", NoHub())[0] == 1
    outbox.close()
