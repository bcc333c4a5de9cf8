"""The files people download: a zip of XML, a folder of XML, the npm package of the same sheets.

``files`` yields the XML of each sheet. Nothing is unpacked on the disk and no name of the archive is a path
here; sizes are counted while reading, so that an archive that swells is refused.
"""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.guides.official.model import Audience
from dematassist.guides.official.reader import LARGEST_FILE, UnreadableSheetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_SHEET = re.compile(r"[FNR]\d{1,9}\.(?:xml|json)\Z")
_MOST_FILES = 100_000
_MOST_BYTES = 4 * 2**30
_LARGEST_JSON = 64 * 2**20
"""The npm package writes a sheet in JSON with an indent: five times the XML."""
_DEEPEST = 200
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError)


class File(NamedTuple):
    """One file of an archive. ``audience`` is the folder it was in, if that says it."""

    name: str
    audience: Audience | None
    data: bytes

    def xml(self) -> bytes:
        """Return its XML. Raises ``UnreadableSheetError``."""
        return _xml_of(self.data) if self.name.endswith(".json") else self.data


def files(source: Path) -> Iterator[File]:
    """Yield the sheets of an archive or a folder. Raises ``UserError(OFFICIAL_UNREADABLE)``, ``OSError``."""
    total = 0
    try:
        for number, (path, stream) in enumerate(_entries(source)):
            with stream:
                limit = _LARGEST_JSON if path.suffix == ".json" else LARGEST_FILE
                data = stream.read(limit + 1)
            total += len(data)
            if number >= _MOST_FILES or total > _MOST_BYTES:
                raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source))
            yield File(path.name, _audience(path), data if len(data) <= limit else b"")
    except _BROKEN as error:
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source)) from error


def count(source: Path) -> int:
    """Return how many sheets there may be, for the progress; 0 when only reading tells."""
    try:
        if source.is_dir():
            return sum(1 for path in source.rglob("*") if _SHEET.match(path.name))
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                return sum(1 for name in archive.namelist() if _SHEET.match(PurePosixPath(name).name))
    except _BROKEN as error:
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source)) from error
    return 0


def _entries(source: Path) -> Iterator[tuple[PurePosixPath, IO[bytes]]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if _SHEET.match(path.name) and path.is_file() and not path.is_symlink():
                yield PurePosixPath(path.relative_to(source).as_posix()), path.open("rb")
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                if _SHEET.match(PurePosixPath(info.filename).name):
                    yield PurePosixPath(info.filename), archive.open(info)
    else:
        with tarfile.open(source, "r:*") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isfile() else None
                if stream is not None and _SHEET.match(PurePosixPath(member.name).name):
                    yield PurePosixPath(member.name), stream


def _audience(path: PurePosixPath) -> Audience | None:
    folders = {part.casefold() for part in path.parts[:-1]}
    return next((one for one in Audience if one.value in folders), None)


def _xml_of(data: bytes) -> bytes:
    """Return a tree in JSON (``xml-js``) as XML. Raises ``UnreadableSheetError``."""
    from xml.etree import ElementTree as ET

    import msgspec

    try:
        (root,) = msgspec.json.decode(data)["children"]
        xml: bytes = ET.tostring(_element(root, 0), encoding="utf-8")
        return b'<?xml version="1.0" encoding="utf-8"?>' + xml
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableSheetError("not JSON") from error


def _element(node: Any, depth: int) -> Element:
    from xml.etree.ElementTree import Element

    if depth > _DEEPEST:
        raise UnreadableSheetError("too deep")
    name = node["name"].replace("dc:", "{http://purl.org/dc/elements/1.1/}")
    given = node.get("attributes") or {}
    element = Element(name, {key: value for key, value in given.items() if ":" not in key})
    last: Element | None = None
    for child in node.get("children") or ():
        if child["type"] == "element":
            last = _element(child, depth + 1)
            element.append(last)
        elif child["type"] in {"text", "cdata"}:
            text = child[child["type"]]
            if last is None:
                element.text = (element.text or "") + text
            else:
                last.tail = (last.tail or "") + text
    return element
