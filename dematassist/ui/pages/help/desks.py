"""Desks near a town: the search, and taking in a directory file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _, ngettext
from dematassist.places.directory import Directory, NoDirectory, take_in
from dematassist.system.settings import Computer
from dematassist.ui import accessible
from dematassist.ui.page import Rows
from dematassist.ui.pages.help.view import desks_view
from dematassist.ui.tasks import Lane, Task
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.choose_file import choose_file
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from dematassist.places.directory import Intake
    from dematassist.ui.page import Page


class Desks:
    """The part of the page that knows desks."""

    def __init__(self, page: Page) -> None:
        self._page, self._shell = page, page.shell
        self._directory: Directory = NoDirectory()
        self._task: Task[Intake] | None = None
        self._rows = Rows()
        page.add(self._rows)
        self._open()
        self._fill()

    def close(self) -> None:
        """Stop taking a list in."""
        if self._task:
            self._task.cancel()

    def _open(self) -> None:
        try:
            self._directory = self._shell.app.directory()
        except UserError as error:
            self._shell.tell_problem(error)

    def _fill(self) -> None:
        self._rows.clear()
        self._state = Line(is_bold=True)
        if self._directory.is_present:
            self._add_search()
        else:
            self._rows.add(Prose(_("A list of desks near you"), self._directory.advice()))
        self._rows.add(
            Button(_("Choose a list of desks (CSV or JSON file)"), self._choose, pictogram=Pictogram.FOLDER)
        )
        self._rows.add(self._state)

    def _add_search(self) -> None:
        settings = self._shell.app.settings
        self._field = Field(settings.place if settings.computer is Computer.MINE else "")
        accessible.labelled(
            self._rows.column,
            _("Your town or postcode"),
            self._field,
            help_text=_("For example: Saint-Étienne, or 42000."),
        )
        self._field.returnPressed.connect(self._search)
        self._rows.add(Button(_("Find desks"), self._search, pictogram=Pictogram.MAP))
        self._said = Line(is_bold=True)
        self._rows.add(self._said)
        self._found = Rows()
        self._rows.add(self._found)

    def _search(self) -> None:
        text = self._field.text().strip()
        try:
            found = self._directory.search(text)
        except UserError as error:
            self._shell.tell_problem(error)
            return
        view = desks_view(text, found, self._shell.app.clock.now())
        self._said.setText(view.said)
        accessible.describe(self._field, view.said)
        accessible.announce(self._field, view.said)
        self._found.clear()
        for desk in view.desks:
            self._found.add(Line(desk.name, is_bold=True), Prose(desk.name, desk.lines))
        settings = self._shell.app.settings
        if self._shell.app.practice is not None:
            return
        if settings.computer is Computer.MINE and view.desks and settings.place != text:
            self._shell.change_settings(settings._replace(place=text[:100]))

    def _choose(self) -> None:
        chosen = choose_file(
            self._page, _("Choose a list of desks (CSV or JSON file)"), _("Lists of desks (*.csv *.json)")
        )
        if not chosen:
            return
        target = self._shell.app.paths.directory
        self._state.setText(_("Reading the list…"))
        accessible.announce(self._page, self._state.text())
        self._task = self._shell.tasks.run(
            Lane.STORE,
            lambda progress: take_in(Path(chosen), target, progress.report),
            on_done=self._taken,
            on_problem=self._failed,
            on_progress=self._advance,
        )

    def _advance(self, done: int, total: int) -> None:
        self._state.setText(_("Reading the list: {done} of about {total}.").format(done=done, total=total))

    def _taken(self, intake: Intake) -> None:
        self._task = None
        self._open()
        self._fill()
        said = ngettext("{n} desk is ready.", "{n} desks are ready.", intake.places).format(n=intake.places)
        if intake.left_out:
            said += " " + ngettext(
                "{n} line could not be read.", "{n} lines could not be read.", intake.left_out
            ).format(n=intake.left_out)
        self._shell.tell(said)

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._state.setText("")
        self._shell.tell_problem(error)
