"""Run a program until its first window is painted, then leave: what ``bench_start.py`` times.

``first_paint.py bare`` is a stock window with one label; ``first_paint.py program`` is the program as its
command starts it. Prints, as JSON, when that was (seconds since 1970), the CPU seconds spent,
the proportional memory (KiB), the modules loaded at that moment, and how many members of Qt's enumerations
were not needed by then.
"""

from __future__ import annotations

# Nothing else here: what this file imports, the program would not import in its own way.
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dematassist.system.kept_code import KeptCode


def leave_when_painted(start: KeptCode | None = None) -> None:
    """End the event loop as soon as a top-level window has been painted.

    The program does then what it does later, for the next start to be as a person's second one.
    """
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Watcher(QObject):
        """Watches the window of the desktop alone: to be shown every event would cost what is measured."""

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            # Qt paints the whole window while it handles this event, and sends what it painted.
            if event.type() == QEvent.Type.Expose:
                QTimer.singleShot(0, QApplication.instance(), finish)
            return False

    def finish() -> None:
        if not said:
            said.append(True)
            painted = {"at": time.time(), "cpu": time.process_time()}
            modules = sorted(sys.modules)
            import json

            with open("/proc/self/smaps_rollup") as stream:  # noqa: PTH123
                rollup = stream.read()
            pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            spared = sys.modules.get("dematassist.ui.quick_enumerations")
            waiting = spared.waiting_members() if spared is not None else 0
            print(json.dumps({**painted, "pss": pss, "modules": modules, "waiting": waiting}), flush=True)
            if start is not None and (names := start.end()):
                start.write(names)
        QApplication.quit()

    said: list[bool] = []
    stock = QApplication.exec

    def exec_(*_given: object) -> int:
        watcher = Watcher()
        (window,) = (widget.windowHandle() for widget in QApplication.topLevelWidgets() if widget.isVisible())
        window.installEventFilter(watcher)
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
    sys.path.insert(0, __file__.rsplit("/", 3)[0])
    from dematassist import cli
    from dematassist.system.kept_code import KeptCode

    stock_begin = KeptCode.begin

    def begin(start: KeptCode) -> None:
        stock_begin(start)
        from dematassist.ui import quick_imports

        stock_load = quick_imports.load_qt
        # Once the program has imported Qt in its own way, and not before.
        quick_imports.load_qt = lambda *given: (stock_load(*given), leave_when_painted(start))[0]

    KeptCode.begin = begin
    return cli.main(["gui"])


if __name__ == "__main__":
    raise SystemExit(main())
