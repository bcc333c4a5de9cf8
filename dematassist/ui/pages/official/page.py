"""The widgets of an official sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QVBoxLayout, QWidget

from dematassist.guides.official.model import ToSheet, ToWeb
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Page
from dematassist.ui.pages.official.view import HeadingPart, LinkPart, QuestionPart, TextPart, sheet_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, RadioButton, Weight
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.labels import Heading
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from dematassist.ui.pages.official.view import Part, SheetView
    from dematassist.ui.shell import Shell


class OfficialSheetPage(Page):
    """The beginning of a sheet with the list of its chapters, or one chapter."""

    def __init__(self, shell: Shell, route: routes.OfficialSheet) -> None:
        official = shell.app.official
        self._route = route
        view = sheet_view(official.sheet(route.sheet_id), dict(route.answers), official.has)
        number = min(route.chapter, len(view.chapters))
        title = view.chapters[number - 1].title if number else view.title
        super().__init__(shell, title, place=view.title)
        self._answered: QWidget | None = None
        if number:
            self.line(
                _("Chapter {n} of {total}: {sheet}").format(
                    n=number, total=len(view.chapters), sheet=view.title
                ),
                is_quiet=True,
            )
            self._show(view.chapters[number - 1].parts)
            self._add_ways(view, number)
        else:
            self.prose(_("About this sheet"), view.about)
            self._show(view.beginning)
            self._add_contents(view)
        self._add_origin(view)
        for keys, step in (("Ctrl+Shift+Down", 1), ("Ctrl+Shift+Up", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._go_to_heading, step))

    def begin(self) -> QWidget:
        """Stay on the answer just given; else begin at the heading."""
        return self._answered or self.heading

    def _show(self, parts: tuple[Part, ...]) -> None:
        links: list[Button] = []
        for part in parts:
            if not isinstance(part, LinkPart) and links:
                self.row(*links)
                links = []
            match part:
                case HeadingPart():
                    self.section(part.text)
                case TextPart():
                    self.add(Prose(part.name, part.lines, is_warning=part.is_warning, titles=part.titles))
                case QuestionPart():
                    self._ask(part)
                case LinkPart():
                    links.append(self._link(part))
        if links:
            self.row(*links)

    def _ask(self, part: QuestionPart) -> None:
        self.section(part.text)
        box = QWidget()
        down = QVBoxLayout(box)
        down.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(box)
        for number, choice in enumerate(part.choices):
            button = RadioButton(choice, is_checked=number == part.chosen)
            group.addButton(button)
            down.addWidget(button)
            if number == part.chosen and part.place == self._route.at:
                self._answered = button
            button.toggled.connect(partial(self._answer, part.place, number))
        self.add(box)

    def _answer(self, place: str, number: int, is_chosen: bool) -> None:
        if is_chosen:
            kept = tuple(pair for pair in self._route.answers if not pair[0].startswith(place))
            route = self._route._replace(answers=(*kept, (place, number)), at=place)
            self.shell.replace(route)

    def _link(self, part: LinkPart) -> Button:
        if isinstance(part.to, ToSheet):
            sheet_id = part.to.id
            return Button(
                part.text, lambda: self.shell.go(routes.OfficialSheet(sheet_id)), pictogram=Pictogram.FORWARD
            )
        if isinstance(part.to, ToWeb):
            url = part.to.url
            return Button(part.text, lambda: self.shell.open_link(url), pictogram=Pictogram.OPEN)
        button = Button(part.text, lambda: self._explain(button, part), pictogram=Pictogram.QUESTION)
        return button

    def _explain(self, button: Button, part: LinkPart) -> None:
        """Show what a word means in the place of its button."""
        text = Prose(part.text, part.meaning)
        self.body.insertWidget(self._index_after(button), text)
        text.show()
        text.setFocus()
        button.hide()
        self.shell.set_tab_order()

    def _index_after(self, button: Button) -> int:
        for index in range(self.body.count()):
            row = self.body.itemAt(index).layout()
            if row is not None and row.indexOf(button) >= 0:
                return index + 1
        return self.body.count()

    def _add_contents(self, view: SheetView) -> None:
        if not view.chapters:
            return
        self.section(_("In this sheet"))
        for number, chapter in enumerate(view.chapters, 1):
            self.add(
                Button(
                    f"{number}. {chapter.title}",
                    partial(self.shell.go, self._route._replace(chapter=number, at="")),
                    weight=Weight.CARD,
                    pictogram=Pictogram.FORM,
                )
            )

    def _add_ways(self, view: SheetView, number: int) -> None:
        buttons = [
            Button(
                _("All chapters"),
                lambda: self.shell.go(self._route._replace(chapter=0, at="")),
                pictogram=Pictogram.LIST,
            )
        ]
        if number < len(view.chapters):
            after = view.chapters[number].title
            buttons.insert(
                0,
                Button(
                    _("Next chapter: {title}").format(title=after),
                    lambda: self.shell.go(self._route._replace(chapter=number + 1, at="")),
                    weight=Weight.MAIN,
                    pictogram=Pictogram.FORWARD,
                ),
            )
        self.row(*buttons)

    def _add_origin(self, view: SheetView) -> None:
        self.section(_("Where this text comes from"))
        self.line(view.licence, is_quiet=True)
        if view.url:
            self.row(
                Button(
                    _("Open this sheet on service-public.gouv.fr"),
                    lambda: self.shell.open_link(view.url),
                    pictogram=Pictogram.OPEN,
                )
            )

    def _go_to_heading(self, step: int) -> None:
        headings = sorted(
            (heading for heading in children(self.column, Heading) if heading.isVisibleTo(self)),
            key=lambda heading: heading.mapTo(self.column, QPoint(0, 0)).y(),
        )
        tops = [heading.mapTo(self.column, QPoint(0, 0)).y() for heading in headings]
        focus = QApplication.focusWidget()
        is_here = focus is not None and self.column.isAncestorOf(focus)
        here = focus.mapTo(self.column, QPoint(0, 0)).y() if focus is not None and is_here else -1
        after = [n for n, top in enumerate(tops) if (top > here if step > 0 else top < here)]
        if after:
            heading = headings[after[0] if step > 0 else after[-1]]
            heading.setFocus()
            self.reveal(heading)
