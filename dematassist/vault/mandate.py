"""A space that is opened until a day only: copies that a person left to a mediator for the time of a mandate.

Its terms lie beside it in clear, so that it can be deleted without its password, and are part of what opens
it: with other terms, the password is wrong. The latest time that the space saw is sealed in it, so that a
clock put back is noticed and gains nothing. Cryptography cannot expire: who kept the password and a copy of
the folder opens that copy with another program. What is here refuses, and then deletes.
"""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from dematassist.system.clock import Clock
    from dematassist.vault.index import Index

_SEEN = "mandate-latest-time"
_PURPOSE = "mandate-purpose"
_STEADY = timedelta(hours=1)
"""Two clocks that differ by less are the same: networks correct them by a few minutes."""


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which mandate, and until when. Nothing of the person."""

    number: str
    begins: date
    last_day: date

    def binds(self, password: str) -> str:
        """Return what really opens the space: its password, for these terms only."""
        return f"{password}\n{self.number} {self.begins.isoformat()} {self.last_day.isoformat()}"

    def is_over(self, today: date) -> bool:
        """Return whether the last day is past."""
        return today > self.last_day


def check_time(terms: Terms, index: Index, clock: Clock) -> bool:
    """Refuse a space whose time is over; return whether the clock was put back since it was last open.

    Raises ``UserError(MANDATE_OVER)``: by the clock, or by the latest time that was seen.
    """
    now, seen = clock.now(), _seen(index)
    latest = max(now, seen) if seen else now
    if seen is None or latest > seen:
        # Where nothing can be written, the clock alone tells.
        with contextlib.suppress(UserError):
            index.set_setting(_SEEN, latest.isoformat().encode("ascii"))
    if terms.is_over(latest.astimezone().date()):
        raise UserError(Cause.MANDATE_OVER, number=terms.number)
    return now < latest - _STEADY


def keep_purpose(index: Index, purpose: str) -> None:
    """Keep what the mandate is for, sealed. Raises ``UserError``."""
    index.set_setting(_PURPOSE, purpose.encode("utf-8"))


def purpose_of(index: Index) -> str:
    """Return what the mandate is for; empty for a person's own space."""
    return index.setting(_PURPOSE).decode("utf-8")


def _seen(index: Index) -> datetime | None:
    kept = index.setting(_SEEN)
    return datetime.fromisoformat(kept.decode("ascii")) if kept else None
