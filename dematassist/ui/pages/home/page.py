"""The widgets of the home page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dematassist.changes import Changed
from dematassist.errors import UserError
from dematassist.guides.themes import Theme, theme_name
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page, cleared
from dematassist.ui.pages.home.view import ResultView, answer_view, resume_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.flow import FlowLayout
from dematassist.ui.widgets.labels import Heading, Line
from dematassist.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from dematassist.changes import Changes
    from dematassist.ui.shell import Shell

_SHOWN = 8
"""Results shown at most: more would be a list to read, not an answer."""
_WALKS = 4


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
        self._results = QVBoxLayout()
        self._rows: list[Button] = []
        self.add(self._count)
        self.body.addLayout(self._results)
        self.add(self._advice)
        self._rest = QWidget()
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(10)
        self.add(self._rest)
        self._resume = QVBoxLayout()
        rest.addLayout(self._resume)
        self._below = rest
        self._is_complete = False
        self._my_reports: Button | None = None
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
        """Show the walks as they are now."""
        if Changed.JOURNEYS in changes.kinds:
            self._fill_resume()
            self._put_in_tab_order()
        if Changed.REPORTS in changes.kinds and self._my_reports is not None:
            self._my_reports.say(_("My reports"), self.shell.reports_line())

    def complete(self) -> None:
        """Add what is below the search field, once: the field is painted."""
        if not self._is_complete:
            self._is_complete = True
            QTimer.singleShot(0, self, self._add_below)

    def go_to_results(self) -> None:
        """Go to the first answer."""
        if self._rows:
            self._rows[0].setFocus()

    def _open_number(self, number: int) -> None:
        if number <= len(self._rows):
            self._rows[number - 1].click()

    def search(self, text: str) -> None:
        """Show the answers to these words; without any, what is there to begin with."""
        self.shell.stay(routes.Home(text))
        self._rest.setVisible(not text)
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
        self._rest.setVisible(not view.results)
        self._speak.start()

    def _show_results(self, results: tuple[ResultView, ...]) -> None:
        cleared(self._results)
        self._rows = []
        for result in results:
            row = Button(
                result.title,
                partial(self._open, result),
                weight=Weight.CARD,
                pictogram=Pictogram.LIST if result.is_guide else Pictogram.FORM,
                detail=result.detail,
            )
            self._results.addWidget(row)
            self._rows.append(row)
        self._put_in_tab_order()

    def _put_in_tab_order(self) -> None:
        # Once this page is the one shown.
        QTimer.singleShot(0, self, self.shell.set_tab_order)

    def _open(self, result: ResultView) -> None:
        self.shell.go(routes.Before(result.id) if result.is_guide else routes.OfficialSheet(result.id))

    def _fill_resume(self) -> None:
        cleared(self._resume)
        summaries = self.shell.app.journeys.summaries()[:_WALKS]
        if not summaries:
            return
        self._resume.addWidget(Heading(_("Go on with"), 2))
        titles = [summary.title for summary in summaries]
        for summary in summaries:
            is_sealed = self.shell.app.walks.is_sealed(summary.id)
            # Two walks of one guide, for two people or two times, are told apart by their moments.
            view = resume_view(summary, is_sealed=is_sealed, is_dated=titles.count(summary.title) > 1)
            self._resume.addWidget(
                Button(
                    view.title,
                    partial(self.shell.go, routes.Walk(view.journey_id)),
                    weight=Weight.CARD,
                    pictogram=Pictogram.RESUME,
                    detail=view.where,
                )
            )

    def _add_below(self) -> None:
        rest = self._below
        self._fill_resume()
        for number in range(1, _SHOWN + 1):
            # A mediator opens the third answer with Alt+3.
            QShortcut(QKeySequence(f"Alt+{number}"), self, partial(self._open_number, number))
        rest.addWidget(Heading(_("By theme"), 2))
        row = FlowLayout()
        counts = self.shell.app.library.theme_counts(self.shell.app.lang)
        for theme in (theme for theme in Theme if theme.value in counts):
            row.addWidget(
                Button(
                    theme_name(theme),
                    partial(self.shell.go, routes.ThemeGuides(theme)),
                    pictogram=Pictogram[theme.name],
                )
            )
        rest.addLayout(row)
        rest.addWidget(Heading(_("Everything else"), 2))
        others = FlowLayout()
        of_a_desk = ((_("Mandates"), routes.Mandates(), Pictogram.DESK),)
        for words, route, pictogram in (
            (_("My documents"), routes.Documents(), Pictogram.LOCK),
            (_("Prepare an appointment"), routes.Appointments(), Pictogram.CALENDAR),
            (_("Prepare a file to send"), routes.SendFile(), Pictogram.POST),
            (_("Official sheets of the State"), routes.OfficialLibrary(), Pictogram.FORM),
            *(of_a_desk if self.shell.app.is_desk else ()),
        ):
            others.addWidget(Button(words, partial(self.shell.go, route), pictogram=pictogram))
        self._my_reports = Button(
            _("My reports"),
            partial(self.shell.go, routes.MyReports()),
            pictogram=Pictogram.REPORT,
            detail=self.shell.reports_line(),
        )
        others.addWidget(self._my_reports)
        rest.addLayout(others)
        self.shell.set_tab_order()
