"""For how long the window does nothing else while 50 MB are stored: ``window_while_storing.py [RUNS]``.

Goal: 50 ms at most. A real window stores a PDF as a person adds it, until its own page is shown. Prints, in
milliseconds, the longest gap between two turns of the event loop at each step; of several runs the least is
kept, since a busy computer lengthens any gap.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.window import Window

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
BYTES = 49_900_000
_PASSWORD = "six mots tires au hasard"  # noqa: S105 -- of nobody
_LIMIT_SECONDS = 120


def heavy_pdf() -> bytes:
    """Return a letter that weighs 50 MB, and is another one each time."""
    import pikepdf

    from tests.copies import samples

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.letter(2))) as pdf:
        pdf.Root.Heavy = pdf.make_stream(os.urandom(BYTES))
        pdf.save(made)
    return made.getvalue()


def main() -> None:
    """Store, and print the least of the longest gaps as JSON."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DEMATASSIST_HOME"] = folder
        found = least(runs, Path(folder))
    print(json.dumps({step: round(1000 * seconds, 1) for step, seconds in found.items()}))


class Gaps:
    """The longest time between two turns of the event loop, asked step by step."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.found: dict[str, float] = {}
        self._last = self._longest = 0.0
        self._ticking = QTimer()
        self._ticking.timeout.connect(self._tick)
        self._ticking.start(1)

    def asked(self, step: str, what: Callable[[], object], is_done: Callable[[], bool]) -> None:
        """Do something in the next turn; keep the longest gap until it is done, if none was shorter."""
        from PySide6.QtCore import QCoreApplication, QTimer

        self._last, self._longest = time.perf_counter(), 0.0
        end = self._last + _LIMIT_SECONDS
        QTimer.singleShot(0, what)
        while not is_done():
            QCoreApplication.processEvents()
            time.sleep(0.0005)
            assert time.perf_counter() < end, step
        self.found[step] = min(self.found.get(step, self._longest), self._longest)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now


def opened_window() -> Window:
    """Return a window whose folder is made and open."""
    from PySide6.QtWidgets import QApplication

    from dematassist import app as composition
    from dematassist.system.settings import Computer
    from dematassist.ui import accessible, routes
    from dematassist.ui.application import Dress
    from dematassist.ui.window import Window

    application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    accessible.install()
    app = composition.build()
    app.preferences.settings = app.settings._replace(computer=Computer.MINE, is_welcome_done=True)
    dress = Dress(application, app)
    dress()
    window = Window(app, dress)
    window.resize(1024, 720)
    window.go(routes.Home())
    window.show()
    sheet = app.space.prepare(_PASSWORD)
    app.space.create(tuple(sheet.words[number - 1] for number in sheet.asked))
    window.publish(app.hold(()))
    return window


def least(runs: int, folder: Path) -> dict[str, float]:
    """Return the longest gap at each step, in the run where it was shortest."""
    from dematassist.ui import routes

    window = opened_window()
    gaps = Gaps()

    def is_shown(name: str) -> bool:
        picture = getattr(getattr(window.page, "_looking", None), "picture", None)
        return window.page.heading.text() == name and picture is not None and not picture.isHidden()

    for number in range(runs):
        source = folder / f"lettre {number}.pdf"
        source.write_bytes(heavy_pdf())
        gc.collect()
        window.go(routes.Documents())
        adding = getattr(window.page, "_adding")  # noqa: B009 -- what its button calls
        until = time.perf_counter() + 1.0
        gaps.asked("idle", lambda: None, lambda until=until: time.perf_counter() > until)
        gaps.asked(
            "50 MB stored and shown",
            lambda adding=adding, source=source: adding.add([source]),
            lambda name=source.name: is_shown(name),
        )
    window.close()
    window.app.close()
    return gaps.found


if __name__ == "__main__":
    main()
