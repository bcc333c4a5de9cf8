"""The words of an official sheet: how they look, where they lead, with which answers they are shown."""

from __future__ import annotations

from enum import Enum

import msgspec

SheetId = str
"""``F12345`` a sheet, ``N12345`` a theme or a file of sheets, ``R12345`` a form, a service or a word."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is"):
    """Part of a sheet that may be one of several."""


class Mark(Enum):
    """How some words stand out."""

    STRONG = "strong"
    AMOUNT = "amount"
    QUOTED = "quoted"
    TO_FILL = "to-fill"
    RAISED = "raised"
    LOWERED = "lowered"
    FOREIGN = "foreign"


class ToSheet(Part, frozen=True, tag="sheet"):
    """A link to another sheet (``LienInterne``). It may be missing from the library."""

    id: SheetId
    audience: str = ""
    type: str = ""


class ToMeaning(Part, frozen=True, tag="meaning"):
    """A word explained in this sheet (``LienIntra``): the ``id`` of a ``Term``, else of a chapter."""

    id: str
    type: str = ""


class ToWeb(Part, frozen=True, tag="web"):
    """An address outside. ``format``, ``size`` and ``lang`` are as the State writes them; often empty."""

    url: str
    format: str = ""
    size: str = ""
    lang: str = ""


Link = ToSheet | ToMeaning | ToWeb


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some words of a paragraph, that look the same and lead to the same place."""

    text: str
    marks: tuple[Mark, ...] = ()
    link: Link | None = None


Runs = tuple[Run, ...]


class IsTrue(Part, frozen=True, tag="true"):
    """``estVrai``: what the answers given so far made true."""

    var: str


class IsFalse(Part, frozen=True, tag="false"):
    """``estFaux``."""

    var: str


class IsUnknown(Part, frozen=True, tag="unknown"):
    """``estIndefini``: nobody was asked."""

    var: str


class AllOf(Part, frozen=True, tag="all"):
    """``et``: also what several conditions side by side mean."""

    conditions: tuple[Condition, ...]


class AnyOf(Part, frozen=True, tag="any"):
    """``ou``."""

    conditions: tuple[Condition, ...]


Condition = IsTrue | IsFalse | IsUnknown | AllOf | AnyOf
"""``Condition``: when something is shown to a person who answered the questions of a guided search."""


def plain(runs: Runs) -> str:
    """Return the words of runs, without their looks."""
    return "".join(run.text for run in runs)


def conditional(condition: Condition | None, true: frozenset[str], false: frozenset[str]) -> bool | None:
    """Return whether a condition holds for who answered so; ``None`` when an answer is missing."""
    match condition:
        case None:
            return True
        case IsTrue(var=var):
            return True if var in true else False if var in false else None
        case IsFalse(var=var):
            return True if var in false else False if var in true else None
        case IsUnknown(var=var):
            return var not in true and var not in false
        case AllOf(conditions=several):
            held = [conditional(one, true, false) for one in several]
            return False if False in held else None if None in held else True
        case AnyOf(conditions=several):
            held = [conditional(one, true, false) for one in several]
            return True if True in held else None if None in held else False
