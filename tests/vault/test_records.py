"""Walks kept beside the documents: sealed, found again without the index, and nobody else's pass for ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from dematassist.errors import Cause, UserError
from dematassist.vault.index import INDEX
from dematassist.vault.marked_files import RECORD, Marked, Marker
from dematassist.vault.opening import OpenSpace, open_documents
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.space import Space
from tests.conftest import FixedClock
from tests.vault.making import ONE, OTHER, opened_by_age, sealed_by_age, some_keys
from tests.vault.spaces import PASSWORD, asked_of, made_space

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS, OTHER_KEYS = some_keys(), some_keys()
CANARY = "canari-sous-le-grillage"
WALK = Record(ONE, json.dumps({"note": CANARY}))
LATER = Record(ONE, json.dumps({"note": f"{CANARY} encore"}))


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "space").mkdir()
    return tmp_path / "space"


def opened(space: Path) -> OpenSpace:
    return open_documents(space, KEYS, FixedClock())


def walks(space: Path) -> tuple[Record, ...]:
    now = opened(space)
    now.documents.close()
    return now.records.all(Kind.RECORD)


def keep(space: Path, *records: Record) -> None:
    now = opened(space)
    for record in records:
        now.records.keep(Kind.RECORD, record)
    now.documents.close()


def file_of(space: Path, record_id: str = ONE) -> Path:
    return space / "parcours" / f"{record_id}.age"


def flip(path: Path) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[-1] ^= 1
    path.write_bytes(damaged)


def lose_index(space: Path) -> None:
    for path in space.glob("index*"):
        path.unlink()


def test_no_file_of_the_space_tells_a_word_of_a_walk_nor_how_long_it_is(space):
    keep(space, WALK)
    assert not any(CANARY.encode() in path.read_bytes() for path in space.rglob("*") if path.is_file())
    size = file_of(space).stat().st_size
    keep(space, Record(ONE, json.dumps({"note": CANARY * 100})))
    # age itself adds up to some hundred bytes at random.
    assert abs(file_of(space).stat().st_size - size) < 1000
    assert file_of(space).stat().st_mode & 0o777 == 0o600


def test_the_age_program_reads_a_walk_with_the_recovery_key_alone(space):
    keep(space, WALK)
    assert json.loads(json.loads(opened_by_age(KEYS, file_of(space)))["said"]["body"]) == {"note": CANARY}


def test_an_index_lost_with_its_copies_loses_no_walk(space):
    keep(space, WALK, LATER)
    lose_index(space)
    assert walks(space) == (LATER,)
    assert walks(space) == (LATER,)


def test_an_index_put_back_as_it_was_before_loses_no_tick_made_since(space):
    keep(space, WALK)
    old = (space / INDEX).read_bytes()
    keep(space, *[LATER] * 3)
    (space / INDEX).write_bytes(old)
    assert walks(space) == (LATER,)


def test_a_walk_forgotten_stays_forgotten_and_a_file_left_over_goes(space):
    keep(space, WALK)
    left_over = file_of(space).read_bytes()
    now = opened(space)
    now.records.forget(Kind.RECORD, ONE)
    now.records.forget(Kind.RECORD, ONE)
    now.documents.close()
    assert not file_of(space).exists()
    file_of(space).write_bytes(left_over)
    assert walks(space) == ()
    assert not file_of(space).exists()
    keep(space, LATER)
    lose_index(space)
    assert walks(space) == (LATER,)


def test_a_damaged_file_is_written_again_from_the_index(space):
    keep(space, WALK, Record(OTHER, "2"))
    now = opened(space)
    flip(file_of(space))
    file_of(space, OTHER).unlink()
    assert now.records.prove(Kind.RECORD) == (2, 2)
    assert now.records.prove(Kind.RECORD) == (2, 0)
    now.documents.close()
    flip(file_of(space))
    assert set(walks(space)) == {WALK, Record(OTHER, "2")}
    lose_index(space)
    assert set(walks(space)) == {WALK, Record(OTHER, "2")}


@pytest.mark.parametrize("how", ["sealed by anybody", "of another space", "of another walk", "of a document"])
def test_a_file_that_this_space_did_not_mark_for_this_walk_is_no_walk(space, how):
    keep(space, Record(OTHER, "1"))
    content = {
        "sealed by anybody": lambda: sealed_by_age(KEYS, b'{"said":{"id":"1","kind":"journey","body":"x"}}'),
        "of another space": lambda: Marker((OTHER_KEYS,)).sealed(RECORD, Marked(b"{}")),
        "of another walk": lambda: file_of(space, OTHER).read_bytes(),
        "of a document": lambda: Marker((KEYS,)).sealed(b"facts", Marked(b"{}")),
    }[how]()
    file_of(space).write_bytes(content)
    for _ in range(2):
        assert walks(space) == (Record(OTHER, "1"),)
        lose_index(space)


def test_a_walk_is_read_back_from_the_medium_or_said_unreliable(space):
    now = opened(space)
    now.records.keep(Kind.RECORD, WALK)
    assert now.records.read(Kind.RECORD, ONE) == WALK.body
    file_of(space).write_bytes(b"nothing of the kind")
    with pytest.raises(UserError) as caught:
        now.records.read(Kind.RECORD, ONE)
    assert caught.value.cause is Cause.DISK_UNRELIABLE
    now.documents.close()


def test_a_walk_found_without_an_index_is_shown_where_nothing_can_be_written(space, monkeypatch):
    keep(space, WALK)
    lose_index(space)

    def refuse(*_given: object) -> None:
        raise UserError(Cause.FOLDER_READ_ONLY, path=str(space))

    monkeypatch.setattr("dematassist.vault.index_file.IndexFile.change", refuse)
    now = opened(space)
    assert now.records.all(Kind.RECORD) == (WALK,)
    now.documents.close()


def test_the_worker_keeps_walks_and_seals_them_again_with_another_key(tmp_path):
    made = made_space(tmp_path / "made")
    space = Space(tmp_path / "made")
    space.open(PASSWORD)
    space.keep_records(Kind.RECORD, WALK, Record(OTHER, '"line\\nof two"\n'))
    assert space.read_record(Kind.RECORD, ONE) == WALK.body
    assert set(space.records(Kind.RECORD)) == {WALK, Record(OTHER, '"line\\nof two"\n')}
    space.forget_record(Kind.RECORD, OTHER)
    sheet = space.prepare_key(PASSWORD)
    space.change_key(asked_of(sheet))
    assert space.prove_records(Kind.RECORD) == (1, 0)
    space.lock()
    lose_index(space.folder)
    space.open(PASSWORD)
    assert space.records(Kind.RECORD) == (WALK,)
    space.lock()
    if shutil.which("age"):
        (tmp_path / "old.txt").write_text(made.sheet.identity)
        command = ["age", "--decrypt", "-i", str(tmp_path / "old.txt"), str(file_of(space.folder))]
        assert subprocess.run(command, capture_output=True, check=False).returncode != 0
