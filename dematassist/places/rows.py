"""The rows of a directory file, CSV or JSON, one at a time.

A CSV file is never held whole in memory. A JSON file is (as bytes), but not what it says: each of its
objects is read when its turn comes. What is wrong in one row costs that row only.
"""

from __future__ import annotations

import codecs
import csv
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.places.schema import NEEDED, column_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_BYTES = 200 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_LONGEST_LINE = 1024 * 1024
_DELIMITERS = ",;\t"

Row = dict[str, object]


class Rows(NamedTuple):
    """The rows of a file, and about how many there are. A row that cannot be read is ``None``."""

    rows: Iterator[Row | None]
    about: int


def rows_of(source: Path) -> Rows:
    """Open a file. Raises ``UserError(DIRECTORY_UNREADABLE)`` with the line where reading stopped."""
    try:
        if source.stat().st_size > LARGEST_BYTES:
            raise _unreadable(source)
        encoding, lines = _encoding(source)
        with source.open(encoding=encoding, errors="replace", newline="") as stream:
            start = stream.read(1000).lstrip("\ufeff \t\r\n")
        if start[:1] in ("[", "{"):
            return _json_rows(source, encoding)
        return Rows(_csv_rows(source, encoding), lines)
    except OSError as error:
        raise _unreadable(source) from error


def _unreadable(source: Path, line: int | None = None) -> UserError:
    details = {"path": str(source)} | ({"line": str(line)} if line else {})
    return UserError(Cause.DIRECTORY_UNREADABLE, **details)


def _encoding(source: Path) -> tuple[str, int]:
    """Return the encoding of a file, found by reading it once, and how many ends of line it has."""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8, lines = True, 0
    with source.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", 0
        stream.seek(0)
        while chunk := stream.read(_CHUNK_BYTES):
            lines += chunk.count(b"\n")
            if is_utf8:
                try:
                    utf8.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
    return ("utf-8-sig" if is_utf8 else "cp1252"), lines


def _csv_rows(source: Path, encoding: str) -> Iterator[Row | None]:
    with source.open(encoding=encoding, errors="replace", newline="") as stream:
        # A file whose lines never end is read by pieces; NUL stops the reader of Python 3.10.
        lines = (line.replace("\0", "") for line in iter(lambda: stream.readline(_LONGEST_LINE), ""))
        first = next(lines, "")
        delimiter = max(_DELIMITERS, key=first.count)
        header = [column_name(name) for name in next(csv.reader([first], delimiter=delimiter), [])]
        if not all(any(name in header for name in names) for names in NEEDED):
            raise _unreadable(source, 1)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # A field without end, of more than 128 KiB: the reader starts afresh at the next line.
                yield None
                continue
            if any(cells):
                yield None if any(cells[len(header) :]) else dict(zip(header, cells, strict=False))


def _json_rows(source: Path, encoding: str) -> Rows:
    content = source.read_bytes()
    if encoding != "utf-8-sig":
        content = content.decode(encoding, "replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8).strip()
    try:
        if content.startswith(b"{"):
            # The list is somewhere in an object: {"structures": […]}.
            values = msgspec.json.decode(content, type=dict[str, msgspec.Raw]).values()
            content = max((bytes(value).strip() for value in values), key=_list_length, default=b"[]")
        if not content.startswith(b"["):
            raise _unreadable(source, 1)
        objects = msgspec.json.decode(content, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise _unreadable(source, _line(content, error)) from error
    return Rows((_object(raw) for raw in objects), len(objects))


def _list_length(value: bytes) -> int:
    return len(value) if value.startswith(b"[") else -1


def _line(content: bytes, error: Exception) -> int:
    """Return the line of a malformed JSON file, from the byte named in the message of msgspec."""
    found = re.search(r"\(byte (\d+)\)", str(error))
    return content.count(b"\n", 0, int(found[1]) if found else len(content)) + 1


def _object(raw: msgspec.Raw) -> Row | None:
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return {column_name(str(name)): cell for name, cell in value.items()} if isinstance(value, dict) else None
