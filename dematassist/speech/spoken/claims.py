"""Rules that claim parts of a text, and the text that is said once all have been asked."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dematassist.speech.model import Piece, Span, Spoken
from dematassist.speech.spoken.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Form(Enum):
    """For whom the text is worded."""

    WORDS = "words"
    """A person who reads it."""
    ENGINE = "engine"
    """A synthesiser: figures stay figures."""


class Rule(NamedTuple):
    """``say`` words what ``pattern`` finds; ``None`` leaves it to the rules after."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], Form], str | None]


def final_point(found: re.Match[str]) -> str:
    """Return the point of an abbreviation where it also ends the sentence, else nothing."""
    text = found.string
    is_last = found[0].endswith(".") and not text[found.end() :].strip()
    return "." if is_last and found.start() > 0 and text.lstrip()[:1].isupper() else ""


_TOKEN = re.compile(r"\s+|(?:[^\W\d_][\u0300-\u036f]*)+|\d+|.", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_MUTE = {"Cf", "Cc", "Cs", "Co", "Cn", "So", "Sk", "Sm", "Me"}
"""Categories of characters that say nothing: invisible ones, pictures, arrows, stray signs."""


def claimed(shown: str, rules: Sequence[Rule], form: Form) -> Spoken:
    """Return what is said for ``shown``. A part claimed by a rule is not given to the rules after it."""
    text, places = tidy(shown)
    taken = bytearray(len(text))
    claims: list[tuple[Span, str]] = []
    for rule in rules:
        for found in rule.pattern.finditer(text):
            start, end = found.span()
            if start == end or taken.find(1, start, end) >= 0:
                continue
            said = rule.say(found, form)
            if said is not None:
                taken[start:end] = b"\x01" * (end - start)
                claims.append((Span(start, end), said))
    parts = _blanks_merged(_parts(text, sorted(claims)))
    said = "".join(part for _start, _end, part in parts)
    if not any(map(str.isalnum, said)):
        # Punctuation alone says nothing.
        return Spoken("", (Piece(Span(0, 0), Span(0, len(shown))),))
    length, place, pieces = len(said.rstrip(" ")), 0, []
    for start, end, part in parts:
        there = Span(min(place, length), min(place + len(part), length))
        pieces.append(Piece(there, Span(places[start], places[end])))
        place += len(part)
    return Spoken(said[:length], tuple(pieces))


def _parts(text: str, claims: Sequence[tuple[Span, str]]) -> Iterator[tuple[int, int, str]]:
    """Give each part of the text, from where to where, and what is said for it."""
    place = 0
    for span, words in [*claims, (Span(len(text), len(text)), "")]:
        for found in _TOKEN.finditer(text, place, span.start):
            yield found.start(), found.end(), _as_it_stands(found[0])
        if span.start < span.end:
            yield span.start, span.end, words
        place = span.end


@lru_cache(maxsize=4096)
def _as_it_stands(token: str) -> str:
    """Return what is said for a word, a number, a sign or blanks that no rule claims."""
    if token.isspace():
        return " "
    composed = unicodedata.normalize("NFC", token)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in _MUTE)


def _blanks_merged(parts: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Make one blank of several, and none at the beginning."""
    kept = []
    is_after_blank = True
    for start, end, part in parts:
        said = part if part.isalnum() else _BLANKS.sub(" ", part)
        if is_after_blank:
            said = said.lstrip(" ")
        if said:
            is_after_blank = said.endswith(" ")
        kept.append((start, end, said))
    return kept
