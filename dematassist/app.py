"""The composition root: the only file that picks concrete parts. Builds one frozen ``App``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist import i18n
from dematassist.changes import Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.guides.library import Library
from dematassist.journeys.record import Journeys
from dematassist.journeys.store import JourneyStore, open_store
from dematassist.system import settings as settings_file
from dematassist.system.clock import Clock, SystemClock
from dematassist.system.files import set_aside
from dematassist.system.paths import Paths, paths

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.places.directory import Directory
    from dematassist.system.settings import Settings


class Preferences:
    """The settings in use, kept at each change."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self.settings = settings

    def change(self, settings: Settings) -> Changes:
        """Use and keep these settings. Raises ``UserError``; the settings are in use all the same."""
        before, self.settings = self.settings, settings
        kinds = {Changed.SETTINGS} | ({Changed.LANGUAGE} if before.lang != settings.lang else set())
        settings_file.write(self._path, settings)
        return changed(*kinds)


class App(NamedTuple):
    """Everything the program is made of, without a window."""

    paths: Paths
    clock: Clock
    preferences: Preferences
    library: Library
    journeys: Journeys
    store: JourneyStore
    notices: tuple[UserError, ...]
    """What went wrong while starting, to be told in one sentence each."""

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self.preferences.settings

    @property
    def lang(self) -> str:
        """The language of the pages, as two letters."""
        return self.settings.lang or i18n.system_language()

    def directory(self) -> Directory:
        """Open the directory of desks (a null one when no file was ever taken in)."""
        from dematassist.places.directory import open_directory

        return open_directory(self.paths.directory)

    def close(self) -> None:
        """Let go of files."""
        self.store.close()
        self.library.close()


def build(where: Paths | None = None, clock: Clock | None = None) -> App:
    """Build the program. Nothing that goes wrong here stops it: it is in ``notices``.

    Raises ``UserError(LIBRARY_MISSING)`` when there is no guide at all and none can be made.
    """
    where = where or paths()
    clock = clock or SystemClock()
    settings, damaged_settings = settings_file.read(where.settings, clock.now())
    library, damaged_library = open_library(where, clock)
    store, damaged_journeys = open_store(where.journeys, clock.now())
    preferences = Preferences(where.settings, settings)
    app = App(
        paths=where,
        clock=clock,
        preferences=preferences,
        library=library,
        journeys=Journeys(store, library, clock),
        store=store,
        notices=tuple(n for n in (damaged_settings, damaged_library, damaged_journeys) if n),
    )
    i18n.use(app.lang, where.translations)
    return app


def open_library(where: Paths, clock: Clock) -> tuple[Library, UserError | None]:
    """Open the compiled library; make it again from its sources when it is missing or damaged.

    The new one goes beside the old, or among the user's own files when the program's folder is read-only.
    """
    own = where.data / "library.db"
    failure: UserError | None = None
    for candidate in (where.library, own):
        try:
            return Library(candidate), failure
        except UserError as error:
            if error.cause is Cause.LIBRARY_DAMAGED:
                failure = error
    return _made_again(where, own, clock), failure


def _made_again(where: Paths, own: Path, clock: Clock) -> Library:
    # The compiler imports PyYAML: only when there is something to compile.
    from dematassist.guides.compiler import compile_library

    last: Exception = UserError(Cause.LIBRARY_MISSING, path=str(where.library))
    for target in (where.library, own):
        try:
            if target.exists():
                set_aside(target, clock.now())
            target.parent.mkdir(parents=True, exist_ok=True)
            compile_library(where.resources, target)
            return Library(target)
        except (OSError, UserError) as error:
            last = error
    raise UserError(Cause.LIBRARY_MISSING, path=str(where.library)) from last
