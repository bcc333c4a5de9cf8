"""Documents that lie in a space and that its index does not know: « documents retrouvés ».

Left by a power cut just before they were said stored, by a copy made by another computer, or by whoever
knows the public key of the space. Nothing is taken in without the person.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec

from dematassist.changes import Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.system.files import explained
from dematassist.vault.documents import Added
from dematassist.vault.intake import MOST_BYTES, from_bytes
from dematassist.vault.model import Document, Stored, to_read_again
from dematassist.vault.register import from_meta
from dematassist.vault.shelves import Place
from dematassist.vault.streams import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dematassist.vault.documents import Documents
    from dematassist.vault.register import Register
    from dematassist.vault.sealed_objects import Read, SealedObjects
    from dematassist.vault.shelves import Shelves


class Found(msgspec.Struct, frozen=True):
    """A sealed file that the index does not know. ``document`` is nothing when it cannot be opened."""

    path: str
    document: Document | None
    is_vouched_for: bool
    """Whether this space stored it itself; otherwise, anybody may have left it."""


class FoundDocuments:
    """What was found in an open space. Used from one thread."""

    def __init__(
        self, shelves: Shelves, objects: SealedObjects, register: Register, documents: Documents
    ) -> None:
        self._shelves, self._objects = shelves, objects
        self._register, self._documents = register, documents

    def list(self) -> tuple[Found, ...]:
        """Return what was found. The very copy of a document that is here is not worth a word."""
        found = []
        for path in self._paths():
            try:
                read = self._objects.peek(path)
            except UserError:
                found.append(Found(str(path), None, is_vouched_for=False))
                continue
            same = self._register.with_content(read.meta.sha256)
            if same is None or same.id != read.meta.id:
                found.append(Found(str(path), from_meta(read.meta, Stored()), read.is_marked))
        return tuple(found)

    def take_in(self, found: Found) -> Added:
        """Know a found document from now on, once it is proved whole. Raises ``UserError``."""
        path = self._path(found)
        if self._objects.peek(path).meta.size_bytes > MOST_BYTES:
            raise UserError(Cause.DOCUMENT_DAMAGED, path=str(path))
        content = io.BytesIO()
        read = self._objects.read_any(path, content, no_report)
        if self._is_name_free(path, read):
            return Added(self._put_in_place(path, read))
        added = self._add(read, content.getvalue())
        self._unlink(path)
        return added

    def throw_away(self, found: Found) -> Changes:
        """Take a found file away for good. Raises ``UserError``."""
        self._unlink(self._path(found))
        return changed(Changed.DOCUMENTS)

    def _paths(self) -> Iterator[Path]:
        known = self._register.ids()
        for document_id, place in tuple(self._register.places.items()):
            if document_id not in known:
                yield self._objects.path(document_id, place)
        yield from self._shelves.strays()

    def _path(self, found: Found) -> Path:
        """Return the path of what was found: only one that is still found, whatever is asked."""
        for path in self._paths():
            if str(path) == found.path:
                return path
        raise UserError(Cause.DOCUMENT_MISSING)

    def _is_name_free(self, path: Path, read: Read) -> bool:
        """Return whether a document of ours can be given its own name back."""
        holder = self._register.places.get(read.meta.id)
        return read.is_marked and (holder is None or path == self._objects.path(read.meta.id, holder))

    def _put_in_place(self, path: Path, read: Read) -> Document:
        meta = read.meta
        own = self._objects.path(meta.id, Place.OBJECTS)
        if path != own:
            self._shelves.rename(path, own)
            self._forget_place(path)
        self._register.places[meta.id] = Place.OBJECTS
        if meta.id in self._register.ids():
            return self._register.document(meta.id)
        said = self._objects.facts(meta.id, Place.OBJECTS)
        document = from_meta(meta, Stored())
        document = msgspec.structs.replace(document, facts=said[1]) if said else document
        self._register.keep(document)
        return document

    def _add(self, read: Read, content: bytes) -> Added:
        facts = read.meta.facts
        if not read.is_marked:
            # Whoever left it may say anything.
            facts = to_read_again(facts)
        incoming = from_bytes(content, read.meta.original_name, MOST_BYTES)
        added = self._documents.add_document(incoming, facts, even_if_there=True)
        assert isinstance(added, Added)
        return added

    def _unlink(self, path: Path) -> None:
        with explained(path):
            path.unlink(missing_ok=True)
        self._forget_place(path)

    def _forget_place(self, path: Path) -> None:
        for document_id, place in tuple(self._register.places.items()):
            if self._objects.path(document_id, place) == path:
                del self._register.places[document_id]
