"""The reports of one person at a shared computer, seen as an outbox.

What they have not said yes to is in memory only, and goes with their session. What they said yes to is in the
outbox of the desk, which sends it whoever comes next; the next person sees nothing of it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.reports.model import Counts, Draft, Entry, ToCorrect, ToReview, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dematassist import wire
    from dematassist.reports.model import State
    from dematassist.reports.outbox import Outbox


class SessionOutbox:
    """The reports of this session, over the outbox of the desk. Any thread may use it."""

    def __init__(self, desk: Outbox) -> None:
        self._desk = desk
        self._drafts: dict[wire.ReportId, Entry] = {}
        self._given: set[wire.ReportId] = set()
        """The reports of this session that are in the outbox of the desk."""
        self._turn = threading.RLock()

    @property
    def is_lasting(self) -> bool:
        """Whether what the person says yes to is there at the next start."""
        return self._desk.is_lasting

    @property
    def drafts(self) -> int:
        """How many reports go with the session, since nobody said yes to them."""
        return self.counts().drafts

    def add(self, entry: Entry) -> None:
        """Have a new report, in memory."""
        with self._turn:
            self._drafts[entry.id] = entry

    def change(self, report_id: wire.ReportId, rule: Callable[[Entry], Entry]) -> Entry:
        """Apply a rule to a report; a yes puts it in the outbox of the desk, another content takes it out.

        Raises ``UserError(REPORT_UNKNOWN)``, for those of others too, and what the rule raises.
        """
        with self._turn:
            if report_id in self._drafts:
                after = rule(self._drafts[report_id])
                if isinstance(after.state, Waiting):
                    self._desk.add(after)
                    del self._drafts[report_id]
                    self._given.add(report_id)
                else:
                    self._drafts[report_id] = after
                return after
            self._require_own(report_id)
            after, is_out = self._desk.change_or_take_out(report_id, rule)
            if is_out:
                self._given.discard(report_id)
                self._drafts[report_id] = after
            return after

    def replace(self, report_id: wire.ReportId, rule: Callable[[Entry], Entry], new: Entry) -> None:
        """Apply a rule to a report and have another one."""
        with self._turn:
            self.change(report_id, rule)
            self.add(new)

    def entry(self, report_id: wire.ReportId) -> Entry:
        """Return one report of this session. Raises ``UserError(REPORT_UNKNOWN)``."""
        with self._turn:
            if report_id in self._drafts:
                return self._drafts[report_id]
            self._require_own(report_id)
            return self._desk.entry(report_id)

    def entries(self, kind: type[State] | None = None) -> tuple[Entry, ...]:
        """Return the reports of this session, the oldest first; those in one kind of state if it is given."""
        with self._turn:
            given = (entry for entry in self._desk.entries() if entry.id in self._given)
            mine: Iterable[Entry] = (*self._drafts.values(), *given)
        found = (entry for entry in mine if kind is None or isinstance(entry.state, kind))
        return tuple(sorted(found, key=lambda entry: (entry.written_at, entry.id)))

    def counts(self) -> Counts:
        """Return what of this session is not sent yet."""
        mine = self.entries()
        waiting = [entry.state.since for entry in mine if isinstance(entry.state, Waiting)]
        return Counts(
            drafts=sum(isinstance(entry.state, Draft | ToReview) for entry in mine),
            waiting=len(waiting),
            to_correct=sum(isinstance(entry.state, ToCorrect) for entry in mine),
            oldest_waiting=min(waiting, default=None),
        )

    def others_waiting(self) -> int:
        """Return how many reports of other people wait to leave: a number, and nothing of them."""
        return self._desk.counts().waiting - self.counts().waiting

    def _require_own(self, report_id: wire.ReportId) -> None:
        if report_id not in self._given:
            raise UserError(Cause.REPORT_UNKNOWN, id=report_id)
