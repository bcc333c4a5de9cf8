"""Is everything the program needs there? Each check does the real thing, small."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dematassist import i18n
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.system.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.system.paths import Paths


class Result(NamedTuple):
    """What one check found."""

    name: str
    is_good: bool
    said: str


def run(where: Paths) -> list[Result]:
    """Run every check; none stops the others."""
    checks: tuple[tuple[str, Callable[[Paths], str]], ...] = (
        (_("guides"), _guides),
        (_("search"), _search),
        (_("walks kept"), _journeys),
        (_("sheet"), _sheet),
        (_("languages"), _languages),
        (_("fonts"), _fonts),
        (_("window"), _window),
    )
    results = []
    for name, check in checks:
        try:
            results.append(Result(name, is_good=True, said=check(where)))
        except (UserError, OSError, ImportError, ValueError, sqlite3.Error) as error:
            from dematassist.ui.problems import problem

            said = str(problem(error)) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            results.append(Result(name, is_good=False, said=said))
    return results


def _guides(where: Paths) -> str:
    from dematassist.guides.library import Library

    library = Library(where.library)
    entries = library.guides("fr")
    for entry in entries:
        library.guide(entry.id, "fr")
    library.close()
    if not entries:
        raise ValueError(_("no guide"))
    return _("{n} guides read").format(n=len(entries))


def _search(where: Paths) -> str:
    from dematassist.guides.library import Library

    library = Library(where.library)
    hits = library.search("carte vitale", "fr").hits
    library.close()
    if not hits:
        raise ValueError(_("nothing found for “{text}”").format(text="carte vitale"))
    return hits[0].title


def _journeys(where: Paths) -> str:
    from dematassist.journeys.store import SqliteStore

    with tempfile.TemporaryDirectory() as folder:
        SqliteStore(Path(folder) / "journeys.db").close()
    return str(where.journeys)


def _sheet(where: Paths) -> str:
    from dematassist.guides.library import Library
    from dematassist.sheets.contents import preparation_sheet
    from dematassist.sheets.pdf import render_pdf

    library = Library(where.library)
    now = SystemClock().now()
    guide = library.guide(library.guides("fr")[0].id, "fr")
    content = render_pdf(preparation_sheet(guide, {}, now.date()), where.resources, now)
    library.close()
    return _("{n} bytes").format(n=len(content))


def _languages(where: Paths) -> str:
    missing = [
        lang
        for lang in i18n.LANGUAGES
        if lang != "en" and not (where.translations / lang / "LC_MESSAGES" / "dematassist.mo").exists()
    ]
    if missing:
        raise ValueError(_("missing: {languages}").format(languages=", ".join(missing)))
    return ", ".join(i18n.LANGUAGES)


def _fonts(where: Paths) -> str:
    names = sorted(path.name for path in (where.resources / "fonts").glob("*.[to]tf"))
    if not names:
        raise ValueError(_("no font"))
    return ", ".join(names)


def _window(_where: Paths) -> str:
    from importlib.metadata import version

    return f"PySide6 {version('pyside6-essentials')}"
