"""Walks in a person's space, with the real worker: saved or said late, hidden once closed, moved whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from dematassist.errors import Cause, UserError
from dematassist.journeys.kept import KeptWalks
from dematassist.journeys.model import AtStep, Journey
from dematassist.journeys.sealed import PATIENCE_SECONDS, SealedStore
from dematassist.journeys.store import MemoryStore, SqliteStore
from dematassist.journeys.summary import Summary
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.space import Space
from tests.vault.spaces import PASSWORD, made_space

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
CANARY = "canari-sous-le-grillage"


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


ONE, OTHER = walk(1)[0].id, walk(2)[0].id


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
def sealed(space: Space) -> Iterator[SealedStore]:
    store = SealedStore(space)
    yield store
    store.close()


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "data" / "journeys.db")
    yield store
    store.close()


def kept_in(space: Space) -> dict[str, Journey]:
    space.lock()
    # The worker of a window that was killed ends with its pipe, a moment later.
    for _try in range(50):
        with contextlib.suppress(UserError):
            space.open(PASSWORD)
            break
        time.sleep(0.1)
    store = SealedStore(space)
    found = {one.id: store.load(one.id) for one in store.summaries()}
    store.close()
    return found


def why(sealed: SealedStore, minutes: int) -> Cause:
    """Why a tick is not kept, said at once or later."""
    try:
        sealed.save(*walk(1, minutes=minutes))
    except UserError as error:
        return error.cause
    return sealed.finish().cause


def pid_of(space: Space) -> int:
    return space._worker.pid


def test_what_is_saved_is_there_when_the_space_is_opened_again(space, sealed):
    sealed.save(*walk(1))
    sealed.save(*walk(2))
    sealed.save(*walk(1, minutes=5, note="12"))
    sealed.delete(OTHER)
    assert sealed.finish() is None
    assert kept_in(space) == {ONE: walk(1, minutes=5, note="12")[0]}


def test_a_window_waits_a_moment_and_is_told_that_the_rest_is_late(space, sealed):
    os.kill(pid_of(space), signal.SIGSTOP)
    try:
        started = time.perf_counter()
        for minute in range(5):
            sealed.save(*walk(1, minutes=minute))
        assert time.perf_counter() - started < PATIENCE_SECONDS * 4
        assert sealed.is_saving
        assert sealed.late_problem() is None
    finally:
        os.kill(pid_of(space), signal.SIGCONT)
    assert sealed.finish() is None
    assert not sealed.is_saving
    assert kept_in(space) == {ONE: walk(1, minutes=4)[0]}


def test_a_worker_that_died_is_said_at_once_or_late(space, sealed):
    sealed.save(*walk(1))
    assert sealed.finish() is None
    os.kill(pid_of(space), signal.SIGKILL)
    assert [why(sealed, minutes) for minutes in (1, 2)] == [Cause.SPACE_STOPPED, Cause.SPACE_LOCKED]
    assert kept_in(space) == {ONE: walk(1)[0]}


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_sealed import PASSWORD, walk
from dematassist.journeys.sealed import SealedStore
from dematassist.vault.space import Space
space = Space(Path({path!r}))
space.open(PASSWORD)
store = SealedStore(space)
for minutes in range(1, 2000):
    store.save(*walk(1, minutes=minutes))
    if not store.is_saving or store.finish() is None:
        print(minutes, flush=True)
"""


def test_a_window_killed_among_its_ticks_loses_none_that_was_said_kept(made, tmp_path):
    shutil.copytree(made, tmp_path / "space")
    script = KILLED.format(tests=str(Path(__file__).parent), path=str(tmp_path / "space"))
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    said = [child.stdout.readline() for _tick in range(25)]
    os.kill(child.pid, signal.SIGKILL)
    said += child.communicate()[0].split("\n")[:-1]
    space = Space(tmp_path / "space")
    (found,) = kept_in(space).values()
    space.lock()
    assert found.updated_at >= NOW + timedelta(minutes=int(said[-1]))


def test_a_record_that_is_not_a_walk_of_this_id_stays_and_is_not_shown(space, sealed):
    sealed.save(*walk(1))
    (good,) = space.records(Kind.JOURNEY)
    changed = msgspec.json.decode(good.body)
    changed["walk"]["journey"]["position"] = {"type": "of a newer program"}
    others = [
        Record(OTHER, good.body),
        Record(walk(3)[0].id, '{"guide":"carte-vitale"}'),
        Record(walk(4)[0].id, msgspec.json.encode(changed).decode()),
    ]
    space.keep_records(Kind.JOURNEY, *others)
    again = SealedStore(space)
    assert again.ids() == {ONE}
    again.close()
    assert set(space.records(Kind.JOURNEY)) == {good, *others}


def test_a_walk_begun_while_the_space_is_open_is_kept_in_it_and_hidden_once_it_is_closed(
    space, sealed, outside, tmp_path
):
    kept = KeptWalks(outside)
    kept.save(*walk(1))
    kept.open(sealed)
    kept.save(*walk(2, minutes=1, note=CANARY))
    kept.save(*walk(1, minutes=2))
    assert [one.id for one in kept.summaries()] == [ONE, OTHER]
    assert (kept.is_sealed(ONE), kept.is_sealed(OTHER)) == (False, True)
    assert sealed.finish() is None
    assert kept.let_go() == {OTHER}
    assert [one.id for one in kept.summaries()] == [ONE]
    assert (kept.is_here(ONE), kept.is_here(OTHER)) == (True, False)
    for ask in (lambda: kept.load(OTHER), lambda: kept.save(*walk(2)), lambda: kept.delete(OTHER)):
        with pytest.raises(UserError) as caught:
            ask()
        assert caught.value.cause is Cause.SPACE_LOCKED
    assert not any(CANARY.encode() in path.read_bytes() for path in (tmp_path / "data").iterdir())
    kept.open(SealedStore(space))
    assert kept.load(OTHER) == walk(2, minutes=1, note=CANARY)[0]
    kept.let_go()


def test_a_walk_that_was_deleted_comes_back_where_it_was(sealed, outside):
    kept = KeptWalks(outside)
    kept.save(*walk(1))
    kept.open(sealed)
    kept.save(*walk(2))
    for one in (walk(1), walk(2)):
        kept.delete(one[0].id)
        assert not kept.is_here(one[0].id)
        kept.save(*one)
    assert (kept.is_sealed(ONE), kept.is_sealed(OTHER)) == (False, True)


def test_walks_that_are_moved_in_are_in_the_space_and_no_file_outside_has_a_byte_of_them(
    space, sealed, outside, tmp_path
):
    kept = KeptWalks(outside)
    kept.save(*walk(1, note=CANARY))
    kept.save(*walk(2, note="reste"))
    kept.open(sealed)
    chosen = kept.to_move([ONE, "unknown"])
    sealed.take_in(chosen)
    files = list((tmp_path / "data").iterdir())
    assert any(CANARY.encode() in path.read_bytes() for path in files)
    assert kept.moved(chosen) == 1
    assert not any(CANARY.encode() in path.read_bytes() for path in files if path.exists())
    assert any(b"reste" in path.read_bytes() for path in files if path.exists())
    assert kept.is_sealed(ONE)
    assert [one.id for one in kept.outside()] == [OTHER]
    kept.let_go()
    assert kept_in(space) == {ONE: walk(1, note=CANARY)[0]}


def test_a_walk_the_space_does_not_give_back_is_not_taken_away_from_outside(space, sealed, outside):
    kept = KeptWalks(outside)
    kept.save(*walk(1))
    kept.open(sealed)
    (space.folder / "parcours").write_bytes(b"a file where a folder is needed")
    with pytest.raises(UserError):
        sealed.take_in(kept.to_move([ONE]))
    assert [one.id for one in kept.outside()] == [ONE]
    assert not kept.is_sealed(ONE)


def test_a_walk_changed_while_it_is_moved_stays_outside_until_it_is_moved_again(sealed, outside):
    kept = KeptWalks(outside)
    kept.save(*walk(1))
    kept.open(sealed)
    chosen = kept.to_move([ONE])
    sealed.take_in(chosen)
    kept.save(*walk(1, minutes=3, note="pendant"))
    assert kept.moved(chosen) == 0
    assert kept.load(ONE) == walk(1, minutes=3, note="pendant")[0]
    chosen = kept.to_move([ONE])
    sealed.take_in(chosen)
    assert kept.moved(chosen) == 1
    assert (kept.is_sealed(ONE), kept.outside()) == (True, ())


@pytest.mark.parametrize("inside_minutes", [0, 9])
def test_a_move_that_was_cut_short_leaves_one_walk_shown_the_latest_and_is_ended_by_moving_again(
    space, sealed, outside, inside_minutes
):
    kept = KeptWalks(outside)
    kept.save(*walk(1, minutes=5))
    sealed.take_in([walk(1, minutes=inside_minutes)])
    latest = walk(1, minutes=max(5, inside_minutes))[0]
    kept.open(SealedStore(space))
    assert [one.updated_at for one in kept.summaries()] == [latest.updated_at.isoformat()]
    assert kept.load(ONE) == latest
    chosen = kept.to_move([ONE])
    kept.sealed.take_in(chosen)
    assert kept.moved(chosen) == 1
    assert (kept.load(ONE), kept.outside()) == (latest, ())
    kept.let_go()


def test_in_memory_a_walk_moves_the_same_way(sealed):
    kept = KeptWalks(MemoryStore())
    kept.save(*walk(1))
    kept.open(sealed)
    sealed.take_in(kept.to_move([ONE]))
    assert kept.moved(kept.to_move([ONE])) == 1
    assert kept.outside() == ()
    assert kept.is_sealed(ONE)
