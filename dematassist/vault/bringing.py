"""Taking back what « Tout emporter » made: nothing in it is trusted, and what is whole comes in."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.system.sources import explained_source, open_source
from dematassist.vault import bag
from dematassist.vault.documents import AlreadyThere
from dematassist.vault.intake import MOST_BYTES, from_bytes
from dematassist.vault.model import Document, to_read_again
from dematassist.vault.passphrase import normalised
from dematassist.vault.records import MAX_RECORD_BYTES, Record
from dematassist.vault.rows import Kind
from dematassist.vault.streams import no_report
from dematassist.vault.zip_rules import Limits, UnsafeArchiveError, checked, content_of, open_zip

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from dematassist.vault.opening import OpenSpace
    from dematassist.vault.streams import Report

_AGE = b"age-encryption.org/v1"
_LIMITS = Limits(entries=50_000, directory_bytes=20_000_000, all_bytes=20_000_000_000)
_RECORD = re.compile(r"data/parcours/([0-9a-f]{32})\.json")
_SEALED_MORE = 1 << 20
_OF_ONE_FILE = frozenset((Cause.SOURCE_EMPTY, Cause.SOURCE_TOO_BIG, Cause.SOURCE_IS_PROGRAM))
"""What is wrong with one document, and does not stop the others."""


class BroughtIn(NamedTuple):
    """What came of a bag: how many documents and records are new, what was here already, what was wrong."""

    documents: int
    records: int
    already_there: int
    refused: tuple[str, ...]
    """The names of the files that were missing, changed or refused."""


def bring_in(
    space: OpenSpace, source: Path, passphrase: str = "", on_progress: Report = no_report
) -> BroughtIn:
    """Take everything of a bag into a space. What is here already stays as it is.

    An official code is not believed on the word of a file: whoever reads the paper again verifies it.
    Raises ``UserError``: not a bag, damaged, a password needed or wrong.
    """
    with open_source(source) as stream:
        with explained_source(source):
            is_sealed = stream.read(len(_AGE)) == _AGE
            size = stream.seek(0, 2)
            stream.seek(0)
        opened: IO[bytes] = _opened(stream, size, source, passphrase) if is_sealed else stream
        try:
            return _bring_in(space, opened, on_progress)
        except (UnsafeArchiveError, msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
            raise UserError(Cause.BAG_DAMAGED, path=str(source)) from error


def _opened(stream: IO[bytes], size: int, source: Path, passphrase: str) -> IO[bytes]:
    from pyrage import DecryptError
    from pyrage.passphrase import decrypt

    if not passphrase:
        raise UserError(Cause.BAG_LOCKED, path=str(source))
    if size > bag.MAX_SEALED_BYTES + bag.MAX_SEALED_BYTES // 8 + _SEALED_MORE:
        raise UserError(Cause.BAG_DAMAGED, path=str(source))
    with explained_source(source):
        sealed = stream.read()
    try:
        return io.BytesIO(decrypt(sealed, normalised(passphrase).decode()))
    except DecryptError as error:
        raise UserError(Cause.BAG_PASSWORD_WRONG, path=str(source)) from error


def _bring_in(space: OpenSpace, stream: IO[bytes], report: Report) -> BroughtIn:
    size = stream.seek(0, 2)
    with open_zip(stream, _LIMITS) as archive:
        reader = _Reader(archive, size)
        listed = msgspec.json.decode(reader.proved(bag.JSON_NAME), type=bag.Listed)
        if listed.format > bag.FORMAT:
            raise UserError(Cause.SPACE_TOO_NEW)
        new, there, refused = 0, 0, []
        for done, entry in enumerate(listed.documents):
            report(done, len(listed.documents))
            try:
                added = _bring_document(space, reader, entry)
            except (UserError, UnsafeArchiveError) as error:
                if isinstance(error, UserError) and error.cause not in _OF_ONE_FILE:
                    raise
                refused.append(entry.document.original_name)
                continue
            new, there = new + added, there + (not added)
        records = tuple(_records(space, reader, refused))
        if records:
            space.records.keep(Kind.RECORD, *records)
        report(len(listed.documents), len(listed.documents))
    return BroughtIn(new, len(records), there, tuple(refused))


def _bring_document(space: OpenSpace, reader: _Reader, entry: bag.Entry) -> bool:
    """Bring one document in; return whether it is new. Raises ``UnsafeArchiveError`` when it is not whole."""
    document: Document = entry.document
    content = reader.proved(entry.file)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise UnsafeArchiveError("not the document it says")
    incoming = from_bytes(content, document.original_name, MOST_BYTES)
    kept = msgspec.structs.replace(document, facts=to_read_again(document.facts))
    brought = space.documents.bring_back(incoming, kept)
    return not isinstance(brought, AlreadyThere)


def _records(space: OpenSpace, reader: _Reader, refused: list[str]) -> Iterator[Record]:
    here = {record.id for record in space.records.all(Kind.RECORD)}
    for name in reader.names:
        if found := _RECORD.fullmatch(name):
            if found[1] in here:
                continue
            try:
                body = reader.proved(name)
                if len(body) > MAX_RECORD_BYTES:
                    raise UnsafeArchiveError("too big")
                msgspec.json.decode(body)
                yield Record(found[1], body.decode())
            except (UnsafeArchiveError, msgspec.MsgspecError, UnicodeDecodeError):
                refused.append(name)


class _Reader:
    """Reads the files of a bag, each proved by the manifest."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        infos = {info.filename: info for info in checked(archive, size, _LIMITS)}
        tops = {name.split("/", 1)[0] for name in infos}
        if len(tops) != 1:
            raise UnsafeArchiveError("not one folder")
        top = f"{tops.pop()}/"
        self._infos = {name.removeprefix(top): info for name, info in infos.items()}
        if not self._content(bag.BAGIT_NAME).startswith(b"BagIt-Version: 1.0"):
            raise UnsafeArchiveError("not a bag")
        self._sums = bag.read_manifest(self._content(bag.MANIFEST_NAME))
        self._prove_tags()

    @property
    def names(self) -> tuple[str, ...]:
        """The files that the manifest lists."""
        return tuple(self._sums)

    def proved(self, name: str) -> bytes:
        """Return a file that is what the manifest says. Raises ``UnsafeArchiveError``."""
        content = self._content(name)
        if self._sums.get(name) != hashlib.sha256(content).hexdigest():
            raise UnsafeArchiveError("changed")
        return content

    def _content(self, name: str) -> bytes:
        info = self._infos.get(name)
        if info is None or info.file_size > MOST_BYTES:
            raise UnsafeArchiveError("missing, or too big")
        return content_of(self._archive, info)

    def _prove_tags(self) -> None:
        if bag.TAG_MANIFEST_NAME in self._infos:
            for name, value in bag.read_manifest(self._content(bag.TAG_MANIFEST_NAME)).items():
                if hashlib.sha256(self._content(name)).hexdigest() != value:
                    raise UnsafeArchiveError("a tag file changed")
