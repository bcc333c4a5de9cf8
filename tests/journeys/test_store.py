"""What keeps journeys: one contract for a file, memory and a space, then what only a file can suffer."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.journeys.kept import KeptWalks
from dematassist.journeys.model import AtStep, Journey
from dematassist.journeys.sealed import WALKS
from dematassist.journeys.store import MemoryStore, SqliteStore, open_store
from dematassist.journeys.summary import Summary
from dematassist.vault.rows import Kind
from dematassist.vault.sealing import SealedRecords, Sealing
from dematassist.vault.space import Space
from tests.vault.spaces import PASSWORD, made_space

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)


def journey(number: int = 1, **changes: object) -> Journey:
    values = {
        "id": f"{number:032x}",
        "guide_id": "carte-vitale",
        "guide_title": "Carte Vitale",
        "started_at": NOW,
        "updated_at": NOW,
        "position": AtStep("commander"),
        "answers": {"motif": "perdue"},
        "ticks": frozenset({("declarer", "ouvrir")}),
        "notes": {("declarer", "date"): "2026-11-24", ("commander", "numero"): "é’« 12 »"},
    }
    return Journey(**(values | changes))


def summary(number: int = 1, updated_at: str = "2026-11-24T10:15:00+00:00") -> Summary:
    return Summary(f"{number:032x}", "carte-vitale", "Carte Vitale", 2, 4, False, updated_at)


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    place = tmp_path_factory.mktemp("space")
    made_space(place)
    opened = Space(place)
    opened.open(PASSWORD)
    yield opened
    opened.lock()


@pytest.fixture
def sealed(space):
    for record in space.records(Kind.RECORD):
        space.forget_record(Kind.RECORD, record.id)
    sealing = Sealing(space)
    yield SealedRecords(sealing, WALKS)
    sealing.close()


@pytest.fixture(params=["file", "memory", "space"])
def store(request, tmp_path):
    if request.param == "space":
        both = KeptWalks(MemoryStore())
        both.open(request.getfixturevalue("sealed"))
        return both
    return SqliteStore(tmp_path / "data" / "journeys.db") if request.param == "file" else MemoryStore()


def test_what_is_saved_is_loaded_whole(store):
    store.save(journey(), summary())
    assert store.load(journey().id) == journey()


def test_saving_again_replaces(store):
    store.save(journey(), summary())
    store.save(journey(answers={}), summary())
    assert store.load(journey().id).answers == {}
    assert len(store.summaries()) == 1


def test_the_last_one_touched_comes_first(store):
    store.save(journey(1), summary(1, "2026-11-24T10:00:00+00:00"))
    store.save(journey(2), summary(2, "2026-11-24T11:00:00+00:00"))
    assert [line.id for line in store.summaries()] == [journey(2).id, journey(1).id]


def test_what_is_deleted_is_gone_and_deleting_it_twice_does_nothing(store):
    store.save(journey(), summary())
    store.delete(journey().id)
    store.delete(journey().id)
    assert store.load(journey().id) is None
    assert store.summaries() == ()


@given(
    notes=st.dictionaries(st.tuples(st.text(max_size=8), st.text(max_size=8)), st.text(max_size=50)),
    ticks=st.frozensets(st.tuples(st.text(max_size=8), st.text(max_size=8))),
    answers=st.dictionaries(st.text(max_size=8), st.text(max_size=8)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_note_tick_or_answer_is_loaded_as_it_was_saved(store, notes, ticks, answers):
    def safe(text: str) -> str:
        return text.encode("utf-8", "replace").decode()

    saved = journey(
        notes={(safe(a), safe(b)): safe(text) for (a, b), text in notes.items()},
        ticks=frozenset((safe(a), safe(b)) for a, b in ticks),
        answers={safe(a): safe(b) for a, b in answers.items()},
    )
    store.save(saved, summary())
    assert store.load(saved.id) == saved


def test_no_file_has_a_byte_of_a_walk_that_was_deleted(tmp_path):
    store = SqliteStore(tmp_path / "journeys.db")
    canary = "canari-sous-le-grillage"
    # These lengths have pages filled, split and moved so that bytes are left where no cell is any more.
    chosen = random.Random(32)  # noqa: S311 -- not a secret
    for _ in range(150):
        number = chosen.randrange(1, 40)
        text = canary if number % 2 else "x" * len(canary)
        notes = {("a", "b"): text * chosen.choice([1, 5, 20, 100])}
        store.save(journey(number, notes=notes), summary(number))
        if chosen.random() < 0.2:
            store._connection.execute(
                "DELETE FROM journey WHERE id = ?", (f"{chosen.randrange(1, 40):032x}",)
            )
    assert any(canary.encode() in path.read_bytes() for path in tmp_path.iterdir())
    for number in range(1, 40, 2):
        store.delete(journey(number).id)
    assert not any(canary.encode() in path.read_bytes() for path in tmp_path.iterdir())
    store.close()


def test_the_file_and_those_beside_it_are_for_this_user_only(tmp_path):
    store = SqliteStore(tmp_path / "data" / "journeys.db")
    store.save(journey(), summary())
    for path in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    store.close()


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_store import journey, summary
from dematassist.journeys.store import SqliteStore
store = SqliteStore(Path({path!r}))
for number in range(1, 2000):
    store.save(journey(number), summary(number))
    print(number, flush=True)
"""


def test_kill_9_loses_nothing_that_was_saved(tmp_path):
    path = tmp_path / "journeys.db"
    script = KILLED.format(tests=str(Path(__file__).parent), path=str(path))
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    said = [int(child.stdout.readline()) for _ in range(40)]
    os.kill(child.pid, signal.SIGKILL)
    rest, _ = child.communicate()
    said += [int(line) for line in rest.split("\n")[:-1] if line]
    store, problem = open_store(path, NOW)
    assert problem is None
    kept = {line.id for line in store.summaries()}
    assert {f"{number:032x}" for number in said} <= kept
    store.close()


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_damaged_file_is_kept_aside_and_a_new_one_works(tmp_path, content):
    path = tmp_path / "journeys.db"
    path.write_bytes(content)
    store, problem = open_store(path, NOW)
    store.save(journey(), summary())
    assert store.load(journey().id) == journey()
    if content:
        assert problem.cause is Cause.JOURNEYS_DAMAGED
        assert Path(problem.details["kept"]).read_bytes() == content
        assert "20261124" in problem.details["kept"]
    store.close()


def test_what_can_still_be_read_in_a_damaged_file_is_taken_over(tmp_path):
    path = tmp_path / "journeys.db"
    store = SqliteStore(path)
    for number in range(1, 60):
        store.save(journey(number, notes={("a", "b"): "x" * 2000}), summary(number))
    store.close()
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    content[4096 * (pages // 2) : 4096 * (pages // 2) + 2048] = b"\xaa" * 2048
    path.write_bytes(content)
    store, problem = open_store(path, NOW)
    assert problem.cause is Cause.JOURNEYS_DAMAGED
    assert len(store.summaries()) >= 20
    store.close()


def test_a_file_of_a_newer_program_is_not_touched(tmp_path):
    path = tmp_path / "journeys.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    store, problem = open_store(path, NOW)
    assert Path(problem.details["kept"]).read_bytes() == before
    store.close()


def test_two_files_set_aside_in_the_same_second_are_both_kept(tmp_path):
    path = tmp_path / "journeys.db"
    kept = set()
    for _ in range(3):
        path.write_bytes(b"rubbish" * 999)
        store, problem = open_store(path, NOW)
        store.close()
        path.unlink()
        kept.add(problem.details["kept"])
    assert len(kept) == 3
    assert all(Path(name).exists() for name in kept)


def test_a_folder_that_cannot_be_written_keeps_journeys_in_memory_and_says_so(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is needed")
    store, problem = open_store(blocked / "journeys.db", NOW)
    assert isinstance(problem, UserError)
    assert not store.is_lasting
    store.save(journey(), summary())
    assert store.load(journey().id) == journey()


def fill(store):
    for number in range(2, 500):
        store.save(journey(number, notes={("a", "b"): "x" * 3000}), summary(number))


def test_a_full_disk_is_said_and_loses_nothing_already_saved(tmp_path):
    """On a real file system of 300 KB, filled for real."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(folder)], check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("this machine may not mount a file system")
    try:
        store = SqliteStore(folder / "journeys.db")
        store.save(journey(1), summary(1))
        with pytest.raises(UserError) as caught:
            fill(store)
        assert caught.value.cause is Cause.DISK_FULL
        assert store.load(journey(1).id) == journey(1)
        store.close()
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
