"""The widgets of the page of the hub of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.changes import Changed, changed
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible
from dematassist.ui.page import Page
from dematassist.ui.pages.hub_settings.view import ADDRESS_CAUSES, hub_view
from dematassist.ui.pages.my_reports.view import forgotten_line
from dematassist.ui.pages.my_reports.ways_out import WaysOut
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task


class HubSettingsPage(Page):
    """Where reports go now; an address and a code to join a hub."""

    def __init__(self, shell: Shell, route: routes.HubSettings) -> None:
        view = hub_view(shell.app.exchange.hub)
        super().__init__(shell, view.title)
        self._route = route
        self._task: Task[None] | None = None
        forgotten = forgotten_line(shell.app.exchange.refusal)
        self.prose(view.title, (*view.now, forgotten) if forgotten else view.now)
        if view.is_known:
            self.row(Button(_("Leave this hub"), self._leave, pictogram=Pictogram.DELETE))
        self.section(_("Join a hub of reports"))
        self._address = Field()
        accessible.labelled(self.body, view.address_label, self._address, help_text=view.address_help)
        self._address_trouble = Beside(self._address, view.address_help)
        self.add(self._address_trouble)
        self._code = Field()
        accessible.labelled(self.body, view.code_label, self._code, help_text=view.code_help)
        self._code_trouble = Beside(self._code, view.code_help)
        self.add(self._code_trouble)
        self._joining = Button(_("Join"), self._join, weight=Weight.MAIN, pictogram=Pictogram.FORWARD)
        self._stopping = Button(_("Stop waiting"), self._stop, pictogram=Pictogram.STOP)
        self._stopping.hide()
        self.row(self._joining, self._stopping)
        self._state = self.line("", is_bold=True)
        self._files: WaysOut | None = None
        if shell.app.is_desk:
            self.section(_("For whoever keeps this computer"))
            self.line(_("Reports of everybody who came here. The figures hold nothing of what they wrote."))
            self._files = WaysOut(self)
            self._files.add_files(shell.app.all_reports, is_closed=True)

    def leave(self) -> None:
        """Wait no more for an answer; the same code may be tried again."""
        if self._task is not None:
            self._task.cancel()

    def _join(self) -> None:
        if self._task is not None or self.shell.refuses_in_practice():
            return
        for trouble in (self._address_trouble, self._code_trouble):
            trouble.clear()
        url, code = self._address.text(), self._code.text()
        exchange = self.shell.app.exchange
        self._state.setText(_("Asking the hub of reports…"))
        accessible.announce(self._joining, self._state.text())
        self._stopping.show()
        self.shell.set_tab_order()
        self._task = self.shell.tasks.run(
            Lane.NETWORK,
            lambda _progress: exchange.enrol(url, code),
            on_done=lambda _nothing: self._joined(),
            on_problem=self._fail,
        )

    def _joined(self) -> None:
        self._task = None
        self.shell.replace(self._route)
        self.shell.publish(changed(Changed.REPORTS))
        self.shell.tell(_("This computer has joined the hub of reports. Thank you."))
        self.shell.deliver_reports()

    def _fail(self, error: UserError) -> None:
        self._end("")
        beside = self._address_trouble if error.cause in ADDRESS_CAUSES else self._code_trouble
        beside.say(str(problem(error)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._joining.setFocus()
        self._end(_("Stopped. You can try again with the same code."))
        accessible.announce(self._joining, self._state.text())

    def _end(self, said: str) -> None:
        self._task = None
        self._stopping.hide()
        self._state.setText(said)

    def _leave(self) -> None:
        if self.shell.refuses_in_practice():
            return
        try:
            self.shell.app.exchange.leave()
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.replace(self._route)
        self.shell.publish(changed(Changed.REPORTS))
        self.shell.tell(_("This computer has left the hub of reports. Your reports are kept."))
