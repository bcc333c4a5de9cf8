"""The compiled library, opened for a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dematassist.errors import UserError

if TYPE_CHECKING:
    from dematassist.guides.library import Library
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


def _compile_again(where: Paths) -> None:
    """Compile the library if a source changed: in a checkout, an author reads what was just written."""
    from dematassist.guides.compiler import compile_library, is_stale

    if is_stale(where.library, where.resources):
        compile_library(where.resources, where.library)
