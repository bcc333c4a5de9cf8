"""The widgets of the home page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut

from dematassist.changes import Changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page, Rows
from dematassist.ui.pages.home.view import ResultView, answer_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dematassist.changes import Changes
    from dematassist.ui.pages.home.below import Below
    from dematassist.ui.shell import Shell

_SHOWN = 8
"""Results shown at most: more would be a list to read, not an answer."""


class _SearchField(SearchField):
    """The search field; what is below it is added once it is painted."""

    def __init__(self, text: str, page: HomePage) -> None:
        super().__init__(page.search, page.go_to_results, text)
        self._page = page

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._page.complete()


class HomePage(Page):
    """The page that asks « Que voulez-vous faire ? »."""

    def __init__(self, shell: Shell, route: routes.Home) -> None:
        super().__init__(shell, _("Hello. What would you like to do?"), place=_("Home"))
        self._field = _SearchField(route.query, self)
        accessible.labelled(
            self.body,
            _("Say it in your own words"),
            self._field,
            # Translators: three examples of what people type.
            help_text=_("For example: lost health card, rent help, registration of my car."),
        )
        self._count = Line(is_bold=True)
        self._count.hide()
        self._advice = Line(is_quiet=True)
        self._advice.hide()
        self._answers = Rows()
        self._buttons: list[Button] = []
        self.add(self._count, self._answers, self._advice)
        self._below: Below | None = None
        self._is_below_wanted = True
        self._is_complete = False
        # A slow typist hears one count, not ten.
        self._speak = QTimer(self)
        self._speak.setSingleShot(True)
        self._speak.setInterval(700)
        self._speak.timeout.connect(lambda: accessible.announce(self._field, self._count.text()))
        if route.query:
            self.search(route.query)

    def begin(self) -> QWidget:
        """Begin in the search field: it is what the page is for, and its name says the question."""
        return self._field

    def refresh(self, changes: Changes) -> None:
        """Show the walks and the reports as they are now."""
        if self._below is None:
            return
        if Changed.JOURNEYS in changes.kinds:
            self._below.fill_walks()
            self._put_in_tab_order()
        if Changed.REPORTS in changes.kinds:
            self._below.tell_reports()

    def complete(self) -> None:
        """Add what is below the search field, once: the field is painted."""
        if not self._is_complete:
            self._is_complete = True
            QTimer.singleShot(0, self, self._add_below)

    def go_to_results(self) -> None:
        """Go to the first answer."""
        if self._buttons:
            self._buttons[0].setFocus()

    def _open_number(self, number: int) -> None:
        if number <= len(self._buttons):
            self._buttons[number - 1].click()

    def search(self, text: str) -> None:
        """Show the answers to these words; without any, what is there to begin with."""
        self.shell.stay(routes.Home(text))
        self._want_below(is_wanted=not text)
        for widget in (self._count, self._advice):
            widget.setVisible(bool(text))
        if not text:
            self._show_results(())
            return
        app = self.shell.app
        try:
            view = answer_view(text, app.search(text, app.lang, _SHOWN))
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self._count.setText(view.said)
        self._advice.setText(view.advice)
        accessible.describe(self._field, view.said)
        self._show_results(view.results)
        self._want_below(is_wanted=not view.results)
        self._speak.start()

    def _show_results(self, results: tuple[ResultView, ...]) -> None:
        self._answers.clear()
        self._buttons = []
        for result in results:
            row = Button(
                result.title,
                partial(self._open, result),
                weight=Weight.CARD,
                pictogram=Pictogram.LIST if result.is_guide else Pictogram.FORM,
                detail=result.detail,
            )
            self._answers.add(row)
            self._buttons.append(row)
        self._put_in_tab_order()

    def _put_in_tab_order(self) -> None:
        # Once this page is the one shown.
        QTimer.singleShot(0, self, self.shell.set_tab_order)

    def _open(self, result: ResultView) -> None:
        self.shell.go(routes.Before(result.id) if result.is_guide else routes.OfficialSheet(result.id))

    def _want_below(self, *, is_wanted: bool) -> None:
        self._is_below_wanted = is_wanted
        if self._below is not None:
            self._below.setVisible(is_wanted)

    def _add_below(self) -> None:
        from dematassist.ui.pages.home.below import Below

        for number in range(1, _SHOWN + 1):
            # A mediator opens the third answer with Alt+3.
            QShortcut(QKeySequence(f"Alt+{number}"), self, partial(self._open_number, number))
        self._below = Below(self.shell)
        self.add(self._below)
        self._below.setVisible(self._is_below_wanted)
        self.shell.set_tab_order()
