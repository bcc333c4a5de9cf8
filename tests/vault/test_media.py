"""Disks that fill, refuse, are pulled out or lose their power: what was said stored is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dematassist.errors import Cause, UserError
from dematassist.system.clock import SystemClock
from dematassist.vault.index import INDEX, Trouble
from dematassist.vault.intake import from_bytes
from dematassist.vault.keys import keys_of, new_identity
from dematassist.vault.model import DocumentFacts, Stored
from dematassist.vault.opening import OpenSpace, open_documents
from tests.vault.acting import FACTS, NEW
from tests.vault.killing import needs_strace
from tests.vault.making import add, content_of
from tests.vault.media import disk_of, empty, fill, new_image, read_only, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IDENTITY = new_identity()
KEYS = keys_of(IDENTITY, bytes(16))
PAPER = b"%PDF-1.7 " + os.urandom(400_000) + b" %%EOF"


@contextlib.contextmanager
def opened(space: Path) -> Iterator[OpenSpace]:
    space.mkdir(exist_ok=True)
    now = open_documents(space, KEYS, SystemClock())
    try:
        yield now
    finally:
        now.documents.close()


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A space with one paper."""
    with opened(tmp_path / "space") as now:
        return tmp_path / "space", add(now.documents, b"un", title="Avis").id


@pytest.mark.parametrize(
    "is_time",
    [lambda _part: True, lambda part: part > 0.5, lambda part: part == 1],
    ids=["sealing", "proving", "just before the index"],
)
def test_a_disk_that_fills_while_a_document_is_stored_keeps_the_others_and_nothing_of_it(tmp_path, is_time):
    with small_disk(tmp_path / "disk", 60_000_000) as disk, opened(disk / "space") as now:
        documents = now.documents
        before = add(documents, b"un")

        def fills(done: int, total: int) -> None:
            if is_time(done / total) and not list(disk.glob("filler-*")):
                fill(disk)

        with pytest.raises(UserError) as raised:
            documents.add_document(from_bytes(PAPER, "x.pdf"), DocumentFacts(), fills)
        assert raised.value.cause is Cause.DISK_FULL
        assert [path.stem for path in disk.rglob("*.age*")] == [before.id]
        assert documents.list() == (before,)
        fill(disk)
        with pytest.raises(UserError) as raised:
            documents.set_facts(before.id, FACTS)
        assert raised.value.cause is Cause.DISK_FULL
        assert content_of(documents, before.id) == b"un"
        empty(disk)
        after = add(documents, PAPER)
        assert {one.id for one in documents.list()} == {before.id, after.id}


def test_too_little_room_is_said_before_anything_is_written(tmp_path):
    with small_disk(tmp_path / "disk", 52_000_000) as disk, opened(disk / "space") as now:
        add(now.documents, b"un")
        with pytest.raises(UserError) as raised:
            add(now.documents, b"%PDF" + bytes(1_000_000))
    assert (raised.value.cause, raised.value.details["megabytes"]) == (Cause.DISK_SHORT, "54")


def test_a_full_disk_with_a_lost_index_still_shows_every_document(tmp_path):
    with small_disk(tmp_path / "disk", 60_000_000) as disk:
        with opened(disk / "space") as now:
            document = add(now.documents, b"un")
        (disk / "space" / INDEX).unlink()
        fill(disk)
        with opened(disk / "space") as now:
            assert now.trouble is Trouble.MISSING
            assert (now.documents.list(), now.found.list()) == ((document,), ())
        empty(disk)
        with opened(disk / "space") as now:
            assert now.documents.list() == (document,)


def test_a_limit_on_the_size_of_files_is_a_full_disk_too(filled):
    """The same without root: the system refuses what goes beyond 100 KB."""
    space, document_id = filled
    acts = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from pathlib import Path\n"
        "from dematassist.errors import UserError\n"
        "from dematassist.system.clock import SystemClock\n"
        "from dematassist.vault.intake import from_bytes\n"
        "from dematassist.vault.keys import keys_of\n"
        "from dematassist.vault.model import DocumentFacts\n"
        "from dematassist.vault.opening import open_documents\n"
        "keys = keys_of(sys.stdin.read(), bytes(16))\n"
        "documents = open_documents(Path(sys.argv[1]), keys, SystemClock()).documents\n"
        "try:\n"
        "    documents.add_document(from_bytes(b'%PDF' + bytes(400_000), 'x.pdf'), DocumentFacts())\n"
        "except UserError as error:\n"
        "    print(error.cause.value)\n"
        "documents.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", acts, str(space)], input=IDENTITY, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("disk-full\n", "")
    assert [path.stem for path in space.rglob("*.age*")] == [document_id]
    with opened(space) as now:
        assert [one.id for one in now.documents.list()] == [document_id]


@pytest.mark.parametrize("index", ["sound", "missing", "damaged"])
def test_a_read_only_stick_is_read_searched_and_verified_and_says_that_it_cannot_be_written(
    tmp_path, filled, index
):
    space, document_id = filled
    if index == "missing":
        (space / INDEX).unlink()
    elif index == "damaged":
        (space / INDEX).write_bytes(b"not an index")
    before = {path: path.read_bytes() for path in space.rglob("*") if path.is_file()}
    with read_only(space, tmp_path / "stick") as stick, opened(stick) as now:
        documents = now.documents
        assert now.trouble is {"sound": None, "missing": Trouble.MISSING, "damaged": Trouble.DAMAGED}[index]
        assert [one.id for one in documents.search("avis")] == [document_id]
        assert content_of(documents, document_id) == b"un"
        assert [checked.wrong for checked in documents.verify()] == [None]
        assert now.found.list() == ()
        with pytest.raises(UserError) as raised:
            add(documents, b"deux")
        assert raised.value.cause is Cause.FOLDER_READ_ONLY
        for act in (documents.remove, lambda document_id: documents.set_facts(document_id, FACTS)):
            with pytest.raises(UserError) as raised:
                act(document_id)
            assert raised.value.cause is Cause.FOLDER_READ_ONLY
    assert {path: path.read_bytes() for path in space.rglob("*") if path.is_file()} == before


def test_a_change_cut_in_its_middle_and_then_seen_on_a_read_only_stick_hides_nothing(tmp_path, filled):
    """The journal cannot be played there, nor the file be trusted: the objects tell."""
    space, document_id = filled
    before = (space / INDEX).read_bytes()
    with opened(space) as now:
        now.documents.set_facts(document_id, FACTS)
    # The header of a journal that is to be played: its pages put the file back as it was.
    pages = [before[at : at + 4096] for at in range(0, len(before), 4096)]
    head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">IIIII", len(pages), 0, len(pages), 512, 4096)
    body = b"".join(
        struct.pack(">I", number) + page + struct.pack(">I", sum(page[4096 - 200 :: -200]) & 0xFFFFFFFF)
        for number, page in enumerate(pages, 1)
    )
    (space / f"{INDEX}-journal").write_bytes(head.ljust(512, b"\0") + body)
    with read_only(space, tmp_path / "stick") as stick, opened(stick) as now:
        assert now.trouble is Trouble.DAMAGED
        assert [(one.id, one.facts) for one in now.documents.list()] == [(document_id, FACTS)]
    with opened(space) as now:
        assert now.trouble is None
        assert [one.facts.title for one in now.documents.list()] == ["Avis"]


def test_a_stick_pulled_out_is_said_and_nothing_is_lost_when_it_comes_back(tmp_path, filled):
    space, document_id = filled
    with opened(space) as now:
        documents = now.documents
        away = space.rename(tmp_path / "pulled out")
        for act in (lambda: content_of(documents, document_id), lambda: add(documents, b"deux")):
            with pytest.raises(UserError) as raised:
                act()
            assert raised.value.cause is Cause.SPACE_ABSENT
        assert isinstance(documents.document(document_id).state, Stored)
        assert not space.exists()
        away.rename(space)
    with opened(space) as now:
        assert now.trouble is None
        assert content_of(now.documents, document_id) == b"un"


@needs_strace
@pytest.mark.parametrize("is_synced", [True, False], ids=["as it is", "control: without fsync"])
def test_a_power_cut_just_after_a_document_is_said_stored(tmp_path, is_synced):
    """The disk is copied as it is under the file system: what was not flushed to it is not in the copy."""
    image = new_image(tmp_path / "image")
    ignored = () if is_synced else ("-e", "inject=fsync,fdatasync:retval=0")
    with disk_of(image, tmp_path / "disk") as disk:
        with opened(disk / "space") as now:
            add(now.documents, b"un")
        subprocess.run(["sync", "--file-system", str(disk)], check=True)
        monitor = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", *ignored)
        done = subprocess.run(
            [*monitor, sys.executable, "-m", "tests.vault.acting", str(disk / "space"), "add", ""],
            input=IDENTITY, capture_output=True, text=True, check=False,
        )  # fmt: skip
        shutil.copyfile(image, tmp_path / "after the cut")
        assert (done.stdout, done.stderr) == ("done\n", "")
    with disk_of(tmp_path / "after the cut", tmp_path / "again") as disk, opened(disk / "space") as now:
        kept = {content_of(now.documents, one.id) for one in now.documents.list()}
        assert b"un" in kept
        assert (NEW in kept) is is_synced
