"""The largest official sheet on screen, against a bare QTextBrowser: what ``bench_official.py`` runs.

    DEMATASSIST_HOME=… python official_screen.py SHEET OTHER [RUNS]

The OTHER sheet is read before each round, for the last one read is kept. Prints, as JSON, medians in
milliseconds of wall time, each round one after the other: the browser given the whole sheet as HTML, the page
of the sheet, its longest chapter, and that page after the text was enlarged.
"""

from __future__ import annotations

import html
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The platform in memory says of each window that it cannot be moved.
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QTextBrowser

from dematassist import app as composition
from dematassist.guides.official.texts import texts
from dematassist.ui import accessible, routes
from dematassist.ui.application import Dress
from dematassist.ui.pages.official.view import sheet_view
from dematassist.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.guides.official.model import Sheet
    from dematassist.guides.official.store import Official

_SIZE = (1024, 720)
_LARGER = 25


def as_html(sheet: Sheet) -> str:
    """Return a sheet as plain HTML: a heading and paragraphs."""
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in texts(sheet) if text.strip())
    return f"<h1>{html.escape(sheet.title)}</h1>{paragraphs}"


def longest_chapter(sheet: Sheet, official: Official) -> int:
    """Return the number of the chapter that has most to show."""
    lengths = [len(repr(chapter)) for chapter in sheet_view(sheet, {}, official.has).chapters]
    return 1 + lengths.index(max(lengths)) if lengths else 0


def main() -> None:
    """Show all in turn, as often as asked; print the medians."""
    sheet_id, other, *more = sys.argv[1:]
    runs = int(more[0]) if more else 7
    application = QApplication([])
    application.setStyle("Fusion")
    accessible.install()
    app = composition.build()
    dress = Dress(application, app)
    dress()
    window = Window(app, dress)
    window.resize(*_SIZE)
    window.go(routes.Home())
    window.show()
    sheet = app.official.sheet(sheet_id)
    page, whole = routes.OfficialSheet(sheet_id), as_html(sheet)
    chapter = page._replace(chapter=longest_chapter(sheet, app.official))

    def bare() -> None:
        browser = QTextBrowser()
        browser.resize(*_SIZE)
        browser.setHtml(whole)
        browser.show()
        application.processEvents()
        browser.deleteLater()

    def timed(change: Callable[[], object]) -> float:
        # A page left is deleted by the event loop, which here is ours.
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        start = time.perf_counter()
        change()
        application.processEvents()
        return (time.perf_counter() - start) * 1e3

    def go(route: object) -> Callable[[], object]:
        return lambda: window.go(route)

    taken: dict[str, list[float]] = defaultdict(list)
    for number in range(runs + 1):
        app.official.sheet(other)
        round_ = {
            "bare": timed(bare),
            "page": timed(go(page)),
            "chapter": timed(go(chapter)),
            "zoom": timed(lambda: window.resize_text(_LARGER)),
        }
        window.resize_text(0)
        window.go(routes.Home())
        for name, milliseconds in round_.items():
            if number:  # the first round loads what is loaded once
                taken[name].append(milliseconds)
    print(json.dumps({name: statistics.median(times) for name, times in taken.items()}))
    window.close()
    app.close()


if __name__ == "__main__":
    main()
