"""A paper as pictures to look at, drawn by the child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.copies import wire
from dematassist.copies.asking import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.sources import Source


def pictures(
    source: Source, width_px: int, last_page: int, report: Callable[[int, int], object]
) -> tuple[bytes, ...]:
    """Return the first pages as PNG, up to ``last_page``, ``width_px`` wide at most. Raises ``UserError``."""
    return ask(wire.Show(width_px, last_page), (source,), report).files
