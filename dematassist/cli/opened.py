"""The compiled library, opened for a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dematassist.errors import UserError

if TYPE_CHECKING:
    from dematassist.guides.library import Library
    from dematassist.guides.model import Guide
    from dematassist.system.paths import Paths


def library_of(where: Paths, *, is_current: bool = True) -> Library:
    """Open the library for a command, made again when it is missing or damaged."""
    from dematassist.guides.library import Library

    try:
        if where.has_sources and is_current:
            _compile_again(where)
        return Library(where.library, where.synonyms)
    except UserError:
        # Made again as the window does, with a word about it on standard error.
        from dematassist.app import open_library
        from dematassist.system.clock import SystemClock

        library, failure = open_library(where, SystemClock())
        if failure:
            from dematassist.ui.problems import problem

            print(problem(failure), file=sys.stderr)
        return library


def guide_of(where: Paths, guide_id: str, lang: str) -> Guide:
    """Open a guide, or one made of an official sheet (``F12345``). Raises ``UserError``."""
    from dematassist.guides.official.kept import sheet_id_of

    library = library_of(where)
    sheet_id = sheet_id_of(guide_id.lower())
    if not sheet_id:
        return library.guide(guide_id, lang)
    from dematassist.guides.official.following import followed_of
    from dematassist.guides.official.store import open_official

    official = open_official(where.official)
    try:
        return followed_of(official.kept(sheet_id), library).guide
    finally:
        official.close()


def _compile_again(where: Paths) -> None:
    """Compile the library if a source changed: in a checkout, an author reads what was just written."""
    from dematassist.guides.compiler import compile_library, is_stale

    if is_stale(where.library, where.resources):
        compile_library(where.resources, where.library)
