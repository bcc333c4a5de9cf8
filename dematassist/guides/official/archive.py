"""The files people download: a zip of XML, a folder of XML, the npm package of the same sheets.

``files`` yields the XML of each sheet. Nothing is unpacked on the disk and no name of the archive is a path
here; sizes are counted while reading, so that an archive that swells is refused.
"""

from __future__ import annotations

import re
import struct
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
_LOCAL_HEADER = struct.Struct("<4s22x2H")
"""Of a file in a zip: what marks it, how long its name and what follows are."""
_ENCRYPTED = 1
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


class File(NamedTuple):
    """One file of an archive. ``audience`` is the folder it was in, if that says it.

    ``deflated`` are its bytes as the archive has them, when it has deflated them.
    """

    name: str
    audience: Audience | None
    data: bytes
    deflated: bytes = b""

    def xml(self) -> bytes:
        """Return its XML. Raises ``UnreadableSheetError``."""
        return _xml_of(self.data) if self.name.endswith(".json") else self.data


def files(source: Path) -> Iterator[File]:
    """Yield the sheets of an archive or a folder. Raises ``UserError(OFFICIAL_UNREADABLE)``, ``OSError``."""
    total = 0
    try:
        for number, (path, data, deflated) in enumerate(_entries(source)):
            total += len(data)
            if number >= _MOST_FILES or total > _MOST_BYTES:
                raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source))
            whole = data if len(data) <= _largest(path) else b""
            yield File(path.name, _audience(path), whole, deflated if path.suffix == ".xml" else b"")
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


def _entries(source: Path) -> Iterator[tuple[PurePosixPath, bytes, bytes]]:
    """Yield the sheets: their path, a byte more than the largest at most, and those deflated if they are."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if _SHEET.match(path.name) and path.is_file() and not path.is_symlink():
                name = PurePosixPath(path.relative_to(source).as_posix())
                with path.open("rb") as file:
                    yield name, file.read(_largest(name) + 1), b""
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive, source.open("rb") as raw:
            for info in archive.infolist():
                name = PurePosixPath(info.filename)
                if _SHEET.match(name.name):
                    yield name, *_unzipped(archive, info, raw, _largest(name) + 1)
    else:
        with tarfile.open(source, "r:*") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                stream = tar.extractfile(member) if member.isfile() else None
                if stream is not None and _SHEET.match(name.name):
                    yield name, stream.read(_largest(name) + 1), b""


def _largest(path: PurePosixPath) -> int:
    return _LARGEST_JSON if path.suffix == ".json" else LARGEST_FILE


def _unzipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, raw: IO[bytes], most: int
) -> tuple[bytes, bytes]:
    """Return the bytes of a file, ``most`` at most; and those deflated, if they are.

    ``zipfile`` does not give the latter: they are read here (APPNOTE.TXT, sections 4.3.7 and 4.4.4).
    """
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _ENCRYPTED:
        with archive.open(info) as stream:
            return stream.read(most), b""
    raw.seek(info.header_offset)
    mark, *sizes = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    raw.read(sum(sizes))
    deflated = raw.read(min(info.compress_size, most))
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflating.decompress(deflated, most)
    if len(data) == most:
        return data, b""
    if mark != b"PK\3\4" or not inflating.eof or inflating.unused_data or zlib.crc32(data) != info.CRC:
        raise zipfile.BadZipFile(info.filename)
    return data, deflated


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
