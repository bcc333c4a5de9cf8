"""« Changer la clé »: every document sealed again with another key, after a sheet was lost or stolen.

The header is written first: it opens with the new sheet and the password, and holds the key before, itself
sealed with the new one. Then each document is written anew beside itself and takes its own place, so that at
every instant it opens with one key or the other; what was interrupted goes on at the next opening. The key
before is dropped last.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.vault import header, index, records
from dematassist.vault.sealed_objects import SealedObjects
from dematassist.vault.shelves import Shelves
from dematassist.vault.unlocking import UnlockedSpace, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from dematassist.vault.model import DocumentId
    from dematassist.vault.shelves import Place


def finished(space: UnlockedSpace, now: datetime, report: Callable[[int, int], object]) -> UnlockedSpace:
    """Seal what is left to seal, and drop the key before. Raises also what ``report`` raises."""
    assert space.former
    index.seal_again(space.folder, space.keys, space.former, now)
    shelves = Shelves(space.folder)
    shelves.sweep()
    records.seal_again(shelves, space.keys, space.former)
    alone = SealedObjects(shelves, space.keys)
    both = SealedObjects(shelves, space.keys, space.former)
    documents = shelves.documents()
    for done, (document_id, place) in enumerate(sorted(documents.items())):
        report(done, len(documents))
        path = shelves.path(document_id, place)
        if not _is_sealed_with(alone, both, path, document_id, place):
            _unless_damaged(partial(both.seal_again, document_id, place))
    for path in shelves.strays():
        # A copy with another name is a document all the same.
        if not _opens(alone, path):
            _unless_damaged(partial(both.seal_file_again, path))
    return written(space, header.rekeyed_header(space.header, space.keys))._replace(former=None)


def _is_sealed_with(
    alone: SealedObjects, both: SealedObjects, path: Path, document_id: DocumentId, place: Place
) -> bool:
    """Return whether a document, and what is said of it, opens with the key of now alone."""
    return _opens(alone, path) and alone.facts(document_id, place) == both.facts(document_id, place)


def _opens(objects: SealedObjects, path: Path) -> bool:
    try:
        objects.peek(path)
    except UserError:
        return False
    return True


def _unless_damaged(seal_again: Callable[[], None]) -> None:
    """Seal again; what opens with no key is left as it is, to be told of as any damaged document."""
    try:
        seal_again()
    except UserError as error:
        if error.cause not in (Cause.DOCUMENT_DAMAGED, Cause.DOCUMENT_EXCHANGED):
            raise
