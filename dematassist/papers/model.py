"""A kind of paper, frozen, with no I/O."""

from __future__ import annotations

from enum import Enum

import msgspec

from dematassist.facts import Fact  # noqa: TC001 -- msgspec reads the annotations at run time


class Sides(Enum):
    """What to copy of a paper."""

    FRONT = "front"
    BOTH = "both"
    ALL_PAGES = "all-pages"


class Wait(Enum):
    """How long one waits for a paper at the longest, as coarse as the sources that say it."""

    AT_ONCE = "at-once"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Delay(msgspec.Struct, frozen=True, kw_only=True):
    """How long it takes to get a paper, in the words of a source."""

    longest: Wait
    fact: Fact


class PaperKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper. Texts are empty, and ``sides`` is nothing, when we do not know."""

    id: str
    lang: str
    name: str
    other_names: tuple[str, ...] = ()
    looks_like: str = ""
    given_by: str = ""
    where_to_get: str = ""
    sides: Sides | None = None
    may_have_2d_doc: bool = False
    """Whether it may carry the square code by which the state vouches for it."""
    accepted: tuple[Fact, ...] = ()
    """For how long services accept it, each with its source; empty when we do not know."""
    delay: Delay | None = None
    """How long it takes to get it; nothing when we do not know."""
    instead: tuple[str, ...] = ()
    """The ids of the kinds of paper that are often accepted in its place."""
