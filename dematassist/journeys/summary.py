"""One line about a journey, for the list of walks to resume: read at start-up, so it needs no library."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Summary(NamedTuple):
    """What the home page says of a journey. ``step`` is 0 before the first step.

    ``updated_at`` is an ISO 8601 time in UTC, so that it sorts as text.
    """

    id: str
    guide_id: str
    title: str
    step: int
    steps: int
    is_finished: bool
    updated_at: str


def latest_first(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Return the lines in the order they are shown: the last one touched first."""
    return tuple(sorted(summaries, key=lambda summary: summary.updated_at, reverse=True))
