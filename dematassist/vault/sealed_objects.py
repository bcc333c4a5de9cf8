"""The documents of a space: one age file each, written in the order that loses nothing, read with proof.

An object is never changed. What a person says of it later lies beside it, in a small file of its own
(« fiche »), so that the index can be made again from these files alone. Both carry a mark made with a key of
the space: whoever knows only the public key can leave a document here, but not pass it for one we stored.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zlib
from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.system.sources import open_source
from dematassist.vault.marked_files import DOCUMENT, FACTS, Marked, Marker
from dematassist.vault.model import (  # noqa: TC001 -- msgspec reads the annotations at run time
    Concern,
    DocumentFacts,
    DocumentId,
)
from dematassist.vault.parcel import Content, DamagedParcelError, Unpacker, pack
from dematassist.vault.shelves import FACTS_SUFFIX, Place, Shelves
from dematassist.vault.streams import Counted, Nowhere, Pull, Push, TargetError, no_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from dematassist.vault.keys import SpaceKeys
    from dematassist.vault.streams import Report, Target

_FORMAT = 1
_MAX_FACTS_FILE = 1 << 17


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What ``meta.json`` says of a document, as it was when it was stored."""

    id: DocumentId
    original_name: str
    media_type: str
    size_bytes: int
    sha256: str
    added: date
    facts: DocumentFacts
    concerns: tuple[Concern, ...] = ()
    format: int = _FORMAT


class Read(NamedTuple):
    """What was read, and whether a key of this space vouches that it was stored here."""

    meta: Meta
    is_marked: bool


class _Facts(msgspec.Struct, frozen=True):
    """What a « fiche » says."""

    id: DocumentId
    revision: int
    facts: DocumentFacts


class SealedObjects:
    """The sealed files of one space. ``former`` are the keys before these, while they are being changed."""

    def __init__(self, shelves: Shelves, keys: SpaceKeys, former: SpaceKeys | None = None) -> None:
        self._shelves = shelves
        self._recipient = keys.recipient
        self._marker = Marker((keys, former) if former else (keys,))

    def seal(self, meta: Meta, crc: int, pieces: Iterable[bytes], report: Report) -> None:
        """Store a document; when this returns, a power cut cannot lose it.

        ``meta`` tells the size and SHA-256 that were read before, and ``pieces`` reads the same again.
        Raises ``UserError``: the file changed meanwhile, the medium refuses or does not keep what is written.
        """
        target = self._shelves.path(meta.id, Place.OBJECTS)
        content = Content(meta.original_name, meta.size_bytes, crc, counted(pieces, meta, report))
        parcel = pack(self._marker.marked(DOCUMENT, meta), content)

        def check(part: Path) -> None:
            try:
                back = self.read_any(part, Nowhere(), lambda done, total: report(total + done, 2 * total))
            except UserError as error:
                raise UserError(Cause.DISK_UNRELIABLE, path=str(target.parent)) from error
            if back != Read(meta, is_marked=True):
                raise UserError(Cause.DISK_UNRELIABLE, path=str(target.parent))

        self._shelves.put(target, lambda stream: self._encrypt(parcel, stream), check)

    def read(self, document_id: DocumentId, place: Place, target: Target, report: Report) -> Meta:
        """Write a document to ``target``. What was written counts only once this returns.

        Raises ``UserError``: it is not there, damaged, or another was put in its place.
        """
        found = self.read_any(self._shelves.path(document_id, place), target, report)
        if found.meta.id != document_id:
            raise UserError(Cause.DOCUMENT_EXCHANGED, name=found.meta.original_name)
        return found.meta

    def path(self, document_id: DocumentId, place: Place) -> Path:
        """Return where a document lies, or would lie."""
        return self._shelves.path(document_id, place)

    def peek(self, path: Path) -> Read:
        """Return what a sealed file says of itself, without reading its document. Raises ``UserError``."""
        metas: list[Read] = []

        def keep(meta: bytes) -> None:
            metas.append(self._opened(meta))
            raise _EnoughError

        with contextlib.suppress(_EnoughError):
            self._decrypt(path, Unpacker(keep, Nowhere().write))
        if not metas:
            raise UserError(Cause.DOCUMENT_DAMAGED, path=str(path))
        return metas[0]

    def write_facts(self, document_id: DocumentId, place: Place, revision: int, facts: DocumentFacts) -> None:
        """Keep what is said of a document now."""
        target = self._shelves.path(document_id, place, FACTS_SUFFIX)
        said = _Facts(document_id, revision, facts)
        sealed = self._marker.sealed(FACTS, said)

        def check(part: Path) -> None:
            if self._facts(part) != said:
                raise UserError(Cause.DISK_UNRELIABLE, path=str(target.parent))

        self._shelves.put(target, lambda stream: stream.write(sealed), check)

    def facts(self, document_id: DocumentId, place: Place) -> tuple[int, DocumentFacts] | None:
        """Return what was said of a document since it was stored, and at which revision; ``None`` if nothing.

        What is damaged, or that no key of this space vouches for, is nothing.
        """
        said = self._facts(self._shelves.path(document_id, place, FACTS_SUFFIX))
        return (said.revision, said.facts) if said and said.id == document_id else None

    def seal_again(self, document_id: DocumentId, place: Place) -> None:
        """Seal a document, and what is said of it, to the keys of now. Nothing is lost if it stops halfway.

        What no key of this space vouches for stays without a mark. Raises ``UserError``.
        """
        said = self.facts(document_id, place)
        self.seal_file_again(self._shelves.path(document_id, place))
        if said:
            self.write_facts(document_id, place, *said)

    def seal_file_again(self, path: Path) -> None:
        """Seal a file, whatever its name, to the keys of now. Raises ``UserError``."""
        content = io.BytesIO()
        read = self.read_any(path, content, no_report)
        told = self._marker.marked(DOCUMENT, read.meta) if read.is_marked else unmarked(read.meta)
        pieces = (content.getvalue(),)
        crc = zlib.crc32(pieces[0])
        parcel = pack(told, Content(read.meta.original_name, read.meta.size_bytes, crc, pieces))

        def check(part: Path) -> None:
            if self.read_any(part, Nowhere(), no_report) != read:
                raise UserError(Cause.DISK_UNRELIABLE, path=str(path.parent))

        self._shelves.put(path, lambda stream: self._encrypt(parcel, stream), check)

    def _opened(self, meta: bytes) -> Read:
        try:
            marked = msgspec.json.decode(meta, type=Marked)
            said = msgspec.json.decode(marked.said, type=Meta)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
            raise DamagedParcelError("meta") from error
        if said.format > _FORMAT:
            raise UserError(Cause.SPACE_TOO_NEW)
        return Read(said, self._marker.vouches_for(DOCUMENT, marked))

    def _facts(self, path: Path) -> _Facts | None:
        return self._marker.opened(path, FACTS, _Facts, _MAX_FACTS_FILE)

    def read_any(self, path: Path, target: Target, report: Report) -> Read:
        """Write the document of a sealed file to ``target``, whatever its name, and prove it whole."""
        reads: list[Read] = []
        counted = Counted(target, report)

        def expect(meta: bytes) -> None:
            reads.append(self._opened(meta))
            counted.total = reads[0].meta.size_bytes

        unpacker = Unpacker(expect, counted.write)
        try:
            self._decrypt(path, unpacker)
            unpacker.finish()
            meta = reads[0].meta
            found = (unpacker.name, counted.done, counted.sha256)
            if found != (meta.original_name, meta.size_bytes, meta.sha256):
                raise DamagedParcelError("not what its meta.json says")
        except TargetError as error:
            raise error.cause from None
        except DamagedParcelError as error:
            raise UserError(Cause.DOCUMENT_DAMAGED, path=str(path)) from error
        return reads[0]

    def _encrypt(self, pieces: Iterator[bytes], stream: BinaryIO) -> None:
        # pyrage takes 12 ms to import: only where a space is used.
        from pyrage import EncryptError, encrypt_io, x25519

        pull, push = Pull(pieces), Push(stream)
        try:
            encrypt_io(pull, push, [x25519.Recipient.from_str(self._recipient)])
        except EncryptError as error:
            raise pull.failed or push.failed or error from error

    def _decrypt(self, path: Path, unpacker: Unpacker) -> None:
        from pyrage import DecryptError, decrypt_io

        try:
            with open_source(path) as stream:
                decrypt_io(stream, unpacker, self._marker.identities())
        except UserError as error:
            if error.cause is Cause.SOURCE_MISSING:
                raise UserError(Cause.DOCUMENT_MISSING, path=str(path)) from error
            if error.cause in (Cause.SOURCE_IS_LINK, Cause.SOURCE_NOT_A_FILE):
                raise UserError(Cause.DOCUMENT_EXCHANGED, name=path.name) from error
            raise
        except (DecryptError, DamagedParcelError) as error:
            raise UserError(Cause.DOCUMENT_DAMAGED, path=str(path)) from error
        except OSError as error:
            # A seal that does not hold comes as an error without number; a disk that fails has one.
            cause = Cause.DOCUMENT_DAMAGED if error.errno is None else Cause.SOURCE_UNREADABLE
            raise UserError(cause, path=str(path)) from error


class _EnoughError(Exception):
    """All that was wanted is read."""


def counted(pieces: Iterable[bytes], meta: Meta, report: Report) -> Iterator[bytes]:
    """Pass the pieces of a document on. Raises ``UserError`` when they are not what ``meta`` says."""
    digest, done = hashlib.sha256(), 0
    for piece in pieces:
        done += len(piece)
        if done > meta.size_bytes:
            break
        digest.update(piece)
        yield piece
        report(done, 2 * meta.size_bytes)
    if done != meta.size_bytes or digest.hexdigest() != meta.sha256:
        raise UserError(Cause.SOURCE_CHANGED, path=meta.original_name)


def unmarked(meta: Meta) -> bytes:
    """Return the ``meta.json`` of a document that no key vouches for."""
    return msgspec.json.encode(Marked(msgspec.Raw(msgspec.json.encode(meta))))
