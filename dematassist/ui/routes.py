"""Every place a person can be in the program, as a value. « Back » is a list of these.

Data classes and not named tuples: two places that hold the same id are not the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dematassist.guides.themes import Theme


@dataclass(frozen=True)
class Home:
    """One question, a search field, walks to resume, themes."""

    query: str = ""


@dataclass(frozen=True)
class ThemeGuides:
    """The guides of a theme."""

    theme: Theme


@dataclass(frozen=True)
class Before:
    """What to know before starting a guide."""

    guide_id: str


@dataclass(frozen=True)
class Walk:
    """The question or the step a journey is at."""

    journey_id: str


@dataclass(frozen=True)
class Recap:
    """Answers, ticks and notes of a journey."""

    journey_id: str


@dataclass(frozen=True)
class After:
    """What comes once the steps are done."""

    journey_id: str


class SheetKind(Enum):
    """Which sheet."""

    PREPARATION = "preparation"
    RESULT = "result"


@dataclass(frozen=True)
class Sheet:
    """A sheet to read, save or print. ``journey_id`` is empty before a walk."""

    kind: SheetKind
    guide_id: str
    journey_id: str = ""


@dataclass(frozen=True)
class Help:
    """« Parler à quelqu'un ». Ids are empty outside a guide, a walk, a step."""

    guide_id: str = ""
    journey_id: str = ""
    step_id: str = ""


@dataclass(frozen=True)
class Blocked:
    """« Ça ne marche pas »: another way, for the step the person is at."""

    guide_id: str = ""
    journey_id: str = ""
    step_id: str = ""


@dataclass(frozen=True)
class Sources:
    """Where the facts of a guide come from, and what is not known."""

    guide_id: str


@dataclass(frozen=True)
class ComfortSettings:
    """Text, colours, fonts, reading, language."""


@dataclass(frozen=True)
class Welcome:
    """The three skippable questions of the first start."""


@dataclass(frozen=True)
class Explain:
    """What a page is for and what can be done there. ``about`` is the route name of that page."""

    about: str


Route = (
    Home
    | ThemeGuides
    | Before
    | Walk
    | Recap
    | After
    | Sheet
    | Help
    | Blocked
    | Sources
    | ComfortSettings
    | Welcome
    | Explain
)
