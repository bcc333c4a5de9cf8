"""What an incident may become. Pure rules."""

from __future__ import annotations

from dematassist.wire import Stage

NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.REPORTED: (Stage.CONFIRMED,),
    Stage.CONFIRMED: (Stage.SENT, Stage.FIXED),
    Stage.SENT: (Stage.ANSWERED, Stage.FIXED, Stage.NOT_FIXED),
    Stage.ANSWERED: (Stage.FIXED, Stage.NOT_FIXED),
    Stage.FIXED: (Stage.GUIDE_UPDATED, Stage.NOT_FIXED),
    Stage.NOT_FIXED: (Stage.SENT, Stage.FIXED),
    Stage.GUIDE_UPDATED: (Stage.NOT_FIXED,),
}
"""What a coordinator may do next. An incident said « pas corrigé » is sent to the service again."""

CLOSED = (Stage.FIXED, Stage.GUIDE_UPDATED)

MIN_REPORTS, MIN_PLACES = 5, 3
"""Below, a figure could single a person or a desk out: it is not published."""

JOIN_DAYS = 30
"""A new report joins an incident that was last met within this time."""


def is_allowed(stage: Stage, following: Stage) -> bool:
    """Return whether an incident may go from one stage to the other."""
    return following in NEXT[stage]


def can_be_counted(reports: int, places: int) -> bool:
    """Return whether these figures are large enough to be published."""
    return reports >= MIN_REPORTS and places >= MIN_PLACES


def is_public(stage: Stage, reports: int, places: int) -> bool:
    """Return whether an incident is shown: a person confirmed it, or many people met it."""
    return stage is not Stage.REPORTED or can_be_counted(reports, places)
