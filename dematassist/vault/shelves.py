"""Where the sealed files of a space lie, and how their names are made to last.

``objets/ab/<id>.age`` for a document, ``corbeille/<id>.age`` once it is in the trash. Beside it,
``<id>.fiche.age`` holds what was said of it since it was stored. Records, which are not documents, have a
folder for each kind: ``parcours/<id>.age``. A ``.part`` is one being written.
"""

from __future__ import annotations

import contextlib
import os
from enum import Enum
from typing import TYPE_CHECKING

from dematassist.system.files import explained, sync_folder
from dematassist.vault.model import DocumentId, is_document_id
from dematassist.vault.rows import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

OBJECTS = "objets"
TRASH = "corbeille"
RECORDS = {Kind.RECORD: "parcours"}
"""The folder of each kind of record."""
OBJECT_SUFFIX = ".age"
FACTS_SUFFIX = ".fiche.age"
_PART_SUFFIX = ".part"


class Place(Enum):
    """Which folder a sealed file lies in."""

    OBJECTS = OBJECTS
    TRASH = TRASH


class Shelves:
    """The folders of one space. Raises ``UserError`` where the medium refuses."""

    def __init__(self, space: Path) -> None:
        self._space = space

    def path(self, document_id: DocumentId, place: Place, suffix: str = OBJECT_SUFFIX) -> Path:
        """Return where this file of a document lies, or would lie."""
        if not is_document_id(document_id):
            raise ValueError("not the id of a document")
        folder = self._space / place.value
        if place is Place.OBJECTS:
            folder /= document_id[:2]
        return folder / f"{document_id}{suffix}"

    def find(self, document_id: DocumentId) -> Place | None:
        """Return where a document lies, or ``None``. A stick that is not there any more has nothing."""
        for place in Place:
            with contextlib.suppress(OSError):
                if self.path(document_id, place).lstat():
                    return place
        return None

    def documents(self) -> dict[DocumentId, Place]:
        """Return every document that has a sealed file. One that lies in both folders is in ``objets``."""
        found = {}
        for place in (Place.TRASH, Place.OBJECTS):
            for folder, name in self._names(place, OBJECT_SUFFIX):
                document_id = name.removesuffix(OBJECT_SUFFIX)
                if is_document_id(document_id) and folder in (place.value, document_id[:2]):
                    found[document_id] = place
        return found

    def strays(self) -> tuple[Path, ...]:
        """Return the sealed files that do not lie under their name: a « copie en conflit », a renamed one."""
        ours = {self.path(document_id, place) for document_id, place in self.documents().items()}
        return tuple(
            path
            for place in Place
            for path in self._entries(place, OBJECT_SUFFIX)
            if not path.name.endswith(FACTS_SUFFIX) and path not in ours
        )

    def record(self, kind: Kind, record_id: str) -> Path:
        """Return where the file of a record lies, or would lie."""
        if not is_document_id(record_id):
            raise ValueError("not the id of a record")
        return self._space / RECORDS[kind] / f"{record_id}{OBJECT_SUFFIX}"

    def records(self, kind: Kind) -> frozenset[str]:
        """Return the ids of the records that have a file."""
        names = _files(f"{self._space}{os.sep}{RECORDS[kind]}")
        ids = (name.removesuffix(OBJECT_SUFFIX) for name in names if name.endswith(OBJECT_SUFFIX))
        return frozenset(record_id for record_id in ids if is_document_id(record_id))

    def unlink_record(self, kind: Kind, record_id: str) -> None:
        """Take the file of a record away for good."""
        path = self.record(kind, record_id)
        with explained(path), contextlib.suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)

    def sealed_files(self) -> Iterator[Path]:
        """Return every sealed file, of documents and of what was said of them since."""
        for place in Place:
            yield from self._entries(place, OBJECT_SUFFIX)

    def sweep(self) -> int:
        """Take away what was being written when the program last ended; return how many."""
        swept = 0
        parts = [part for place in Place for part in self._entries(place, _PART_SUFFIX)]
        for folder in RECORDS.values():
            names = _files(f"{self._space}{os.sep}{folder}")
            parts += [self._space / folder / name for name in names if name.endswith(_PART_SUFFIX)]
        for part in parts:
            with contextlib.suppress(OSError):
                part.unlink()
                swept += 1
        return swept

    def put(self, target: Path, write: Callable[[BinaryIO], object], check: Callable[[Path], object]) -> None:
        """Write a file so that it is there whole, or not at all.

        ``write`` fills a new file; once that is on the disk, ``check`` reads it back and raises if it is
        not what was meant; only then it takes its name. The name itself is on the disk on return.
        """
        with explained(target):
            self._make_folder(target.parent)
            part = target.with_name(f"{target.name}{_PART_SUFFIX}")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = os.open(part, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    write(stream)
                    stream.flush()
                    os.fsync(stream.fileno())
                    if hasattr(os, "posix_fadvise"):
                        # What is checked is read from the disk, not from memory.
                        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                check(part)
                part.replace(target)
            except BaseException:
                with contextlib.suppress(OSError):
                    part.unlink()
                raise
            sync_folder(target.parent)

    def move(self, document_id: DocumentId, to: Place) -> None:
        """Put a document, and what was said of it, in the other folder."""
        origin = Place.OBJECTS if to is Place.TRASH else Place.TRASH
        # The document first: what was said of it is nothing without it.
        for suffix in (OBJECT_SUFFIX, FACTS_SUFFIX):
            source, target = (self.path(document_id, place, suffix) for place in (origin, to))
            with explained(target):
                self._make_folder(target.parent)
                with contextlib.suppress(FileNotFoundError):
                    source.replace(target)
                    sync_folder(target.parent)
                    sync_folder(source.parent)

    def rename(self, stray: Path, target: Path) -> None:
        """Give a file that lies under another name its own."""
        with explained(target):
            self._make_folder(target.parent)
            stray.replace(target)
            sync_folder(target.parent)
            sync_folder(stray.parent)

    def unlink(self, document_id: DocumentId, place: Place) -> None:
        """Take a document away for good."""
        for suffix in (FACTS_SUFFIX, OBJECT_SUFFIX):
            path = self.path(document_id, place, suffix)
            with explained(path), contextlib.suppress(FileNotFoundError):
                path.unlink()
                sync_folder(path.parent)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if folder.parent != self._space:
            self._make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)

    def _entries(self, place: Place, suffix: str) -> Iterator[Path]:
        top = self._space / place.value
        for folder, name in self._names(place, suffix):
            yield (top if place is Place.TRASH else top / folder) / name

    def _names(self, place: Place, suffix: str) -> Iterator[tuple[str, str]]:
        """Return the last folder and the name of each true file. Ten thousand are looked at in no time."""
        top = f"{self._space}{os.sep}{place.value}"
        folders = [place.value] if place is Place.TRASH else _listed(top, lambda entry: entry.is_dir())
        for folder in folders:
            inside = top if place is Place.TRASH else f"{top}{os.sep}{folder}"
            for name in _files(inside):
                if name.endswith(suffix):
                    yield folder, name


def _files(folder: str) -> list[str]:
    return _listed(folder, lambda entry: entry.is_file(follow_symlinks=False))


def _listed(folder: str, is_wanted: Callable[[os.DirEntry[str]], bool]) -> list[str]:
    """Return the names in a folder; none when it is not there, or went away with its stick."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if is_wanted(entry)]
    except OSError:
        return []
