"""Keys of words → queries of FTS5, in which nothing is syntax but what is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def quoted(keys: str) -> str:
    """Return keys as one phrase."""
    return '"' + keys.replace('"', '""') + '"'


def any_of(keys: Iterable[str]) -> str:
    """Return the query for any of these phrases."""
    return " OR ".join(map(quoted, keys))
