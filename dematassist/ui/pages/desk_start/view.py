"""What the beginning of a session at a shared computer says."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dematassist.i18n import _


class Way(Enum):
    """How a session begins."""

    GUEST = "guest"
    STICK = "stick"
    MANDATE = "mandate"


class WayView(NamedTuple):
    """One way to begin, and what it means for one's papers."""

    way: Way
    title: str
    detail: str


def ways() -> tuple[WayView, ...]:
    """Say the three ways, the plainest first."""
    return (
        WayView(
            Way.GUEST,
            _("Begin without keeping anything"),
            _("Nothing is written on this computer. At the end, everything is erased."),
        ),
        WayView(
            Way.STICK,
            _("Begin with my papers, on my stick"),
            _("Your encrypted folder opens from your stick, and leaves with you."),
        ),
        WayView(
            Way.MANDATE,
            _("Begin with a mandate"),
            _("For a mediator: copies that a person left here, until the end of their mandate."),
        ),
    )
