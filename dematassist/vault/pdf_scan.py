"""What a PDF says it does, looked for without reading it as a PDF: that is for the child without keys."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

_ACTING = (
    *("JavaScript", "JS", "Launch", "EmbeddedFiles?", "RichMedia", "XFA", "SubmitForm", "ImportData"),
    *("GoToE", "GoToR", "Movie", "Sound", "Rendition"),
)
_MAX_NAMES = 100_000
"""A PDF that says more of these is made to take for ever: it is taken for one that acts."""
_MAX_OPENED = 20_000_000
"""How much of what is packed is looked into: a bomb is not."""
_COST_OF_OPENING = 10_000
"""What opening one counts for, however little comes out: there are then 2,000 at most."""
_MAX_PACKED_BYTES = 1 << 20
_TAIL = 4096


class Looked(NamedTuple):
    """What was seen of a PDF."""

    acts: bool
    """It holds a script, a file, or a call to a program, be it in its packed objects."""
    is_locked: bool
    """It has a password, or rights that it limits."""
    is_cut: bool
    """Its end is missing."""


def look(content: bytes) -> Looked:
    """Look at the names in a PDF."""
    acts = is_locked = False
    left = _MAX_OPENED
    for count, name in enumerate(_NAME.finditer(content)):
        if name["locked"]:
            is_locked = True
        elif name["packed"] and not acts:
            opened = _opened(content, name.end(), left)
            left -= len(opened) + _COST_OF_OPENING
            acts = any(inside["acting"] for inside in _NAME.finditer(opened))
        elif name["acting"] or count > _MAX_NAMES:
            acts = True
        if (acts and is_locked) or count > _MAX_NAMES:
            break
    return Looked(acts, is_locked, b"%%EOF" not in content[-_TAIL:])


def _opened(content: bytes, at: int, most: int) -> bytes:
    """Return the packed object that follows; nothing if there is none, or if enough was opened."""
    begins = _STREAM.search(content, at, at + 1000)
    if begins is None or most <= 0:
        return b""
    packed = memoryview(content)[begins.end() : begins.end() + _MAX_PACKED_BYTES]
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _spelt(name: str) -> str:
    """Return a pattern of a name with each letter as it is, or as the code that PDF allows for it."""
    return "".join(letter if letter == "?" else f"(?:{letter}|#{_code(letter)})" for letter in name)


def _code(letter: str) -> str:
    high, low = divmod(ord(letter), 16)
    return f"{high}[{low:x}{low:X}]"


_NAME = re.compile(
    (
        f"/(?:(?P<acting>{'|'.join(map(_spelt, _ACTING))})"
        f"|(?P<locked>{_spelt('Encrypt')})|(?P<packed>{_spelt('ObjStm')}))(?![A-Za-z0-9#])"
    ).encode("ascii")
)
_STREAM = re.compile(rb"stream\r?\n")
