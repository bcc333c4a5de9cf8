"""Rules that claim parts of a text, and the text that is said once all have been asked."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist.speech.model import Piece, Span, Spoken
from dematassist.speech.spoken.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
    whole = _joined(text, sorted(claims))
    if not any(map(str.isalnum, whole.text)):
        # Punctuation alone says nothing.
        return Spoken("", (Piece(Span(0, 0), Span(0, len(shown))),))
    return Spoken(
        whole.text,
        tuple(Piece(said, Span(places[there.start], places[there.end])) for said, there in whole.pieces),
    )


def _joined(text: str, claims: list[tuple[Span, str]]) -> Spoken:
    said: list[str] = []
    pieces: list[Piece] = []
    length = 0

    def add(shown: Span, part: str) -> None:
        nonlocal length
        pieces.append(Piece(Span(length, length + len(part)), shown))
        said.append(part)
        length += len(part)

    place = 0
    for span, words in [*claims, (Span(len(text), len(text)), "")]:
        for found in _TOKEN.finditer(text, place, span.start):
            add(Span(*found.span()), _as_it_stands(found[0]))
        if span.start < span.end:
            add(span, words)
        place = span.end
    return _spaced("".join(said), pieces)


def _as_it_stands(token: str) -> str:
    if token.isspace():
        return " "
    composed = unicodedata.normalize("NFC", token)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in _MUTE)


def _spaced(said: str, pieces: list[Piece]) -> Spoken:
    """Make one blank of several, none at the ends, and compose letters whose accents stood apart."""
    kept: list[Piece] = []
    parts: list[str] = []
    length = 0
    is_after_blank = True
    for spoken_span, shown in pieces:
        part = said[spoken_span.start : spoken_span.end]
        part = _BLANKS.sub(" ", part)
        if is_after_blank:
            part = part.lstrip(" ")
        if part:
            is_after_blank = part.endswith(" ")
        kept.append(Piece(Span(length, length + len(part)), shown))
        parts.append(part)
        length += len(part)
    text = "".join(parts)
    trimmed = text.rstrip(" ")
    return Spoken(
        trimmed,
        tuple(
            Piece(Span(min(p.spoken.start, len(trimmed)), min(p.spoken.end, len(trimmed))), p.shown)
            for p in kept
        ),
    )
