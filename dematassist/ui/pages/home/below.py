"""What is below the question of the home page: walks to go on with, themes, everything else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dematassist.guides.themes import Theme, theme_name
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Rows
from dematassist.ui.pages.home.view import resume_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Heading

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell

_WALKS = 4


class Below(QWidget):
    """Where to go without a question."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._walks = Rows()
        column.addWidget(self._walks)
        self.fill_walks()
        column.addWidget(Heading(_("By theme"), 2))
        column.addWidget(self._themes())
        column.addWidget(Heading(_("Everything else"), 2))
        others = self._others()
        self._reports = Button(
            _("My reports"),
            partial(shell.go, routes.MyReports()),
            pictogram=Pictogram.REPORT,
            detail=shell.reports_line(),
        )
        others.add(self._reports)
        column.addWidget(others)

    def fill_walks(self) -> None:
        """Show the walks as they are now."""
        self._walks.clear()
        summaries = self._shell.app.journeys.summaries()[:_WALKS]
        if summaries:
            self._walks.add(Heading(_("Go on with"), 2))
        titles = [summary.title for summary in summaries]
        for summary in summaries:
            is_sealed = self._shell.app.walks.is_sealed(summary.id)
            # Two walks of one guide, for two people or two times, are told apart by their moments.
            view = resume_view(summary, is_sealed=is_sealed, is_dated=titles.count(summary.title) > 1)
            self._walks.add(
                Button(
                    view.title,
                    partial(self._shell.go, routes.Walk(view.journey_id)),
                    weight=Weight.CARD,
                    pictogram=Pictogram.RESUME,
                    detail=view.where,
                )
            )

    def tell_reports(self) -> None:
        """Say how many reports wait."""
        self._reports.say(_("My reports"), self._shell.reports_line())

    def _themes(self) -> FlowRow:
        row = FlowRow()
        counts = self._shell.app.library.theme_counts(self._shell.app.lang)
        for theme in (theme for theme in Theme if theme.value in counts):
            row.add(
                Button(
                    theme_name(theme),
                    partial(self._shell.go, routes.ThemeGuides(theme)),
                    pictogram=Pictogram[theme.name],
                )
            )
        return row

    def _others(self) -> FlowRow:
        row = FlowRow()
        of_a_desk = ((_("Mandates"), routes.Mandates(), Pictogram.DESK),)
        for words, route, pictogram in (
            (_("My documents"), routes.Documents(), Pictogram.LOCK),
            (_("Prepare an appointment"), routes.Appointments(), Pictogram.CALENDAR),
            (_("Prepare a file to send"), routes.SendFile(), Pictogram.POST),
            (_("Official sheets of the State"), routes.OfficialLibrary(), Pictogram.FORM),
            *(of_a_desk if self._shell.app.is_desk else ()),
        ):
            row.add(Button(words, partial(self._shell.go, route), pictogram=pictogram))
        return row
