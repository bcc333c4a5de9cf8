"""Official sheets on screen, against a bare QTextBrowser: what ``bench_official.py`` runs.

    DEMATASSIST_HOME=… python official_screen.py SHEET SHEET …

Another sheet is read before each round, for the last one read is kept; the page left is gone and the window
idle before each time is taken. Prints, as JSON, for each sheet, medians in milliseconds of wall and processor
time, each round one after the other: the browser given the whole sheet as HTML, the page of the sheet, its
longest chapter, and that page after the text was enlarged.
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
from PySide6.QtTest import QTest
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
_RUNS = 9
_PAUSE = 20
_IDLE = 0.002
"""Seconds of processor time in a pause of so many milliseconds: less, and nothing is left to be done."""


def as_html(sheet: Sheet) -> str:
    """Return a sheet as plain HTML: a heading and paragraphs."""
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in texts(sheet) if text.strip())
    return f"<h1>{html.escape(sheet.title)}</h1>{paragraphs}"


def longest_chapter(sheet: Sheet, official: Official) -> int:
    """Return the number of the chapter that has most to show."""
    count = len(sheet_view(sheet, {}, official.has).chapters)
    lengths = [len(repr(sheet_view(sheet, {}, official.has, n).parts)) for n in range(1, count + 1)]
    return 1 + lengths.index(max(lengths)) if lengths else 0


def main() -> None:
    """Show all in turn, as often as asked; print the medians."""
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
    ids = sys.argv[1:]
    others = {sheet_id: ids[place - 1] for place, sheet_id in enumerate(ids)}
    medians = {sheet_id: shown(window, sheet_id, other) for sheet_id, other in others.items()}
    print(json.dumps(medians))
    window.close()
    app.close()


def settle() -> None:
    """Wait until the page before has completed itself, however busy the computer is."""
    quiet = 0
    while quiet < 3:  # noqa: PLR2004 -- a timer may come between two
        before = time.process_time()
        QTest.qWait(_PAUSE)
        quiet = quiet + 1 if time.process_time() - before < _IDLE else 0


def shown(window: Window, sheet_id: str, other: str) -> dict[str, tuple[float, float]]:
    """Show a sheet in all ways; return the medians."""
    application, official = QApplication.instance(), window.app.official
    sheet = official.sheet(sheet_id)
    page, whole = routes.OfficialSheet(sheet_id), as_html(sheet)
    chapter = page._replace(chapter=longest_chapter(sheet, official))

    def bare() -> None:
        browser = QTextBrowser()
        browser.resize(*_SIZE)
        browser.setHtml(whole)
        browser.show()
        application.processEvents()
        browser.deleteLater()

    def timed(change: Callable[[], object]) -> tuple[float, float]:
        # A page left is deleted by the event loop, which here is ours; home completes itself once shown.
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        settle()
        wall, processor = time.perf_counter(), time.process_time()
        change()
        application.processEvents()
        return (time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3

    taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(_RUNS + 1):
        official.sheet(other)
        round_ = {
            "bare": timed(bare),
            "page": timed(lambda: window.go(page)),
            "chapter": timed(lambda: window.go(chapter)),
            "zoom": timed(lambda: window.resize_text(_LARGER)),
        }
        window.resize_text(0)
        window.go(routes.Home())
        for name, times in round_.items():
            if number:  # the first round loads what is loaded once
                taken[name].append(times)
    return {
        name: (
            statistics.median(wall for wall, _cpu in times),
            statistics.median(cpu for _wall, cpu in times),
        )
        for name, times in taken.items()
    }


if __name__ == "__main__":
    main()
