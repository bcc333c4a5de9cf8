"""Opening the documents of a space: what was cut short is finished, what is missing or found is said."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import UserError
from dematassist.vault.documents import Documents
from dematassist.vault.found import FoundDocuments
from dematassist.vault.index import Trouble, is_sealed_with, open_index
from dematassist.vault.marked_files import Marker
from dematassist.vault.model import Stored, Trashed, is_past_trash
from dematassist.vault.records import Records
from dematassist.vault.register import Register, from_meta
from dematassist.vault.rows import Kind
from dematassist.vault.sealed_objects import SealedObjects
from dematassist.vault.shelves import Place, Shelves

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.system.clock import Clock
    from dematassist.vault.keys import SpaceKeys
    from dematassist.vault.model import Document, DocumentId


class OpenSpace(NamedTuple):
    """What an open space is made of, and what its opening found."""

    documents: Documents
    found: FoundDocuments
    register: Register
    trouble: Trouble | None
    """What was wrong with the index; it was made again."""
    kept: str
    """Where the index that was not sound is now; empty when there is none."""
    records: Records
    """What is kept beside the documents."""


def open_documents(space: Path, keys: SpaceKeys, clock: Clock, former: SpaceKeys | None = None) -> OpenSpace:
    """Open the documents of a space, which its lock keeps for this process alone.

    Nothing that is read-only, full or damaged prevents what can be read from being read. Raises
    ``UserError`` when the index is open elsewhere, or made by a newer program.
    """
    shelves = Shelves(space)
    shelves.sweep()
    places = shelves.documents()
    # While the key is being changed the index may still be sealed with the one before.
    is_former = former is not None and is_sealed_with(space, former.index)
    index_keys = former if former and is_former else keys
    index, trouble, kept = open_index(space, index_keys, clock.now(), has_documents=bool(places))
    objects = SealedObjects(shelves, keys, former)
    register = Register(index, places)
    _finish_purges(shelves, register)
    if trouble:
        _take_back(objects, register, clock)
    records = Records(shelves, Marker((keys, former) if former else (keys,)), index)
    records.settle()
    _put_where_known(shelves, register)
    documents = Documents(space, shelves, objects, register, clock)
    _empty_trash(documents, clock)
    found = FoundDocuments(shelves, objects, register, documents)
    return OpenSpace(documents, found, register, trouble, kept, records)


def _finish_purges(shelves: Shelves, register: Register) -> None:
    """Take away what was gone for good when the program ended. In ``objets``, it was put back: it stays."""
    for document_id, place in tuple(register.places.items()):
        if place is Place.TRASH and register.index.is_gone(Kind.DOCUMENT, document_id):
            with contextlib.suppress(UserError):
                shelves.unlink(document_id, place)
                del register.places[document_id]


def _take_back(objects: SealedObjects, register: Register, clock: Clock) -> None:
    """Know again all that the sealed files tell, where a key of this space vouches for it.

    What is left of the index may be older than they are: where they lie, and what was said, count.
    """
    known = register.ids()
    documents = []
    for document_id, place in register.places.items():
        former = register.kept(document_id) if document_id in known else None
        document = former or _told(objects, register, document_id, place)
        if document is None:
            continue
        if isinstance(document.state, Trashed) is not (place is Place.TRASH):
            state = Trashed(clock.today()) if place is Place.TRASH else Stored()
            document = msgspec.structs.replace(document, state=state)
        said = objects.facts(document_id, place)
        if said and said[0] >= register.index.next_revision(Kind.DOCUMENT, document_id):
            document = msgspec.structs.replace(document, facts=said[1])
        if document != former:
            documents.append(document)
    if documents:
        try:
            register.keep(*documents)
        except UserError:
            # A read-only stick, a full disk: they are shown all the same.
            register.know(*documents)


def _told(
    objects: SealedObjects, register: Register, document_id: DocumentId, place: Place
) -> Document | None:
    """Return what a sealed file says of itself, if it is ours, under its own name and not gone for good."""
    if register.index.is_gone(Kind.DOCUMENT, document_id):
        return None
    try:
        read = objects.peek(objects.path(document_id, place))
    except UserError:
        return None
    return from_meta(read.meta, Stored()) if read.is_marked and read.meta.id == document_id else None


def _put_where_known(shelves: Shelves, register: Register) -> None:
    """Finish the moves to and from the trash."""
    for document_id in register.ids() & register.places.keys():
        is_trashed = isinstance(register.kept(document_id).state, Trashed)
        place = Place.TRASH if is_trashed else Place.OBJECTS
        if register.places[document_id] is not place:
            with contextlib.suppress(UserError):
                shelves.move(document_id, place)
                register.places[document_id] = place


def _empty_trash(documents: Documents, clock: Clock) -> None:
    today = clock.today()
    for document in documents.trash():
        if isinstance(document.state, Trashed) and is_past_trash(document.state.on, today):
            with contextlib.suppress(UserError):
                documents.purge(document.id)
