"""A paper mandate: what a person lets a mediator do for them, for which procedures, until when. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

_DIGITS = 8
NUMBER = re.compile(r"\b(\d{4}-\d{4})\b")
"""How the number of a mandate is written."""


class Duration(Enum):
    """How long a mandate lasts, in days: the four durations of Aidants Connect."""

    DAY = 1
    MONTH = 31
    SEMESTER = 182
    YEAR = 365


class Act(Enum):
    """What the mediator may do."""

    READ = "read"
    FILL = "fill"
    SEND = "send"
    CALL = "call"
    KEEP = "keep"
    """Keep sealed copies of chosen papers here, until the end."""


class Mandate(NamedTuple):
    """What is printed. It is in memory only: nothing of it but its number and its days is kept here."""

    number: str
    begins: date
    duration: Duration
    name: str
    """The person, as they type it."""
    purpose: str
    procedures: tuple[str, ...]
    acts: frozenset[Act]

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.begins + timedelta(days=self.duration.value - 1)


class MandateForm(NamedTuple):
    """What is filled in of a mandate so far."""

    name: str = ""
    purpose: str = ""
    procedures: str = ""
    """As typed, one a line."""
    acts: frozenset[Act] = frozenset()
    duration: Duration | None = None


def number_of(random_id: str) -> str:
    """Return the number of a mandate made of random hexadecimal digits: eight figures, which can be said."""
    figures = f"{int(random_id[-16:], 16) % 10**_DIGITS:0{_DIGITS}d}"
    return f"{figures[:4]}-{figures[4:]}"


def procedures_of(text: str) -> tuple[str, ...]:
    """Return the procedures that a person typed, one a line, each once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
