"""What is known of the documents of an open space: in memory to be read, in the index to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.vault.index import Change
from dematassist.vault.model import Document, DocumentId, Missing, Stored, Trashed
from dematassist.vault.rows import Kind
from dematassist.vault.search import DocumentSearch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.vault.index import Index
    from dematassist.vault.sealed_objects import Meta
    from dematassist.vault.shelves import Place


class Register:
    """The documents, where their files lie, and the search in them. Used from one thread."""

    def __init__(self, index: Index, places: dict[DocumentId, Place]) -> None:
        self.index = index
        self.places = places
        self._documents = dict(_decoded(index.bodies(Kind.DOCUMENT)))
        self.search = DocumentSearch(self._documents.values())

    def ids(self) -> frozenset[DocumentId]:
        """Return the ids of all that is known."""
        return frozenset(self._documents)

    def all(self) -> Iterator[Document]:
        """Return every document, as it is now."""
        return (self._now(document) for document in self._documents.values())

    def document(self, document_id: DocumentId) -> Document:
        """Return one document, as it is now. Raises ``UserError(DOCUMENT_UNKNOWN)``."""
        document = self._documents.get(document_id)
        if document is None:
            raise UserError(Cause.DOCUMENT_UNKNOWN)
        return self._now(document)

    def kept(self, document_id: DocumentId) -> Document:
        """Return one document as it is kept, wherever its file is: stored, or in the trash."""
        return self._documents[document_id]

    def place(self, document_id: DocumentId) -> Place:
        """Return where the file of a document lies. Raises ``UserError(DOCUMENT_MISSING)``."""
        if document_id not in self.places:
            raise UserError(Cause.DOCUMENT_MISSING)
        return self.places[document_id]

    def with_content(self, sha256: str) -> Document | None:
        """Return a document that has this content, if one is here."""
        same = (document for document in self.all() if document.sha256 == sha256)
        return next((document for document in same if not isinstance(document.state, Missing)), None)

    def keep(self, *documents: Document) -> None:
        """Keep what is known of documents, together. Raises ``UserError``; nothing changes then."""
        rows = (Change(Kind.DOCUMENT, document.id, msgspec.json.encode(document)) for document in documents)
        self.index.put(*rows)
        self.know(*documents)

    def know(self, *documents: Document) -> None:
        """Know documents until the space is closed."""
        for document in documents:
            self._documents[document.id] = document
            self.search.put(document)

    def forget(self, document_id: DocumentId) -> None:
        """Forget a document, for good."""
        self.index.put(Change(Kind.DOCUMENT, document_id, b""))
        self._documents.pop(document_id, None)
        self.search.drop(document_id)

    def close(self) -> None:
        """Let go of everything."""
        self.search.close()
        self.index.close()

    def _now(self, document: Document) -> Document:
        if document.id in self.places:
            return document
        return msgspec.structs.replace(document, state=Missing())


def from_meta(meta: Meta, state: Stored | Trashed) -> Document:
    """Return what is known of a document from what its sealed file says."""
    return Document(
        id=meta.id,
        facts=meta.facts,
        original_name=meta.original_name,
        media_type=meta.media_type,
        size_bytes=meta.size_bytes,
        sha256=meta.sha256,
        added=meta.added,
        concerns=meta.concerns,
        state=state,
    )


def _decoded(bodies: dict[str, bytes]) -> Iterator[tuple[DocumentId, Document]]:
    decoder = msgspec.json.Decoder(Document)
    for document_id, body in bodies.items():
        try:
            yield document_id, decoder.decode(body)
        except msgspec.MsgspecError as error:
            # The seal holds: only a newer program can have written it.
            raise UserError(Cause.SPACE_TOO_NEW) from error
