"""The list of papers, a part of it at a time, and the search in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Rows
from dematassist.ui.pages.documents.view import document_view, found_count, kinds_named, no_answer
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from dematassist.errors import UserError
    from dematassist.ui.page import Page
    from dematassist.ui.tasks import Task
    from dematassist.vault.model import Document

_AT_ONCE = 30
"""Papers shown before one asks for more: ten thousand buttons would hold the window for seconds."""
_SPOKEN_AFTER_MS = 700


class Listing:
    """The part of the page that lists."""

    def __init__(self, page: Page, query: str) -> None:
        self._page, self._shell = page, page.shell
        app = page.shell.app
        self._kinds = {kind.id: kind for kind in app.library.papers(app.lang)}
        self._task: Task[tuple[Document, ...]] | None = None
        self._is_awaited = False
        """Whether the person goes to the answers of the search that is under way."""
        self._field = SearchField(self._search, self._go_to_answers, query)
        help_text = _("A word is enough: a kind of paper, a name, a year.")
        accessible.labelled(page.body, _("Look for a paper"), self._field, help_text=help_text)
        self._said = Line(is_bold=True)
        self._advice = Line(is_quiet=True)
        self._rows = Rows()
        page.add(self._said, self._advice, self._rows)
        self._more = Button(_("Show more papers"), self._show_more, pictogram=Pictogram.PLUS)
        page.row(self._more)
        # Whoever types slowly hears one count, not ten.
        self._speak = QTimer(page)
        self._speak.setSingleShot(True)
        self._speak.setInterval(_SPOKEN_AFTER_MS)
        self._speak.timeout.connect(self._announce)
        self._show(app.held, "", "")
        if query:
            self._search(query)

    def cancel(self) -> None:
        """Wait for no answer: the page goes."""
        self._is_awaited = False
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _search(self, text: str) -> None:
        self.cancel()
        self._shell.stay(routes.Documents(query=text))
        app = self._shell.app
        if not text:
            self._show(app.held, "", "")
            accessible.describe(self._field, "")
            return
        space, kinds = app.space, kinds_named(text, self._kinds.values())
        self._task = self._shell.tasks.run(
            Lane.STORE,
            lambda _progress: space.search(text, [kind.id for kind in kinds]),
            on_done=self._page.while_here(partial(self._answer, text)),
            on_problem=self._page.while_here(self._fail),
        )

    def _fail(self, error: UserError) -> None:
        self.cancel()
        self._shell.tell_problem(error)

    def _answer(self, text: str, found: tuple[Document, ...]) -> None:
        self._task = None
        self._show(found, found_count(text, len(found)), "" if found else no_answer())
        accessible.describe(self._field, f"{self._said.text()} {self._advice.text()}".strip())
        self._speak.start()
        if self._is_awaited:
            self._go_to_answers()

    def _show(self, documents: tuple[Document, ...], said: str, advice: str) -> None:
        for line, text in ((self._said, said), (self._advice, advice)):
            line.setText(text)
            line.setVisible(bool(text))
        self._rows.clear()
        self._documents, self._shown = documents, 0
        self._show_more()

    def _show_more(self) -> None:
        first, today = self._shown, self._shell.app.clock.today()
        buttons = []
        for number, document in enumerate(self._documents[first : first + _AT_ONCE], first + 1):
            view = document_view(number, document, self._kinds, today)
            button = Button(
                view.title,
                partial(self._shell.go, routes.OneDocument(view.id)),
                weight=Weight.CARD,
                pictogram=Pictogram.FORM,
                detail=view.detail,
            )
            self._rows.add(button)
            buttons.append(button)
        self._shown += len(buttons)
        if first and buttons:
            buttons[0].setFocus()
        self._more.setVisible(self._shown < len(self._documents))
        if self._page.isVisible():
            self._shell.set_tab_order()

    def _go_to_answers(self) -> None:
        self._is_awaited = self._task is not None
        if self._is_awaited:
            return
        item = self._rows.column.itemAt(0)
        first = item.widget() if item is not None else None
        if first is not None:
            first.setFocus()

    def _announce(self) -> None:
        accessible.announce(self._field, self._field.accessibleDescription())
