"""The widgets of the parts of an official sheet, on any page that shows some."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from dematassist.guides.official.text import ToSheet, ToWeb
from dematassist.ui import routes
from dematassist.ui.pages.official.parts import HeadingPart, LinkPart, QuestionPart, TextPart
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, RadioButton
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.page import Page
    from dematassist.ui.pages.official.parts import Part


class SheetParts:
    """Adds parts to a page. ``answer`` is called with the place of a question and the choice's number."""

    def __init__(
        self, page: Page, answer: Callable[[str, int], object] = lambda _place, _number: None
    ) -> None:
        self._page, self._answer = page, answer
        self.chosen: dict[str, RadioButton] = {}
        """The button of the choice made, by the place of the question."""

    def show(self, parts: tuple[Part, ...]) -> None:
        """Add parts, one under the other."""
        links: list[Button] = []
        for part in parts:
            if not isinstance(part, LinkPart) and links:
                self._page.row(*links)
                links = []
            match part:
                case HeadingPart():
                    self._page.section(part.text)
                case TextPart():
                    self._page.add(
                        Prose(part.name, part.lines, is_warning=part.is_warning, titles=part.titles)
                    )
                case QuestionPart():
                    self._ask(part)
                case LinkPart():
                    links.append(self._link(part))
        if links:
            self._page.row(*links)

    def _ask(self, part: QuestionPart) -> None:
        self._page.section(part.text)
        box = QWidget()
        down = QVBoxLayout(box)
        down.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(box)
        for number, choice in enumerate(part.choices):
            button = RadioButton(choice, is_checked=number == part.chosen)
            button.setAccessibleDescription(part.text)
            group.addButton(button)
            down.addWidget(button)
            if number == part.chosen:
                self.chosen[part.place] = button
            button.toggled.connect(partial(self._toggled, part.place, number))
        self._page.add(box)

    def _toggled(self, place: str, number: int, is_chosen: bool) -> None:
        if is_chosen:
            self._answer(place, number)

    def _link(self, part: LinkPart) -> Button:
        shell = self._page.shell
        if isinstance(part.to, ToSheet):
            sheet_id = part.to.id
            return Button(
                part.text, lambda: shell.go(routes.OfficialSheet(sheet_id)), pictogram=Pictogram.FORWARD
            )
        if isinstance(part.to, ToWeb):
            url = part.to.url
            return Button(part.text, lambda: shell.open_link(url), pictogram=Pictogram.OPEN)
        button = Button(part.text, lambda: self._explain(button, part), pictogram=Pictogram.QUESTION)
        return button

    def _explain(self, button: Button, part: LinkPart) -> None:
        """Show what a word means in the place of its button."""
        text = Prose(part.text, part.meaning)
        self._page.body.insertWidget(self._index_after(button), text)
        text.show()
        text.setFocus()
        button.hide()
        self._page.shell.set_tab_order()

    def _index_after(self, button: Button) -> int:
        body = self._page.body
        for index in range(body.count()):
            row = body.itemAt(index).layout()
            if row is not None and row.indexOf(button) >= 0:
                return index + 1
        return body.count()
