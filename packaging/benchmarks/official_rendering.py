"""Every official sheet of a library through its page: which texts of its file are never shown.

    DEMATASSIST_HOME=… python official_rendering.py [WIDGETS]

Each chapter is asked for as the page does, with every answer to every question. Of one sheet in WIDGETS
(default 1, 0 for none) every page is also made of real widgets, and what they say is looked at instead.
Prints, as JSON: sheets, pages and texts, texts dropped, the same of what was made of widgets, seconds. What
the file says of itself (publisher, rights…) is no text of the sheet.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from dematassist import app as composition
from dematassist.guides.official.packs import unpacked
from dematassist.guides.official.reader import parsed, parts_of
from dematassist.ui import accessible, routes
from dematassist.ui.application import Dress
from dematassist.ui.pages import make_page
from dematassist.ui.pages.official.parts import HeadingPart, LinkPart, QuestionPart, TextPart
from dematassist.ui.pages.official.view import sheet_view
from dematassist.ui.widgets.buttons import Button, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose
from dematassist.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.official.model import Sheet
    from dematassist.guides.official.store import Official
    from dematassist.ui.pages.official.parts import Part
    from dematassist.ui.pages.official.view import SheetView

Answers = tuple[tuple[str, int], ...]


class Seen(NamedTuple):
    """A page of a sheet: a chapter, with these answers."""

    answers: Answers
    view: SheetView


def pages(sheet: Sheet, official: Official) -> Iterator[Seen]:
    """Yield every page of a sheet, for people who give every answer."""
    asked: set[str] = set()
    left: list[tuple[Answers, SheetView | None]] = [((), None)]
    while left:
        answers, before = left.pop()
        first = sheet_view(sheet, dict(answers), official.has, before.chapter if before else 0)
        # An answer changes its own page, and may change which chapters there are.
        same = before is not None and before.chapters == first.chapters
        others = () if same else (n for n in range(len(first.chapters) + 1) if n != first.chapter)
        views = [first, *(sheet_view(sheet, dict(answers), official.has, n) for n in others)]
        for view in views:
            yield Seen(answers, view)
            for part in view.parts:
                if isinstance(part, QuestionPart) and part.place not in asked:
                    asked.add(part.place)
                    left += [((*answers, (part.place, n)), view) for n in range(len(part.choices))]


def words_of_view(view: SheetView) -> Iterator[str]:
    """Yield what a page says."""
    yield from (view.title, view.licence, *view.about, *view.chapters)
    for part in view.parts:
        yield from words_of_part(part)


def words_of_part(part: Part) -> Iterator[str]:
    """Yield what one part says."""
    match part:
        case TextPart():
            yield from part.lines
        case QuestionPart():
            yield from (part.text, *part.choices)
        case HeadingPart():
            yield part.text
        case LinkPart():
            yield from (part.text, *part.meaning)


def words_of_widgets(page: QWidget) -> Iterator[str]:
    """Yield what the widgets of a page say, as assistive technology has it."""
    for widget in children(page, QWidget):
        if isinstance(widget, Prose):
            yield widget.toPlainText()
        elif isinstance(widget, Line):
            yield widget.text()
        elif isinstance(widget, Button | RadioButton):
            yield widget.words()


def squeezed(text: str) -> str:
    """Return a text without its spaces."""
    return "".join(text.split())


def texts_of_file(xml: bytes) -> list[str]:
    """Return the texts of a file, without what it says of itself."""
    parts = parts_of(parsed(xml), None)
    meta = {id(element) for _name, element in parts.meta}
    found = [] if not parts.root.text else [parts.root.text]
    for child in parts.root:
        if id(child) not in meta:
            found += child.itertext()
        found.append(child.tail or "")
    return [text for one in found if (text := squeezed(one))]


def main() -> None:
    """Show every sheet; print the counts."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    application = QApplication([])
    application.setStyle("Fusion")
    accessible.install()
    app = composition.build()
    dress = Dress(application, app)
    dress()
    window = Window(app, dress)
    official = app.official
    with closing(sqlite3.connect(official.path)) as connection:
        rows = connection.execute(
            "SELECT id, audience, data, start, size FROM sheet JOIN pack ON pack.rowid = pack ORDER BY id"
        ).fetchall()
    started = time.perf_counter()
    counts = dict.fromkeys(("sheets", "pages", "texts", "dropped"), 0)
    counts |= dict.fromkeys(("widget_sheets", "widget_pages", "widget_dropped"), 0)
    lost: list[tuple[str, str, str]] = []
    for number, (sheet_id, audience, *place) in enumerate(rows):
        sheet = official.sheet(sheet_id, audience)
        # A page asks for a sheet as it is for people, where it is.
        is_made = bool(every) and number % every == 0 and official.sheet(sheet_id).audience is sheet.audience
        said: list[str] = []
        drawn: list[str] = []
        for seen in pages(sheet, official):
            counts["pages"] += 1
            said += words_of_view(seen.view)
            if is_made:
                counts["widget_pages"] += 1
                route = routes.OfficialSheet(sheet_id, seen.view.chapter, seen.answers)
                page = make_page(window, route)
                drawn += words_of_widgets(page)
                page.deleteLater()
                application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        expected = texts_of_file(unpacked(*place))
        shown = squeezed("".join(said))
        missed = [text for text in expected if text not in shown]
        counts["sheets"] += 1
        counts["texts"] += len(expected)
        counts["dropped"] += len(missed)
        lost += [("view", sheet_id, text) for text in missed]
        if is_made:
            in_widgets = squeezed("".join(drawn))
            missed = [text for text in expected if text not in in_widgets]
            counts["widget_sheets"] += 1
            counts["widget_dropped"] += len(missed)
            lost += [("widgets", sheet_id, text) for text in missed]
    counts["seconds"] = round(time.perf_counter() - started)
    print(json.dumps({**counts, "lost": lost[:50]}, ensure_ascii=False))
    app.close()


if __name__ == "__main__":
    main()
