"""The words of many long texts, just as ``words.words`` gives them, ten times faster.

A line that Windows-1252 can write (nearly all French) is cut as bytes, where one table says which are part
of a word; the others are cut by ``words.split``. Each line and each word is understood once: official
sheets repeat half of their lines.
"""

from __future__ import annotations

import re
from collections import Counter

from dematassist.guides.words import Word, is_grammar, split, word

Token = bytes | str
"""A word as it was cut: bytes of Windows-1252, or text."""

_CODE = "cp1252"


def _sort(character: str) -> str:
    """Return the sort of a character: « d » digit, « a » other part of a word, « _ », « . », « - » other."""
    if character.isdecimal():
        return "d"
    if character.isalnum():
        return "a"
    if character in "_.":
        return character
    return " " if character in " \xa0" else "-"


_CHARACTERS = [bytes([code]).decode(_CODE, "replace") for code in range(256)]
_SORTS = "".join(map(_sort, _CHARACTERS)).encode()
_BLANKED = bytes(code if _SORTS[code] in b"ad" or code == ord("\n") else 32 for code in range(256))
_PAIRS = re.compile(rb"dd(?<![ad_]dd)(?:[ .]dd)+(?![ad_])")
"""A number said two digits at a time, among sorts."""


def cut_lines(lines: list[str]) -> list[list[Token]]:
    """Return the words of each line, those of grammar too."""
    try:
        data = "\n".join(lines).encode(_CODE)
    except UnicodeEncodeError:
        return _one_by_one(lines)
    sorts = data.translate(_SORTS)
    if b"a.a." in sorts:
        # It may be an acronym.
        return _one_by_one(lines)
    blanked = data.translate(_BLANKED)
    if b"dd dd" in sorts or b"dd.dd" in sorts:
        blanked = _joined(blanked, sorts)
    return [list(line.split()) for line in blanked.split(b"\n")]


def _one_by_one(lines: list[str]) -> list[list[Token]]:
    if len(lines) == 1:
        return [list(split(lines[0]))]
    return [found for line in lines for found in cut_lines([line])]


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
        super().__init__()
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


class Lines(dict[str, str]):
    """The keys of each line of text, with a space between."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._keys = _Keys(lang)
        self._said: Counter[Token] = Counter()

    def of(self, text: str) -> list[str]:
        """Return the keys of the lines of a text that have words."""
        lines = text.split("\n")
        new = [line for line in dict.fromkeys(lines) if line not in self]
        if new:
            self._understand(new)
        return [keys for line in lines if (keys := self[line])]

    def _understand(self, new: list[str]) -> None:
        """Cut new lines together: one by one, most of the time would go to small steps."""
        said: list[Token] = []
        get = self._keys.__getitem__
        for line, found in zip(new, cut_lines(new), strict=True):
            said += found
            self[line] = " ".join(filter(None, map(get, found)))
        self._said.update(said)

    def words(self) -> list[tuple[Word, int]]:
        """Return every word met, and in how many different lines."""
        return [(understood, self._said[token]) for token, understood in self._keys.words.items()]
