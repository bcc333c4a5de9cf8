"""The widgets of the form of an appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.journeys.dates import read_date, read_time, written, written_time
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.appointment_form.desks import DeskChoice
from dematassist.ui.pages.appointment_form.procedures import Procedures
from dematassist.ui.pages.appointment_form.view import form_view, questions_of
from dematassist.ui.pages.appointments.page import AppointmentsPage
from dematassist.ui.pages.appointments.view import appointment_name
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from dematassist.appointments.model import Appointment
    from dematassist.places.directory import Directory
    from dematassist.ui.shell import Shell


def make_form_page(shell: Shell, route: routes.AppointmentForm) -> Page:
    """Make the page; that of the list when the appointment is not there any more."""
    if shell.app.appointments.has(route.appointment_id):
        return AppointmentFormPage(shell, route)
    return AppointmentsPage(shell, routes.Appointments())


class AppointmentFormPage(Page):
    """Day, hour, whom, where, needs, procedures, questions. What is typed is kept when one leaves."""

    def __init__(self, shell: Shell, route: routes.AppointmentForm) -> None:
        self._id = route.appointment_id
        now = shell.app.appointments.appointment(self._id)
        view = form_view()
        super().__init__(shell, view.title, place=appointment_name(now))
        self._view = view
        self.prose(view.title, view.intro)
        self._day = Field(written(now.on) if now.on else "")
        accessible.labelled(self.body, _("Day of the appointment"), self._day, help_text=view.day_help)
        self._day_trouble = Beside(self._day, view.day_help)
        self._hour = Field()
        self._hour.setText(written_time(now.at) if now.at else "")
        self.add(self._day_trouble)
        accessible.labelled(self.body, _("Hour"), self._hour, help_text=view.hour_help)
        self._hour_trouble = Beside(self._hour, view.hour_help)
        self.add(self._hour_trouble)
        self._service = Field(now.service)
        accessible.labelled(self.body, _("With whom: a service or a person"), self._service)
        self.section(_("Procedures of this appointment"))
        self._procedures = Procedures(self, self._id)
        self.section(_("Where"))
        self._place, self._travel, self._access = map(TextArea, (now.place, now.travel, now.access))
        accessible.labelled(self.body, _("Place and address"), self._place)
        directory = self._directory()
        if directory is not None:
            self._desks = DeskChoice(self, directory, self._place.setPlainText)
        accessible.labelled(self.body, _("How to get there"), self._travel)
        accessible.labelled(self.body, _("What I need there"), self._access, help_text=view.access_help)
        self.section(_("Questions to ask"))
        self._questions = TextArea("\n".join(now.questions))
        words = _("My own questions")
        accessible.labelled(self.body, words, self._questions, help_text=view.questions_help)
        self.row(
            Button(_("See what to bring"), self._finish, weight=Weight.MAIN, pictogram=Pictogram.FORWARD),
        )

    def leave(self) -> None:
        """Keep what is typed."""
        ours = self.shell.app.appointments
        if not ours.has(self._id):
            # Its folder was closed, which was said.
            return
        try:
            self.shell.publish(ours.change(self._typed(ours.appointment(self._id))))
        except UserError as error:
            self.shell.tell_problem(error)

    def _typed(self, now: Appointment) -> Appointment:
        """Return the appointment as it is typed. A day or an hour that cannot be read changes nothing."""
        day, hour = self._day.text().strip(), self._hour.text().strip()
        return msgspec.structs.replace(
            now,
            on=(read_date(day) or now.on) if day else None,
            at=(read_time(hour) or now.at) if hour else None,
            service=self._service.text(),
            place=self._place.toPlainText(),
            travel=self._travel.toPlainText(),
            access=self._access.toPlainText(),
            questions=questions_of(self._questions.toPlainText()),
        )

    def _finish(self) -> None:
        self._day_trouble.clear()
        self._hour_trouble.clear()
        day, hour = self._day.text().strip(), self._hour.text().strip()
        if day and read_date(day) is None:
            self._day_trouble.say(self._view.wrong_day)
        elif hour and read_time(hour) is None:
            self._hour_trouble.say(self._view.wrong_hour)
        else:
            self.leave()
            if not self.is_gone:
                self.shell.replace(routes.Appointment(self._id))

    def _directory(self) -> Directory | None:
        try:
            directory = self.shell.app.directory()
        except UserError:
            # It is told where desks are looked for; here the place can be typed.
            return None
        return directory if directory.is_present else None
