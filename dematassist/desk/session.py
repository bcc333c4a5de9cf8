"""One person at a shared computer. Nothing of them is written on its disk: nothing is left to erase there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.kept import KeptAppointments
from dematassist.appointments.record import Appointments, HandingOver
from dematassist.appointments.store import MemoryStore as MemoryAppointments
from dematassist.journeys.kept import KeptWalks
from dematassist.journeys.record import Journeys
from dematassist.journeys.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dematassist.appointments.model import Appointment
    from dematassist.copies.outgoing import Outgoing
    from dematassist.desk.mandate import Mandate, MandateForm
    from dematassist.desk.mandate_folders import Kept
    from dematassist.guides.library import Library
    from dematassist.journeys.record import Walk
    from dematassist.reports.outbox import Outbox
    from dematassist.reports.session_outbox import SessionOutbox
    from dematassist.system.clock import Clock
    from dematassist.vault.scanner import Scanner

_ROUND_TO_MINUTES = 5
_SITE = re.compile(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)", re.IGNORECASE)


class Wiped(NamedTuple):
    """What was forgotten at the end of a session, to be told."""

    walks: int
    notes: int
    papers: int
    """Papers chosen for a file to send; the files they were read from are not touched."""
    sites: int
    drafts: int
    """Reports that were begun, and that nobody said yes to."""
    mandates: int
    """Paper mandates that were filled in: the name, what it was for."""
    appointments: int


class DeskSession:
    """What one person does between their arrival and their leaving."""

    def __init__(self, library: Library, clock: Clock, outgoing: Outgoing) -> None:
        self._clock = clock
        self.started_at: datetime = clock.now()
        self.kept = KeptWalks(MemoryStore())
        self.journeys = Journeys(self.kept, library, clock)
        self.kept_appointments = KeptAppointments(MemoryAppointments())
        self.appointments = Appointments(self.kept_appointments, clock)
        self.handing_over = HandingOver()
        self.outgoing = outgoing
        self.stick: Path | None = None
        """Where the person's own space is; nothing while they have not said."""
        self._stick_at: datetime | None = None
        self.scanner: Scanner | None = None
        """The folder of a scanner that they named, for this session only."""
        self.opened_mandate: Kept | None = None
        """The mandate whose copies are looked at in this session, if any."""
        self.mandate_form: MandateForm | None = None
        """What is typed of a mandate, when somebody began to."""
        self.mandate: Mandate | None = None
        """The paper mandate that was filled in, which may be printed; it has the name of the person."""
        self._reports: SessionOutbox | None = None
        self._sites: dict[str, None] = {}

    def reports_in(self, desk: Outbox) -> SessionOutbox:
        """Return the reports of this person, over the outbox of the desk."""
        from dematassist.reports.session_outbox import SessionOutbox

        if self._reports is None:
            self._reports = SessionOutbox(desk)
        return self._reports

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that were opened, by name, in order, each once."""
        return tuple(self._sites)

    def visited(self, url: str) -> None:
        """Remember that the browser was sent to this address, until the end of the session."""
        found = _SITE.match(url)
        if found:
            self._sites[found[1].lower()] = None

    def use_stick(self, folder: Path) -> None:
        """Have the person's own space be on what they carry."""
        self.stick, self._stick_at = folder, self._clock.now()

    def walks(self, lang: str) -> tuple[Walk, ...]:
        """Return the walks of this session, the first begun first; of their space, those that changed."""
        walks = [self.journeys.walk(one.id, lang) for one in self.journeys.summaries()]
        touched = (
            walk
            for walk in walks
            if walk.journey.updated_at >= self.started_at or not self.kept.is_sealed(walk.journey.id)
        )
        return tuple(sorted(touched, key=lambda walk: walk.journey.started_at))

    def own_appointments(self) -> tuple[Appointment, ...]:
        """Return the appointments of this session; of their space, those that changed."""
        return tuple(
            one
            for one in self.appointments.all()
            if one.updated_at >= self.started_at or not self.kept_appointments.is_sealed(one.id)
        )

    def minutes(self) -> int:
        """Return how long the session has been, rounded up to five minutes: mediators count so."""
        # The computer may have waited a while for this person.
        begun = min(self._beginnings(), default=self.started_at)
        seconds = max((self._clock.now() - begun).total_seconds(), 1)
        return -int(-seconds // (_ROUND_TO_MINUTES * 60)) * _ROUND_TO_MINUTES

    @property
    def is_begun(self) -> bool:
        """Whether something of a person is here: what they did, or where their documents are."""
        places = (self.stick, self.scanner, self.opened_mandate)
        is_here = any(place is not None for place in places) or self.handing_over.is_begun
        return is_here or any(self.wiped())

    def _beginnings(self) -> Iterator[datetime]:
        """Give the times of what shows that this person is there."""
        begun = (walk.journey.started_at for walk in self.walks("fr"))
        yield from (at for at in begun if at >= self.started_at)
        if self._stick_at is not None:
            yield self._stick_at

    def wiped(self) -> Wiped:
        """Return what goes with this session. What is in the space of the person stays there."""
        walks = [walk for walk in self.walks("fr") if not self.kept.is_sealed(walk.journey.id)]
        return Wiped(
            walks=len(walks),
            notes=sum(len(walk.journey.notes) for walk in walks),
            papers=len(self.outgoing.draft.papers),
            sites=len(self._sites),
            drafts=self._reports.drafts if self._reports else 0,
            mandates=1 if self.mandate or self.mandate_form else 0,
            appointments=len(self.kept_appointments.outside()),
        )
