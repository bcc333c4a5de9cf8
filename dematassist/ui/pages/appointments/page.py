"""The widgets of the list of appointments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Page
from dematassist.ui.pages.appointments.view import AppointmentRow, KeptWhere, appointments_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dematassist.app import App
    from dematassist.ui.shell import Shell


class AppointmentsPage(Page):
    """A button for a new one, then one card an appointment."""

    def __init__(self, shell: Shell, _route: routes.Appointments) -> None:
        app = shell.app
        where = _kept_where(app)
        view = appointments_view(app.appointments.all(), where, app.clock.today(), _sealed_ids(app))
        super().__init__(shell, view.title)
        self.prose(view.title, view.intro)
        if where is KeptWhere.FOLDER_CLOSED:
            self.row(
                Button(_("Open my folder"), partial(shell.go, routes.Documents()), pictogram=Pictogram.LOCK)
            )
        elif where is KeptWhere.SOME_OUTSIDE:
            self.row(
                Button(
                    _("Put them in my documents"),
                    partial(shell.go, routes.MoveIn()),
                    pictogram=Pictogram.LOCK,
                )
            )
        self.row(
            Button(_("Prepare a new appointment"), self._begin, weight=Weight.MAIN, pictogram=Pictogram.PLUS)
        )
        if view.to_come:
            self.section(_("To come"))
            self._add(view.to_come)
        if view.past:
            self.section(_("Past"))
            self._add(view.past)
        self.section(_("Another professional goes on"))
        self.row(
            Button(
                _("Hand over to another professional"),
                partial(shell.go, routes.HandOver()),
                pictogram=Pictogram.THIRD,
            ),
            Button(
                _("Open a hand-over file"), partial(shell.go, routes.TakeOver()), pictogram=Pictogram.FOLDER
            ),
        )

    def begin(self) -> QWidget:
        """Say once that the file was damaged, if it was."""
        ours = self.shell.app.appointments
        if ours.damaged is not None:
            self.shell.tell_problem(ours.damaged)
            ours.damaged = None
        return super().begin()

    def _add(self, rows: tuple[AppointmentRow, ...]) -> None:
        for row in rows:
            self.add(
                Button(
                    row.title,
                    partial(self.shell.go, routes.Appointment(row.id)),
                    weight=Weight.CARD,
                    pictogram=Pictogram.CALENDAR,
                    detail=row.detail,
                )
            )

    def _begin(self) -> None:
        try:
            appointment_id, changes = self.shell.app.appointments.prepare()
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.publish(changes)
        self.shell.go(routes.AppointmentForm(appointment_id))


def _kept_where(app: App) -> KeptWhere:
    if app.practice is not None:
        return KeptWhere.MEMORY
    if app.kept.is_open:
        return KeptWhere.SOME_OUTSIDE if app.kept.appointments.outside() else KeptWhere.FOLDER
    if app.is_desk:
        return KeptWhere.MEMORY
    return KeptWhere.FOLDER_CLOSED if app.paths.spaces.exists() else KeptWhere.HERE


def _sealed_ids(app: App) -> frozenset[str]:
    sealed = app.kept.appointments.sealed
    return sealed.ids() if sealed and app.practice is None else frozenset()
