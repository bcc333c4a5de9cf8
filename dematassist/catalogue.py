"""Reads a compiled gettext catalogue (``.mo``) a sentence at a time.

Python's own ``gettext`` decodes the whole file when it is opened: five milliseconds of a start for three
thousand sentences, of which the first page shows forty, and more with each new one.
"""

from __future__ import annotations

import re
import struct
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MAGIC = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}
"""The first bytes of a file, and the order of bytes in its numbers."""

_ENGLISH = "n != 1"
"""How English, and a catalogue that does not say, tells one thing from several."""


class Catalogue:
    """The sentences of one language; English, with no file, has none to look for."""

    def __init__(self, content: bytes = b"") -> None:
        """Raise ``ValueError`` when ``content`` is not the whole of a catalogue."""
        self._content = content
        self._places: tuple[int, ...] = ()
        """For each sentence, the length of its translation and where it begins."""
        self._numbers: dict[bytes, int] = {}
        self._plural: Callable[[int], int] | None = None
        if content:
            self._read(_MAGIC.get(content[:4], ""))

    def find(self, message: str, n: int = 1) -> str:
        """Return the translation for ``n`` things, empty when there is none."""
        number = self._numbers.get(message.encode())
        if number is None:
            return ""
        length, start = self._places[2 * number : 2 * number + 2]
        forms = self._content[start : start + length].split(b"\0")
        form = self._form(n) if len(forms) > 1 else 0
        return forms[form].decode(errors="replace") if form < len(forms) else ""

    def _read(self, order: str) -> None:
        if not order:
            raise ValueError("not a catalogue")
        try:
            count, originals, translations = struct.unpack_from(f"{order}3I", self._content, 8)
            originals_at = struct.unpack_from(f"{order}{2 * count}I", self._content, originals)[1::2]
            self._places = struct.unpack_from(f"{order}{2 * count}I", self._content, translations)
        except struct.error as error:
            raise ValueError("a catalogue cut short") from error
        lengths, starts = self._places[::2], self._places[1::2]
        if max(map(add, lengths, starts), default=0) >= len(self._content):
            raise ValueError("a catalogue cut short")
        # Up to its zero: what a sentence with a plural is known by is its singular.
        self._numbers = {
            self._content[start : self._content.index(0, start)]: number
            for number, start in enumerate(originals_at)
        }

    def _form(self, n: int) -> int:
        """Return which form of a sentence the language uses for ``n`` things."""
        if self._plural is None:
            from gettext import c2py

            rule = re.search(r"plural=([^;\n]+)", self.find(""))
            try:
                self._plural = c2py(rule[1] if rule else _ENGLISH)
            except ValueError:
                self._plural = c2py(_ENGLISH)
        return self._plural(n)
