"""Figures of plain language: sentences, words, long words, reading ease, hard words.

The reading ease is the French fit of Flesch's by L. Kandel and A. Moles (1958): 207 − 1.015 × words a
sentence − 73.6 × syllables a word; 70 and more is easy, short texts go over 100. ``textstat`` computes it
too, from hyphenation patterns, with 30 MB of libraries; our own count of syllables follows the sound of
French, and on the steps of our guides it is stricter by 4 points in the middle, 10 at most.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONG_WORD_LETTERS = 10
"""A word of this many letters or more is long."""

_ADDRESS = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|com|org|net|eu)\b(?:/\S*)?")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟])(?:[\s\u00a0]*[»”\"])?[\s\u00a0]+|\n")
_WORD = re.compile(
    r"\d+[\u00a0 ]h(?:[\u00a0 ]\d\d)?\b|\+?\d+(?:[.,\u00a0 ]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*"
)
_LETTERS = re.compile(r"[^\W\d_]+")
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
"""Words quoted from a screen or a paper."""

_ACRONYM = re.compile(r"[A-ZÀ-Ý]{2,}")

_VOWELS = "aàâäeéèêëiîïoôöuùûüyœæ"
# A sound of French a group: « eau », « oui » are one; « é » and « ï » end or begin another; « y » between
# two vowels is heard as a consonant.
_SOUND = re.compile(
    r"[éèê](?=[aàâeoôuûi])|[ïëü]|[aàâäeéèêiîoôöuùûyœæ]+?(?=[ïëüé]|y[aàâeéèêiou])|[aàâäeéèêiîoôöuùûyœæ]+"
)
_SILENT_END = re.compile(rf"(?<=[^{_VOWELS}])es?$|(?<=[{_VOWELS}])es?$|(?<=[^{_VOWELS}m])ent$")
_HEARD_ENT = re.compile(
    r"(?:abs|acc|accid|ag|arg|c|cli|cont|conti|convi|devi|d|différ|évid|fréqu|incid|l|obti|par|pati|perman"
    r"|prés|présid|réc|résid|revi|souv|tal|ti|urg|v|vi)ents?"
)


class Figures(NamedTuple):
    """What was counted in a text."""

    sentences: int
    words: int
    longest_sentence_words: int
    long_words: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        """Mean number of words a sentence."""
        return round(self.words / self.sentences, 1) if self.sentences else 0.0

    @property
    def long_words_share(self) -> float:
        """Share of long words, from 0 to 1."""
        return round(self.long_words / self.words, 3) if self.words else 0.0

    @property
    def reading_ease(self) -> int:
        """Kandel-Moles, for French: from 0 (hard) to about 130 (very easy)."""
        if not self.words:
            return 130
        return round(207 - 1.015 * self.words / self.sentences - 73.6 * self.syllables / self.words)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that have a word, with their punctuation."""
    return [s for part in _SENTENCE_END.split(text) if part and _WORD.search(s := part.strip())]


def words_of(text: str) -> list[str]:
    """Return the words of a text. A number or an hour is one word however it is grouped, so is an address.

    « l’accueil » and « rendez-vous » are one word: what the eye meets between two spaces.
    """
    return _WORD.findall(_ADDRESS.sub("adresse", text))


def syllables(word: str) -> int:
    """Return about how many syllables of a French word are heard, at least one."""
    total = 0
    for part in _LETTERS.findall(word.lower()):
        heard = part if _HEARD_ENT.fullmatch(part) else _SILENT_END.sub("", part)
        total += len(_SOUND.findall(heard or part))
    return max(total, 1)


def figures(texts: list[str]) -> Figures:
    """Count the sentences, words and syllables of several texts."""
    counted = [words_of(sentence) for text in texts for sentence in sentences(text)]
    everything = [word for words in counted for word in words]
    return Figures(
        sentences=len(counted),
        words=len(everything),
        longest_sentence_words=max((len(words) for words in counted), default=0),
        long_words=sum(is_long(word) for word in everything),
        syllables=sum(syllables(word) for word in everything),
    )


def is_long(word: str) -> bool:
    """Return whether a part of the word, between hyphens and apostrophes, is long."""
    return any(len(part) >= LONG_WORD_LETTERS for part in _LETTERS.findall(word))


def hard_words(text: str) -> list[str]:
    """Return the parts of words that may need an explanation: the long ones, and the acronyms.

    What is between quotes is left out: it is what the person reads on a screen or on a paper.
    """
    return [
        part
        for word in words_of(QUOTED.sub(" ", text))
        for part in _LETTERS.findall(word)
        if len(part) >= LONG_WORD_LETTERS or _ACRONYM.fullmatch(part)
    ]
