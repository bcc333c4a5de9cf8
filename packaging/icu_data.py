"""Cut down the tables of ICU that Qt brings: 31 MB of languages, money and old alphabets; 3 are used.

Qt asks ICU to sort words, to read the encodings of Western Europe, and to name time zones. What is kept is
for Arabic, English and French. The file is a shared library with nothing but one table of tables in it (ICU
User Guide, « ICU Data », the « common data » format); it stays one, with fewer entries.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNUSED = ("brkitr", "curr", "lang", "rbnf", "region", "translit", "unit")
"""Breaks of words, money, names of languages and countries, units: Qt has its own, or never asks."""
ENCODINGS = re.compile(r"ibm-(5346|5347|5348|5349|5350|5352|9447|9448|912|920|923)_|iso-8859")
"""Windows 1250 to 1256 and ISO 8859-2, -9 and -15; UTF, ASCII and Latin-1 are code, not tables."""
LOCALE = re.compile(r"([a-z]{2,3})(_\w+)?\.res")
LANGUAGES = ("ar", "en", "fr")
_PAGE = 0x1000
_HEADER, _SEGMENT = struct.Struct("<16sHHIQQQIHHHHHH"), struct.Struct("<IIQQQQQQ")
_LOADED, _DYNAMIC, _READ_ONLY_AFTER = 1, 2, 0x6474E552


def is_used(name: str) -> bool:
    """Return whether Qt may ask for a table (« icudt73l/coll/fr.res »)."""
    _package, *folders, last = name.split("/")
    if folders and folders[0] in UNUSED:
        return False
    if last.endswith(".cnv"):
        return ENCODINGS.match(last) is not None
    locale = LOCALE.fullmatch(last)
    return locale is None or locale[1] in LANGUAGES


def cut_down(path: Path) -> None:
    """Rewrite libicudata in place with the tables that are used. Raises ``ValueError`` for another layout."""
    whole = path.read_bytes()
    fields = list(_HEADER.unpack_from(whole))
    offset, count = fields[5], fields[10]
    segments = [list(_SEGMENT.unpack_from(whole, offset + n * _SEGMENT.size)) for n in range(count)]
    loaded = [each for each in segments if each[0] == _LOADED]
    # The table of tables begins the second page; the library has nothing else but where its name is.
    is_expected = (
        len(loaded) == len(("the tables", "where they are named"))
        and whole[_PAGE + 2 : _PAGE + 4] == b"\xda\x27"
        and whole[_PAGE + 12 : _PAGE + 16] == b"CmnD"
    )
    if not is_expected:
        raise ValueError(f"{path.name} is not made as expected")
    tables, tail = loaded
    table = _cut(whole[_PAGE : tables[2] + tables[5]])
    body = bytearray(whole[:_PAGE] + table)
    tables[5] = tables[6] = len(body)
    # A segment begins at the same place in its page in the file and in memory (ELF, « p_align »).
    body += bytes((tail[2] - len(body)) % _PAGE)
    moved = tail[2] - len(body)
    body += whole[tail[2] : tail[2] + tail[5]]
    for each in segments:
        if each[0] in (_DYNAMIC, _READ_ONLY_AFTER) or each is tail:
            each[2] -= moved
    # No sections: they are for linkers and debuggers.
    fields[6] = fields[11] = fields[12] = fields[13] = 0
    _HEADER.pack_into(body, 0, *fields)
    for n, each in enumerate(segments):
        _SEGMENT.pack_into(body, offset + n * _SEGMENT.size, *each)
    path.write_bytes(body)


def _cut(table: bytes) -> bytes:
    """Return the table of tables with only the entries that are used, in the same order."""
    (head,) = struct.unpack_from("<H", table)
    (count,) = struct.unpack_from("<I", table, head)
    entries = [struct.unpack_from("<II", table, head + 4 + 8 * n) for n in range(count)]
    ends = [at for _name, at in entries[1:]] + [len(table) - head]
    kept = []
    for (name_at, at), end in zip(entries, ends, strict=True):
        name = table[head + name_at : table.index(b"\0", head + name_at)]
        if is_used(name.decode()):
            kept.append((name + b"\0", table[head + at : head + end]))
    names_at = 4 + 8 * len(kept)
    data_at = names_at + sum(len(name) for name, _data in kept)
    data_at += -data_at % 16
    places, names, data = bytearray(struct.pack("<I", len(kept))), bytearray(), bytearray()
    for name, content in kept:
        places += struct.pack("<II", names_at + len(names), data_at + len(data))
        names += name
        data += content + bytes(-len(content) % 16)
    begun = bytes(places + names)
    return table[:head] + begun + bytes(data_at - len(begun)) + bytes(data)
