"""« Documents retrouvés »: sealed files that lie in the folder and are not in its list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui.page import Rows
from dematassist.ui.pages.documents.view import found_line, found_name
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Heading, Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.page import Page
    from dematassist.vault.found import Found
    from dematassist.vault.model import Document


class Finding:
    """The part of the page that shows what was found, and takes it in or throws it away."""

    def __init__(self, page: Page) -> None:
        self._shell = page.shell
        self._rows = Rows()
        page.add(self._rows)
        space = page.shell.app.space
        page.shell.tasks.run(
            Lane.STORE,
            lambda _progress: space.found(),
            on_done=page.while_here(self._show),
            on_problem=page.shell.tell_problem,
        )

    def _show(self, found: tuple[Found, ...]) -> None:
        self._rows.clear()
        if not found:
            return
        self._rows.add(Heading(_("Papers found again"), 2))
        for number, one in enumerate(found, 1):
            name = f"{number}. {found_name(one)}"
            self._rows.add(Line(name, is_bold=True), Line(found_line(one), is_quiet=True))
            take_in, throw = partial(self._take_in, one), partial(self._throw, one)
            taking = Button(_("Take it in"), take_in, pictogram=Pictogram.PLUS, spoken=name)
            throwing = Button(_("Throw it away"), throw, pictogram=Pictogram.DELETE, spoken=name)
            self._rows.add(FlowRow(*([taking] if one.document is not None else []), throwing))
        self._shell.set_tab_order()

    def _take_in(self, one: Found) -> None:
        self._do(lambda: self._shell.app.space.take_in(one), _("It is among your papers."))

    def _throw(self, one: Found) -> None:
        self._do(lambda: self._shell.app.space.throw_away(one), _("It is thrown away."))

    def _do(self, do: Callable[[], object], said: str) -> None:
        space = self._shell.app.space

        def work(_progress: object) -> tuple[Document, ...]:
            do()
            return space.documents()

        def done(documents: tuple[Document, ...]) -> None:
            self._shell.publish(self._shell.app.hold(documents))
            self._shell.tell(said)

        self._shell.tasks.run(Lane.STORE, work, on_done=done, on_problem=self._shell.tell_problem)
