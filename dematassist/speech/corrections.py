"""How a person wants a word said: « Corriger la prononciation »."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from dematassist.speech.spoken.claims import Form, Rule

LONGEST = 80


class Correction(NamedTuple):
    """A word or a sigle as it is written, and how it is said."""

    written: str
    said: str

    @property
    def is_usable(self) -> bool:
        """Whether both are there and short enough."""
        return all(part.strip() and len(part) <= LONGEST for part in self)


def rules(corrections: tuple[Correction, ...]) -> tuple[Rule, ...]:
    """Return the rules of these corrections, the longest word first."""
    usable = sorted((c for c in corrections if c.is_usable), key=lambda c: -len(c.written))
    return tuple(_rule(correction) for correction in usable)


def _rule(correction: Correction) -> Rule:
    def say(_found: re.Match[str], _form: Form) -> str:
        return correction.said

    words = unicodedata.normalize("NFC", correction.written).split()
    pattern = r"\s{1,3}".join(re.sub("['’]", "['’]", re.escape(word)) for word in words)
    return Rule(re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE), say)
