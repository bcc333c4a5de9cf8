"""Whatever a person does and whatever happens to the index, documents are as they were last said to be."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from dematassist.vault.index import INDEX, Trouble
from dematassist.vault.model import DocumentFacts, Missing
from dematassist.vault.opening import open_documents
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.shelves import Shelves
from tests.conftest import FixedClock
from tests.vault.making import add, content_of, opened_by_age, some_keys

KEYS = some_keys()
TITLES = st.text("abc é", max_size=8)


class Histories(RuleBasedStateMachine):
    """A space, and what it should hold: title and content of each document, kept or in the trash."""

    stored = Bundle("stored")
    trashed = Bundle("trashed")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.space = Path(self._folder.name)
        self.clock = FixedClock()
        self.kept: dict[str, tuple[str, bytes]] = {}
        self.in_trash: dict[str, tuple[str, bytes]] = {}
        self.purged: set[str] = set()
        self.walks: dict[str, str] = {}
        self.forgotten: set[str] = set()
        self.now = open_documents(self.space, KEYS, self.clock)

    @rule(target=stored, title=TITLES, content=st.binary(max_size=100))
    def add(self, title: str, content: bytes) -> str:
        unlike = f"{self.clock.made} ".encode() + content
        document = add(self.now.documents, unlike, "x.txt", title=title)
        self.kept[document.id] = (document.facts.title, unlike)
        return document.id

    @rule(document_id=stored, title=TITLES)
    def say(self, document_id: str, title: str) -> None:
        self.now.documents.set_facts(document_id, DocumentFacts(title=title))
        said = self.now.documents.document(document_id).facts.title
        self.kept[document_id] = (said, self.kept[document_id][1])

    @rule(target=trashed, document_id=consumes(stored))
    def remove(self, document_id: str) -> str:
        self.now.documents.remove(document_id)
        self.in_trash[document_id] = self.kept.pop(document_id)
        return document_id

    @rule(target=stored, document_id=consumes(trashed))
    def restore(self, document_id: str) -> str:
        self.now.documents.restore(document_id)
        self.kept[document_id] = self.in_trash.pop(document_id)
        return document_id

    @rule(document_id=consumes(trashed))
    def purge(self, document_id: str) -> None:
        self.now.documents.purge(document_id)
        del self.in_trash[document_id]
        self.purged.add(document_id)

    @rule(number=st.integers(1, 3), body=TITLES)
    def keep_walk(self, number: int, body: str) -> None:
        self.walks[f"{number:032x}"] = f'"{body}"'
        self.now.records.keep(Kind.RECORD, Record(f"{number:032x}", f'"{body}"'))

    @rule(number=st.integers(1, 3))
    def forget_walk(self, number: int) -> None:
        self.now.records.forget(Kind.RECORD, f"{number:032x}")
        if self.walks.pop(f"{number:032x}", ""):
            self.forgotten.add(f"{number:032x}")

    @rule(days=st.integers(-40, 1))
    def open_again(self, days: int) -> None:
        self.now.documents.close()
        self.clock.time += timedelta(days=days)
        self.now = open_documents(self.space, KEYS, self.clock)
        assert self.now.trouble is None

    @rule(how=st.sampled_from(["index lost", "index and copies lost", "index damaged", "index emptied"]))
    def lose_the_index(self, how: str) -> None:
        self.now.documents.close()
        if how == "index and copies lost":
            for path in self.space.glob("index*"):
                path.unlink()
        elif how == "index lost":
            (self.space / INDEX).unlink()
        else:
            whole = (self.space / INDEX).read_bytes()
            (self.space / INDEX).write_bytes(whole[: len(whole) // 2] if how == "index damaged" else b"")
        self.now = open_documents(self.space, KEYS, self.clock)
        for document in self.now.documents.list():
            # An old copy of the index knows of it still, and says that it is missing.
            if isinstance(document.state, Missing):
                assert document.id in self.purged
                self.now.documents.remove(document.id)
        for record in self.now.records.all(Kind.RECORD):
            # So does it of a walk that was forgotten since.
            if record.id not in self.walks:
                assert record.id in self.forgotten
                assert how != "index and copies lost"
                self.now.records.forget(Kind.RECORD, record.id)
        is_empty = not (self.kept or self.in_trash)
        assert self.now.trouble in ((Trouble.MISSING, Trouble.DAMAGED, None) if is_empty else tuple(Trouble))

    @invariant()
    def documents_are_as_they_were_last_said_to_be(self) -> None:
        documents = self.now.documents
        for listed, expected in ((documents.list(), self.kept), (documents.trash(), self.in_trash)):
            found = {one.id: (one.facts.title, content_of(documents, one.id)) for one in listed}
            assert found == expected
        assert self.now.found.list() == ()
        assert {record.id: record.body for record in self.now.records.all(Kind.RECORD)} == self.walks
        assert self.now.records.prove(Kind.RECORD) == (len(self.walks), 0)

    def teardown(self) -> None:
        self.now.documents.close()
        for path in list(Shelves(self.space).sealed_files())[:2]:
            assert opened_by_age(KEYS, path)
        self._folder.cleanup()


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
