"""The compiled library: list, open, search.

``Library`` opens the file read-only and decodes a guide only when it is opened. The search itself is in
``search.py``.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dematassist.guides.model import Guide, Provider
    from dematassist.guides.search import Answer, Search
    from dematassist.guides.themes import Theme
    from dematassist.papers.model import PaperKind

FORMAT = "4"
"""Changes when an older program could not read the file."""

FALLBACK = "fr"
"""The language of a guide that has no sibling in the one asked."""

_Decoded = TypeVar("_Decoded")


class GuideEntry(NamedTuple):
    """One line about a guide. ``lang`` is French when the guide has no sibling in the language asked."""

    id: str
    lang: str
    title: str
    theme: Theme
    summary: str


class Library:
    """A compiled library. Any thread may use it: they take turns on one connection."""

    def __init__(self, path: Path, synonyms: Path | None = None) -> None:
        """Open the file. ``synonyms`` are the words of one's own (``own_words.py``).

        Raises ``UserError``: LIBRARY_MISSING or LIBRARY_DAMAGED.
        """
        self.path = path
        self._synonyms = synonyms
        self._turn = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._search: Search | None = None
        self._guides: dict[tuple[str, str], Guide] = {}
        try:
            self._check_format()
        except BaseException:
            self.close()
            raise

    def _check_format(self) -> None:
        if self._rows("SELECT value FROM meta WHERE key = 'format'") != [(FORMAT,)]:
            raise self._damaged()

    def _damaged(self) -> UserError:
        return UserError(Cause.LIBRARY_DAMAGED, path=str(self.path))

    def close(self) -> None:
        """Close the file. The next call that needs it opens it again."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._search = None
            self._guides.clear()

    def reopen(self) -> None:
        """Read the file again: it was compiled anew."""
        self.close()

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """Keep the file closed meanwhile: Windows replaces no file that is open."""
        with self._turn:
            self.close()
            yield

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._turn:
            try:
                if self._connection is None:
                    self._connection = self._opened()
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise self._damaged() from error

    def _opened(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise UserError(Cause.LIBRARY_MISSING, path=str(self.path))
        # The file is replaced, never changed: SQLite needs neither locks nor a journal.
        address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    # Lists

    def guides(self, lang: str) -> tuple[GuideEntry, ...]:
        """Return every guide, in ``lang`` where it is written in it, else in French, by title."""
        from dematassist.guides.themes import Theme

        rows = self._rows(
            "SELECT id, lang, title, theme, summary FROM guide WHERE lang IN (?, ?) ORDER BY lang = ? DESC",
            (lang, FALLBACK, lang),
        )
        found: dict[str, GuideEntry] = {}
        for guide_id, guide_lang, title, theme, summary in rows:
            found.setdefault(guide_id, GuideEntry(guide_id, guide_lang, title, Theme(theme), summary))
        return tuple(sorted(found.values(), key=lambda entry: (entry.title, entry.id)))

    def theme_counts(self, lang: str) -> dict[str, int]:
        """Return how many guides each theme has, by the theme's value."""
        rows = self._rows(
            "SELECT theme, count(DISTINCT id) FROM guide WHERE lang IN (?, ?) GROUP BY theme ORDER BY theme",
            (lang, FALLBACK),
        )
        return {theme: int(count) for theme, count in rows}

    def guide(self, guide_id: str, lang: str) -> Guide:
        """Return the guide in ``lang``, else in French. Raises ``UserError(GUIDE_UNKNOWN)``."""
        with self._turn:
            if (guide_id, lang) not in self._guides:
                from dematassist.guides.model import Guide

                rows = self._rows(
                    "SELECT body FROM guide WHERE id = ? AND lang IN (?, ?) ORDER BY lang = ? DESC",
                    (guide_id, lang, FALLBACK, lang),
                )
                if not rows:
                    raise UserError(Cause.GUIDE_UNKNOWN, id=guide_id)
                self._guides[guide_id, lang] = self._decoded(rows[0][0], Guide)
            return self._guides[guide_id, lang]

    def providers(self, lang: str) -> tuple[Provider, ...]:
        """Return every service, in ``lang``, else in French, by name."""
        from dematassist.guides.model import Provider

        found = self._bodies("SELECT id, body FROM provider", lang, Provider)
        return tuple(sorted(found, key=lambda provider: (provider.name, provider.id)))

    def national_providers(self, lang: str) -> tuple[Provider, ...]:
        """Return the services to call even outside a guide."""
        return tuple(provider for provider in self.providers(lang) if provider.is_national)

    def papers(self, lang: str) -> tuple[PaperKind, ...]:
        """Return the kinds of paper, in ``lang``, else in French, by name."""
        from dematassist.papers.model import PaperKind

        found = self._bodies("SELECT id, body FROM paper", lang, PaperKind)
        return tuple(sorted(found, key=lambda paper: (paper.name, paper.id)))

    def in_french(self, names: Iterable[str], lang: str) -> tuple[str, ...]:
        """Return in French what names a kind of paper or a guide in ``lang``; any other name as it is."""
        papers = {kind.id: kind.name for kind in self.papers(FALLBACK)}
        titles = {entry.id: entry.title for entry in self.guides(FALLBACK)}
        known = {
            **{_spaced(kind.name): papers.get(kind.id, kind.name) for kind in self.papers(lang)},
            **{_spaced(entry.title): titles.get(entry.id, entry.title) for entry in self.guides(lang)},
        }
        return tuple(known.get(_spaced(name), name) for name in names)

    def _bodies(self, query: str, lang: str, shape: type[_Decoded]) -> list[_Decoded]:
        """Return what rows hold, each id once, in ``lang`` where it is written in it, else in French."""
        rows = self._rows(f"{query} WHERE lang IN (?, ?) ORDER BY lang <> ? DESC", (lang, FALLBACK, lang))
        return [self._decoded(body, shape) for body in dict(rows).values()]

    def _decoded(self, body: bytes, shape: type[_Decoded]) -> _Decoded:
        # msgspec costs 25 ms to import: a search does without it.
        import msgspec

        try:
            return msgspec.json.decode(body, type=shape)
        except msgspec.MsgspecError as error:
            raise self._damaged() from error

    # Search

    def search(self, text: str, lang: str, limit: int = 20) -> Answer:
        """Return what answers ``text``, the best first. No text raises; none found is an empty answer."""
        with self._turn:
            if self._search is None:
                # The words and their stems cost 5 ms: only who searches loads them.
                from dematassist.guides.own_words import own_words
                from dematassist.guides.search import Search

                self._search = Search(self._rows, own_words(self._synonyms))
            return self._search.answer(text, lang, limit)


def _spaced(name: str) -> str:
    """Return a name as it is when it was typed or tidied: its spaces are plain ones."""
    return " ".join(name.split())
