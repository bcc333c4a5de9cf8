"""For how long the window does nothing else while it is listened to: ``window_while_listening.py [RUNS]``.

Goal: 16 ms at most. Prints, in milliseconds, the longest turn of the event loop at each step; of several runs
the least is kept, since a busy computer lengthens any turn. Needs pulseaudio and a voice.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The platform in memory says of each window that it cannot be moved.
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
READ_SECONDS = 4.0


def main() -> None:
    """Listen to a page with sound that nobody hears; print the least of the longest turns as JSON."""
    from tests.speech.sound import Server

    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DEMATASSIST_HOME"] = folder
        server = Server(Path(folder) / "pulse")
        server.start()
        os.environ["PULSE_SERVER"] = server.address
        found = least(runs)
        server.kill()
    print(json.dumps({step: round(1000 * seconds, 2) for step, seconds in found.items()}))


def least(runs: int) -> dict[str, float]:
    """Return the longest turn at each step, in the run where it was shortest."""
    from PySide6.QtWidgets import QApplication

    from dematassist import app as composition
    from dematassist.ui import accessible, routes
    from dematassist.ui.application import Dress
    from dematassist.ui.window import Window

    application = QApplication([])
    application.setStyle("Fusion")
    accessible.install()
    app = composition.build()
    dress = Dress(application, app)
    dress()
    found: dict[str, float] = {}

    def turns(seconds: float) -> float:
        longest, end = 0.0, time.perf_counter() + seconds
        while (begun := time.perf_counter()) < end:
            application.processEvents()
            longest = max(longest, time.perf_counter() - begun)
            time.sleep(0.001)
        return longest

    def asked(step: str, what: Callable[[], object], seconds: float) -> None:
        begun = time.perf_counter()
        what()
        longest = max(time.perf_counter() - begun, turns(seconds))
        found[step] = min(found.get(step, longest), longest)

    for _number in range(runs):
        window = Window(app, dress)
        window.resize(1024, 720)
        window.show()
        window.go(routes.Before("carte-vitale"))
        turns(1.0)
        asked("idle", lambda: None, 0.5)
        # As the pointer nears the button.
        asked("made ready", window.ready_to_listen, 1.0)
        listener = window.listener()
        asked("click", listener.listen, 1.0)
        asked("being read", lambda: None, READ_SECONDS)
        asked("next sentence", listener.next, 0.5)
        asked("pause", listener.pause_or_go_on, 0.3)
        asked("go on", listener.pause_or_go_on, 0.5)
        asked("faster", lambda listener=listener: listener.change_speed(1), 0.5)
        asked("stop", listener.stop, 0.3)
        window.close()
        window.deleteLater()
        application.processEvents()
    app.close()
    return found


if __name__ == "__main__":
    main()
