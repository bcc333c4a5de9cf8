"""The documents of a space, through the worker that holds its keys."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from dematassist.errors import Cause, UserError
from dematassist.vault import asking
from dematassist.vault.documents import Added, AlreadyThere
from dematassist.vault.model import DocumentFacts, Trashed
from dematassist.vault.space import Space
from dematassist.vault.states import Locked, Notice, Unlocked

if TYPE_CHECKING:
    from collections.abc import Iterator

from .media import empty, fill, small_disk
from .spaces import NEW_PASSWORD, PASSWORD, asked_of, read_by_age

CANARY = b"canary-of-the-document"
PDF = b"%PDF-1.7\n" + CANARY + b"\n%%EOF\n"
FACTS = DocumentFacts(kind="bail", title="Bail de l\u2019appartement", expires=date(2027, 1, 31))


@pytest.fixture
def space(tmp_path):
    made = Space(tmp_path / "place")
    made.sheet = made.prepare(PASSWORD)
    made.create(asked_of(made.sheet))
    yield made
    made.lock()


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "bail.pdf"
    path.write_bytes(PDF)
    return path


def refusal(call, *args, **named) -> Cause:
    with pytest.raises(UserError) as caught:
        call(*args, **named)
    return caught.value.cause


def test_a_document_lives_its_life(space, paper, tmp_path):
    added = space.add(paper, FACTS)
    assert isinstance(added, Added)
    document = added.document
    assert (document.facts, document.size_bytes, document.original_name) == (FACTS, len(PDF), "bail.pdf")
    assert space.documents() == (document,)
    assert space.read(document.id) == PDF
    assert space.search("APPART") == (document,)
    assert space.search("rien") == ()
    assert space.search("", kinds=["bail"]) == (document,)
    assert space.add(paper) == AlreadyThere(document)
    space.set_facts(document.id, DocumentFacts(title="Autre titre", note="une \ud800lettre coupée"))
    assert space.documents()[0].facts == DocumentFacts(title="Autre titre", note="une lettre coupée")
    space.save_copy(document.id, tmp_path / "copie.pdf")
    assert (tmp_path / "copie.pdf").read_bytes() == PDF
    space.remove(document.id)
    assert space.documents() == ()
    assert isinstance(space.trash()[0].state, Trashed)
    space.restore(document.id)
    assert [one.wrong for one in space.verify()] == [None]
    space.remove(document.id)
    space.purge(document.id)
    assert space.trash() == ()
    assert paper.read_bytes() == PDF


def test_what_was_stored_is_there_after_locking_and_opening(space, paper):
    first = space.add(paper, FACTS).document
    second = space.add_content(b"\x89PNG\r\n\x1a\n" + os.urandom(70_000), "scan.png").document
    space.lock()
    assert refusal(space.documents) is Cause.SPACE_LOCKED
    assert space.open(PASSWORD) == Unlocked()
    assert set(space.documents()) == {first, second}
    assert space.read(first.id) == PDF


def test_the_age_program_reads_the_documents_with_the_square_code_alone(space, paper):
    document = space.add(paper, FACTS).document
    space.lock()
    assert read_by_age(space.folder, space.sheet.identity) == {document.id: PDF}


def test_nothing_in_the_folder_says_what_is_in_it(space, paper):
    space.add(paper, FACTS)
    space.set_facts(space.documents()[0].id, DocumentFacts(holder="Personne Inventée"))
    space.lock()
    for path in space.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for told in (CANARY, b"bail", b"appartement", b"Invent", PASSWORD.encode()):
            assert told not in content
            assert told.decode() not in path.name


def test_what_is_no_document_is_refused_and_the_space_stays_open(space, tmp_path):
    assert refusal(space.add, tmp_path / "absent.pdf") is Cause.SOURCE_MISSING
    assert refusal(space.read, "0" * 32) is Cause.DOCUMENT_UNKNOWN
    assert space.documents() == ()


def test_storing_can_be_stopped_and_leaves_nothing(space, tmp_path):
    big = tmp_path / "grand.pdf"
    big.write_bytes(b"%PDF-1.7\n" + os.urandom(3_000_000))
    told = []

    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done > 1_000_000:
            raise StoppedError

    with pytest.raises(StoppedError):
        space.add(big, report=stop)
    assert len(told) > 3
    assert space.documents() == ()
    assert not list(space.folder.glob("objets/*/*"))
    assert isinstance(space.add(big), Added)


def test_locking_while_something_is_stored_ends_it_and_loses_nothing(space, paper, tmp_path):
    kept = space.add(paper).document
    big = tmp_path / "grand.pdf"
    big.write_bytes(b"%PDF-1.7\n" + os.urandom(3_000_000))
    causes = []

    def lock(done: int, _total: int) -> None:
        if done > 1_000_000:
            space.lock()

    def store() -> None:
        causes.append(refusal(space.add, big, report=lock))

    thread = threading.Thread(target=store)
    thread.start()
    thread.join()
    assert causes == [Cause.SPACE_LOCKED]
    assert space.state == Locked()
    space.open(PASSWORD)
    assert space.documents() == (kept,)
    assert not list(space.folder.rglob("*.part"))
    assert space.found() == ()


def test_one_bit_that_flips_costs_that_document_only(space, paper):
    damaged = space.add(paper).document
    sound = space.add_content(PDF + b"2", "autre.pdf").document
    (path,) = space.folder.glob(f"objets/*/{damaged.id}.age")
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    assert refusal(space.read, damaged.id) is Cause.DOCUMENT_DAMAGED
    assert space.read(sound.id) == PDF + b"2"
    assert {(one.document.id, one.wrong) for one in space.verify()} == {
        (damaged.id, Cause.DOCUMENT_DAMAGED),
        (sound.id, None),
    }


def test_changing_the_key_seals_all_again_and_tells_how_far_it_is(space, paper):
    documents = [space.add_content(PDF + bytes([n]), f"{n}.pdf").document for n in range(3)]
    space.remove(documents[2].id)
    sheet = space.prepare_key(PASSWORD)
    told = []
    state = space.change_key(asked_of(sheet), lambda done, total: told.append((done, total)))
    assert state == Unlocked()
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert {one.id for one in space.documents()} == {documents[0].id, documents[1].id}
    assert space.read(documents[0].id) == PDF + b"\0"
    space.lock()
    assert read_by_age(space.folder, space.sheet.identity) == {}
    assert len(read_by_age(space.folder, sheet.identity)) == 2
    old_words = " ".join(space.sheet.words)
    assert refusal(space.recover_with_words, old_words, PASSWORD) is Cause.SHEET_WORDS_WRONG
    assert space.open(PASSWORD) == Unlocked()
    assert [one.wrong for one in space.verify()] == [None, None, None]


def test_a_change_of_key_that_was_stopped_is_read_with_both_and_finished_later(space, paper):
    documents = [space.add_content(PDF + bytes([n]), f"{n}.pdf").document for n in range(3)]
    sheet = space.prepare_key(PASSWORD)

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        space.change_key(asked_of(sheet), stop)
    assert [one.wrong for one in space.verify()] == [None, None, None]
    late = space.add_content(PDF + b"late", "late.pdf").document
    space.lock()
    assert space.open(PASSWORD) == Unlocked((Notice.KEY_CHANGE_FINISHED,))
    assert {one.id for one in space.documents()} == {late.id, *(one.id for one in documents)}
    space.lock()
    assert read_by_age(space.folder, space.sheet.identity) == {}
    assert len(read_by_age(space.folder, sheet.identity)) == 4


def test_a_copy_with_another_name_is_sealed_again_too(space, paper):
    document = space.add(paper).document
    (path,) = space.folder.glob(f"objets/*/{document.id}.age")
    path.rename(path.with_name("copie en conflit.age"))
    sheet = space.prepare_key(PASSWORD)
    space.change_key(asked_of(sheet))
    (found,) = space.found()
    assert found.is_vouched_for
    space.take_in(found)
    assert space.read(document.id) == PDF
    assert space.found() == ()


def test_a_document_is_left_in_a_locked_space_and_found_at_its_opening(space, paper):
    space.lock()
    space.deposit(paper, FACTS)
    assert space.state == Locked()
    assert refusal(space.deposit, paper.with_name("absent.pdf")) is Cause.SOURCE_MISSING
    space.open(PASSWORD)
    assert space.documents() == ()
    (found,) = space.found()
    assert (found.document.original_name, found.document.facts, found.is_vouched_for) == (
        "bail.pdf",
        FACTS,
        False,
    )
    added = space.take_in(found).document
    assert space.read(added.id) == PDF
    assert space.found() == ()
    other = Space(space.folder)
    assert refusal(other.deposit, paper) is Cause.SPACE_OPEN_ELSEWHERE


def test_everything_is_carried_out_and_brought_into_another_space(space, paper, tmp_path):
    document = space.add(paper, FACTS).document
    bag = tmp_path / "tout.zip"
    assert space.carry_out(bag).documents == 1
    other = Space(tmp_path / "other")
    other.create(asked_of(other.prepare(PASSWORD)))
    assert refusal(other.bring_in, paper) is Cause.BAG_DAMAGED
    brought = other.bring_in(bag)
    assert (brought.documents, brought.already_there, brought.refused) == (1, 0, ())
    assert [one.facts for one in other.documents()] == [FACTS]
    assert other.read(other.documents()[0].id) == PDF
    assert other.bring_in(bag).already_there == 1
    assert space.documents() == (document,)
    other.lock()


def test_on_a_full_disk_nothing_is_changed_and_the_space_opens(paper, tmp_path):
    with small_disk(tmp_path / "disk", 60_000_000) as disk:
        space = Space(disk)
        sheet = space.prepare(PASSWORD)
        space.create(asked_of(sheet))
        document = space.add(paper, FACTS).document
        fill(disk)
        assert refusal(space.change_password, PASSWORD, NEW_PASSWORD) is Cause.DISK_FULL
        new = space.prepare_key(PASSWORD)
        assert refusal(space.change_key, asked_of(new)) is Cause.DISK_FULL
        assert space.documents() == (document,)
        space.lock()
        assert space.open(PASSWORD) == Unlocked()
        assert space.read(document.id) == PDF
        space.lock()
        assert space.recover_with_key(sheet.identity, NEW_PASSWORD) == Unlocked((Notice.PASSWORD_KEPT,))
        assert space.read(document.id) == PDF
        space.lock()


def test_a_disk_that_fills_while_the_key_changes_keeps_all_readable_and_the_change_goes_on(tmp_path):
    with small_disk(tmp_path / "disk", 60_000_000) as disk:
        space = Space(disk)
        space.create(asked_of(space.prepare(PASSWORD)))
        documents = [space.add_content(PDF + bytes([n]) * 9_000, f"{n}.pdf").document for n in range(3)]
        new = space.prepare_key(PASSWORD)

        def fills(done: int, _total: int) -> None:
            if done == 1:
                fill(disk)

        assert refusal(space.change_key, asked_of(new), fills) is Cause.DISK_FULL
        assert [one.wrong for one in space.verify()] == [None] * 3
        space.lock()
        assert space.open(PASSWORD) == Unlocked((Notice.KEY_CHANGE_WAITS,))
        assert [one.wrong for one in space.verify()] == [None] * 3
        space.lock()
        empty(disk)
        assert space.open(PASSWORD) == Unlocked((Notice.KEY_CHANGE_FINISHED,))
        assert set(space.documents()) == set(documents)
        space.lock()
        assert len(read_by_age(space.folder, new.identity)) == 3


def test_a_stick_that_is_pulled_out_is_told_and_what_was_kept_is_there_when_it_comes_back(space, paper):
    document = space.add(paper, FACTS).document
    here, away = space.folder, space.folder.with_name("away")
    here.rename(away)
    assert space.documents() == (document,)
    assert refusal(space.read, document.id) is Cause.SPACE_ABSENT
    for verb in (
        lambda: space.add_content(b"%PDF-2", "b.pdf"),
        lambda: space.change_password(PASSWORD, NEW_PASSWORD),
        lambda: space.set_facts(document.id, DocumentFacts()),
        lambda: space.carry_out(here / "tout.zip"),
        space.found,
        space.verify,
    ):
        with contextlib.suppress(UserError):
            verb()
    space.lock()
    assert not here.exists()
    away.rename(here)
    assert space.open(PASSWORD) == Unlocked()
    assert space.documents() == (document,)
    assert space.read(document.id) == PDF


def test_an_old_header_put_back_is_noticed_once(space):
    old = {path: path.read_bytes() for path in space.folder.glob("entete*.json")}
    space.change_password(PASSWORD, NEW_PASSWORD)
    space.lock()
    for path, content in old.items():
        path.write_bytes(content)
    assert space.open(PASSWORD) == Unlocked((Notice.HEADER_IS_OLD,))
    space.lock()
    assert space.open(PASSWORD) == Unlocked()


@contextlib.contextmanager
def written_by_nobody(folder: Path) -> Iterator[None]:
    """Have a folder that the worker can only read, as on a stick with its switch on « lock »."""
    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    worker = (*nobody, sys.executable, "-m", "dematassist.vault.worker")
    is_root = os.geteuid() == 0
    if is_root and subprocess.run([*nobody, sys.executable, "-c", ""], check=False).returncode:
        pytest.skip("run by root, whom no mode of a file stops, and who may not become nobody")
    paths = (folder, *folder.rglob("*"))
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = worker if is_root else asking.worker_command()
    try:
        with mock.patch.object(asking, "worker_command", return_value=command):
            yield
    finally:
        for path in paths:
            path.chmod(0o700 if path.is_dir() else 0o600)


def test_a_medium_that_cannot_be_written_is_read(paper):
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        space = Space(Path(place))
        sheet = space.prepare(PASSWORD)
        space.create(asked_of(sheet))
        document = space.add(paper, FACTS).document
        space.lock()
        with written_by_nobody(space.folder):
            words = " ".join(sheet.words)
            for verb, notices in (
                (lambda: space.open(PASSWORD), (Notice.READ_ONLY,)),
                (
                    lambda: space.recover_with_words(words, NEW_PASSWORD),
                    (Notice.READ_ONLY, Notice.PASSWORD_KEPT),
                ),
            ):
                assert verb() == Unlocked(notices)
                assert space.documents() == (document,)
                assert space.read(document.id) == PDF
                assert refusal(space.add_content, b"%PDF-2", "b.pdf") is Cause.FOLDER_READ_ONLY
                assert refusal(space.change_password, PASSWORD, NEW_PASSWORD) is Cause.FOLDER_READ_ONLY
                space.lock()
        assert space.open(PASSWORD) == Unlocked()
        space.lock()
