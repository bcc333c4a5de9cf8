"""What the tests of the reader stand on: simple words, and a listener that keeps what it was told."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING

from dematassist.speech.model import Kind, Passage, Piece, Sentence, Span, Speaking, Spoken
from dematassist.speech.reading import Words
from tests.speech.sound import until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.speech.model import ReaderState


def sentences(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Cut after full stops only."""
    return tuple(
        Sentence(number, Span(*found.span()), passage.kind)
        for number, passage in enumerate(passages)
        for found in re.finditer(r"[^.\s][^.]*\.?", passage.text)
    )


def spoken(text: str, _lang: str) -> Spoken:
    """Say a text as it is written, in one piece."""
    return Spoken(text, (Piece(Span(0, len(text)), Span(0, len(text))),))


WORDS = Words(sentences, spoken)


def page(*texts: str, lang: str = "fr", kind: Kind = Kind.SENTENCE) -> list[Passage]:
    return [Passage(f"p{number}", text, lang, kind) for number, text in enumerate(texts)]


class Listener:
    """Keeps the states told, with their times."""

    def __init__(self) -> None:
        self.told: list[tuple[float, ReaderState]] = []
        self.lock = threading.Lock()

    def __call__(self, state: ReaderState) -> None:
        with self.lock:
            self.told.append((time.monotonic(), state))

    @property
    def states(self) -> list[ReaderState]:
        with self.lock:
            return [state for _at, state in self.told]

    def words(self, passages: Sequence[Passage]) -> list[str]:
        """Return the words shown, in order."""
        return [
            passages[s.sentence.passage].text[s.word.start : s.word.end]
            for s in self.states
            if isinstance(s, Speaking) and s.word
        ]

    def wait_for(self, kind: type, count: int = 1, seconds: float = 20.0) -> ReaderState:
        until(lambda: sum(isinstance(state, kind) for state in self.states) >= count, seconds)
        return [state for state in self.states if isinstance(state, kind)][count - 1]
