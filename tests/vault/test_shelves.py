"""Where sealed files lie: only ids are paths, moves carry both files, what was half written goes."""

from __future__ import annotations

import pytest

from dematassist.vault.shelves import FACTS_SUFFIX, Place, Shelves
from tests.vault.making import ONE, OTHER, objects_in, some_keys, store

KEYS = some_keys()


@pytest.mark.parametrize("name", ["", "../../x", "a" * 31, "A" * 32, f"{ONE}/", "objets"])
def test_only_an_id_becomes_a_path(tmp_path, name):
    with pytest.raises(ValueError, match="not the id"):
        Shelves(tmp_path).path(name, Place.OBJECTS)


def test_what_was_being_written_is_swept_and_nothing_else(tmp_path):
    shelves = Shelves(tmp_path)
    store(objects_in(tmp_path, KEYS), b"un")
    (tmp_path / "objets" / "00" / f"{OTHER}.age.part").write_bytes(b"half")
    (tmp_path / "corbeille").mkdir()
    (tmp_path / "corbeille" / f"{OTHER}.fiche.age.part").write_bytes(b"half")
    assert shelves.sweep() == 2
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{ONE}.age"]
    assert shelves.sweep() == 0


def test_a_document_moves_with_what_was_said_of_it_and_comes_back(tmp_path):
    shelves, objects = Shelves(tmp_path), objects_in(tmp_path, KEYS)
    told = store(objects, b"un")
    objects.write_facts(ONE, Place.OBJECTS, 2, told.facts)
    for place in (Place.TRASH, Place.TRASH, Place.OBJECTS, Place.OBJECTS):
        shelves.move(ONE, place)
        assert shelves.find(ONE) is place
        assert shelves.documents() == {ONE: place}
        assert objects.facts(ONE, place) == (2, told.facts)
    shelves.unlink(ONE, Place.OBJECTS)
    assert shelves.find(ONE) is None
    assert list(shelves.sealed_files()) == []


def test_files_that_do_not_lie_under_their_name_are_strays(tmp_path):
    shelves = Shelves(tmp_path)
    store(objects_in(tmp_path, KEYS), b"un")
    folder = tmp_path / "objets" / "00"
    conflict = folder / f"{ONE} (copie en conflit).age"
    conflict.write_bytes((folder / f"{ONE}.age").read_bytes())
    misplaced = folder / f"{'f' * 32}.age"
    misplaced.write_bytes(b"x")
    (folder / f"{OTHER}.age").symlink_to(conflict)
    (folder / f"{ONE}{FACTS_SUFFIX}").write_bytes(b"x")
    assert set(shelves.strays()) == {conflict, misplaced}
    assert shelves.documents() == {ONE: Place.OBJECTS}


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    shelves = Shelves(tmp_path / "pulled out")
    assert shelves.documents() == {}
    assert shelves.find(ONE) is None
    assert shelves.sweep() == 0
