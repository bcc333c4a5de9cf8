"""The sealed space of a person: opened, read, closed, and what is known of it meanwhile."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dematassist.app.walks import WithWalks
from dematassist.changes import Changed, Changes, changed
from dematassist.errors import UserError
from dematassist.system.settings import ScannerPlace

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.app.preferences import Preferences
    from dematassist.appointments.preparing import Prepared
    from dematassist.appointments.together import Kept
    from dematassist.copies.outgoing import Outgoing
    from dematassist.journeys.record import Journeys
    from dematassist.system.clock import Clock
    from dematassist.system.paths import Paths
    from dematassist.vault.model import Document
    from dematassist.vault.records import Record
    from dematassist.vault.scanner import Scanner
    from dematassist.vault.sealing import Sealing
    from dematassist.vault.space import Space
    from dematassist.vault.states import RecoverySheet


class Making(NamedTuple):
    """A space on its way: its password as it is typed, its sheet once there is one, whether that was kept."""

    password: str
    sheet: RecoverySheet | None = None
    is_sheet_kept: bool = False
    is_change: bool = False
    """Whether it is another key for the folder that is open: its sheet was lost or stolen."""


class ShortCode(Enum):
    """Whether the folder can be opened with its short code, when it has one."""

    OFFERED = "offered"
    SET_ASIDE = "set-aside"
    """The person prefers the password, or the keyring did not answer."""
    GONE = "gone"
    """It opens nothing any more: too many wrong ones, or another computer."""


class OpenRecords(NamedTuple):
    """What seals the records of an open space, and whose walks and appointments are shown with it."""

    sealing: Sealing
    kept: Kept
    journeys: Journeys


class WithFolder(WithWalks):
    """Holds what is known of an open space, and lets go of it when it closes."""

    def __init__(
        self, where: Paths, clock: Clock, preferences: Preferences, notices: list[UserError]
    ) -> None:
        super().__init__(where, clock, preferences, notices)
        self._held: tuple[Document, ...] = ()
        self._read: tuple[Sealing, tuple[Record, ...]] | None = None
        """The records of the space, read and not shown yet."""
        self._read_since: tuple[Record, ...] = ()
        """The records of the open space, read again: some came since, as those of « Tout emporter »."""
        self._opened: OpenRecords | None = None
        self._unsaved: UserError | None = None
        self.making: Making | None = None
        self.wrong_passwords = 0
        """How many wrong passwords were typed since the last right one."""
        self.code = ShortCode.OFFERED
        self._scanner: Scanner | None = None

    @property
    def held(self) -> tuple[Document, ...]:
        """What is known of the person's documents while their space is open; nothing in a practice."""
        return () if self.practice else self._held

    def hold(self, documents: tuple[Document, ...]) -> Changes:
        """Know these documents from now on: the space was opened, or they changed."""
        self._held = documents
        came = False
        if self._read is not None:
            sealing, records = self._read
            self._opened, came = OpenRecords(sealing, self.kept, self._person_journeys), True
            self.kept.open(sealing, records)
        elif self._opened is not None:
            came = self._opened.kept.take_up(self._read_since)
        self._read, self._read_since = None, ()
        return changed(Changed.DOCUMENTS, *((Changed.JOURNEYS, Changed.APPOINTMENTS) if came else ()))

    def read_space(self) -> tuple[Document, ...]:
        """Read what the open space holds, on the store lane: ``hold`` then shows it.

        The copies of a mandate are only documents: no walk is kept with what a mediator can open.
        """
        from dematassist.vault.sealing import Sealing

        if self.is_desk and self.desk_session.opened_mandate is not None:
            return self.space.documents()
        if self._opened is None:
            sealing = Sealing(self.space)
            self._read = sealing, sealing.read()
        else:
            self._read_since = self._opened.sealing.read()
        return self.space.documents()

    @cached_property
    def space(self) -> Space:
        """The sealed space of this person's documents, made, closed or open."""
        from dematassist.vault.space import Space

        if not self.is_desk:
            return Space(self.paths.spaces)
        session = self.desk_session
        mandate = session.opened_mandate
        return Space(mandate.folder if mandate else session.stick or self.paths.spaces)

    def use_stick(self, folder: Path) -> Changes:
        """Look for the person's space on their own stick, at a shared computer: none is made on its disk."""
        changes = self.leave_space()
        self.desk_session.use_stick(folder)
        self.desk_session.opened_mandate = None
        return changes

    def leave_space(self) -> Changes:
        """Close the space, and look for it anew at the next need: it may be another, elsewhere."""
        changes = self.lock_space()
        vars(self).pop("space", None)
        return changes

    @property
    def is_space_open(self) -> bool:
        """Whether the keys of the space are in memory, in its own process."""
        from dematassist.vault.states import Unlocked

        return "space" in vars(self) and isinstance(self.space.state, Unlocked)

    def lock_space(self) -> Changes:
        """Close the space: its keys are then nowhere, and nothing of what it holds is known here.

        What was just ticked is written first: that takes a moment, and three seconds at most.
        """
        if self._opened is not None:
            self._unsaved = self._opened.sealing.finish()
        if "space" in vars(self):
            self.space.lock()
        vars(self).pop("pages_of_one", None)
        if self._opened is not None:
            self._opened.sealing.close()
            self._opened.journeys.let_go(self._opened.kept.let_go())
            # What was being passed on may tell of its walks.
            self.handing_over.forget()
        self._held, self._read, self._read_since, self._opened = (), None, (), None
        return changed(Changed.DOCUMENTS, Changed.JOURNEYS, Changed.APPOINTMENTS)

    @property
    def has_opened(self) -> bool:
        """Whether something of the space is known here: it is open, or its worker has just stopped."""
        return self._opened is not None

    @property
    def is_saving(self) -> bool:
        """Whether something that was ticked or written is on its way to the space, and not kept yet."""
        return self._opened is not None and self._opened.sealing.is_saving

    def wait_until_saved(self, seconds: float) -> bool:
        """Wait until what was ticked or written is in the space, this long at most; return whether it is."""
        return self._opened is None or self._opened.sealing.wait(seconds)

    def late_problem(self) -> UserError | None:
        """Return why something ticked a moment ago could not be kept in the space, once."""
        late = self._opened.sealing.late_problem() if self._opened is not None else None
        problem, self._unsaved = late or self._unsaved, None
        return problem

    @cached_property
    def pages_of_one(self) -> Outgoing:
        """The pages of a paper on its way into the space, in memory only."""
        from dematassist.copies.outgoing import Outgoing

        return Outgoing()

    @property
    def scanner(self) -> Scanner | None:
        """The folder of the person's scanner, when they named one."""
        if self.is_desk:
            return self.desk_session.scanner
        place = self.settings.scanner
        if self._scanner is None and place.folder:
            from pathlib import Path

            from dematassist.vault.scanner import Scanner

            self._scanner = Scanner(Path(place.folder), place.seen_ns)
        return self._scanner

    def use_scanner(self, scanner: Scanner | None) -> Changes:
        """Look into this folder from now on, or into none; at a shared computer, for this session only.

        Raises ``UserError``; it is in use all the same.
        """
        if self.is_desk:
            self.desk_session.scanner = scanner
            return changed(Changed.SETTINGS)
        self._scanner = scanner
        place = ScannerPlace(str(scanner.folder), scanner.seen_ns) if scanner else ScannerPlace()
        return self.preferences.change(self.settings._replace(scanner=place))

    def prepared(self, appointment_id: str) -> Prepared:
        """Return an appointment with all that follows from its procedures. Raises ``UserError``."""
        from dematassist.appointments.papers import Subject
        from dematassist.appointments.preparing import prepared

        appointment = self.appointments.appointment(appointment_id)
        subjects, gone = [], []
        for one in appointment.procedures:
            try:
                if one.journey_id:
                    journey, guide, _followed = self.journeys.walk(one.journey_id, self.lang)
                    subjects.append(Subject(guide, journey.answers, journey.done_steps))
                    continue
            except UserError:
                # The walk was forgotten: its guide still says which papers to bring.
                pass
            try:
                subjects.append(Subject(self.guide(one.guide_id), {}))
            except UserError:
                gone.append(one.title)
        kinds = {kind.id: kind for kind in self.library.papers(self.lang)}
        return prepared(appointment, tuple(subjects), tuple(gone), kinds, self.held, self.clock.today())
