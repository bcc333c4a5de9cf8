"""The widgets of « Mes signalements »."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dematassist import wire
from dematassist.changes import Changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.reports.model import Way
from dematassist.reports.wording import subject
from dematassist.ui import routes
from dematassist.ui.page import Page, Rows
from dematassist.ui.pages.blocked.parts import place_of
from dematassist.ui.pages.my_reports.view import (
    Act,
    connection_line,
    forgotten_line,
    in_order,
    in_short,
    others_line,
    report_view,
)
from dematassist.ui.pages.my_reports.ways_out import WaysOut
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Heading
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.ui.pages.my_reports.view import ReportView
    from dematassist.ui.shell import Shell

_AT_ONCE = 12
"""Reports shown before « show more »."""


class MyReportsPage(Page):
    """What waits, the oldest first; what arrived; what became of it."""

    def __init__(self, shell: Shell, _route: routes.MyReports) -> None:
        super().__init__(shell, _("My reports"))
        self._shown = _AT_ONCE
        self._views: tuple[ReportView, ...] = ()
        self._parts: dict[tuple[str, Act | None], QWidget] = {}
        self._counts = Prose(_("In short"), is_list=True)
        self._connection = self.line("", is_quiet=True)
        self.body.insertWidget(self.body.indexOf(self._connection), self._counts)
        # In a widget of their own: Tab then comes to them before what follows, whenever they are made.
        self._rows = Rows()
        self.add(self._rows)
        self._more = Button(_("Show the following ones"), self._show_more, pictogram=Pictogram.PLUS)
        self.row(self._more)
        self._fill()
        self._ways_out = WaysOut(self)
        self._ways_out.add_receiver()
        if not shell.app.is_desk:
            self._ways_out.add_files(shell.app.reports)

    def refresh(self, changes: Changes) -> None:
        """Show the reports as they are now; the focus stays on the same part of the same report."""
        if Changed.REPORTS in changes.kinds:
            self._fill()

    def _fill(self) -> None:
        app = self.shell.app
        now = app.clock.now()
        entries = in_order(app.reports.entries())
        mine = in_short(app.reports.counts(), now, has_any=bool(entries))
        others = others_line(app.others_waiting())
        self._counts.show_lines((*mine, others) if others else mine)
        self._connection.setText(forgotten_line(app.exchange.refusal) or connection_line(entries))
        self._connection.setVisible(bool(self._connection.text()))
        self._more.setVisible(len(entries) > self._shown)
        views = tuple(
            report_view(number, entry, subject(entry.report, *place_of(app, entry.report)), now)
            for number, entry in enumerate(entries[: self._shown], 1)
        )
        if views != self._views:
            self._show(views)

    def _show(self, views: tuple[ReportView, ...]) -> None:
        focused = next((key for key, widget in self._parts.items() if widget.hasFocus()), None)
        self._rows.clear()
        self._views, self._parts = views, {}
        for view in views:
            row = self._row(view)
            self._rows.add(row)
        self.shell.set_tab_order()
        if focused is not None:
            report_id, _act = focused
            instead = self._parts.get((report_id, None), self.heading)
            self._parts.get(focused, instead).setFocus()

    def _row(self, view: ReportView) -> QWidget:
        row = QWidget()
        down = QVBoxLayout(row)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(Heading(view.title, 2))
        text = Prose(view.title, view.lines, is_list=True)
        self._parts[view.report_id, None] = text
        down.addWidget(text)
        actions = FlowRow()
        down.addWidget(actions)
        for act in view.acts:
            button = self._button(view, act)
            self._parts[view.report_id, act] = button
            actions.add(button)
        return row

    def _button(self, view: ReportView, act: Act) -> Button:
        go, report_id = self._go, view.report_id
        buttons: dict[Act, tuple[str, Pictogram, Callable[[], object]]] = {
            Act.SEE: (_("See what it holds"), Pictogram.EYE, go(routes.ReportPreview(report_id))),
            Act.CHANGE: (_("Say more, or change"), Pictogram.NOTE, go(routes.ReportDetails(report_id))),
            Act.PROOF: (_("Print the proof"), Pictogram.PRINT, go(_proof(report_id))),
            Act.EMAIL: (_("Make an e-mail"), Pictogram.POST, partial(self._email, report_id)),
            Act.ON_PAPER: (_("I gave it on paper"), Pictogram.CHECK, partial(self._given, report_id)),
            Act.WITHDRAW: (_("Take back"), Pictogram.DELETE, partial(self._withdraw, report_id)),
            Act.FIXED: (
                _("Corrected, thank you"),
                Pictogram.CHECK,
                partial(self._say, report_id, wire.Verdict.FIXED),
            ),
            Act.NOT_FIXED: (
                _("Not corrected"),
                Pictogram.WARNING,
                partial(self._say, report_id, wire.Verdict.NOT_FIXED),
            ),
        }
        words, pictogram, do = buttons[act]
        return Button(words, do, pictogram=pictogram, spoken=view.title)

    def _go(self, route: routes.Route) -> Callable[[], None]:
        return lambda: self.shell.go(route)

    def _show_more(self) -> None:
        first = self._shown
        self._shown += _AT_ONCE
        self._fill()
        self._parts[self._views[first].report_id, None].setFocus()

    def _email(self, report_id: str) -> None:
        self._ways_out.write_email(report_id)

    def _given(self, report_id: str) -> None:
        self._do(
            lambda: self.shell.app.reports.hand_over(report_id, Way.PAPER),
            _("It is written down. The report still leaves by itself when it can."),
        )

    def _withdraw(self, report_id: str) -> None:
        self._do(lambda: self.shell.app.reports.withdraw_report(report_id), _("It is taken back."))

    def _say(self, report_id: str, verdict: wire.Verdict) -> None:
        self._do(
            lambda: self.shell.app.reports.say_outcome(report_id, verdict),
            _("Thank you. Your answer leaves as soon as it can."),
        )
        self.shell.deliver_reports()

    def _do(self, verb: Callable[[], Changes], said: str) -> None:
        try:
            changes = verb()
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.tell(said)


def _proof(report_id: str) -> routes.Sheet:
    return routes.Sheet(routes.SheetKind.PROOF, "", "", report_id)
