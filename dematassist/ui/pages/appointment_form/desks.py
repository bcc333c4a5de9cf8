"""A desk of the list as the place of the appointment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.ui import accessible
from dematassist.ui.page import Rows
from dematassist.ui.pages.appointment_form.view import place_text
from dematassist.ui.pages.help.view import desks_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.places.directory import Directory
    from dematassist.places.model import Place
    from dematassist.ui.page import Page

_MOST = 5


class DeskChoice:
    """The part of the form that looks for a desk; ``use`` is given its text."""

    def __init__(self, page: Page, directory: Directory, use: Callable[[str], object]) -> None:
        self._shell, self._directory, self._use = page.shell, directory, use
        self._field = Field()
        accessible.labelled(
            page.body,
            _("Look for a desk in the list, by its town or postcode"),
            self._field,
            help_text=_("For example: Saint-Étienne, or 42000."),
        )
        self._field.returnPressed.connect(self._search)
        page.row(Button(_("Find desks"), self._search, pictogram=Pictogram.MAP))
        self._said = Line(is_bold=True)
        self._found = Rows()
        page.add(self._said, self._found)

    def _search(self) -> None:
        text = self._field.text().strip()
        try:
            found = self._directory.search(text, _MOST)
        except UserError as error:
            self._shell.tell_problem(error)
            return
        view = desks_view(text, found, self._shell.app.clock.now())
        places = (*found.here, *(near.place for near in found.near))[:_MOST]
        self._found.clear()
        for desk, place in zip(view.desks, places, strict=False):
            button = Button(
                desk.name,
                partial(self._choose, place),
                pictogram=Pictogram.DESK,
                detail=desk.lines[0] if desk.lines else "",
                spoken=_("Make it the place of the appointment"),
            )
            self._found.add(button)
        self._tell(view.said)
        self._shell.set_tab_order()

    def _choose(self, place: Place) -> None:
        self._found.clear()
        self._use(place_text(place))
        self._tell(_("The place is now: {name}.").format(name=place.name))

    def _tell(self, text: str) -> None:
        self._said.setText(text)
        accessible.describe(self._field, text)
        accessible.announce(self._field, text)
