"""The widgets of an official sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from dematassist.guides.official.kept import guide_id_of
from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.official.showing import SheetParts
from dematassist.ui.pages.official.view import sheet_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.labels import Heading

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dematassist.ui.pages.official.view import SheetView
    from dematassist.ui.shell import Shell


class OfficialSheetPage(Page):
    """The beginning of a sheet with the list of its chapters, or one chapter."""

    def __init__(self, shell: Shell, route: routes.OfficialSheet) -> None:
        official = shell.app.official
        self._route = route
        sheet = official.sheet(route.sheet_id)
        view = sheet_view(sheet, dict(route.answers), official.has, route.chapter)
        number = view.chapter
        title = view.chapters[number - 1] if number else view.title
        self._guide_id = guide_id_of(sheet.id) if sheet.can_be_followed else ""
        super().__init__(shell, title, place=view.title, context=Context(self._guide_id))
        self._parts = SheetParts(self, self._answer)
        if number:
            self.line(
                _("Chapter {n} of {total}: {sheet}").format(
                    n=number, total=len(view.chapters), sheet=view.title
                ),
                is_quiet=True,
            )
            self._parts.show(view.parts)
            self._add_ways(view, number)
        else:
            self.prose(_("About this sheet"), view.about)
            self._add_follow()
            self._parts.show(view.parts)
            self._add_contents(view)
        self._add_origin(view)
        for keys, step in (("Ctrl+Shift+Down", 1), ("Ctrl+Shift+Up", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._go_to_heading, step))

    def begin(self) -> QWidget:
        """Stay on the answer just given; else begin at the heading."""
        return self._parts.chosen.get(self._route.at) or self.heading

    def _answer(self, place: str, number: int) -> None:
        # Another answer asks other questions below it.
        kept = tuple(pair for pair in self._route.answers if not f"{pair[0]}.".startswith(f"{place}."))
        route = self._route._replace(answers=(*kept, (place, number)), at=place)
        self.shell.replace(route)

    def _add_follow(self) -> None:
        if self._guide_id:
            self.row(
                Button(
                    _("Follow this sheet step by step"),
                    lambda: self.shell.go(routes.Before(self._guide_id)),
                    weight=Weight.MAIN,
                    pictogram=Pictogram.FORWARD,
                )
            )

    def _add_contents(self, view: SheetView) -> None:
        if not view.chapters:
            return
        self.section(_("In this sheet"))
        for number, title in enumerate(view.chapters, 1):
            self.add(
                Button(
                    f"{number}. {title}",
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
            after = view.chapters[number]
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
