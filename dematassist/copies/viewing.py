"""A paper as pictures to look at, drawn by the child."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies import wire
from dematassist.copies.asking import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.sources import Source


class Seen(NamedTuple):
    """The pages asked for, as PNG, and how many pages the paper has."""

    pictures: tuple[bytes, ...]
    pages: int


def pictures(
    source: Source, width_px: int, first_page: int, last_page: int, report: Callable[[int, int], object]
) -> Seen:
    """Draw the pages from one to another (from 1), ``width_px`` wide at most. Raises ``UserError``."""
    done = ask(wire.Show(width_px, first_page, last_page), (source,), report)
    return Seen(done.files, max(done.said.pages, len(done.files)))
