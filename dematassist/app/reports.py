"""What does not work: the reports of this person, and what sends those of the desk."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dematassist.app.folder import WithFolder

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.errors import UserError
    from dematassist.reports.courier import Courier
    from dematassist.reports.exchange import Exchange, Round
    from dematassist.reports.notes import DeskNotes
    from dematassist.reports.outbox import Outbox
    from dematassist.reports.record import Reports
    from dematassist.reports.session_outbox import SessionOutbox


class WithReports(WithFolder):
    """Opens the outbox, the notes of the desk and what talks with its hub."""

    @cached_property
    def outbox(self) -> Outbox:
        """Where the reports of this desk wait."""
        from dematassist.reports.outbox import open_outbox

        outbox, damaged = open_outbox(self.paths.reports, self.clock.now())
        self._notices += [damaged] if damaged else []
        return outbox

    @property
    def reports(self) -> Reports:
        """The reports of this person: what does not work, on its way to those who can correct it.

        Those of a practice go nowhere, and end with it. At a shared computer, those of others are not there.
        """
        from dematassist.reports.record import Reports

        outbox: Outbox | SessionOutbox = self.outbox
        if self.practice:
            outbox = self.practice.outbox
        elif self.is_desk:
            outbox = self.desk_session.reports_in(self.outbox)
        return Reports(outbox, self.clock, known=self._names_of_the_person)

    @property
    def all_reports(self) -> Reports:
        """The reports of everybody at this computer, for whoever keeps it."""
        from dematassist.reports.record import Reports

        return Reports(self.outbox, self.clock)

    def others_waiting(self) -> int:
        """Return how many reports of other people wait to leave, at a shared computer."""
        if self.practice or not self.is_desk:
            return 0
        return self.desk_session.reports_in(self.outbox).others_waiting()

    def _names_of_the_person(self) -> tuple[str, ...]:
        """Return the names on the papers of an open space: no report has them."""
        from dematassist.reports.scrubber.known import names_in

        holders = {document.facts.holder for document in self.held}
        return tuple(name for holder in sorted(holders) for name in names_in(holder))

    @cached_property
    def exchange(self) -> Exchange:
        """What this desk sends to its hub and reads from it."""
        from dematassist.reports.delivery import Network
        from dematassist.reports.exchange import Exchange
        from dematassist.reports.feed import FeedFile
        from dematassist.reports.membership import MembershipFile

        membership = MembershipFile(self.paths.hub, self.clock.now())
        self._notices += [membership.damaged] if membership.damaged else []
        feed, lock = FeedFile(self.paths.feed), self.paths.data / "sending.lock"
        return Exchange(self.outbox, membership, feed, self.clock, Network(), lock)

    @cached_property
    def desk_notes(self) -> DeskNotes:
        """What the people of this desk leave for each other at a step."""
        from dematassist.reports.notes import DeskNotes

        notes = DeskNotes(self.paths.desk_notes, self.clock)
        self._notices += [notes.damaged] if notes.damaged else []
        return notes

    def courier(self, on_round: Callable[[Round | UserError], object]) -> Courier:
        """Make what sends reports while the window is open; ``on_round`` is called from its thread."""
        from dematassist.reports.courier import Courier

        return Courier(self.exchange, on_round)
