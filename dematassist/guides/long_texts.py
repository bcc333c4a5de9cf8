"""The words of many long texts, just as ``words.words`` gives them, ten times faster.

A line that Windows-1252 can write (nearly all French) is cut as bytes, where one table says which are part
of a word; the others are cut by ``words.split``. Each line and each word is understood once: official
sheets repeat half of their lines.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from dematassist.guides.words import Word, is_grammar, split, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Token = bytes | str
"""A word as it was cut: bytes of Windows-1252, or text."""

_CODE = "cp1252"
_END = b"\1"
"""Between two lines, among words: no part of one."""


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


def _easy(lines: list[str]) -> list[str]:
    """Return the lines that can be cut as bytes together."""
    try:
        data = "\n".join(lines).encode(_CODE)
    except UnicodeEncodeError:
        return _easy([line for line in lines if _is_written(line)])
    sorts = data.translate(_SORTS)
    if b"a.a." not in sorts:
        return lines
    # What may be an acronym is in few lines.
    return [line for line, sort in zip(lines, _sorted(data, sorts), strict=True) if b"a.a." not in sort]


def _is_written(line: str) -> bool:
    try:
        line.encode(_CODE)
    except UnicodeEncodeError:
        return False
    return True


def _sorted(data: bytes, sorts: bytes) -> Iterator[bytes]:
    """Yield the sorts of each line."""
    start = 0
    for line in data.split(b"\n"):
        yield sorts[start : start + len(line)]
        start += len(line) + 1


def _cut(lines: list[str]) -> list[Token]:
    """Return the words of easy lines, those of grammar too, and ``_END`` between lines."""
    data = "\n".join(lines).encode(_CODE)
    sorts = data.translate(_SORTS)
    blanked = data.translate(_BLANKED)
    if b"dd dd" in sorts or b"dd.dd" in sorts:
        blanked = _joined(blanked, sorts)
    return [*blanked.replace(b"\n", b" " + _END + b" ").split()]


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
        self._keys[_END] = "\n"
        self._said: Counter[Token] = Counter()

    def of(self, text: str) -> list[str]:
        """Return the keys of the lines of a text that have words."""
        return self.of_all([text])[0]

    def of_all(self, texts: Sequence[str]) -> list[list[str]]:
        """Return, of each text, the keys of its lines that have words.

        What is new is understood together: one by one, most of the time would go to small steps.
        """
        cut = [text.split("\n") for text in texts]
        new = [line for line in dict.fromkeys(chain.from_iterable(cut)) if line not in self]
        if new:
            self._understand(new)
        get = self.__getitem__
        return [list(filter(None, map(get, lines))) for lines in cut]

    def _understand(self, new: list[str]) -> None:
        easy = _easy(new)
        if easy:
            words = _cut(easy)
            self._said.update(words)
            keys = self._keys_of(words).split("\n")
            self.update(zip(easy, [line.strip(" ") for line in keys], strict=True))
        if len(easy) < len(new):
            for line in new:
                if line not in self:
                    found: list[Token] = [*split(line)]
                    self._said.update(found)
                    self[line] = self._keys_of(found)

    def _keys_of(self, words: list[Token]) -> str:
        return " ".join(filter(None, map(self._keys.__getitem__, words)))

    def words(self) -> list[tuple[Word, int]]:
        """Return every word met, and in how many different lines."""
        return [(understood, self._said[token]) for token, understood in self._keys.words.items()]
