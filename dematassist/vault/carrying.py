"""« Tout emporter »: everything of a space in one file that opens without this program."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, sync_folder
from dematassist.vault import bag
from dematassist.vault.intake import MEGABYTE
from dematassist.vault.passphrase import check_password, normalised
from dematassist.vault.rows import Kind
from dematassist.vault.streams import no_report

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import IO

    from dematassist.vault.model import Document
    from dematassist.vault.opening import OpenSpace
    from dematassist.vault.streams import Report

_NO_DAY = (1980, 1, 1, 0, 0, 0)
_PRIVATE_FILE = 0o100600 << 16


class Carried(NamedTuple):
    """How many documents and records were carried, and the documents that could not be read any more."""

    documents: int
    records: int
    left_out: tuple[Document, ...]


def carry_out(
    space: OpenSpace, target: Path, today: date, passphrase: str = "", on_progress: Report = no_report
) -> Carried:
    """Write everything to one new file: in clear, or sealed by a password as one age file.

    ``target`` is written whole or not at all. ``on_progress`` counts documents; it may raise to stop.
    Raises ``UserError``: the medium refuses, or too much for a password.
    """
    if passphrase:
        check_password(passphrase)
        _require_small(space)
    part = target.with_name(f".{target.name}.part")
    with explained(target):
        try:
            descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w+b") as stream:
                if passphrase:
                    clear = io.BytesIO()
                    carried = _write(space, clear, today, on_progress)
                    stream.write(_sealed(clear.getvalue(), passphrase))
                else:
                    carried = _write(space, stream, today, on_progress)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    return carried


def _require_small(space: OpenSpace) -> None:
    size = sum(document.size_bytes for document in space.register.all())
    if size > bag.MAX_SEALED_BYTES:
        raise UserError(Cause.BAG_TOO_BIG, megabytes=str(bag.MAX_SEALED_BYTES // MEGABYTE))


def _write(space: OpenSpace, stream: IO[bytes], today: date, report: Report) -> Carried:
    documents = (*space.documents.list(), *space.documents.trash())
    records = space.records.all(Kind.RECORD)
    names = bag.readable_names(documents)
    entries, left_out = [], []
    with zipfile.ZipFile(stream, "w") as archive:
        writer = _Writer(archive, f"documents-{today.isoformat()}")
        for done, document in enumerate(documents):
            report(done, len(documents))
            content = io.BytesIO()
            try:
                space.documents.read(document.id, content)
            except UserError:
                left_out.append(document)
                entries.append(bag.Entry("", document))
                continue
            writer.add(names[document.id], content.getvalue())
            entries.append(bag.Entry(names[document.id], document))
        writer.add(bag.JSON_NAME, bag.json_of(entries))
        writer.add(bag.CSV_NAME, bag.csv_of(entries))
        for record in records:
            writer.add(f"{bag.RECORDS}{record.id}.json", record.body.encode())
        writer.finish(today)
    report(len(documents), len(documents))
    return Carried(len(documents) - len(left_out), len(records), tuple(left_out))


class _Writer:
    """Adds files to a bag, and sums them."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self._archive, self._folder = archive, folder
        self._sums: dict[str, str] = {}
        self._size = 0

    def add(self, name: str, content: bytes) -> None:
        """Add a file. Papers are packed already; texts are short."""
        info = zipfile.ZipInfo(f"{self._folder}/{name}", _NO_DAY)
        info.external_attr = _PRIVATE_FILE
        self._archive.writestr(info, content)
        self._sums[name] = hashlib.sha256(content).hexdigest()
        self._size += len(content)

    def finish(self, today: date) -> None:
        """Add the files that say what the bag is."""
        payload, size = self._sums, self._size
        self._sums = {}
        self.add(bag.BAGIT_NAME, bag.BAGIT)
        self.add(bag.INFO_NAME, bag.info_of(len(payload), size, today))
        self.add(bag.README_NAME, bag.readme())
        self.add(bag.MANIFEST_NAME, bag.manifest_of(payload))
        self.add(bag.TAG_MANIFEST_NAME, bag.manifest_of(self._sums))


def _sealed(clear: bytes, passphrase: str) -> bytes:
    # pyrage takes 12 ms to import: only where a space is used.
    from pyrage.passphrase import encrypt

    sealed: bytes = encrypt(clear, normalised(passphrase).decode())
    return sealed
