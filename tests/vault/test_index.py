"""The index: what is sealed in it, and what is noticed and made again when it is not as it was left."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dematassist.errors import Cause, UserError
from dematassist.vault.index import INDEX, Change, Index, Opened, Trouble, open_index
from dematassist.vault.rows import DamagedRowError, Kind, Row, open_row, seal_row
from tests.vault.making import some_keys

if TYPE_CHECKING:
    from pathlib import Path

KEYS = some_keys()
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
CANARY = b"CANARI-8F31"


def opened(space: Path, keys=KEYS, now: datetime = NOW, *, has_documents: bool = False) -> Opened:
    return open_index(space, keys, now, has_documents=has_documents)


def put(index: Index, number: int, body: bytes, kind: Kind = Kind.DOCUMENT) -> None:
    index.put(Change(kind, f"{number:032x}", body))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A space whose index has thirty rows, some changed."""
    index = opened(tmp_path).found
    for number in range(30):
        put(index, number, CANARY + b"%d" % number)
    put(index, 3, b"changed")
    put(index, 1, b"a walk", Kind.RECORD)
    index.set_setting("counter", b"7")
    index.close()
    return tmp_path


def everything(index: Index) -> dict[Kind, dict[str, bytes]]:
    return {kind: index.bodies(kind) for kind in (Kind.DOCUMENT, Kind.RECORD, Kind.SETTING)}


def run(space: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(space / INDEX)) as connection, connection:
        return connection.execute(sql).fetchall()


def test_what_is_put_is_there_at_the_next_opening_and_nothing_is_seen_from_outside(filled):
    index, trouble, kept = opened(filled)
    assert (trouble, kept) == (None, "")
    assert index.body(Kind.DOCUMENT, f"{3:032x}") == b"changed"
    assert index.bodies(Kind.RECORD) == {f"{1:032x}": b"a walk"}
    assert (index.setting("counter"), index.setting("other")) == (b"7", b"")
    assert index.generation == 33 + 1
    index.close()
    for path in filled.iterdir():
        assert CANARY not in path.read_bytes(), path
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_length_of_a_row_does_not_tell_that_of_what_it_says(tmp_path):
    index = opened(tmp_path).found
    put(index, 1, b"x")
    put(index, 2, b"x" * 200)
    index.close()
    lengths = {length for (length,) in run(tmp_path, "SELECT length(sealed) FROM row")}
    assert len(lengths) == 1


def test_what_is_taken_away_stays_so(filled):
    index = opened(filled).found
    put(index, 5, b"")
    index.close()
    index = opened(filled).found
    assert f"{5:032x}" not in index.bodies(Kind.DOCUMENT)
    assert index.is_gone(Kind.DOCUMENT, f"{5:032x}")
    assert not index.is_gone(Kind.DOCUMENT, "f" * 32)
    index.close()


@given(st.binary(max_size=600), st.integers(1, 1 << 40), st.text(max_size=5))
@settings(deadline=None)
def test_a_row_opens_only_as_what_it_is(body, revision, row_id):
    row = Row(Kind.DOCUMENT, row_id, revision, body)
    sealed = seal_row(KEYS.index, row, bytes(24))
    assert open_row(KEYS.index, *row[:3], sealed) == row
    for other in (
        row._replace(kind=Kind.RECORD),
        row._replace(id=row_id + "x"),
        row._replace(revision=revision + 1),
    ):
        with pytest.raises(DamagedRowError):
            open_row(KEYS.index, *other[:3], sealed)
    for wrong in (b"", sealed[:-1], sealed[:20], bytes(len(sealed))):
        with pytest.raises(DamagedRowError):
            open_row(KEYS.index, *row[:3], wrong)


def test_a_new_space_has_no_trouble_and_one_that_lost_its_index_has(tmp_path):
    index, trouble, _ = opened(tmp_path)
    assert trouble is None
    index.close()
    (tmp_path / INDEX).unlink()
    index, trouble, _ = opened(tmp_path, has_documents=True)
    assert trouble is Trouble.MISSING
    index.close()


def test_a_lost_index_comes_back_from_the_copy_of_another_day(filled):
    opened(filled).found.close()
    (filled / INDEX).unlink()
    index, trouble, _ = opened(filled)
    assert trouble is Trouble.MISSING
    assert len(index.bodies(Kind.DOCUMENT)) == 30
    index.close()


def test_an_old_index_is_noticed_and_what_the_copies_know_comes_back(filled):
    old = (filled / INDEX).read_bytes()
    index = opened(filled).found
    put(index, 99, b"later")
    index.close()
    opened(filled, now=NOW + timedelta(days=1)).found.close()
    (filled / INDEX).write_bytes(old)
    index, trouble, kept = opened(filled, now=NOW + timedelta(days=1))
    assert trouble is Trouble.OLD
    assert index.body(Kind.DOCUMENT, f"{99:032x}") == b"later"
    assert index.generation > 34
    index.close()
    assert (filled / kept).read_bytes() == old
    index, trouble, _ = opened(filled, now=NOW + timedelta(days=1))
    assert trouble is None
    index.close()


def test_the_index_of_another_space_is_noticed(filled, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    opened(other, some_keys()).found.close()
    index, trouble, _ = opened(filled)
    index.close()
    stolen = (filled / INDEX).read_bytes()
    (other / INDEX).write_bytes(stolen)
    index, trouble, kept = opened(other, some_keys())
    assert trouble is Trouble.OF_ANOTHER_SPACE
    assert everything(index)[Kind.DOCUMENT] == {}
    index.close()
    assert (other / kept).read_bytes() == stolen


@pytest.mark.parametrize("act", ["old revision", "taken away", "doubled"])
def test_a_single_row_put_back_or_taken_away_is_noticed(filled, act):
    (former,) = run(filled, f"SELECT sealed FROM row WHERE id = '{4:032x}' AND kind = 'document'")
    index = opened(filled).found
    put(index, 4, b"newer")
    index.close()
    index = opened(filled, now=NOW + timedelta(days=1)).found
    index.close()
    where = f"WHERE id = '{4:032x}' AND kind = 'document'"
    if act == "old revision":
        run(filled, f"UPDATE row SET revision = 1, sealed = x'{former[0].hex()}' {where}")
    elif act == "taken away":
        run(filled, f"DELETE FROM row {where}")
    else:
        run(filled, f"INSERT INTO row SELECT kind, '{500:032x}', revision, sealed FROM row {where}")
    index, trouble, _ = opened(filled, now=NOW + timedelta(days=1))
    assert trouble is Trouble.DAMAGED
    assert index.body(Kind.DOCUMENT, f"{4:032x}") == b"newer"
    assert len(index.bodies(Kind.DOCUMENT)) == 30
    index.close()


def test_flipped_bits_anywhere_lose_at_most_the_rows_they_touch(filled):
    path = filled / INDEX
    whole = path.read_bytes()
    index = opened(filled).found
    before = everything(index)
    index.close()
    copies = list(filled.glob("*.bak"))
    noticed = 0
    for at in range(0, len(whole), 211):
        for copy in copies:
            copy.unlink(missing_ok=True)
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        path.write_bytes(flipped)
        index, trouble, _ = opened(filled, has_documents=True)
        after = everything(index)
        index.close()
        if trouble is None:
            assert after == before, at
            continue
        noticed += 1
        for kind, bodies in after.items():
            assert bodies.items() <= before[kind].items(), at
        lost = sum(len(bodies) for bodies in before.values()) - sum(len(bodies) for bodies in after.values())
        # The header of the file, a root or an inner page take all with them: the objects remain.
        assert lost <= 12 or at < 4096 * 3, (at, lost)
    # The others fell where nothing is written.
    assert noticed > len(whole) // 211 // 3


def test_what_is_not_an_index_at_all_is_set_aside_and_kept(filled):
    opened(filled).found.close()
    (filled / INDEX).write_bytes(b"not an index" * 1000)
    index, trouble, kept = opened(filled)
    assert trouble is Trouble.DAMAGED
    assert len(index.bodies(Kind.DOCUMENT)) == 30
    index.close()
    assert (filled / kept).read_bytes() == b"not an index" * 1000


def test_a_journal_of_the_damaged_file_is_not_played_into_the_new_one(filled):
    opened(filled).found.close()
    (filled / INDEX).write_bytes(b"not an index" * 1000)
    (filled / f"{INDEX}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"x" * 5000)
    index, trouble, _ = opened(filled)
    assert trouble is Trouble.DAMAGED
    assert len(index.bodies(Kind.DOCUMENT)) == 30
    index.close()
    index, trouble, _ = opened(filled)
    assert trouble is None
    assert not (filled / f"{INDEX}-journal").exists()
    index.close()


def test_an_index_of_a_newer_program_is_left_as_it_is(filled):
    run(filled, "PRAGMA user_version = 2")
    before = (filled / INDEX).read_bytes()
    with pytest.raises(UserError) as raised:
        opened(filled)
    assert raised.value.cause is Cause.SPACE_TOO_NEW
    assert (filled / INDEX).read_bytes() == before


def test_copies_are_made_once_a_day_and_three_are_kept(tmp_path):
    for day in range(6):
        now = NOW + timedelta(days=day)
        for hour in range(3):
            index = opened(tmp_path, now=now + timedelta(hours=hour)).found
            put(index, day * 10 + hour, b"x")
            index.close()
    copies = sorted(path.name for path in tmp_path.glob("*.bak"))
    assert copies == ["index.1.bak", "index.2.bak", "index.3.bak"]
    counts = []
    for name in copies:
        with closing(sqlite3.connect(tmp_path / name)) as copy:
            counts.append(copy.execute("SELECT count(*) FROM row WHERE kind = 'document'").fetchone()[0])
    assert counts == [15, 12, 9]


def test_an_index_that_did_not_change_is_not_copied_again(tmp_path):
    for day in range(4):
        opened(tmp_path, now=NOW + timedelta(days=day)).found.close()
    assert [path.name for path in tmp_path.glob("*.bak")] == ["index.1.bak"]


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_jumps_ten_years_changes_nothing(filled, years):
    opened(filled).found.close()
    index, trouble, _ = opened(filled, now=NOW.replace(year=NOW.year + years))
    assert trouble is None
    put(index, 70, b"then")
    index.close()
    index, trouble, _ = opened(filled)
    assert trouble is None
    assert index.body(Kind.DOCUMENT, f"{70:032x}") == b"then"
    index.close()


def test_two_openings_of_one_index_do_not_write_over_each_other(filled):
    one, other = opened(filled).found, opened(filled).found
    put(one, 50, b"one")
    with pytest.raises(UserError) as raised:
        put(other, 51, b"other")
    assert raised.value.cause is Cause.SPACE_CHANGED
    put(one, 52, b"one again")
    one.close()
    other.close()
    index, trouble, _ = opened(filled)
    assert trouble is None
    assert {f"{50:032x}", f"{52:032x}"} <= index.bodies(Kind.DOCUMENT).keys()
    index.close()


def test_an_index_that_another_process_is_writing_is_not_taken_for_a_damaged_one(filled):
    holds = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('BEGIN EXCLUSIVE')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    before = (filled / INDEX).read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", holds, str(filled / INDEX)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UserError) as raised:
            opened(filled)
        other.stdin.close()
    assert raised.value.cause is Cause.SPACE_OPEN_ELSEWHERE
    assert (filled / INDEX).read_bytes() == before
    assert not list(filled.glob("*damaged*"))


def test_an_index_sealed_again_with_another_key_says_the_same(filled):
    index = opened(filled).found
    before = everything(index)
    new = some_keys()
    index.copy_sealed_to(filled / "again.db", new.index)
    index.close()
    (filled / "again.db").replace(filled / INDEX)
    for copy in filled.glob("*.bak"):
        copy.unlink()
    index, trouble, _ = opened(filled, new)
    assert trouble is None
    assert everything(index) == before
    index.close()


class Histories(RuleBasedStateMachine):
    """Whatever is put, taken away, closed and opened, the index says what was last said."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile
        from pathlib import Path

        self._folder = tempfile.TemporaryDirectory()
        self.space = Path(self._folder.name)
        self.index = opened(self.space).found
        self.expected: dict[str, bytes] = {}
        self.days = 0

    @rule(number=st.integers(0, 4), body=st.binary(min_size=1, max_size=300))
    def put(self, number: int, body: bytes) -> None:
        put(self.index, number, body)
        self.expected[f"{number:032x}"] = body

    @rule(number=st.integers(0, 4))
    def take_away(self, number: int) -> None:
        put(self.index, number, b"")
        self.expected.pop(f"{number:032x}", None)

    @rule(days=st.integers(-3, 3))
    def open_again(self, days: int) -> None:
        self.index.close()
        self.days += days
        self.index, trouble, _ = opened(self.space, now=NOW + timedelta(days=self.days))
        assert trouble is None

    @invariant()
    def it_says_what_was_last_said(self) -> None:
        assert self.index.bodies(Kind.DOCUMENT) == self.expected

    def teardown(self) -> None:
        self.index.close()
        self._folder.cleanup()


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
