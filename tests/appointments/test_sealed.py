"""Walks and appointments in a person's space, with the real worker: saved or late, hidden, moved whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from dematassist.appointments.kept import KeptAppointments
from dematassist.appointments.model import Appointment
from dematassist.appointments.sealed import APPOINTMENTS
from dematassist.appointments.store import FileStore
from dematassist.appointments.store import MemoryStore as MemoryAppointments
from dematassist.errors import Cause, UserError
from dematassist.journeys.kept import KeptWalks
from dematassist.journeys.model import AtStep, Journey
from dematassist.journeys.sealed import WALKS
from dematassist.journeys.store import MemoryStore, SqliteStore
from dematassist.journeys.summary import Summary
from dematassist.system.clock import SystemClock
from dematassist.vault import sealing as sealing_module
from dematassist.vault.opening import open_documents
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.sealing import SealedRecords, Sealing
from dematassist.vault.space import Space
from tests.vault.killing import CALLS, needs_strace
from tests.vault.spaces import PASSWORD, made_space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
CANARY = "canari-sous-le-grillage"
ONE, OTHER = f"{1:032x}", f"{2:032x}"


def walk(number: int = 1, minutes: int = 0, note: str = "") -> tuple[Journey, Summary]:
    at = NOW + timedelta(minutes=minutes)
    journey = Journey(
        id=f"{number:032x}",
        guide_id="carte-vitale",
        guide_title="Carte Vitale",
        started_at=NOW,
        updated_at=at,
        position=AtStep("commander"),
        notes={("commander", "numero"): note} if note else {},
    )
    return journey, Summary(journey.id, "carte-vitale", "Carte Vitale", 2, 4, False, at.isoformat())


def appointment(number: int = 1, minutes: int = 0, note: str = "") -> Appointment:
    at = NOW + timedelta(minutes=minutes)
    return Appointment(id=f"{number:032x}", updated_at=at, service="Mairie", place=note)


class Case(NamedTuple):
    """One thing that a person keeps in their space, or outside it."""

    name: str
    codec: object
    thing: Callable
    kept: Callable[[Path | None], object]
    """Makes the store of two places, with its file in a folder, or with nothing on the disk."""
    save: Callable

    def value(self, *given, **more):
        return self.codec.value(self.thing(*given, **more))


CASES = {
    "walks": Case(
        "walks",
        WALKS,
        walk,
        lambda data: KeptWalks(SqliteStore(data / "journeys.db") if data else MemoryStore()),
        lambda kept, thing: kept.save(*thing),
    ),
    "appointments": Case(
        "appointments",
        APPOINTMENTS,
        appointment,
        lambda data: KeptAppointments(
            FileStore(data / "appointments.json", NOW) if data else MemoryAppointments()
        ),
        lambda kept, thing: kept.save(thing),
    ),
}


@pytest.fixture(params=list(CASES))
def case(request) -> Case:
    return CASES[request.param]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("space")
    made_space(place)
    return place


@pytest.fixture
def space(made: Path, tmp_path: Path) -> Iterator[Space]:
    shutil.copytree(made, tmp_path / "space")
    opened = Space(tmp_path / "space")
    opened.open(PASSWORD)
    yield opened
    opened.lock()


@pytest.fixture
def sealing(space: Space) -> Iterator[Sealing]:
    found = Sealing(space)
    yield found
    found.close()


@pytest.fixture
def sealed(sealing: Sealing, case: Case) -> SealedRecords:
    return SealedRecords(sealing, case.codec, sealing.read())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def kept(case: Case, data: Path) -> Iterator[object]:
    found = case.kept(data)
    yield found
    getattr(found, "close", found.let_go)()


def kept_in(space: Space, case: Case) -> dict[str, object]:
    space.lock()
    # The worker of a window that was killed ends with its pipe, a moment later.
    for _try in range(50):
        with contextlib.suppress(UserError):
            space.open(PASSWORD)
            break
        time.sleep(0.1)
    store = SealedRecords(Sealing(space), case.codec, space.records(Kind.RECORD))
    return {record_id: store.load(record_id) for record_id in store.ids()}


def why(sealing: Sealing, sealed: SealedRecords, thing: object) -> Cause:
    """Why a change is not kept, said at once or later."""
    try:
        sealed.save(thing)
    except UserError as error:
        return error.cause
    return sealing.finish().cause


def pid_of(space: Space) -> int:
    return space._worker.pid


def has_canary(data: Path) -> bool:
    return any(CANARY.encode() in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_what_is_saved_is_there_when_the_space_is_opened_again(case, space, sealing, sealed):
    sealed.save(case.thing(1))
    sealed.save(case.thing(2))
    sealed.save(case.thing(1, minutes=5, note="12"))
    sealed.delete(OTHER)
    assert sealing.finish() is None
    assert kept_in(space, case) == {ONE: case.value(1, minutes=5, note="12")}


def test_a_window_waits_a_moment_and_is_told_that_the_rest_is_late(case, space, sealing, sealed, monkeypatch):
    patience_seconds = 2
    monkeypatch.setattr(sealing_module, "PATIENCE_SECONDS", patience_seconds)
    os.kill(pid_of(space), signal.SIGSTOP)
    try:
        started = time.perf_counter()
        for minute in range(5):
            sealed.save(case.thing(1, minutes=minute))
        # The first is waited for, and those behind it are late too.
        assert time.perf_counter() - started < patience_seconds * 2
        assert sealing.is_saving
        assert sealing.late_problem() is None
    finally:
        os.kill(pid_of(space), signal.SIGCONT)
    assert sealing.finish() is None
    assert not sealing.is_saving
    assert kept_in(space, case) == {ONE: case.value(1, minutes=4)}


def test_a_worker_that_died_is_said_at_once_or_late(case, space, sealing, sealed):
    sealed.save(case.thing(1))
    assert sealing.finish() is None
    os.kill(pid_of(space), signal.SIGKILL)
    causes = [why(sealing, sealed, case.thing(1, minutes=minutes)) for minutes in (1, 2)]
    assert causes == [Cause.SPACE_STOPPED, Cause.SPACE_LOCKED]
    assert kept_in(space, case) == {ONE: case.value(1)}


def test_what_was_late_when_the_space_closed_has_no_other_worker_begin(case, space, sealing, sealed):
    sealed.save(case.thing(1))
    assert sealing.finish() is None
    os.kill(pid_of(space), signal.SIGSTOP)
    for minutes in (1, 2):
        sealed.save(case.thing(1, minutes=minutes))
    space.lock()
    sealed.let_go()
    assert sealing.finish().cause is Cause.SPACE_LOCKED
    assert space._worker is None
    assert kept_in(space, case) == {ONE: case.value(1)}


KILLED = """
import sys
from pathlib import Path
from tests.appointments.test_sealed import CASES, PASSWORD
from dematassist.vault.sealing import SealedRecords, Sealing
from dematassist.vault.space import Space
space, case = Space(Path(sys.argv[1])), CASES[sys.argv[2]]
space.open(PASSWORD)
sealing = Sealing(space)
sealed = SealedRecords(sealing, case.codec)
for minutes in range(1, 2000):
    sealed.save(case.thing(1, minutes=minutes))
    if not sealing.is_saving or sealing.finish() is None:
        print(minutes, flush=True)
"""


def test_a_window_killed_among_its_changes_loses_none_that_was_said_kept(case, made, tmp_path):
    shutil.copytree(made, tmp_path / "space")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "space"), case.name]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    said = [child.stdout.readline() for _change in range(25)]
    os.kill(child.pid, signal.SIGKILL)
    said += child.communicate()[0].split("\n")[:-1]
    space = Space(tmp_path / "space")
    (found,) = kept_in(space, case).values()
    space.lock()
    assert found.updated_at >= NOW + timedelta(minutes=int(said[-1]))


def test_a_record_of_something_else_stays_and_is_not_shown(space, sealing):
    for case in CASES.values():
        SealedRecords(sealing, case.codec).save(case.thing(1 if case.name == "walks" else 2))
    assert sealing.finish() is None
    good = space.records(Kind.RECORD)
    newer = {}
    for record in good:
        newer[record.id] = msgspec.json.decode(record.body)
    newer[ONE]["walk"]["journey"]["position"] = {"type": "of a newer program"}
    newer[OTHER]["appointment"]["on"] = "of a newer program"
    others = [
        # Under the id of another one.
        *(Record(f"{number:032x}", record.body) for number, record in enumerate(good, 3)),
        Record(f"{5:032x}", '{"guide":"carte-vitale"}'),
        *(
            Record(f"{number:032x}", msgspec.json.encode(body).decode())
            for number, body in enumerate(newer.values(), 6)
        ),
    ]
    space.keep_records(Kind.RECORD, *others)
    for case, record_id in zip(CASES.values(), (ONE, OTHER), strict=True):
        assert SealedRecords(sealing, case.codec, sealing.read()).ids() == {record_id}
    assert set(space.records(Kind.RECORD)) == {*good, *others}


def test_what_is_begun_while_the_space_is_open_is_kept_in_it_and_hidden_once_it_is_closed(
    case, kept, space, sealing, sealed, data
):
    case.save(kept, case.thing(1))
    kept.open(sealed)
    case.save(kept, case.thing(2, minutes=1, note=CANARY))
    case.save(kept, case.thing(1, minutes=2))
    assert {ONE, OTHER} == {one.id for one in shown(kept)}
    assert (kept.is_sealed(ONE), kept.is_sealed(OTHER)) == (False, True)
    assert sealing.finish() is None
    assert kept.let_go() == {OTHER}
    assert [one.id for one in shown(kept)] == [ONE]
    assert (kept.is_here(ONE), kept.is_here(OTHER)) == (True, False)
    for ask in (
        lambda: kept.load(OTHER),
        lambda: case.save(kept, case.thing(2)),
        lambda: kept.delete(OTHER),
    ):
        with pytest.raises(UserError) as caught:
            ask()
        assert caught.value.cause is Cause.SPACE_LOCKED
    assert not has_canary(data)
    kept.open(SealedRecords(sealing, case.codec, space.records(Kind.RECORD)))
    assert kept.load(OTHER) == case.value(2, minutes=1, note=CANARY)


def shown(kept):
    return kept.summaries() if isinstance(kept, KeptWalks) else kept.appointments()


def test_what_was_deleted_comes_back_where_it_was(case, kept, sealed):
    case.save(kept, case.thing(1))
    kept.open(sealed)
    case.save(kept, case.thing(2))
    for number, one in ((1, ONE), (2, OTHER)):
        kept.delete(one)
        assert not kept.is_here(one)
        case.save(kept, case.thing(number))
    assert (kept.is_sealed(ONE), kept.is_sealed(OTHER)) == (False, True)


def test_what_is_moved_in_is_in_the_space_and_no_file_outside_has_a_byte_of_it(
    case, kept, space, sealed, data
):
    case.save(kept, case.thing(1, note=CANARY))
    case.save(kept, case.thing(2, note="reste"))
    kept.open(sealed)
    chosen = kept.to_move([ONE, "unknown"])
    sealed.take_in(chosen)
    assert has_canary(data)
    assert kept.moved(chosen) == 1
    assert not has_canary(data)
    assert any(b"reste" in path.read_bytes() for path in data.iterdir())
    assert kept.is_sealed(ONE)
    assert [one.id for one in kept.outside()] == [OTHER]
    assert kept_in(space, case) == {ONE: case.value(1, note=CANARY)}


def test_what_the_space_does_not_give_back_is_not_taken_away_from_outside(case, kept, space, sealed):
    case.save(kept, case.thing(1))
    kept.open(sealed)
    (space.folder / "parcours").write_bytes(b"a file where a folder is needed")
    with pytest.raises(UserError):
        sealed.take_in(kept.to_move([ONE]))
    assert [one.id for one in kept.outside()] == [ONE]
    assert not kept.is_sealed(ONE)


def test_what_changes_while_it_is_moved_stays_outside_until_it_is_moved_again(case, kept, sealed):
    case.save(kept, case.thing(1))
    kept.open(sealed)
    chosen = kept.to_move([ONE])
    sealed.take_in(chosen)
    case.save(kept, case.thing(1, minutes=3, note="pendant"))
    assert kept.moved(chosen) == 0
    assert kept.load(ONE) == case.value(1, minutes=3, note="pendant")
    chosen = kept.to_move([ONE])
    sealed.take_in(chosen)
    assert kept.moved(chosen) == 1
    assert (kept.is_sealed(ONE), kept.outside()) == (True, ())


@pytest.mark.parametrize("inside_minutes", [0, 9])
def test_a_move_that_was_cut_short_leaves_one_shown_the_latest_and_is_ended_by_moving_again(
    case, kept, sealing, sealed, inside_minutes
):
    case.save(kept, case.thing(1, minutes=5))
    sealed.take_in([case.thing(1, minutes=inside_minutes)])
    latest = case.value(1, minutes=max(5, inside_minutes))
    kept.open(SealedRecords(sealing, case.codec, sealing.read()))
    assert len(shown(kept)) == 1
    assert kept.load(ONE) == latest
    chosen = kept.to_move([ONE])
    kept.sealed.take_in(chosen)
    assert kept.moved(chosen) == 1
    assert (kept.load(ONE), kept.outside()) == (latest, ())


def test_in_memory_it_moves_the_same_way(case, sealed):
    kept = case.kept(None)
    case.save(kept, case.thing(1))
    kept.open(sealed)
    sealed.take_in(kept.to_move([ONE]))
    assert kept.moved(kept.to_move([ONE])) == 1
    assert kept.outside() == ()
    assert kept.is_sealed(ONE)


def test_an_appointment_begun_and_left_before_the_space_was_open_goes_into_it_once_something_is_said(
    sealing, data
):
    case = CASES["appointments"]
    kept = case.kept(data)
    kept.save(Appointment(id=ONE, updated_at=NOW))
    assert kept.outside() == ()
    kept.open(SealedRecords(sealing, case.codec))
    kept.save(appointment(1, note=CANARY))
    assert sealing.finish() is None
    assert kept.is_sealed(ONE)
    assert not has_canary(data)
    assert FileStore(data / "appointments.json", NOW).appointments() == ()


MOVING = """
import sys
from pathlib import Path
from tests.appointments.test_sealed import CASES, PASSWORD
from dematassist.vault.sealing import SealedRecords, Sealing
from dematassist.vault.space import Space
space, case = Space(Path(sys.argv[1]) / "space"), CASES[sys.argv[2]]
space.open(PASSWORD)
sealing, kept = Sealing(space), case.kept(Path(sys.argv[1]) / "data")
kept.open(SealedRecords(sealing, case.codec, sealing.read()))
chosen = kept.to_move([one.id for one in kept.outside()])
print("begun", flush=True)
kept.sealed.take_in(chosen)
print(kept.moved(chosen), flush=True)
"""


def killed_while_moving(place: Path, case: Case, *options: str) -> None:
    # Without « -f »: the window alone is killed, its worker ends with its pipe.
    log = place / "calls.log"
    command = ["strace", "-qq", "-o", str(log), *options, sys.executable, "-c", MOVING, str(place), case.name]
    subprocess.run(command, capture_output=True, check=False, cwd=ROOT)


def calls_of_the_move(place: Path) -> list[tuple[str, int]]:
    """Return each call that changes a file or asks the worker, since the move was begun."""
    seen: Counter[str] = Counter()
    calls, is_begun = [], False
    for line in (place / "calls.log").read_text().splitlines():
        name, _, rest = line.partition("(")
        seen[name] += 1
        # SQLite writes its own file the same way for every walk.
        if is_begun and rest and name in ("write", "rename", "unlink", "fsync"):
            calls.append((name, seen[name]))
        is_begun = is_begun or "begun" in line
    return calls


@needs_strace
def test_a_window_killed_at_any_moment_of_a_move_leaves_each_shown_once_and_whole(case, tmp_path):
    before = tmp_path / "before"
    made = made_space(before / "space")
    (before / "data").mkdir()
    kept = case.kept(before / "data")
    things = [case.thing(1, note=CANARY), case.thing(2, note=CANARY)]
    for thing in things:
        case.save(kept, thing)
    getattr(kept, "close", kept.let_go)()

    def end(call: tuple[str, int] | None) -> Path:
        place = tmp_path / ("whole" if call is None else f"{call[0]}-{call[1]}")
        shutil.copytree(before, place)
        traced = ",".join((*CALLS, "write")) if call is None else call[0]
        kill = () if call is None else ("-e", f"inject={call[0]}:signal=KILL:when={call[1]}")
        killed_while_moving(place, case, "-e", f"trace={traced}", *kill)
        return place

    whole = end(None)
    calls = calls_of_the_move(whole)
    assert {"write", "fsync" if case.name == "appointments" else "unlink"} <= {name for name, _n in calls}
    with ThreadPoolExecutor(2) as several:
        ends = [*several.map(end, calls), whole]
    inside = []
    for place in ends:
        opened = open_documents(place / "space" / made.folder.name, made.keys, SystemClock())
        records = opened.records.all(Kind.RECORD)
        opened.documents.close()
        kept = case.kept(place / "data")
        outside = len(kept.outside())
        kept.open(SealedRecords(None, case.codec, records))
        assert [kept.load(record_id) for record_id in (ONE, OTHER)] == list(map(case.codec.value, things))
        assert sorted(one.id for one in shown(kept)) == [ONE, OTHER]
        inside.append((len(records), outside))
        getattr(kept, "close", kept.let_go)()
    # From nothing in the space to nothing outside it.
    assert set(inside) >= {(0, 2), (2, 2), (2, 0)}
    assert all(within + outside >= 2 for within, outside in inside)
    assert not has_canary(whole / "data")
