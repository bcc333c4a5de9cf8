"""What every storey of the program stands on: files, clock, settings, whose computer it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.system.settings import Computer

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.app.practice import Practice
    from dematassist.app.preferences import Preferences
    from dematassist.errors import UserError
    from dematassist.places.directory import Directory
    from dematassist.speech.model import ReaderState
    from dematassist.speech.reader import Reader
    from dematassist.system.clock import Clock
    from dematassist.system.paths import Paths
    from dematassist.system.settings import Settings


class Ground:
    """Where files are, what time it is, what was chosen, and whether an invented person practises."""

    def __init__(
        self, where: Paths, clock: Clock, preferences: Preferences, notices: list[UserError]
    ) -> None:
        self.paths = where
        self.clock = clock
        self.preferences = preferences
        self._notices = notices
        self.practice: Practice | None = None

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self.preferences.settings

    @property
    def lang(self) -> str:
        """The language of the pages, as two letters."""
        return self.settings.lang or i18n.system_language()

    @property
    def is_desk(self) -> bool:
        """Whether many people use this computer: what each does is in memory only."""
        return self.settings.computer is Computer.SHARED

    def directory(self) -> Directory:
        """Open the directory of desks (a null one when no file was ever taken in)."""
        from dematassist.places.directory import open_directory

        return open_directory(self.paths.directory)

    def reader(self, on_state: Callable[[ReaderState], object]) -> Reader:
        """Make what reads aloud; ``on_state`` is called from its thread."""
        from dematassist.speech.reader import Reader
        from dematassist.system import log

        return Reader(on_state, on_trouble=lambda trace: log.append(self.paths.log, trace))
