"""The guides, the official sheets, and the search in both."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dematassist.app.ground import Ground
from dematassist.changes import Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.system.files import set_aside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dematassist.guides.library import Library
    from dematassist.guides.official.making import Intake
    from dematassist.guides.official.store import Official
    from dematassist.guides.search import Answer
    from dematassist.system.clock import Clock
    from dematassist.system.paths import Paths


class WithGuides(Ground):
    """Opens the guides and the official sheets when they are first needed."""

    @cached_property
    def library(self) -> Library:
        """The guides, and the search in them."""
        library, damaged = open_library(self.paths, self.clock)
        self._notices += [damaged] if damaged else []
        return library

    @cached_property
    def official(self) -> Official:
        """The official sheets (a null library when no archive was ever taken in, or a damaged one)."""
        from dematassist.guides.official.store import NoSheets, open_official

        try:
            return open_official(self.paths.official, self.paths.synonyms)
        except UserError as error:
            self._notices.append(error)
            return NoSheets()

    def forget_official(self) -> Changes:
        """Open the official sheets again at the next need: another archive was taken in, or they are gone."""
        if "official" in vars(self):
            self.official.close()
            del self.official
        return changed(Changed.LIBRARY)

    def take_in_official(self, source: Path, on_progress: Callable[[int, int], object]) -> Intake | None:
        """Make the library of official sheets from an archive; ``forget_official`` then shows it.

        Raises ``UserError``; the old one stays then. May be called off the thread of the window.
        """
        from dematassist.guides.lexicon import read_lexicon
        from dematassist.guides.official.importer import take_in
        from dematassist.guides.official.keywords import OWN, read_keywords
        from dematassist.guides.official.store import SheetsLibrary

        lexicon = self.paths.resources / "lexicon"
        return take_in(
            source,
            self.paths.official,
            read_lexicon(lexicon),
            self.clock.today(),
            said=read_keywords(lexicon / "official.fr.tsv", self.paths.data / OWN),
            on_progress=on_progress,
            replacing=self.official.closed() if isinstance(self.official, SheetsLibrary) else None,
        )

    def search(self, text: str, lang: str, limit: int = 20) -> Answer:
        """Search the guides and the official sheets together."""
        from dematassist.guides.official.together import search

        return search(self.library, self.official, text, lang, limit)


def open_library(where: Paths, clock: Clock) -> tuple[Library, UserError | None]:
    """Open the compiled library; make it again from its sources when it is missing or damaged.

    The new one goes beside the old, or among the user's own files when the program's folder is read-only.
    """
    # Nothing of the guides is imported before the first page is painted.
    from dematassist.guides.library import Library

    own = where.data / "library.db"
    failure: UserError | None = None
    for candidate in (where.library, own):
        try:
            return Library(candidate, where.synonyms), failure
        except UserError as error:
            if error.cause is Cause.LIBRARY_DAMAGED:
                failure = error
    return _made_again(where, own, clock), failure


def _made_again(where: Paths, own: Path, clock: Clock) -> Library:
    # The compiler imports PyYAML: only when there is something to compile.
    from dematassist.guides.compiler import compile_library
    from dematassist.guides.library import Library

    last: Exception = UserError(Cause.LIBRARY_MISSING, path=str(where.library))
    for target in (where.library, own):
        try:
            if target.exists():
                set_aside(target, clock.now())
            target.parent.mkdir(parents=True, exist_ok=True)
            compile_library(where.resources, target)
            return Library(target, where.synonyms)
        except (OSError, UserError) as error:
            last = error
    raise UserError(Cause.LIBRARY_MISSING, path=str(where.library)) from last
