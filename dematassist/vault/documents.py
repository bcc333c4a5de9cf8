"""What a person does with their documents: one verb, one method, which returns what changed.

A method returns only once the change is on the disk. ``opening.py`` makes a ``Documents``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.changes import Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, sync_folder
from dematassist.vault.intake import require_room, require_there
from dematassist.vault.model import (
    Document,
    DocumentFacts,
    DocumentId,
    Missing,
    Stored,
    Trashed,
    is_document_id,
    tidied,
)
from dematassist.vault.register import from_meta
from dematassist.vault.rows import Kind
from dematassist.vault.sealed_objects import Meta, SealedObjects
from dematassist.vault.shelves import Place
from dematassist.vault.streams import Nowhere, no_report

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from dematassist.system.clock import Clock
    from dematassist.vault.intake import Incoming
    from dematassist.vault.register import Register
    from dematassist.vault.shelves import Shelves
    from dematassist.vault.streams import Report, Target

DOCUMENTS_CHANGED = changed(Changed.DOCUMENTS)


class Added(NamedTuple):
    """The document is stored."""

    document: Document
    changes: Changes = DOCUMENTS_CHANGED


class AlreadyThere(NamedTuple):
    """Nothing was stored: this document has the very same content. It may be in the trash."""

    document: Document


class Checked(NamedTuple):
    """What proving a document found: nothing wrong, or the cause."""

    document: Document
    wrong: Cause | None


class Documents:
    """The documents of an open space. Used from one thread."""

    def __init__(
        self, space: Path, shelves: Shelves, objects: SealedObjects, register: Register, clock: Clock
    ) -> None:
        self._space, self._shelves, self._objects = space, shelves, objects
        self._register = register
        self._clock = clock

    def list(self) -> tuple[Document, ...]:
        """Return the documents that are not in the trash, the last added first."""
        kept = (document for document in self._register.all() if not self._is_trashed(document.id))
        return tuple(sorted(kept, key=lambda document: (document.added, document.id), reverse=True))

    def trash(self) -> tuple[Document, ...]:
        """Return the documents in the trash."""
        return tuple(document for document in self._register.all() if isinstance(document.state, Trashed))

    def document(self, document_id: DocumentId) -> Document:
        """Return one document. Raises ``UserError(DOCUMENT_UNKNOWN)``."""
        return self._register.document(document_id)

    def search(self, text: str, kinds: Collection[str] = ()) -> tuple[Document, ...]:
        """Return the documents not in the trash that have every word, the best first.

        ``kinds`` are the kinds of paper that the text names; documents of these come too.
        """
        found = self._register.search.find(text, kinds)
        return tuple(
            self._register.document(document_id) for document_id in found if not self._is_trashed(document_id)
        )

    def add_document(
        self,
        incoming: Incoming,
        facts: DocumentFacts,
        on_progress: Report = no_report,
        *,
        even_if_there: bool = False,
    ) -> Added | AlreadyThere:
        """Store a document. ``on_progress`` may raise to stop: nothing of it stays then.

        Raises ``UserError``: no room, the file changed meanwhile, the medium refuses.
        """
        same = self._register.with_content(incoming.sha256)
        if same and not even_if_there:
            return AlreadyThere(same)
        require_room(self._space, incoming.size_bytes)
        meta = self._meta(incoming, facts, self._clock.new_id(), self._clock.today())
        return Added(self._store(meta, incoming, on_progress))

    def bring_back(self, incoming: Incoming, told: Document) -> Added | AlreadyThere:
        """Store a document that was carried out of a space: its id if it is free, its day, its trash."""
        same = self._register.with_content(incoming.sha256)
        if same:
            return AlreadyThere(same)
        is_free = (
            is_document_id(told.id) and told.id not in self._register.ids() | self._register.places.keys()
        )
        require_room(self._space, incoming.size_bytes)
        meta = self._meta(incoming, told.facts, told.id if is_free else self._clock.new_id(), told.added)
        document = self._store(meta, incoming, no_report)
        if isinstance(told.state, Trashed):
            document = self._move(document, told.state, Place.TRASH)
        return Added(document)

    def read(self, document_id: DocumentId, target: Target, on_progress: Report = no_report) -> Document:
        """Write a document to ``target``. What was written counts only once this returns.

        Raises ``UserError``: it is not there, damaged, or another was put in its place.
        """
        document = self._register.document(document_id)
        try:
            meta = self._objects.read(document_id, self._register.place(document_id), target, on_progress)
        except UserError as error:
            if error.cause is Cause.DOCUMENT_MISSING:
                require_there(self._space)
                self._register.places.pop(document_id, None)
            raise
        if meta.sha256 != document.sha256:
            raise UserError(Cause.DOCUMENT_EXCHANGED, name=document.original_name)
        return document

    def save_copy(self, document_id: DocumentId, target: Path, on_progress: Report = no_report) -> None:
        """Write a document in clear to a file: whole and proved, or not at all. Raises ``UserError``."""
        part = target.with_name(f".{target.name}.part")
        with explained(target):
            try:
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "wb") as stream:
                    self.read(document_id, stream, on_progress)
                    stream.flush()
                    os.fsync(stream.fileno())
                part.replace(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            sync_folder(target.parent)

    def set_facts(self, document_id: DocumentId, facts: DocumentFacts) -> Changes:
        """Keep what is said of a document now. Raises ``UserError``."""
        document = self._register.document(document_id)
        facts = tidied(facts)
        kept = msgspec.structs.replace(document, facts=facts, state=self._register.kept(document_id).state)
        if document_id in self._register.places:
            revision = self._register.index.next_revision(Kind.DOCUMENT, document_id)
            self._objects.write_facts(document_id, self._register.place(document_id), revision, facts)
        self._register.keep(kept)
        return DOCUMENTS_CHANGED

    def remove(self, document_id: DocumentId) -> Changes:
        """Put a document in the trash, for thirty days. One whose file is missing is forgotten."""
        document = self._register.document(document_id)
        if isinstance(document.state, Missing):
            self._register.forget(document_id)
        else:
            self._move(document, Trashed(self._clock.today()), Place.TRASH)
        return DOCUMENTS_CHANGED

    def restore(self, document_id: DocumentId) -> Changes:
        """Take a document out of the trash."""
        self._move(self._register.document(document_id), Stored(), Place.OBJECTS)
        return DOCUMENTS_CHANGED

    def purge(self, document_id: DocumentId) -> Changes:
        """Take a document away for good. Only what is in the trash goes: ``ValueError`` otherwise."""
        document = self._register.document(document_id)
        if not isinstance(document.state, Trashed):
            raise ValueError("not in the trash")  # noqa: TRY004 -- a state, not a type
        # Known as gone first: stopped here, the next opening takes the file away.
        self._register.forget(document_id)
        self._shelves.unlink(document_id, self._register.places.pop(document_id))
        return DOCUMENTS_CHANGED

    def verify(self, on_progress: Report = no_report) -> tuple[Checked, ...]:
        """Open every document to its end; return what is wrong with each. ``on_progress`` counts them."""
        documents = tuple(self._register.all())
        checked = []
        for done, document in enumerate(documents):
            on_progress(done, len(documents))
            wrong = None
            try:
                self.read(document.id, Nowhere())
            except UserError as error:
                wrong = error.cause
            checked.append(Checked(document, wrong))
        on_progress(len(documents), len(documents))
        return tuple(checked)

    def close(self) -> None:
        """Let go of everything."""
        self._register.close()

    def _is_trashed(self, document_id: DocumentId) -> bool:
        return isinstance(self._register.kept(document_id).state, Trashed)

    @staticmethod
    def _meta(incoming: Incoming, facts: DocumentFacts, document_id: DocumentId, added: date) -> Meta:
        return Meta(
            id=document_id,
            original_name=incoming.name,
            media_type=incoming.media_type,
            size_bytes=incoming.size_bytes,
            sha256=incoming.sha256,
            added=added,
            facts=tidied(facts),
            concerns=incoming.concerns,
        )

    def _store(self, meta: Meta, incoming: Incoming, on_progress: Report) -> Document:
        self._objects.seal(meta, incoming.crc, incoming.pieces(), on_progress)
        document = from_meta(meta, Stored())
        try:
            self._register.keep(document)
        except BaseException:
            self._shelves.unlink(meta.id, Place.OBJECTS)
            raise
        self._register.places[meta.id] = Place.OBJECTS
        return document

    def _move(self, document: Document, state: Stored | Trashed, place: Place) -> Document:
        self._register.place(document.id)
        moved = msgspec.structs.replace(document, state=state)
        # Known first: stopped here, the next opening moves the file.
        self._register.keep(moved)
        self._shelves.move(document.id, place)
        self._register.places[document.id] = place
        return moved
