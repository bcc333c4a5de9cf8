"""What a PDF says it does, looked for without reading it as a PDF: that is for the child without keys."""

from __future__ import annotations

import re
import zlib
from itertools import islice

_ACTING = ("JavaScript", "JS", "Launch", "EmbeddedFiles?", "RichMedia", "XFA", "SubmitForm", "ImportData",
           "GoToE", "GoToR", "Movie", "Sound", "Rendition")  # fmt: skip


def _spelt(name: str) -> str:
    """Return a pattern of a name with each letter as it is, or as the code that PDF allows for it."""
    return "".join(
        letter if letter == "?" else f"(?:{letter}|#{ord(letter) >> 4:x}{_digit(ord(letter) & 15)})"
        for letter in name
    )


def _digit(value: int) -> str:
    return f"{value:x}" if value < 10 else f"[{value:x}{value:X}]"  # noqa: PLR2004 -- a figure


_NAME = re.compile(f"/(?:{'|'.join(map(_spelt, _ACTING))})(?![A-Za-z0-9#])".encode("ascii"))
_PACKED = re.compile(rb"/(?:O|#4[fF])bjStm")
_STREAM = re.compile(rb"stream\r?\n")
_MAX_OPENED = 20_000_000
"""How much of what is packed is looked into: a bomb is not."""
_MAX_PACKED = 2_000
_MAX_PACKED_BYTES = 1 << 20
_TAIL = 4096


def acts(content: bytes) -> bool:
    """Return whether a PDF holds a script, a file, or a call to a program, even in its packed objects."""
    return any(_NAME.search(part) for part in (content, *_packed(content)))


def is_locked(content: bytes) -> bool:
    """Return whether a PDF has a password, or rights that it limits."""
    return b"/Encrypt" in content


def is_cut(content: bytes) -> bool:
    """Return whether the end of a PDF is missing."""
    return b"%%EOF" not in content[-_TAIL:]


def _packed(content: bytes) -> list[bytes]:
    opened: list[bytes] = []
    left = _MAX_OPENED
    for mark in islice(_PACKED.finditer(content), _MAX_PACKED):
        begins = _STREAM.search(content, mark.end(), mark.end() + 1000)
        if begins and left > 0:
            packed = memoryview(content)[begins.end() : begins.end() + _MAX_PACKED_BYTES]
            try:
                opened.append(zlib.decompressobj().decompress(packed, left))
            except zlib.error:
                continue
            left -= len(opened[-1])
    return opened
