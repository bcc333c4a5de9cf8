"""What is being read: its sentences, what is said for each, and the way back to the text shown. No thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.speech import listening
from dematassist.speech.child.messages import Utterance
from dematassist.speech.marks import shown_word
from dematassist.speech.model import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dematassist.speech.corrections import Correction
    from dematassist.speech.engines.engine import Voice
    from dematassist.speech.model import Passage, Sentence, Spoken

USUAL_WORDS_A_MINUTE = 140
SILENCE_MS = {Kind.TITLE: 600, Kind.STEP: 400, Kind.ITEM: 300, Kind.SENTENCE: 250}


class Words(NamedTuple):
    """How a page becomes what is said."""

    sentences: Callable[[Sequence[Passage]], Sequence[Sentence]]
    spoken: Callable[[str, str], Spoken]
    """Of a text and its language."""


class Manner(NamedTuple):
    """How the person wants it said."""

    speed: float
    """1 is 140 words a minute."""
    voices: Mapping[str, Voice]
    """The voice chosen for a language."""


def usual_words(corrections: Sequence[Correction] = ()) -> Words:
    """Return how administrative French is said, with the person's own corrections first."""
    # The lexicons are read when the first sentence is said, not when the window opens.
    from dematassist.speech.sentences import sentences
    from dematassist.speech.spoken import Form, spoken

    own = tuple(corrections)
    return Words(sentences, lambda text, lang: spoken(text, lang, Form.ENGINE, own))


class Reading:
    """Passages cut into sentences; what each is said as is worked out when it is near."""

    def __init__(self, passages: Sequence[Passage], words: Words, *, is_slow: bool = False) -> None:
        self._passages, self._words, self._is_slow = tuple(passages), words, is_slow
        cut = listening.parts if is_slow else words.sentences
        self.sentences = tuple(cut(self._passages))
        self._spoken: dict[int, Spoken] = {}

    def first_of(self, passage: int) -> int:
        """Return the first sentence of a passage, or of those after it; past the end when there is none."""
        return next(
            (number for number, sentence in enumerate(self.sentences) if sentence.passage >= passage),
            len(self.sentences),
        )

    def said_from(self, index: int, by: int = 1) -> int:
        """Return the first sentence with something to say, from ``index`` on (``by`` 1) or back (-1).

        Past the end, or the first sentence, when there is none.
        """
        while 0 <= index < len(self.sentences) and not self.spoken(index).text.strip():
            index += by
        return max(index, 0)

    def text(self, index: int) -> str:
        """Return a sentence as shown."""
        passage, span, _kind = self.sentences[index]
        return self._passages[passage].text[span.start : span.end]

    def spoken(self, index: int) -> Spoken:
        """Return a sentence as said."""
        if index not in self._spoken:
            self._spoken[index] = self._words.spoken(self.text(index), self._lang(index))
        return self._spoken[index]

    def utterance(self, index: int, manner: Manner, tried_last: tuple[str, ...] = ()) -> Utterance:
        """Return what the child is asked to say for a sentence."""
        lang = self._lang(index)
        voice = manner.voices.get(lang)
        return Utterance(
            index,
            self.spoken(index).text,
            lang,
            round(USUAL_WORDS_A_MINUTE * manner.speed * (listening.PACE if self._is_slow else 1)),
            listening.SILENCE_MS if self._is_slow else SILENCE_MS[self.sentences[index].kind],
            voice.engine if voice else "",
            voice.id if voice else "",
            tried_last,
        )

    def shown_word(self, index: int, spoken_word: Span) -> Span | None:
        """Return the whole words of the passage's text that part of a sentence said stands for."""
        word = shown_word(self.spoken(index), spoken_word, self.text(index))
        start = self.sentences[index].span.start
        return None if word is None else Span(word.start + start, word.end + start)

    def _lang(self, index: int) -> str:
        return self._passages[self.sentences[index].passage].lang
