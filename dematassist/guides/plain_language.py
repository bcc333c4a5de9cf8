"""Figures of plain language: words a sentence, long words, the Kandel-Moles score, jargon.

The score is the one of L. Kandel and A. Moles (1958), the French fit of Flesch's: 207 − 1.015 × words a
sentence − 73.6 × syllables a word. 70 and more is easy. Syllables are counted on groups of vowels, silent
endings left out: enough for a mean, and three milliseconds a guide where ``textstat`` brings 40 MB.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dematassist.folding import folded

LONG_WORD = 10
"""A word of this many letters or more is long."""
LONGEST_SENTENCE = 20
AIMED_SENTENCE = 15
LONGEST_STEP = 110
AIMED_STEP = 80
EASY = 70

_SENTENCE = re.compile(r"[^.!?:\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d \u00a0.,/]*")
_ADDRESS = re.compile(r"https?://\S+|\b[\w.-]+\.(?:fr|gouv|com|org)\b\S*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouy])(?:es|ent|e)$")


class Figures(NamedTuple):
    """What was counted in a text. ``score`` is Kandel-Moles, from 0 (hard) to about 120 (easy)."""

    sentences: int
    words: int
    longest_sentence: int
    long_words: int
    score: int

    @property
    def words_a_sentence(self) -> float:
        """Mean number of words a sentence."""
        return round(self.words / self.sentences, 1) if self.sentences else 0.0


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; an address counts as one word."""
    said = _ADDRESS.sub("adresse", text)
    return [found.strip() for found in _SENTENCE.findall(said) if _WORD.search(found)]


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; a number is one word, however it is grouped."""
    return [word.strip() for word in _WORD.findall(_ADDRESS.sub("adresse", sentence))]


def syllables(word: str) -> int:
    """Return about how many syllables a French word has, at least one."""
    return max(len(_VOWELS.findall(_SILENT.sub("", folded(word)))), 1)


def figures(lines: tuple[str, ...]) -> Figures:
    """Count the sentences, words and syllables of these lines."""
    counted = [words_of(sentence) for line in lines for sentence in sentences(line)]
    everything = [word for words in counted for word in words]
    if not everything:
        return Figures(0, 0, 0, 0, 120)
    a_sentence = len(everything) / len(counted)
    a_word = sum(syllables(word) for word in everything) / len(everything)
    return Figures(
        sentences=len(counted),
        words=len(everything),
        longest_sentence=max(len(words) for words in counted),
        long_words=sum(len(word) >= LONG_WORD for word in everything),
        score=round(207 - 1.015 * a_sentence - 73.6 * a_word),
    )
