"""A desk and a real hub: what waits leaves once, what the hub says comes back, whatever happens to either."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.hub.copies import backup, restore
from dematassist.hub.database import connect, open_database
from dematassist.hub.moments import now_ms
from dematassist.reports import model
from dematassist.reports.courier import Courier, Pace
from dematassist.reports.exchange import Round
from dematassist.reports.feed import read_feed_file
from dematassist.reports.membership import Desk, MembershipFile, NoHub, OpenHub
from dematassist.reports.model import Listed, Receipt, Sent, ToCorrect, Trouble, Waiting
from tests.hub.running import ROOT, Hub, new_report
from tests.hub.test_improvement import Coordinator
from tests.reports.places import WHERE, Place
from tests.reports.servers import Asked, answering, http
from tests.wire.messages import HUB_SEED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.loopback


@pytest.fixture
def place(tmp_path) -> Iterator[Place]:
    made = Place(tmp_path / "desk")
    yield made
    made.close()


@pytest.fixture
def hub(tmp_path) -> Iterator[Hub]:
    running = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, desk_hour=100_000, desk_day=100_000)
    yield running
    if running.process.poll() is None:
        assert running.stop() == ""


@pytest.fixture
def enrolled(place, hub) -> Place:
    place.exchange.enrol(f"http://127.0.0.1:{hub.port}/", hub.code().lower().replace("-", " "))
    return place


def kept_by(hub: Hub) -> list[str]:
    engine = connect(hub.database)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT report_id FROM reports").fetchall()
    engine.dispose()
    return sorted(row[0] for row in rows)


def copy_of(hub: Hub, folder: Path) -> Path:
    engine = open_database(hub.database)
    backup(engine, folder / "copy.gz")
    engine.dispose()
    return folder / "copy.gz"


def restored(hub: Hub, copy: Path, folder: Path) -> Hub:
    """Stop this hub and start one on the same port with what the copy holds."""
    hub.stop()
    database = f"sqlite:///{folder / 'restored.db'}"
    engine = open_database(database)
    restore(engine, copy, now_ms())
    engine.dispose()
    return Hub(database, folder, port=hub.port, desk_hour=100_000, desk_day=100_000)


def caught(do, *arguments):
    with pytest.raises(UserError) as error:
        do(*arguments)
    return error.value.cause


def test_without_a_hub_reports_wait_and_nothing_is_wrong(place):
    report_id = place.write()
    assert place.exchange.hub == NoHub()
    assert place.exchange.round(is_asked=True) == Round()
    assert isinstance(place.state(report_id), Waiting)
    assert place.state(report_id).trouble is None
    assert place.exchange.incidents(WHERE) == ()
    assert not place.exchange.has_due


def test_a_desk_is_enrolled_and_its_key_is_its_own(enrolled, hub, tmp_path):
    assert isinstance(enrolled.exchange.hub, Desk)
    assert stat.S_IMODE((tmp_path / "desk" / "hub.json").stat().st_mode) == 0o600
    again = MembershipFile(tmp_path / "desk" / "hub.json", enrolled.clock.now())
    assert again.hub == enrolled.exchange.hub


def test_a_code_serves_once_but_its_lost_answer_may_be_asked_again(place, hub):
    code, url = hub.code(), f"http://127.0.0.1:{hub.port}"

    def lose(asked: Asked) -> bytes:
        hub.client.post(asked.path, content=asked.body, headers={"Content-Type": "application/json"})
        return b""

    with answering(lose) as lossy:
        assert caught(place.exchange.enrol, lossy.url, code) is Cause.HUB_SILENT
    # The program is closed meanwhile: the key was kept before it was told.
    place.close()
    place.open()
    place.exchange.enrol(url, code)
    report_id = place.write()
    assert place.exchange.round().sent == 1
    assert isinstance(place.state(report_id).proof, Receipt)
    other = Place(place.folder.parent / "other")
    assert caught(other.exchange.enrol, url, code) is Cause.HUB_CODE_REFUSED
    assert other.exchange.hub == NoHub()
    other.close()


def test_what_waits_leaves_once_and_its_life_comes_back_to_the_step(enrolled, hub):
    report_id = enrolled.write()
    first = enrolled.exchange.round()
    assert (first.sent, first.trouble) == (1, None)
    assert isinstance(enrolled.state(report_id).proof, Receipt)
    assert enrolled.exchange.round() == Round()
    assert kept_by(hub) == [report_id]
    status = enrolled.reports.entry(report_id).status
    assert (status.standing, status.stage) == (wire.Standing.JOINED, wire.Stage.REPORTED)
    coordinator, page = Coordinator(hub), f"/incidents/{status.incident_id}"
    assert coordinator.post(page, stage="confirmed") == 303
    until = (enrolled.clock.today() + timedelta(days=20)).isoformat()
    assert coordinator.post(page, do="publish", way_round="Appelez le 32 30.", shown_until=until) == 303
    assert enrolled.exchange.round().has_news
    (incident,) = enrolled.exchange.incidents(WHERE)
    assert incident.way_round == "Appelez le 32 30."
    assert enrolled.exchange.incidents(WHERE._replace(step_id="autre")) == ()
    assert enrolled.exchange.incidents(WHERE._replace(guide_id="autre")) == ()
    # It is there at the next start without any network, and no longer after its last day.
    enrolled.close()
    hub.stop()
    enrolled.open()
    assert len(enrolled.exchange.incidents(WHERE)) == 1
    enrolled.clock.skew = timedelta(days=21)
    assert enrolled.exchange.incidents(WHERE) == ()


def test_a_problem_without_an_end_is_told_as_long_as_the_hub_was_seen_lately(place):
    incident = wire.Incident(
        incident_id="i1", service_id="caf", kind=wire.Kind.PAGE_DOWN, stage=wire.Stage.SENT, revision=1,
        opened_on=place.clock.today(), changed_on=place.clock.today(),
    )  # fmt: skip
    answers = [http(200, wire.canonical(feed(1, incidents=(incident,))), ETag='"a"'), http(304)]
    with answering(lambda _asked: answers.pop(0)) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        place.exchange.round()
        assert place.exchange.incidents(WHERE) == (incident,)
        assert place.exchange.incidents(WHERE._replace(service_id="msa")) == ()
        place.clock.skew = timedelta(days=31)
        assert place.exchange.incidents(WHERE) == ()
        place.exchange.round()
        assert place.exchange.incidents(WHERE) == (incident,)


def test_not_fixed_is_told_even_later_and_opens_the_incident_again(enrolled, hub):
    report_id = enrolled.write()
    enrolled.exchange.round()
    assert enrolled.reports.entry(report_id).status is not None
    page = f"/incidents/{enrolled.reports.entry(report_id).status.incident_id}"
    coordinator = Coordinator(hub)
    for stage in ("confirmed", "sent", "fixed"):
        coordinator.post(page, stage=stage)
    enrolled.exchange.round()
    assert enrolled.reports.entry(report_id).status.stage is wire.Stage.FIXED
    port = hub.port
    hub.stop()
    enrolled.reports.say_outcome(report_id, wire.Verdict.NOT_FIXED)
    assert enrolled.exchange.round().trouble is Trouble.NO_NETWORK
    assert not enrolled.reports.entry(report_id).said.is_delivered
    again = Hub(hub.database, enrolled.folder.parent, port=port)
    enrolled.exchange.round()
    assert enrolled.reports.entry(report_id).said.is_delivered
    assert enrolled.reports.entry(report_id).status.stage is wire.Stage.NOT_FIXED
    again.stop()


def test_nothing_can_be_said_of_what_nobody_followed_yet(enrolled):
    report_id = enrolled.write()
    cause = caught(enrolled.reports.say_outcome, report_id, wire.Verdict.FIXED)
    assert cause is Cause.REPORT_NOT_FOLLOWED


def test_a_person_without_a_desk_sends_unsigned_to_the_hub_whose_key_they_know(place, hub):
    key = hub.enrol().hub_key
    place.exchange.know(f"http://127.0.0.1:{hub.port}", key)
    assert isinstance(place.exchange.hub, OpenHub)
    report_id = place.write()
    assert place.exchange.round().sent == 1
    assert place.state(report_id).proof.signed.receipt.standing is wire.Standing.HELD
    # Enrolled since, and its receipt lost: the hub has it under no key, and says so once more.
    place.outbox.change(
        report_id, lambda one: msgspec.structs.replace(one, state=Waiting(one.written_at, one.written_at, 1))
    )
    place.exchange.enrol(f"http://127.0.0.1:{hub.port}", hub.code())
    assert place.exchange.round().sent == 1
    assert kept_by(hub) == [report_id]
    # The desk's own list does not have it, and that is no loss.
    assert place.exchange.round().sent_again == 0


def test_another_hub_in_the_place_of_the_known_one_is_believed_in_nothing(enrolled, hub, tmp_path):
    report_id = enrolled.write()
    hub.stop()
    impostor = Hub(f"sqlite:///{tmp_path / 'impostor.db'}", tmp_path, port=hub.port)
    done = enrolled.exchange.round()
    assert (done.sent, done.refused) == (0, 1)
    # It does not know the desk; once it lets anybody in, its receipts are signed by another key.
    assert enrolled.state(report_id).code is wire.ProblemCode.KEY_UNKNOWN
    url = enrolled.exchange.hub.url
    enrolled.membership.join(OpenHub(url, enrolled.exchange.hub.hub_key))
    other = enrolled.write()
    assert enrolled.exchange.round().trouble is Trouble.NOT_THE_HUB
    assert isinstance(enrolled.state(other), Waiting)
    impostor.stop()


def test_a_hub_restored_from_an_old_copy_gets_again_what_it_lost(enrolled, hub, tmp_path):
    early = enrolled.write()
    enrolled.exchange.round()
    copy = copy_of(hub, tmp_path)
    late = [enrolled.write(kind) for kind in (wire.Kind.NO_ANSWER, wire.Kind.PAGE_DOWN)]
    assert enrolled.exchange.round().sent == 2
    again = restored(hub, copy, tmp_path)
    assert kept_by(again) == [early]
    assert enrolled.exchange.round().sent_again == 2
    assert enrolled.exchange.round().sent == 2
    assert kept_by(again) == sorted([early, *late])
    assert enrolled.exchange.round() == Round()
    again.stop()


def test_a_hub_restored_from_before_it_knew_the_desk_gets_everything_once_it_knows_it_again(
    place, hub, tmp_path
):
    copy, enrolled = copy_of(hub, tmp_path), place
    enrolled.exchange.enrol(f"http://127.0.0.1:{hub.port}", hub.code())
    sent = enrolled.write()
    assert enrolled.exchange.round().sent == 1
    again = restored(hub, copy, tmp_path)
    waiting = enrolled.write()
    done = enrolled.exchange.round()
    assert (done.refused, done.refusal) == (1, wire.ProblemCode.KEY_UNKNOWN)
    assert isinstance(enrolled.state(waiting), ToCorrect)
    seed = enrolled.exchange.hub.seed
    enrolled.exchange.enrol(enrolled.exchange.hub.url, again.code())
    assert enrolled.exchange.hub.seed == seed
    assert enrolled.exchange.round().sent_again == 1
    enrolled.exchange.round()
    assert kept_by(again) == sorted([sent, waiting])
    again.stop()


def test_a_hub_that_forgot_the_desk_is_told_once_and_the_reports_stay(enrolled, hub):
    known = enrolled.write()
    assert enrolled.exchange.round().sent == 1
    assert enrolled.exchange.refusal is None
    with hub.writing() as connection:
        connection.exec_driver_sql("DELETE FROM desks")
    done = enrolled.exchange.round()
    assert (done.refusal, done.has_news) == (wire.ProblemCode.KEY_UNKNOWN, True)
    assert enrolled.exchange.refusal is wire.ProblemCode.KEY_UNKNOWN
    assert not enrolled.exchange.round().has_news
    waits = enrolled.write()
    enrolled.exchange.round()
    assert isinstance(enrolled.state(waits), ToCorrect)
    assert isinstance(enrolled.state(known), Sent)
    # A new code, and it leaves.
    enrolled.exchange.enrol(f"http://127.0.0.1:{hub.port}", hub.code())
    assert enrolled.exchange.refusal is None
    assert enrolled.exchange.round().sent == 1


def test_an_old_copy_of_the_desk_itself_sends_nothing_twice(enrolled, hub, tmp_path):
    sent_before = enrolled.write()
    enrolled.close()
    copy = {path.name: path.read_bytes() for path in enrolled.folder.iterdir()}
    enrolled.open()
    enrolled.exchange.round()
    sent_after = enrolled.write()
    enrolled.exchange.round()
    enrolled.close()
    for path in enrolled.folder.iterdir():
        path.unlink()
    for name, content in copy.items():
        (enrolled.folder / name).write_bytes(content)
    enrolled.open()
    assert isinstance(enrolled.state(sent_before), Waiting)
    assert enrolled.exchange.round().sent == 1
    assert kept_by(hub) == sorted([sent_before, sent_after])


def test_what_arrived_by_a_stick_is_known_from_the_feed(enrolled, hub):
    report_id = enrolled.write()
    entry = enrolled.outbox.change(
        report_id, lambda one: model.handed(one, model.Way.STICK, one.report.written_on)
    )
    signed = wire.sign_report(entry.report, enrolled.exchange.hub.seed)
    parcel = enrolled.folder.parent / "parcel.json"
    parcel.write_bytes(wire.canonical(wire.Parcel(version=1, reports=(signed,))))
    assert "1" in hub.run("import", str(parcel)).stdout
    key, signature = enrolled.exchange.hub.key_id, wire.sign(
        wire.Purpose.FOLLOW_UP_REQUEST, wire.FollowUpRequest(version=1, key_id=enrolled.exchange.hub.key_id),
        enrolled.exchange.hub.seed,
    )  # fmt: skip
    raw = hub.client.get(
        "/v1/follow-up", headers={wire.DESK_KEY_HEADER: key, wire.DESK_SIGNATURE_HEADER: signature}
    ).content
    file = enrolled.folder.parent / "feed-on-a-stick.json"
    file.write_bytes(raw)
    enrolled.exchange.take_feed(read_feed_file(file))
    assert isinstance(enrolled.state(report_id).proof, Listed)
    assert enrolled.exchange.round().sent == 0


def feed(sequence: int, seed: bytes = HUB_SEED, **changes) -> wire.SignedFollowUp:
    return wire.sign_follow_up(wire.FollowUp(version=1, sequence=sequence, hub="Hub", **changes), seed)


def test_a_feed_brought_by_hand_is_believed_for_its_signature_and_its_age_alone(place, tmp_path):
    assert caught(place.exchange.take_feed, feed(5)) is Cause.HUB_NONE
    place.exchange.know("https://hub.example.org", wire.public_key(HUB_SEED))
    place.exchange.take_feed(feed(5))
    assert caught(place.exchange.take_feed, feed(4)) is Cause.FEED_OLD
    assert caught(place.exchange.take_feed, feed(9, seed=bytes(32))) is Cause.FEED_NOT_OURS
    place.exchange.take_feed(feed(5))
    assert place.exchange.published.sequence == 5
    for content in (b"", b"[]", wire.canonical(feed(6))[:-3]):
        (tmp_path / "feed").write_bytes(content)
        assert caught(read_feed_file, tmp_path / "feed") is Cause.FEED_UNREADABLE
    assert caught(read_feed_file, tmp_path) is Cause.FEED_UNREADABLE


def test_a_kept_feed_that_was_changed_on_the_disk_is_believed_no_more(place):
    place.exchange.know("https://hub.example.org", wire.public_key(HUB_SEED))
    place.exchange.take_feed(feed(5, incidents=()))
    file = place.folder / "feed.json"
    file.write_bytes(file.read_bytes().replace(b'"sequence":5', b'"sequence":7'))
    place.close()
    place.open()
    assert place.exchange.published is None


def test_an_older_feed_from_the_network_is_a_replay(place):
    answers = iter([feed(5), feed(4)])
    with answering(lambda _asked: http(200, wire.canonical(next(answers)))) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        assert place.exchange.round().trouble is None
        assert place.exchange.round().trouble is Trouble.NOT_THE_HUB
    assert place.exchange.published.sequence == 5


def test_one_report_that_fails_never_holds_the_others_back(place):
    poison = place.write()
    others = [place.write() for _ in range(3)]

    def answer(asked: Asked) -> bytes:
        if asked.method == "GET":
            return http(200, wire.canonical(feed(1)))
        if poison.encode() in asked.body:
            # Whatever reads what passes does not like it, alone or among others.
            return http(500)
        return http(201, receipt_of(place, asked.body))

    with answering(answer) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        assert place.exchange.round().trouble is Trouble.BUSY
        for _ in range(2):
            place.exchange.round(is_asked=True)
        assert [asked.path for asked in server.asked][:2] == ["/v1/parcels", "/v1/reports"]
    assert all(isinstance(place.state(one), Sent) for one in others)
    assert isinstance(place.state(poison), Waiting)


def test_what_waits_leaves_in_one_parcel_and_what_is_refused_takes_nothing_with_it(enrolled, hub):
    reports = [enrolled.write() for _ in range(53)]
    # One that the hub already has from somebody else is heard alone.
    theirs = enrolled.reports.entry(reports[1]).report
    posted = hub.client.post(
        "/v1/reports",
        content=wire.canonical(theirs),
        headers={"Content-Type": "application/json", wire.IDEMPOTENCY_HEADER: theirs.report_id},
    )
    assert posted.status_code == 201
    asked = []
    ask = enrolled.network.ask

    def watched(method, url, **given):
        asked.append(url.rpartition("/")[2])
        return ask(method, url, **given)

    enrolled.network.ask = watched
    done = enrolled.exchange.round()
    assert (done.sent, done.refused, done.trouble) == (53, 0, None)
    assert asked == ["parcels", "parcels", "reports", "reports", "follow-up"]
    assert all(isinstance(enrolled.state(one), Sent) for one in reports)
    proofs = {one: enrolled.state(one).proof for one in reports}
    assert all(
        wire.is_receipt_of(
            proofs[one].signed, enrolled.reports.entry(one).report, enrolled.exchange.hub.hub_key
        )
        for one in reports
    )


@pytest.mark.parametrize("status", [404, 413, 422])
def test_a_hub_that_takes_no_parcels_gets_reports_one_by_one(place, status):
    reports = [place.write() for _ in range(3)]

    def answer(asked: Asked) -> bytes:
        if asked.method == "GET":
            return http(200, wire.canonical(feed(1)))
        return http(status) if asked.path == "/v1/parcels" else http(201, receipt_of(place, asked.body))

    with answering(answer) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        assert place.exchange.round().sent == 3
    assert all(isinstance(place.state(one), Sent) for one in reports)


def test_an_answer_to_a_parcel_that_the_hub_did_not_sign_means_nothing(place):
    reports = [place.write() for _ in range(3)]

    def answer(asked: Asked) -> bytes:
        parcel = wire.decode(asked.body, wire.Parcel)
        signed = [
            wire.decode(receipt_of(place, wire.canonical(one.report)), wire.SignedReceipt)
            for one in parcel.reports
        ]
        # Each has the receipt of another.
        handled = tuple(
            wire.Handled(report_id=one.report.report_id, receipt=signed[number - 1])
            for number, one in enumerate(parcel.reports)
        )
        return http(200, wire.canonical(wire.ParcelAnswer(version=1, handled=handled)))

    with answering(answer) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        assert place.exchange.round().trouble is Trouble.NOT_THE_HUB
    assert all(place.state(one).trouble is Trouble.NOT_THE_HUB for one in reports)


def test_what_found_no_network_still_leaves_together_later(place):
    reports = [place.write() for _ in range(4)]
    with answering(lambda _asked: http(200)) as gone:
        url = gone.url
    place.exchange.know(url, wire.public_key(HUB_SEED))
    assert place.exchange.round().trouble is Trouble.NO_NETWORK
    assert {place.state(one).attempts for one in reports} == {1}
    with answering(lambda _asked: http(503)) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        place.exchange.round(is_asked=True)
        place.exchange.round(is_asked=True)
        assert [asked.path for asked in server.asked] == ["/v1/parcels", "/v1/reports"]


def receipt_of(place: Place, body: bytes) -> bytes:
    one = wire.decode(body, wire.Report)
    receipt = wire.Receipt(
        version=1, report_id=one.report_id, digest=wire.digest(one), standing=wire.Standing.HELD,
        received_at=place.clock.now(),
    )  # fmt: skip
    return wire.canonical(wire.sign_receipt(receipt, HUB_SEED))


def test_the_wait_that_the_hub_asks_for_is_obeyed_and_counted_before_the_try(place):
    report_id = place.write()
    with answering(lambda _asked: http(503, Retry_After="1800")) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        done = place.exchange.round()
        assert done.pause >= timedelta(minutes=30)
        state = place.state(report_id)
        assert (state.attempts, state.trouble) == (1, Trouble.BUSY)
        assert state.due_at - place.clock.now() > timedelta(minutes=29)
        place.exchange.round()
        place.exchange.network_is_back()
        place.exchange.round()
        posts = [asked for asked in server.asked if asked.method == "POST"]
        assert len(posts) == 1
        # A clock that was years ahead holds nothing back once it is right.
        place.outbox.change(
            report_id,
            lambda one: msgspec.structs.replace(
                one, state=msgspec.structs.replace(one.state, due_at=one.state.due_at + timedelta(days=4000))
            ),
        )
        assert place.exchange.has_due


@pytest.mark.parametrize("years", [-30, 30])
def test_a_desk_whose_clock_is_wrong_sends_and_reads_as_the_others(enrolled, hub, years):
    enrolled.clock.skew = timedelta(days=365 * years)
    report_id = enrolled.write()
    assert enrolled.exchange.round().sent == 1
    assert enrolled.reports.entry(report_id).status is not None
    enrolled.clock.skew = timedelta()
    assert enrolled.exchange.round().sent_again == 0
    assert kept_by(hub) == [report_id]


def test_a_damaged_membership_is_set_aside_and_said(enrolled):
    file = enrolled.folder / "hub.json"
    file.write_bytes(file.read_bytes()[:-7])
    enrolled.close()
    enrolled.open()
    assert enrolled.membership.damaged.cause is Cause.HUB_FORGOTTEN
    assert enrolled.exchange.hub == NoHub()
    assert len(list(enrolled.folder.glob("hub.damaged-*.json"))) == 1


def test_two_programs_do_not_send_the_same_reports_at_once(place):
    """Open311 has no idempotency key: two at once could post twice."""
    other, answers = Place(place.folder), []

    def answer(asked: Asked) -> bytes:
        if not answers:
            answers.append(other.exchange.round(is_asked=True))
        return http(503)

    with answering(answer) as server:
        place.exchange.use_open311(server.url, "demarches")
        other.membership.join(place.exchange.hub)
        place.write()
        place.exchange.round()
    assert answers == [Round(is_elsewhere=True)]
    other.close()


def test_a_feed_brought_by_hand_does_not_wait_for_a_hub_that_drips(place):
    began, is_over = threading.Event(), threading.Event()

    def drip(_asked: Asked) -> Iterator[bytes]:
        began.set()
        while not is_over.is_set():
            is_over.wait(0.02)
            yield b" "

    place.write()
    with answering(drip) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        courier = Courier(place.exchange, Told(), is_network_there=lambda: True)
        courier.start()
        assert began.wait(20)
        place.exchange.take_feed(feed(5))
        assert place.exchange.published.sequence == 5
        courier.close()
        is_over.set()


def test_a_courier_outlives_a_full_disk(place):
    """On a real file system of 300 KB, filled for real: it is said, and sent once there is room."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    disk = place.folder.parent / "small"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this machine may not mount a file system")
    small = Place(disk / "desk")
    try:
        with answering(lambda _asked: http(503)) as server:
            small.exchange.know(server.url, wire.public_key(HUB_SEED))
            report_id = small.write()
            filling = disk / "filling"
            with filling.open("wb", buffering=0) as stream, suppress(OSError):
                while True:
                    stream.write(bytes(512))
            told = Told()
            courier = Courier(
                small.exchange, told, pace=Pace(0.02, 0.05, 0.05), is_network_there=lambda: True
            )
            courier.start()
            told.wait_for(lambda done: isinstance(done, UserError) and done.cause is Cause.DISK_FULL)
            assert server.asked == []
            filling.unlink()
            told.wait_for(lambda done: isinstance(done, Round) and done.trouble is Trouble.BUSY)
            assert small.state(report_id).attempts >= 1
            courier.close()
    finally:
        small.close()
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


class Told:
    """What a courier tells, waited for."""

    def __init__(self) -> None:
        self.rounds: list[Round | UserError] = []
        self._news = threading.Condition()

    def __call__(self, done: Round | UserError) -> None:
        with self._news:
            self.rounds.append(done)
            self._news.notify_all()

    def wait_for(self, is_it) -> None:
        with self._news:
            assert self._news.wait_for(lambda: any(map(is_it, self.rounds)), timeout=20), self.rounds


def test_a_courier_sends_what_waits_what_is_added_and_what_the_network_held_back(enrolled, hub):
    told, is_there = Told(), threading.Event()
    first = enrolled.write()
    courier = Courier(enrolled.exchange, told, pace=Pace(look=0.02), is_network_there=is_there.is_set)
    courier.start()
    told.wait_for(lambda done: done.sent == 1)
    second = enrolled.write()
    courier.wake()
    told.wait_for(lambda _done: isinstance(enrolled.state(second), Sent))
    port = hub.port
    hub.stop()
    third = enrolled.write()
    courier.wake()
    told.wait_for(lambda done: done.trouble is Trouble.NO_NETWORK)
    again = Hub(hub.database, enrolled.folder.parent, port=port)
    # It would wait for half a minute: the network that comes back shortens it.
    is_there.set()
    told.wait_for(lambda _done: isinstance(enrolled.state(third), Sent))
    courier.close()
    assert kept_by(again) == sorted([first, second, third])
    again.stop()


def test_closing_cuts_a_hub_that_drips_and_nothing_is_lost(place):
    began = threading.Event()

    def drip(_asked: Asked) -> Iterator[bytes]:
        began.set()
        while True:
            threading.Event().wait(0.02)
            yield b" "

    report_id = place.write()
    with answering(drip) as server:
        place.exchange.know(server.url, wire.public_key(HUB_SEED))
        courier = Courier(place.exchange, Told(), is_network_there=lambda: True)
        courier.start()
        assert began.wait(20)
        courier.close()
    assert place.state(report_id).attempts == 1
    assert isinstance(place.state(report_id), Waiting)


def test_a_machine_without_any_network_has_no_route():
    look = "from dematassist.system.network import has_route; print(has_route())"
    done = subprocess.run(
        ["unshare", "--net", sys.executable, "-c", look],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "unshare" in done.stderr:
        pytest.skip("this machine may not make a network without anything in it (unshare --net)")
    assert done.stdout == "False\n", done.stderr


def test_the_hub_gives_the_same_report_one_receipt(enrolled, hub):
    """Both sides agree on the digest of a report full of accents."""
    one = new_report(text="« Ça » : l’œuf à 3 €")
    enrolled.outbox.add(model.begun(one, enrolled.clock.now()))
    enrolled.outbox.change(one.report_id, model.reviewed)
    enrolled.reports.send_later(one.report_id, wire.digest(one))
    assert enrolled.exchange.round().sent == 1
    assert enrolled.state(one.report_id).proof.signed.receipt.digest == wire.digest(one)
