"""What a person does: their walks, appointments, copies to send, at home, at a desk or in a practice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dematassist.app.guides import WithGuides
from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import UserError

if TYPE_CHECKING:
    from dematassist.appointments.handing_over import HandOverNote
    from dematassist.appointments.kept import KeptAppointments
    from dematassist.appointments.record import Appointments, HandingOver
    from dematassist.appointments.together import Kept
    from dematassist.copies.outgoing import Outgoing
    from dematassist.desk.session import DeskSession
    from dematassist.guides.model import Guide
    from dematassist.guides.official.kept import Since
    from dematassist.journeys.kept import KeptWalks
    from dematassist.journeys.record import Journeys, Walk
    from dematassist.journeys.store import JourneyStore


class TakenOver(NamedTuple):
    """The walks that a note began here, and how many of its procedures have no guide at this desk."""

    journey_ids: tuple[str, ...]
    unknown: int
    changes: Changes


class WithWalks(WithGuides):
    """Picks what is of the person who is here: of a practice first, then of a session at a desk."""

    @cached_property
    def desk_session(self) -> DeskSession:
        """The session of the person at a shared computer; it begins when it is first needed."""
        from dematassist.copies.outgoing import Outgoing
        from dematassist.desk.session import DeskSession

        return DeskSession(self.library, self.clock, Outgoing())

    @cached_property
    def store(self) -> JourneyStore:
        """Where the walks are kept."""
        # Nothing of the walks is imported before the first page is painted.
        from dematassist.journeys.store import open_store

        store, damaged = open_store(self.paths.journeys, self.clock.now())
        self._notices += [damaged] if damaged else []
        return store

    @property
    def journeys(self) -> Journeys:
        """The walks of this person, or of the invented one while they practise."""
        return self.practice.journeys if self.practice else self._person_journeys

    @property
    def _person_journeys(self) -> Journeys:
        return self.desk_session.journeys if self.is_desk else self._own_journeys

    @cached_property
    def _own_journeys(self) -> Journeys:
        from dematassist.journeys.record import Journeys

        return Journeys(self._own_walks, self.library, self.clock)

    @property
    def walks(self) -> KeptWalks:
        """Where the walks of this person are kept: here, and in their space while it is open."""
        return self.desk_session.kept if self.is_desk else self._own_walks

    @cached_property
    def _own_walks(self) -> KeptWalks:
        from dematassist.journeys.kept import KeptWalks

        return KeptWalks(self.store)

    def has_walk(self, journey_id: str) -> bool:
        """Return whether a walk can be shown now: that of a closed space cannot."""
        return self.practice is not None or self.walks.is_here(journey_id)

    def begun_walks(self) -> tuple[Walk, ...]:
        """Return the walks of this person that can be opened, the last one touched first."""
        from contextlib import suppress

        walks = []
        for one in self.journeys.summaries():
            with suppress(UserError):
                walks.append(self.journeys.walk(one.id, self.lang))
        return tuple(walks)

    def guide(self, guide_id: str, journey_id: str = "") -> Guide:
        """Return a guide of ours or one made of an official sheet; the walk's own when there is a walk.

        Raises ``UserError``: GUIDE_UNKNOWN or SHEET_UNKNOWN.
        """
        if journey_id:
            return self.journeys.walk(journey_id, self.lang).guide
        from dematassist.guides.official.kept import sheet_id_of

        sheet_id = sheet_id_of(guide_id)
        if sheet_id:
            return self.journeys.guide_made_of(self.official.kept(sheet_id))
        return self.library.guide(guide_id, self.lang)

    def begin(self, guide_id: str) -> tuple[str, Changes]:
        """Begin a walk through a guide or along an official sheet; return its id and what changed.

        A walk where nothing was said or done yet serves: nobody would know the two apart.
        """
        from dematassist.guides.official.kept import Since

        there = self.journeys.untouched(guide_id)
        if there is not None and self.since(there) is Since.SAME:
            return there, NOTHING
        return self._begin_among(self.journeys, guide_id)

    def _begin_among(self, journeys: Journeys, guide_id: str) -> tuple[str, Changes]:
        from dematassist.guides.official.kept import sheet_id_of

        sheet_id = sheet_id_of(guide_id)
        if sheet_id:
            return journeys.follow(self.official.kept(sheet_id))
        return journeys.start(guide_id, self.lang)

    def renew(self, journey_id: str) -> Changes:
        """Follow the sheet of a walk as it is now. Raises ``UserError(SHEET_UNKNOWN)``."""
        journey = self.journeys.walk(journey_id, self.lang).journey
        assert journey.sheet is not None
        sheet = self.official.kept(journey.guide_id.upper(), journey.sheet.audience)
        return self.journeys.renew(journey_id, sheet)

    def since(self, journey_id: str) -> Since:
        """Return what became of the sheet that a walk follows; a guide of ours is the same."""
        from dematassist.guides.official.kept import Since, since

        journey = self.journeys.walk(journey_id, self.lang).journey
        if journey.sheet is None:
            return Since.SAME
        return since(journey.sheet, journey.guide_id.upper(), self.official)

    @property
    def appointments(self) -> Appointments:
        """The appointments of this person, or of the invented one while they practise."""
        if self.practice:
            return self.practice.appointments
        return self.desk_session.appointments if self.is_desk else self._own_appointments

    @cached_property
    def _own_appointments(self) -> Appointments:
        from dematassist.appointments.record import Appointments

        kept, damaged = self._own_kept_appointments
        return Appointments(kept, self.clock, damaged)

    @property
    def kept(self) -> Kept:
        """Where walks and appointments of this person are: here, and in their space while it is open."""
        from dematassist.appointments.together import Kept

        if self.is_desk:
            return Kept(self.walks, self.desk_session.kept_appointments)
        return Kept(self.walks, self._own_kept_appointments[0])

    @cached_property
    def _own_kept_appointments(self) -> tuple[KeptAppointments, UserError | None]:
        from dematassist.appointments.kept import KeptAppointments
        from dematassist.appointments.store import FileStore

        store = FileStore(self.paths.appointments, self.clock.now())
        return KeptAppointments(store), store.damaged

    @property
    def handing_over(self) -> HandingOver:
        """What this person passes on to another professional, until they leave."""
        if self.practice:
            return self.practice.handing_over
        return self.desk_session.handing_over if self.is_desk else self._own_handing_over

    @cached_property
    def _own_handing_over(self) -> HandingOver:
        from dematassist.appointments.record import HandingOver

        return HandingOver()

    def take_over(self, note: HandOverNote) -> TakenOver:
        """Begin again, by the guides of this desk, the walks that a note passes on. Raises ``UserError``."""
        from msgspec.structs import replace

        from dematassist.appointments.handing_over import resumed
        from dematassist.guides.official.kept import sheet_id_of

        journey_ids, unknown = [], 0
        for shared in note.procedures:
            sheet_id = sheet_id_of(shared.guide_id)
            try:
                sheet = self.official.kept(sheet_id) if sheet_id else None
                guide = self.guide(shared.guide_id)
            except UserError:
                unknown += 1
                continue
            journey = resumed(shared, guide, self.clock.new_id(), self.clock.now())
            self.journeys.restore(replace(journey, sheet=sheet))
            journey_ids.append(journey.id)
        return TakenOver(tuple(journey_ids), unknown, changed(Changed.JOURNEYS))

    @property
    def outgoing(self) -> Outgoing:
        """The copy being prepared to be sent, in memory only."""
        if self.practice:
            return self.practice.outgoing
        return self.desk_session.outgoing if self.is_desk else self._own_outgoing

    @cached_property
    def _own_outgoing(self) -> Outgoing:
        from dematassist.copies.outgoing import Outgoing

        return Outgoing()

    def begin_practice(self, guide_id: str) -> Changes:
        """Walk through a guide as an invented person. Raises ``UserError(GUIDE_UNKNOWN)``."""
        from dematassist.app.practice import Practice
        from dematassist.appointments.record import Appointments, HandingOver
        from dematassist.appointments.store import MemoryStore as MemoryAppointments
        from dematassist.copies.outgoing import Outgoing
        from dematassist.journeys.record import Journeys
        from dematassist.journeys.store import MemoryStore
        from dematassist.reports.outbox import Outbox

        journeys = Journeys(MemoryStore(), self.library, self.clock)
        journey_id, _changes = self._begin_among(journeys, guide_id)
        appointments = Appointments(MemoryAppointments(), self.clock)
        self.practice = Practice(journey_id, journeys, Outgoing(), Outbox(None), appointments, HandingOver())
        return changed(Changed.JOURNEYS)

    def end_practice(self) -> Changes:
        """Forget everything of the practice."""
        if self.practice is not None:
            self.practice.outbox.close()
        self.practice = None
        return changed(Changed.JOURNEYS)
