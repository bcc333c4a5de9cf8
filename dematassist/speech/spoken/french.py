"""The rules of French, the most particular first: what one claims is not given to those after it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dematassist.speech.spoken import (
    abbreviations,
    accounts,
    counts,
    dates,
    inclusive,
    marks,
    money,
    phones,
    sigles,
    web,
)

if TYPE_CHECKING:
    from dematassist.speech.spoken.claims import Rule


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules of French. The lexicon is read the first time."""
    return (
        marks.ENTITIES,
        marks.KEY_SIGNS,
        *web.rules("fr"),
        marks.MARK_UP,
        counts.YOUNGER,
        *web.FRENCH,
        *accounts.RULES,
        *phones.RULES,
        marks.CERFA,
        counts.RELATIVE,
        marks.LAW,
        marks.ARTICLE,
        counts.RANKS,
        *dates.RULES,
        *money.rules(),
        marks.MUTE,
        *abbreviations.rules(),
        *inclusive.RULES,
        *counts.ORDINALS,
        sigles.TITLES,
        sigles.COMPOUND,
        marks.CODES,
        sigles.CAPITALS,
        sigles.MIXED,
        *counts.RULES,
        marks.GREEK,
    )
