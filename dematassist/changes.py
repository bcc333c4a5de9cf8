"""What an operation changed: the value every operation that writes returns.

A page learns of a change only from here (``ui/changes.py`` carries it as one Qt signal).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Changed(Enum):
    """A kind of thing that a page may show."""

    JOURNEYS = "journeys"
    APPOINTMENTS = "appointments"
    SETTINGS = "settings"
    LANGUAGE = "language"
    LIBRARY = "library"
    DIRECTORY = "directory"
    DOCUMENTS = "documents"
    REPORTS = "reports"
    MANDATES = "mandates"


class Changes(NamedTuple):
    """The kinds changed by one operation, and the one journey concerned (empty: several or none)."""

    kinds: frozenset[Changed]
    journey_id: str = ""


NOTHING = Changes(frozenset())


def changed(*kinds: Changed, journey_id: str = "") -> Changes:
    """Build ``Changes`` from kinds."""
    return Changes(frozenset(kinds), journey_id)
