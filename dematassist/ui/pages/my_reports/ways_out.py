"""The other ways out of « Mes signalements »: a file for a stick, a table, a file of known problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.changes import NOTHING, Changed, changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.reports.wording import email_words, receiver_name
from dematassist.system.files import write_atomically
from dematassist.ui import routes
from dematassist.ui.pages.blocked.parts import place_of
from dematassist.ui.pages.my_reports.view import carried_line, receiver_line
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.choose_file import choose_file, choose_where_to_save

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.reports.record import Reports
    from dematassist.ui.page import Page


class WaysOut:
    """The buttons at the foot of the page.

    At a shared computer, files hold the reports of everybody: they are an act of who keeps it, on the page of
    the hub.
    """

    def __init__(self, page: Page) -> None:
        self._page, self._shell = page, page.shell
        self._reports, self._is_closed = page.shell.app.reports, False

    def add_receiver(self) -> None:
        """Add where reports go, and what sends them now."""
        page = self._page
        page.section(_("Where they go"))
        receiver = receiver_name(self._shell.app.exchange.hub)
        page.line(receiver_line(receiver))
        joining = Button(
            _("Join a hub of reports, or leave it"),
            lambda: self._shell.go(routes.HubSettings()),
            pictogram=Pictogram.DESK,
        )
        trying = Button(_("Try to send now"), self._try_now, pictogram=Pictogram.REPEAT)
        page.row(*([trying] if receiver else []), joining)

    def add_files(self, reports: Reports, *, is_closed: bool = False) -> None:
        """Add what makes files of these reports. ``is_closed``: figures without what people wrote."""
        page = self._page
        self._reports, self._is_closed = reports, is_closed
        page.section(_("Without internet"))
        page.line(_("What waits can be carried to your hub in a file. What it publishes can be read here."))
        page.row(
            Button(_("Put what waits in a file, for a stick"), self._carry, pictogram=Pictogram.STICK),
            Button(_("Read a file of known problems"), self._take_feed, pictogram=Pictogram.FOLDER),
        )
        page.section(_("Keep the figures"))
        page.line(_("A table for a spreadsheet, or a file for another program. Nothing in them says who."))
        page.row(
            Button(_("Save a table (CSV)"), self._save_csv, pictogram=Pictogram.SAVE),
            Button(_("Save for another program (JSON)"), self._save_json, pictogram=Pictogram.SAVE),
        )

    def write_email(self, report_id: str) -> None:
        """Ask where to write the e-mail of a report, and write it."""
        chosen = choose_where_to_save(
            self._page, _("Make an e-mail"), "signalement.eml", _("E-mail to send (*.eml)")
        )
        if chosen:
            self.email_to(report_id, Path(chosen))

    def email_to(self, report_id: str, target: Path) -> None:
        """Write the e-mail of a report there."""
        app = self._shell.app
        report = app.reports.entry(report_id).report
        subject, text = email_words(report, *place_of(app, report, "fr"))
        said = _("Saved: {path}").format(path=target)
        self._do(lambda: app.reports.write_email(report_id, target, subject=subject, text=text), said)

    def carry_to(self, target: Path) -> None:
        """Write what waits there."""
        app = self._shell.app
        count = 0

        def carry() -> Changes:
            nonlocal count
            count, changes = self._reports.carry(target, app.exchange.hub)
            return changes

        self._do(carry, lambda: carried_line(count, str(target)))

    def take_feed_from(self, source: Path) -> None:
        """Read what a hub publishes, brought by hand."""
        from dematassist.reports.feed import read_feed_file

        def take() -> Changes:
            self._shell.app.exchange.take_feed(read_feed_file(source))
            return changed(Changed.REPORTS)

        self._do(take, _("The known problems are up to date."))

    def _carry(self) -> None:
        title, kind = _("Put what waits in a file, for a stick"), _("File of reports (*.json)")
        chosen = choose_where_to_save(self._page, title, "signalements.json", kind)
        if chosen:
            self.carry_to(Path(chosen))

    def _take_feed(self) -> None:
        title, kind = _("Read a file of known problems"), _("File of known problems (*.json)")
        chosen = choose_file(self._page, title, kind)
        if chosen:
            self.take_feed_from(Path(chosen))

    def _save_csv(self) -> None:
        from dematassist.reports.exports import as_csv

        entries, closed = self._reports.entries, self._is_closed
        self._save(_("Table (*.csv)"), "signalements.csv", lambda: as_csv(entries(), is_closed=closed))

    def _save_json(self) -> None:
        from dematassist.reports.exports import as_json

        entries, closed = self._reports.entries, self._is_closed
        name = "tous-les-signalements.json"
        self._save(_("File (*.json)"), name, lambda: as_json(entries(), is_closed=closed))

    def _save(self, kind: str, name: str, content: Callable[[], bytes]) -> None:
        chosen = choose_where_to_save(self._page, kind, name, kind)
        if not chosen:
            return

        def write() -> Changes:
            write_atomically(Path(chosen), content())
            return NOTHING

        self._do(write, _("Saved: {path}").format(path=chosen))

    def _try_now(self) -> None:
        self._shell.deliver_reports(is_asked=True)
        self._shell.tell(_("We try now. What cannot leave stays here."))

    def _do(self, verb: Callable[[], Changes], said: str | Callable[[], str]) -> None:
        if self._shell.refuses_in_practice():
            return
        try:
            changes = verb()
        except UserError as error:
            self._shell.tell_problem(error)
            return
        self._shell.publish(changes)
        self._shell.tell(said if isinstance(said, str) else said())
