"""A shared computer: the end of a session, what a mediator counts, paper mandates and their copies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dematassist.app.reports import WithReports
from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dematassist.desk.activity import Activity
    from dematassist.desk.mandate import Act, Duration
    from dematassist.desk.mandate_book import MandateBook
    from dematassist.desk.mandate_folders import Kept, MandateFolders
    from dematassist.desk.session import Wiped
    from dematassist.sheets.model import Sheet
    from dematassist.vault.model import Document
    from dematassist.vault.space import Space
    from dematassist.vault.streams import Report

LARGE_PRINT_PERCENT = 150
"""Who reads a screen at this size is offered large print."""


class WithDesk(WithReports):
    """What a mediator and a person do at a desk, beside the walk itself."""

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
            [self.prepared(one.id) for one in session.own_appointments()],
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
