"""The composition root: the only room that picks concrete parts. Begin with ``build``: it makes an ``App``.

An ``App`` is made of storeys, each of which knows those below it: ``ground.py`` (files, clock, settings),
``guides.py``, ``walks.py`` (of a practice, of a session at a desk, or of this person), ``folder.py`` (the
sealed space), ``reports.py``, ``desk.py``. A verb that needs several rooms is here; what needs one is in that
room. Each file is opened when it is first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.app.desk import LARGE_PRINT_PERCENT, WithDesk
from dematassist.app.folder import Making, ShortCode
from dematassist.app.guides import open_library
from dematassist.app.practice import Practice
from dematassist.app.preferences import Preferences
from dematassist.app.walks import TakenOver
from dematassist.system import settings as settings_file
from dematassist.system.clock import Clock, SystemClock
from dematassist.system.paths import Paths, paths

if TYPE_CHECKING:
    from dematassist.errors import UserError

__all__ = [
    "LARGE_PRINT_PERCENT",
    "App",
    "Making",
    "Practice",
    "Preferences",
    "ShortCode",
    "TakenOver",
    "build",
    "open_library",
]


class App(WithDesk):
    """Everything the program is made of, without a window."""

    @property
    def notices(self) -> tuple[UserError, ...]:
        """What went wrong while opening the files, to be told in one sentence each."""
        _opened = self.library if self.is_desk else self._own_journeys
        return tuple(self._notices)

    def close(self) -> None:
        """Let go of files."""
        opened = vars(self)
        self.lock_space()
        for part in ("store", "library", "official", "exchange", "outbox"):
            if part in opened:
                opened[part].close()


def build(where: Paths | None = None, clock: Clock | None = None) -> App:
    """Build the program. Nothing that goes wrong here stops it: it is in ``notices``.

    Raises ``UserError(LIBRARY_MISSING)`` when there is no guide at all and none can be made.
    """
    where = where or paths()
    clock = clock or SystemClock()
    settings, damaged = settings_file.read(where.settings, clock.now())
    app = App(where, clock, Preferences(where.settings, settings), [damaged] if damaged else [])
    i18n.use(app.lang, where.translations)
    if not where.library.exists():
        # Made now: it takes a moment, and without any guide there is nothing to show.
        _opened = app.library
    return app
