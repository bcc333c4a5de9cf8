"""One document, one age file: the stock program opens it, and whatever happened to it is noticed."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.vault.keys import keys_of, new_identity
from dematassist.vault.model import DocumentFacts
from dematassist.vault.parcel import Content, pack
from dematassist.vault.sealed_objects import SealedObjects
from dematassist.vault.shelves import FACTS_SUFFIX, Place, Shelves
from dematassist.vault.streams import no_report
from tests.vault.making import (
    ONE,
    OTHER,
    described,
    objects_in,
    opened_by_age,
    sealed_by_age,
    some_keys,
    store,
)

if TYPE_CHECKING:
    from pathlib import Path

KEYS = some_keys()
CHUNK = 1 << 16
"""age seals 64 KiB at a time."""


@pytest.fixture
def objects(tmp_path: Path) -> SealedObjects:
    return objects_in(tmp_path, KEYS)


def path_of(space: Path, document_id: str = ONE, suffix: str = ".age") -> Path:
    return Shelves(space).path(document_id, Place.OBJECTS, suffix)


def read(objects: SealedObjects, document_id: str = ONE) -> bytes:
    target = io.BytesIO()
    objects.read(document_id, Place.OBJECTS, target, no_report)
    return target.getvalue()


def cause_of_reading(objects: SealedObjects, document_id: str = ONE) -> Cause:
    with pytest.raises(UserError) as raised:
        read(objects, document_id)
    return raised.value.cause


def test_the_age_program_and_an_unzip_open_every_document_without_us(objects, tmp_path):
    content = os.urandom(300_000)
    told = store(objects, content)
    with zipfile.ZipFile(io.BytesIO(opened_by_age(KEYS, path_of(tmp_path)))) as opened:
        assert opened.testzip() is None
        assert opened.read("document/Avis d\u2019imp\u00f4t.pdf") == content
        assert told.sha256.encode() in opened.read("meta.json")
    objects.write_facts(ONE, Place.OBJECTS, 2, DocumentFacts(title="Dit apr\u00e8s"))
    assert "Dit apr\u00e8s".encode() in opened_by_age(KEYS, path_of(tmp_path, suffix=FACTS_SUFFIX))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]),
    st.integers(0, 400),
    st.integers(0, 2**32),
)
def test_what_is_stored_is_read_at_every_size_around_a_chunk(tmp_path_factory, size, more, seed):
    objects = objects_in(tmp_path_factory.mktemp("space"), KEYS)
    # Not of Hypothesis: it would keep every byte.
    content = hashlib.shake_128(seed.to_bytes(8, "big")).digest(size + more)
    told = store(objects, content)
    assert read(objects) == content
    assert objects.peek(path_of(objects._shelves._space)) == (told, True)


def test_nothing_of_a_document_is_seen_from_outside(objects, tmp_path):
    store(objects, b"CANARI-8F31" * 50, name="CANARI-8F31.pdf")
    path = path_of(tmp_path)
    assert b"CANARI" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [found.name for found in path.parent.iterdir()] == [f"{ONE}.age"]


def test_sizes_close_to_one_another_cannot_be_told_apart(tmp_path):
    sizes = set()
    for number, size in enumerate((200_000, 200_001, 203_000)):
        objects = objects_in(tmp_path / str(number), KEYS)
        (tmp_path / str(number)).mkdir()
        store(objects, b"x" * size)
        sizes.add(len(opened_by_age(KEYS, path_of(tmp_path / str(number)))))
    assert len(sizes) == 1


def test_an_object_cut_at_each_chunk_and_around_it_is_said_damaged(objects, tmp_path):
    store(objects, os.urandom(3 * CHUNK))
    path = path_of(tmp_path)
    whole = path.read_bytes()
    header = whole.index(b"\n---") + 50
    ends = {0, 1, header, header + 16, len(whole) - 1}
    for chunk in range(1, len(whole) // (CHUNK + 16) + 1):
        ends |= {header + 16 + chunk * (CHUNK + 16) + more for more in (-1, 0, 1)}
    for end in sorted(ends):
        path.write_bytes(whole[:end])
        assert cause_of_reading(objects) is Cause.DOCUMENT_DAMAGED, end
    path.write_bytes(whole + b"x")
    assert cause_of_reading(objects) is Cause.DOCUMENT_DAMAGED


def test_one_flipped_bit_costs_that_document_and_no_other(objects, tmp_path):
    content = os.urandom(500)
    store(objects, content)
    store(objects, content, OTHER)
    path = path_of(tmp_path)
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        path.write_bytes(flipped)
        assert cause_of_reading(objects) is Cause.DOCUMENT_DAMAGED, at
        assert read(objects, OTHER) == content


def test_an_object_put_in_the_place_of_another_is_noticed(objects, tmp_path):
    store(objects, b"un")
    store(objects, b"deux", OTHER)
    path_of(tmp_path).write_bytes(path_of(tmp_path, OTHER).read_bytes())
    assert cause_of_reading(objects) is Cause.DOCUMENT_EXCHANGED
    assert read(objects, OTHER) == b"deux"


def test_an_object_of_another_space_is_noticed(objects, tmp_path):
    (tmp_path / "other").mkdir()
    store(objects_in(tmp_path / "other", some_keys()), b"un")
    path_of(tmp_path).parent.mkdir(parents=True)
    path_of(tmp_path).write_bytes(path_of(tmp_path / "other").read_bytes())
    assert cause_of_reading(objects) is Cause.DOCUMENT_DAMAGED


@pytest.mark.parametrize("hostile", ["fifo", "link", "folder", "loop"])
def test_what_is_no_file_is_neither_waited_on_nor_followed(objects, tmp_path, hostile):
    told = store(objects, b"un", OTHER)
    path = path_of(tmp_path)
    path.parent.mkdir(exist_ok=True)
    if hostile == "fifo":
        os.mkfifo(path)
    elif hostile == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if hostile == "loop" else path_of(tmp_path, OTHER))
    assert cause_of_reading(objects) is Cause.DOCUMENT_EXCHANGED
    assert told.id == OTHER


def test_whoever_knows_only_the_public_key_can_leave_a_document_but_not_a_mark(objects, tmp_path):
    told = store(objects, b"un")
    inside = opened_by_age(KEYS, path_of(tmp_path))
    with zipfile.ZipFile(io.BytesIO(inside)) as opened:
        meta = opened.read("meta.json")
    forged = described(b"faux")
    meta = meta.replace(told.sha256.encode(), forged.sha256.encode()).replace(
        b'"size_bytes": 2', b'"size_bytes": 4'
    )
    parcel = b"".join(pack(meta, Content(forged.original_name, 4, zlib.crc32(b"faux"), (b"faux",))))
    path_of(tmp_path).write_bytes(sealed_by_age(KEYS, parcel))
    found = objects.peek(path_of(tmp_path))
    assert found.meta == forged
    assert not found.is_marked


def test_facts_without_the_mark_of_the_space_say_nothing(objects, tmp_path):
    store(objects, b"un")
    objects.write_facts(ONE, Place.OBJECTS, 3, DocumentFacts(title="Vrai"))
    assert objects.facts(ONE, Place.OBJECTS) == (3, DocumentFacts(title="Vrai"))
    path = path_of(tmp_path, suffix=FACTS_SUFFIX)
    path.write_bytes(sealed_by_age(KEYS, opened_by_age(KEYS, path).replace(b"Vrai", b"Faux")))
    assert objects.facts(ONE, Place.OBJECTS) is None
    path.write_bytes(b"")
    assert objects.facts(ONE, Place.OBJECTS) is None


def test_facts_of_one_document_are_not_those_of_another(objects, tmp_path):
    for document_id in (ONE, OTHER):
        store(objects, b"un", document_id)
    objects.write_facts(ONE, Place.OBJECTS, 3, DocumentFacts(title="Du premier"))
    moved = path_of(tmp_path, suffix=FACTS_SUFFIX).read_bytes()
    path_of(tmp_path, OTHER, FACTS_SUFFIX).write_bytes(moved)
    assert objects.facts(OTHER, Place.OBJECTS) is None


def test_a_file_that_changes_while_it_is_stored_is_refused_and_leaves_nothing(objects, tmp_path):
    for pieces in ((b"autre",), (b"un", b"plus"), (b"u",)):
        with pytest.raises(UserError) as raised:
            objects.seal(described(b"un"), zlib.crc32(b"un"), pieces, no_report)
        assert raised.value.cause is Cause.SOURCE_CHANGED
    assert list(tmp_path.rglob("*.age*")) == []


class Stopped(Exception):  # noqa: N818 -- as the window names it
    """What a person's click raises in the work."""


@pytest.mark.parametrize("when", [1, 3, 5])
def test_storing_can_be_stopped_at_any_time_and_leaves_nothing(objects, tmp_path, when):
    asked = []

    def report(done: int, total: int) -> None:
        asked.append((done, total))
        if len(asked) == when:
            raise Stopped

    content = os.urandom(3 * CHUNK)
    pieces = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)]
    with pytest.raises(Stopped):
        objects.seal(described(content), zlib.crc32(content), pieces, report)
    assert list(tmp_path.rglob("*.age*")) == []
    assert all(done <= total == 2 * len(content) for done, total in asked)


def test_a_target_that_is_full_is_not_taken_for_a_damaged_document(objects):
    class Full(io.RawIOBase):
        def write(self, _piece: object) -> int:
            raise OSError(28, "No space left on device")

    store(objects, b"un")
    with pytest.raises(OSError, match="No space left"):
        objects.read(ONE, Place.OBJECTS, Full(), no_report)


def test_a_document_sealed_again_opens_with_the_new_key_and_at_any_time_with_both(objects, tmp_path):
    store(objects, b"un")
    objects.write_facts(ONE, Place.OBJECTS, 3, DocumentFacts(title="Dit apr\u00e8s"))
    store(objects, b"deux", OTHER)
    new = keys_of(new_identity(), KEYS.vault_id)
    both = SealedObjects(Shelves(tmp_path), new, KEYS)
    both.seal_again(ONE, Place.OBJECTS)
    assert (read(both), read(both, OTHER)) == (b"un", b"deux")
    only_new = objects_in(tmp_path, new)
    assert read(only_new) == b"un"
    assert only_new.peek(path_of(tmp_path)).is_marked
    assert only_new.facts(ONE, Place.OBJECTS) == (3, DocumentFacts(title="Dit apr\u00e8s"))
    assert cause_of_reading(only_new, OTHER) is Cause.DOCUMENT_DAMAGED
    both.seal_again(OTHER, Place.OBJECTS)
    both.seal_again(OTHER, Place.OBJECTS)
    assert read(only_new, OTHER) == b"deux"
    assert opened_by_age(new, path_of(tmp_path))
