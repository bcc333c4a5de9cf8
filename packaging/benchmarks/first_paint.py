"""Run a program until its first window is painted, then leave: what ``bench_start.py`` times.

``first_paint.py bare`` is a stock window with one label; ``first_paint.py program`` is the program as its
command starts it. Prints, as JSON, when that was (seconds since 1970), the CPU seconds spent,
the proportional memory (KiB) and the modules loaded at that moment.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def leave_when_painted() -> None:
    """End the event loop as soon as a top-level window has been painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            # Of any widget: one that its children cover wholly is never painted itself.
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                QTimer.singleShot(0, QApplication.instance(), finish)
            return False

    def finish() -> None:
        if not said:
            said.append(True)
            painted = {"at": time.time(), "cpu": time.process_time()}
            rollup = Path("/proc/self/smaps_rollup").read_text()
            pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            print(json.dumps({**painted, "pss": pss, "modules": sorted(sys.modules)}), flush=True)
        QApplication.quit()

    said: list[bool] = []
    stock = QApplication.exec

    def exec_(*_given: object) -> int:
        watcher = Watcher()
        QApplication.instance().installEventFilter(watcher)
        return stock()

    QApplication.exec = staticmethod(exec_)


def main() -> int:
    """Start one of the two."""
    if sys.argv[1] == "bare":
        from PySide6.QtWidgets import QApplication, QLabel

        leave_when_painted()
        application = QApplication([])
        label = QLabel("Bonjour")
        label.resize(960, 720)
        label.show()
        return application.exec()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from dematassist import cli
    from dematassist.ui import quick_imports

    stock_load = quick_imports.load_qt
    # Once the program has imported Qt in its own way, and not before.
    quick_imports.load_qt = lambda *given: (stock_load(*given), leave_when_painted())[0]
    return cli.main(["gui"])


if __name__ == "__main__":
    raise SystemExit(main())
