"""The composition root: the only file that picks concrete parts. Builds one ``App``."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dematassist import i18n
from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.guides.library import Library
from dematassist.journeys.kept import KeptWalks
from dematassist.journeys.record import Journeys
from dematassist.journeys.store import JourneyStore, open_store
from dematassist.system import settings as settings_file
from dematassist.system.clock import Clock, SystemClock
from dematassist.system.files import set_aside
from dematassist.system.paths import Paths, paths
from dematassist.system.settings import Computer, ScannerPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dematassist.appointments.handing_over import HandOverNote
    from dematassist.appointments.preparing import Prepared
    from dematassist.appointments.record import Appointments, HandingOver
    from dematassist.copies.outgoing import Outgoing
    from dematassist.desk.activity import Activity
    from dematassist.desk.mandate import Act, Duration
    from dematassist.desk.mandate_book import MandateBook
    from dematassist.desk.mandate_folders import Kept, MandateFolders
    from dematassist.desk.session import DeskSession, Wiped
    from dematassist.guides.model import Guide
    from dematassist.guides.official.importer import Intake
    from dematassist.guides.official.kept import Since
    from dematassist.guides.official.store import Official
    from dematassist.guides.search import Answer
    from dematassist.journeys.record import Walk
    from dematassist.journeys.sealed import KeptWalk, SealedStore
    from dematassist.places.directory import Directory
    from dematassist.reports.courier import Courier
    from dematassist.reports.exchange import Exchange, Round
    from dematassist.reports.notes import DeskNotes
    from dematassist.reports.outbox import Outbox
    from dematassist.reports.record import Reports
    from dematassist.reports.session_outbox import SessionOutbox
    from dematassist.sheets.model import Sheet
    from dematassist.speech.model import ReaderState
    from dematassist.speech.reader import Reader
    from dematassist.system.settings import Settings
    from dematassist.vault.model import Document
    from dematassist.vault.scanner import Scanner
    from dematassist.vault.space import Space
    from dematassist.vault.states import RecoverySheet
    from dematassist.vault.streams import Report


LARGE_PRINT_PERCENT = 150
"""Who reads a screen at this size is offered large print."""


class Preferences:
    """The settings in use, kept at each change; at a shared computer, only when it is asked for."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self.settings = settings

    @property
    def settings(self) -> Settings:
        """The settings in use. Given, they are those that the computer keeps."""
        return self._used

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._used = self._kept = settings

    @property
    def are_of_session(self) -> bool:
        """Whether someone changed something for the time of their session at a shared computer."""
        return self._used != self._kept

    def change(self, settings: Settings) -> Changes:
        """Use these settings, and keep them: at a shared computer, until the end of the session only.

        Raises ``UserError``; the settings are in use all the same.
        """
        before, self._used = self._used, settings
        kinds = {Changed.SETTINGS} | ({Changed.LANGUAGE} if before.lang != settings.lang else set())
        is_shared = before.computer is settings.computer is Computer.SHARED
        if not (is_shared and before.is_welcome_done):
            self._keep(settings)
        return changed(*kinds)

    def keep_for_everyone(self) -> Changes:
        """Keep the settings of this session for everyone who comes, but for the words that someone corrected.

        Those may be names. Raises ``UserError``.
        """
        corrections = self._kept.voicing.corrections
        self._keep(self._used._replace(voicing=self._used.voicing._replace(corrections=corrections)))
        return changed(Changed.SETTINGS)

    def forget_session(self) -> None:
        """Use again what the computer keeps."""
        self._used = self._kept

    def _keep(self, settings: Settings) -> None:
        self._kept = settings
        settings_file.write(self._path, settings)


class Practice(NamedTuple):
    """A walk of an invented person: what it changes is in memory, and goes with it."""

    journey_id: str
    journeys: Journeys
    outgoing: Outgoing
    outbox: Outbox
    appointments: Appointments
    handing_over: HandingOver


class TakenOver(NamedTuple):
    """The walks that a note began here, and how many of its procedures have no guide at this desk."""

    journey_ids: tuple[str, ...]
    unknown: int
    changes: Changes


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


class App:
    """Everything the program is made of, without a window. Each file is opened when it is first needed."""

    def __init__(
        self, where: Paths, clock: Clock, preferences: Preferences, notices: list[UserError]
    ) -> None:
        self.paths = where
        self.clock = clock
        self.preferences = preferences
        self._notices = notices
        self.practice: Practice | None = None
        self._held: tuple[Document, ...] = ()
        self._read: SealedStore | None = None
        """The walks of the space, read and not shown yet."""
        self._read_since: tuple[KeptWalk, ...] = ()
        """The walks that came into the open space since, as those of « Tout emporter »."""
        self._opened: tuple[KeptWalks, Journeys] | None = None
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
        if self._read is None and not self._read_since:
            return changed(Changed.DOCUMENTS)
        if self._read is not None:
            self._opened = (self.walks, self._person_journeys)
            self.walks.open(self._read)
        for walk in self._read_since:
            self.walks.adopt(walk)
        self._read, self._read_since = None, ()
        return changed(Changed.DOCUMENTS, Changed.JOURNEYS)

    def read_space(self) -> tuple[Document, ...]:
        """Read what the open space holds, on the store lane: ``hold`` then shows its documents and walks.

        The copies of a mandate are only documents: no walk is kept with what a mediator can open.
        """
        from dematassist.journeys.sealed import SealedStore

        if self.is_desk and self.desk_session.opened_mandate is not None:
            return self.space.documents()
        if self._sealed is None:
            self._read = SealedStore(self.space)
        else:
            self._read_since = self._sealed.others()
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

    def use_mandate(self, number: str) -> Changes:
        """Look at the copies that a person left for the time of their mandate.

        Raises ``UserError(MANDATE_UNKNOWN)`` when there are none.
        """
        kept = self.mandate_folders.find(number)
        if kept is None:
            raise UserError(Cause.MANDATE_UNKNOWN, number=number)
        changes = self.leave_space()
        self.desk_session.stick, self.desk_session.opened_mandate = None, kept
        return changes

    def open_copies(self, space: Space, kept: Kept, password: str) -> None:
        """Open the copies of a mandate; they are deleted when its time is over. Raises ``UserError``."""
        try:
            space.open_mandate(kept.terms, password)
        except UserError as error:
            if error.cause is Cause.MANDATE_OVER:
                self.mandate_folders.delete(kept.terms.number)
            raise

    def leave_mandate(self) -> Changes:
        """Look at the copies of a mandate no more."""
        changes = self.leave_space()
        self.desk_session.opened_mandate = None
        return changes

    @property
    def is_opened_mandate_over(self) -> bool:
        """Whether the last day of the mandate whose copies are looked at is past by now."""
        kept = self.desk_session.opened_mandate if self.is_desk else None
        return kept is not None and kept.terms.is_over(self.clock.today())

    @property
    def has_place_for_space(self) -> bool:
        """Whether it is said, at a shared computer, where the documents of this session are."""
        session = self.desk_session
        return session.stick is not None or session.opened_mandate is not None

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
        if self._sealed is not None:
            self._unsaved = self._sealed.finish()
        if "space" in vars(self):
            self.space.lock()
        vars(self).pop("pages_of_one", None)
        if self._opened is not None:
            walks, journeys = self._opened
            journeys.let_go(walks.let_go())
            # What was being passed on may tell of its walks.
            self.handing_over.forget()
        self._held, self._read, self._read_since, self._opened = (), None, (), None
        return changed(Changed.DOCUMENTS, Changed.JOURNEYS)

    @property
    def _sealed(self) -> SealedStore | None:
        """The walks of the space, while they are shown."""
        return self._opened[0].sealed if self._opened is not None else None

    @property
    def has_opened(self) -> bool:
        """Whether something of the space is known here: it is open, or its worker has just stopped."""
        return self._opened is not None

    @property
    def is_saving(self) -> bool:
        """Whether something that was ticked or written is on its way to the space, and not kept yet."""
        return self._sealed is not None and self._sealed.is_saving

    def late_problem(self) -> UserError | None:
        """Return why something ticked a moment ago could not be kept in the space, once."""
        late = self._sealed.late_problem() if self._sealed is not None else None
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

    def begin_practice(self, guide_id: str) -> Changes:
        """Walk through a guide as an invented person. Raises ``UserError(GUIDE_UNKNOWN)``."""
        from dematassist.appointments.record import Appointments, HandingOver
        from dematassist.appointments.store import MemoryStore as MemoryAppointments
        from dematassist.copies.outgoing import Outgoing
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

    @property
    def is_desk(self) -> bool:
        """Whether many people use this computer: what each does is in memory only."""
        return self.settings.computer is Computer.SHARED

    @cached_property
    def desk_session(self) -> DeskSession:
        """The session of the person at a shared computer; it begins when it is first needed."""
        from dematassist.copies.outgoing import Outgoing
        from dematassist.desk.session import DeskSession

        return DeskSession(self.library, self.clock, Outgoing())

    def end_desk_session(self) -> Wiped:
        """Forget this person, close their space; return what was forgotten. The next need begins another."""
        wiped = self.desk_session.wiped()
        self.leave_space()
        del self.desk_session
        self.preferences.forget_session()
        return wiped

    def session_receipt(self) -> Sheet:
        """Return what was done in this session: on its walks, what was reported, the mandate printed."""
        from dematassist.reports.wording import receiver_name
        from dematassist.sheets.receipt import ToldThere, receipt

        session, mandate = self.desk_session, self.desk_session.mandate
        printed = {known.number for known in self.mandates.mandates()} if mandate else set()
        told = ToldThere(
            reports=self.reports.entries() if self.is_desk else (),
            receiver=receiver_name(self.exchange.hub),
            mandate=(mandate.number, mandate.last_day) if mandate and mandate.number in printed else None,
        )
        return receipt(session.walks(self.lang), self.lang, self.clock.today(), told)

    def take_session_away(self, place: Path) -> tuple[Path, int]:
        """Write what was done in this session on the person's stick; return the folder, and how many files.

        Raises ``UserError``. May be called off the thread of the window.
        """
        from dematassist.desk.taking_away import files_of, write_files

        now, large_print = self.clock.now(), self.settings.comfort.text_percent >= LARGE_PRINT_PERCENT
        session = self.desk_session
        files = files_of(
            self.session_receipt(),
            session.walks(self.lang),
            [self.prepared(one.id) for one in session.appointments.all()],
            self.lang,
            now,
            self.paths.resources,
            large_print=large_print,
        )
        return write_files(files, place, now), len(files)

    def keep_activity(self, activity: Activity) -> None:
        """Keep what a mediator counts. Raises ``UserError``."""
        from dematassist.desk.activity import keep

        keep(self.paths.activities, activity)

    @cached_property
    def mandates(self) -> MandateBook:
        """Which paper mandates were printed at this desk."""
        from dematassist.desk.mandate_book import MandateBook

        return MandateBook(self.paths.mandates)

    def fill_in_mandate(
        self,
        name: str,
        purpose: str,
        procedures: tuple[str, ...],
        acts: frozenset[Act],
        duration: Duration,
    ) -> None:
        """Keep a paper mandate for the time of this session: its sheet can be printed."""
        from dematassist.desk.mandate import Mandate, number_of

        taken = {known.number for known in self.mandates.mandates()}
        number = number_of(self.clock.new_id())
        while number in taken:
            number = number_of(self.clock.new_id())
        self.desk_session.mandate = Mandate(
            number, self.clock.today(), duration, name.strip(), purpose.strip(), procedures, acts
        )

    @cached_property
    def mandate_folders(self) -> MandateFolders:
        """The copies of papers that people left at this desk for the time of a mandate."""
        from dematassist.desk.mandate_folders import MandateFolders

        return MandateFolders(self.paths.mandate_folders)

    @property
    def may_leave_copies(self) -> bool:
        """Whether the mandate of this session lets copies of papers stay here, and has none yet."""
        from dematassist.desk.mandate import Act

        mandate = self.desk_session.mandate if self.is_desk else None
        if mandate is None or Act.KEEP not in mandate.acts:
            return False
        is_printed = any(known.number == mandate.number for known in self.mandates.mandates())
        return is_printed and self.mandate_folders.find(mandate.number) is None

    def leave_copies(self, password: str, chosen: Sequence[Document], report: Report) -> Changes:
        """Copy these documents of the open space for the time of the mandate filled in. Raises ``UserError``.

        The mediator has this password, and never that of the person's own space.
        """
        from dematassist.vault.mandate import Terms

        mandate = self.desk_session.mandate
        if mandate is None:
            raise UserError(Cause.MANDATE_UNKNOWN)
        terms = Terms(mandate.number, mandate.begins, mandate.last_day)
        self.mandate_folders.make(terms, password, mandate.purpose, self.space, chosen, report)
        return changed(Changed.MANDATES)

    def end_mandate(self, number: str) -> Changes:
        """Put an end to a mandate before its last day, and delete its copies. Raises ``UserError``."""
        changes = self.mandates.end(number, self.clock.today())
        opened = self.desk_session.opened_mandate if self.is_desk else None
        if opened is not None and opened.terms.number == number.strip():
            self.leave_mandate()
        self.mandate_folders.delete(number.strip())
        return changes

    def sweep_mandates(self) -> Changes:
        """Delete the copies of mandates that are over or ended. Raises ``UserError``."""
        if not self.paths.mandate_folders.is_dir():
            return NOTHING
        ended = {known.number for known in self.mandates.mandates() if known.ended_on is not None}
        gone = self.mandate_folders.sweep(ended, self.clock.now())
        return changed(Changed.MANDATES) if gone else NOTHING

    @cached_property
    def library(self) -> Library:
        """The guides, and the search in them."""
        library, damaged = open_library(self.paths, self.clock)
        self._notices += [damaged] if damaged else []
        return library

    @cached_property
    def official(self) -> Official:
        """The official sheets (a null library when no archive was ever taken in, or a damaged one)."""
        from dematassist.guides.official.store import NoSheets, open_official

        try:
            return open_official(self.paths.official, self.paths.synonyms)
        except UserError as error:
            self._notices.append(error)
            return NoSheets()

    def forget_official(self) -> Changes:
        """Open the official sheets again at the next need: another archive was taken in, or they are gone."""
        if "official" in vars(self):
            self.official.close()
            del self.official
        return changed(Changed.LIBRARY)

    def take_in_official(self, source: Path, on_progress: Callable[[int, int], object]) -> Intake | None:
        """Make the library of official sheets from an archive; ``forget_official`` then shows it.

        Raises ``UserError``; the old one stays then. May be called off the thread of the window.
        """
        from dematassist.guides.lexicon import read_lexicon
        from dematassist.guides.official.importer import take_in
        from dematassist.guides.official.keywords import OWN, read_keywords
        from dematassist.guides.official.store import SheetsLibrary

        lexicon = self.paths.resources / "lexicon"
        return take_in(
            source,
            self.paths.official,
            read_lexicon(lexicon),
            self.clock.today(),
            said=read_keywords(lexicon / "official.fr.tsv", self.paths.data / OWN),
            on_progress=on_progress,
            replacing=self.official.closed() if isinstance(self.official, SheetsLibrary) else None,
        )

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
        """Begin a walk through a guide or along an official sheet; return its id and what changed."""
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

    def search(self, text: str, lang: str, limit: int = 20) -> Answer:
        """Search the guides and the official sheets together."""
        from dematassist.guides.official.together import search

        return search(self.library, self.official, text, lang, limit)

    @cached_property
    def store(self) -> JourneyStore:
        """Where the walks are kept."""
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
        return Journeys(self._own_walks, self.library, self.clock)

    @property
    def walks(self) -> KeptWalks:
        """Where the walks of this person are kept: here, and in their space while it is open."""
        return self.desk_session.kept if self.is_desk else self._own_walks

    @cached_property
    def _own_walks(self) -> KeptWalks:
        return KeptWalks(self.store)

    def has_walk(self, journey_id: str) -> bool:
        """Return whether a walk can be shown now: that of a closed space cannot."""
        return self.practice is not None or self.walks.is_here(journey_id)

    @property
    def appointments(self) -> Appointments:
        """The appointments of this person, or of the invented one while they practise."""
        if self.practice:
            return self.practice.appointments
        return self.desk_session.appointments if self.is_desk else self._own_appointments

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

    def begun_walks(self) -> tuple[Walk, ...]:
        """Return the walks of this person that can be opened, the last one touched first."""
        from contextlib import suppress

        walks = []
        for one in self.journeys.summaries():
            with suppress(UserError):
                walks.append(self.journeys.walk(one.id, self.lang))
        return tuple(walks)

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

    @cached_property
    def _own_appointments(self) -> Appointments:
        from dematassist.appointments.record import Appointments
        from dematassist.appointments.store import FileStore

        store = FileStore(self.paths.appointments, self.clock.now())
        return Appointments(store, self.clock, store.damaged)

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

    @property
    def notices(self) -> tuple[UserError, ...]:
        """What went wrong while opening the files, to be told in one sentence each."""
        _opened = self.library if self.is_desk else self._own_journeys
        return tuple(self._notices)

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self.preferences.settings

    @property
    def lang(self) -> str:
        """The language of the pages, as two letters."""
        return self.settings.lang or i18n.system_language()

    def directory(self) -> Directory:
        """Open the directory of desks (a null one when no file was ever taken in)."""
        from dematassist.places.directory import open_directory

        return open_directory(self.paths.directory)

    def reader(self, on_state: Callable[[ReaderState], object]) -> Reader:
        """Make what reads aloud; ``on_state`` is called from its thread."""
        from dematassist.speech.reader import Reader
        from dematassist.system import log

        return Reader(on_state, on_trouble=lambda trace: log.append(self.paths.log, trace))

    def close(self) -> None:
        """Let go of files."""
        opened = vars(self)
        self.lock_space()
        for part in ("store", "library", "official", "exchange", "outbox"):
            if part in opened:
                opened[part].close()


def build(where: Paths | None = None, clock: Clock | None = None) -> App:
    """Build the program. Nothing that goes wrong here stops it: it is in ``notices``.

    Raises ``UserError(LIBRARY_MISSING)`` when there is no guide at all and none can be made.
    """
    where = where or paths()
    clock = clock or SystemClock()
    settings, damaged = settings_file.read(where.settings, clock.now())
    app = App(where, clock, Preferences(where.settings, settings), [damaged] if damaged else [])
    i18n.use(app.lang, where.translations)
    if not where.library.exists():
        # Made now: it takes a moment, and without any guide there is nothing to show.
        _opened = app.library
    return app


def open_library(where: Paths, clock: Clock) -> tuple[Library, UserError | None]:
    """Open the compiled library; make it again from its sources when it is missing or damaged.

    The new one goes beside the old, or among the user's own files when the program's folder is read-only.
    """
    own = where.data / "library.db"
    failure: UserError | None = None
    for candidate in (where.library, own):
        try:
            return Library(candidate, where.synonyms), failure
        except UserError as error:
            if error.cause is Cause.LIBRARY_DAMAGED:
                failure = error
    return _made_again(where, own, clock), failure


def _made_again(where: Paths, own: Path, clock: Clock) -> Library:
    # The compiler imports PyYAML: only when there is something to compile.
    from dematassist.guides.compiler import compile_library

    last: Exception = UserError(Cause.LIBRARY_MISSING, path=str(where.library))
    for target in (where.library, own):
        try:
            if target.exists():
                set_aside(target, clock.now())
            target.parent.mkdir(parents=True, exist_ok=True)
            compile_library(where.resources, target)
            return Library(target, where.synonyms)
        except (OSError, UserError) as error:
            last = error
    raise UserError(Cause.LIBRARY_MISSING, path=str(where.library)) from last
