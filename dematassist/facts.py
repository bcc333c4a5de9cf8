"""Facts that can go stale: what is said, who says it, when it was read, how sure we are.

Every price, delay, number, address or rule shown to a person carries a ``Provenance``.
A fact past its review date, or held with low confidence, is shown « à vérifier » by every page
(``needs_checking``); it is never silently shown as certain.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum

import msgspec


class Confidence(Enum):
    """How sure the reader of the source was."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A page or text a fact was read in.

    ``published`` is the date the source gives itself, in the source's own precision
    ("2025", "2023-11-17", "édition fin 2020"); empty when the source gives none.
    ``url`` is empty for a source that has no public address.
    """

    title: str
    url: str = ""
    published: str = ""
    is_official: bool = False


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where a fact comes from and until when it may be shown as certain."""

    source: Source
    read_on: date
    review_on: date
    confidence: Confidence

    def needs_checking(self, today: date) -> bool:
        """Return whether the fact must be shown « à vérifier » on that day."""
        return self.confidence is Confidence.LOW or today > self.review_on


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence or value that can go stale, with its provenance."""

    value: str
    provenance: Provenance
