"""The values of reading aloud. Offsets count code points of the text shown, from 0, end not included."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dematassist.errors import UserError


class Kind(Enum):
    """What a passage is on its page: it decides the silence after it."""

    TITLE = "title"
    STEP = "step"
    ITEM = "item"
    SENTENCE = "sentence"


class Passage(NamedTuple):
    """A piece of a page, as shown. ``key`` is the page's own name for the widget that shows it."""

    key: str
    text: str
    lang: str
    kind: Kind = Kind.SENTENCE


class Span(NamedTuple):
    """A part of a shown text."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence of passage number ``passage``, at ``span`` of its text."""

    passage: int
    span: Span
    kind: Kind


class Piece(NamedTuple):
    """A part of what is said and the part of the shown text it stands for."""

    spoken: Span
    shown: Span


class Spoken(NamedTuple):
    """What is said for a shown text.

    ``pieces`` follow each other in both texts, each text is covered exactly once from its first code point
    to its last; either side of a piece may be empty (mute in the one, added in the other).
    """

    text: str
    pieces: tuple[Piece, ...]


class Idle(NamedTuple):
    """Nothing is being read."""


class Preparing(NamedTuple):
    """The voice is asked for and not heard yet."""

    sentence: Sentence


class Speaking(NamedTuple):
    """A sentence is heard; ``word`` is in the text of its passage, None before the first word."""

    sentence: Sentence
    word: Span | None


class Paused(NamedTuple):
    """The voice waits in the middle of a sentence."""

    sentence: Sentence
    word: Span | None


class Failed(NamedTuple):
    """The voice cannot go on; the error says why and what can be done."""

    error: UserError


ReaderState = Idle | Preparing | Speaking | Paused | Failed
