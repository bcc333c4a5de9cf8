"""How long a page change takes, from the call to a painted page: ``bench_pages.py [RUNS]``. Goal: 50 ms.

Each is also given as a ratio to showing one read-only text editor of 40 lines in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The platform in memory says of each window that it cannot be moved.
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")


def main() -> None:
    """Go through the pages and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DEMATASSIST_HOME"] = folder
        from PySide6.QtCore import QEvent
        from PySide6.QtWidgets import QApplication, QTextEdit

        from dematassist import app as composition
        from dematassist.journeys.model import AtStep
        from dematassist.ui import accessible, routes
        from dematassist.ui.application import Dress
        from dematassist.ui.window import Window

        application = QApplication([])
        application.setStyle("Fusion")
        accessible.install()
        app = composition.build()
        dress = Dress(application, app)
        dress()
        window = Window(app, dress)
        window.resize(1024, 720)
        window.go(routes.Home())
        window.show()
        walked, _changes = app.journeys.start("rsa", "fr")
        app.journeys.move(walked, AtStep(app.library.guide("rsa", "fr").steps[3].id))
        pages = {
            "home": routes.Home(),
            "results": routes.Home("plus d'argent pour vivre"),
            "before": routes.Before("rsa"),
            "step": routes.Walk(walked),
            "recap": routes.Recap(walked),
            "help": routes.Help("rsa", walked, ""),
            "settings": routes.ComfortSettings(),
            "sheet": routes.Sheet(routes.SheetKind.PREPARATION, "rsa"),
        }

        def timed(change: object) -> float:
            # A page left is deleted by the event loop, which here is ours.
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            start = time.perf_counter()
            change()
            application.processEvents()
            return (time.perf_counter() - start) * 1000

        def bare() -> None:
            editor = QTextEdit("\n".join(f"Une ligne de texte, numéro {n}." for n in range(40)))
            editor.setReadOnly(True)
            editor.resize(1024, 720)
            editor.show()
            application.processEvents()
            editor.deleteLater()

        times: dict[str, list[float]] = {name: [] for name in ("bare editor", *pages)}
        for number in range(runs + 1):
            for name, change in [
                ("bare editor", bare),
                *((name, lambda route=route: window.go(route)) for name, route in pages.items()),
            ]:
                taken = timed(change)
                if number:  # the first round loads what is loaded once
                    times[name].append(taken)
        reference = statistics.median(times["bare editor"])
        for name, taken in times.items():
            median = statistics.median(taken)
            print(
                f"{name:12} {median:6.1f} ms   worst {max(taken):6.1f} ms   ratio {median / reference:5.2f}"
            )
        window.close()
        app.close()


if __name__ == "__main__":
    main()
