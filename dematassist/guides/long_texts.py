"""The words of many long texts, just as ``words.words`` gives them, twenty times faster.

A line that Windows-1252 can write (nearly all French) is cut as bytes, where one table says which are part
of a word; the others are cut by ``words.split``. Each line and each word is understood once: official
sheets repeat half of their lines.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import chain, compress, filterfalse
from typing import TYPE_CHECKING

from dematassist.guides.words import Word, is_grammar, split, word

if TYPE_CHECKING:
    from collections.abc import Iterable

Token = bytes | str
"""A word as it was cut: bytes of Windows-1252, or text."""

_CODE = "cp1252"
_END = b"\1"
"""After each line, among words: no part of one."""
_LINE = "\n"
"""The same, among keys."""


def _marked(error: UnicodeError) -> tuple[str, int]:
    """Mark what Windows-1252 cannot write."""
    assert isinstance(error, UnicodeEncodeError)
    return "\0" * (error.end - error.start), error.end


codecs.register_error("dematassist-marked", _marked)


def _sort(character: str) -> str:
    """Return the sort of a character: « d » digit, « a » other part of a word, « - » other, or itself."""
    if character.isdecimal():
        return "d"
    if character.isalnum():
        return "a"
    return character if character in "_. \0\n" else " " if character == "\xa0" else "-"


_CHARACTERS = [bytes([code]).decode(_CODE, "replace") for code in range(256)]
_SORTS = "".join(map(_sort, _CHARACTERS)).encode()
_BLANKED = bytes(code if _SORTS[code] in b"ad\n" else 32 for code in range(256))
_PAIRS = re.compile(rb"dd(?<![ad_]dd)(?:[ .]dd)+(?![ad_])")
"""A number said two digits at a time, among sorts."""
_HARD = (re.compile(rb"a\.a\."), re.compile(rb"\0"))
"""What may be an acronym, and what was marked, among sorts."""


def _written(lines: list[bytes]) -> bytes:
    """Return lines of UTF-8 in Windows-1252, each with its end."""
    return b"\n".join([*lines, b""]).decode().encode(_CODE, "dematassist-marked")


def _hard(data: bytes) -> set[int]:
    """Return the numbers of the lines that cannot be cut as bytes."""
    sorts = data.translate(_SORTS)
    return {sorts.count(b"\n", 0, found.start()) for what in _HARD for found in what.finditer(sorts)}


def _cut(data: bytes) -> list[bytes]:
    """Return the words of lines that are not hard, those of grammar too, and ``_END`` after each line."""
    sorts = data.translate(_SORTS)
    blanked = data.translate(_BLANKED)
    if b"dd dd" in sorts or b"dd.dd" in sorts:
        blanked = _joined(blanked, sorts)
    return blanked.replace(b"\n", b" " + _END + b" ").split()


def _joined(blanked: bytes, sorts: bytes) -> bytes:
    """Return a text whose numbers said two digits at a time are in one."""
    parts, end = [], 0
    for pairs in _PAIRS.finditer(sorts):
        parts += [blanked[end : pairs.start()], blanked[pairs.start() : pairs.end()].replace(b" ", b"")]
        end = pairs.end()
    return b"".join([*parts, blanked[end:]])


class _Keys(dict[Token, str]):
    """The key of each word in the index; empty for a word of grammar. ``words`` are the others."""

    def __init__(self, lang: str) -> None:
        super().__init__({_END: _LINE})
        self._lang = lang
        self.words: dict[Token, Word] = {}

    def __missing__(self, token: Token) -> str:
        written = token if isinstance(token, str) else token.decode(_CODE)
        if is_grammar(written, self._lang):
            key = ""
        else:
            self.words[token] = understood = word(written, self._lang)
            key = understood.key
        self[token] = key
        return key


class Lines(dict[bytes, tuple[str, ...]]):
    """The keys of the words of each line of UTF-8."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._keys = _Keys(lang)
        self._said: Counter[Token] = Counter()

    def of(self, text: str) -> list[str]:
        """Return the keys of a text."""
        lines = text.encode().split(b"\n")
        self.understand(lines)
        return list(chain.from_iterable(map(self.__getitem__, lines)))

    def understand(self, lines: Iterable[bytes]) -> None:
        """Understand what is new together: one by one, most of the time would go to small steps."""
        new = list(dict.fromkeys(filterfalse(self.__contains__, lines)))
        data = _written(new)
        hard = _hard(data)
        easy = new
        if hard:
            easy = [line for number, line in enumerate(new) if number not in hard]
            data = _written(easy)
        keys = self._keys_of(_cut(data))
        start = 0
        for line in easy:
            end = keys.index(_LINE, start)
            self[line] = tuple(keys[start:end])
            start = end + 1
        for number in hard:
            self[new[number]] = tuple(self._keys_of(split(new[number].decode())))

    def _keys_of(self, words: list[bytes] | list[str]) -> list[str]:
        """Return the keys of words, without those of grammar; count them."""
        keys = list(map(self._keys.__getitem__, words))
        self._said.update(compress(words, keys))
        return list(filter(None, keys))

    def words(self) -> list[tuple[Word, int]]:
        """Return every word met, and in how many different lines."""
        return [(understood, self._said[token]) for token, understood in self._keys.words.items()]
