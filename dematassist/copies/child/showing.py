"""Pages as pictures to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.copies.child.pages import about
from dematassist.copies.model import LONGEST_SEEN_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from dematassist.copies.child.pages import Page
    from dematassist.copies.child.service import Advance


def drawings(pages: Sequence[Page], width_px: int, advance: Advance) -> tuple[Image.Image, ...]:
    """Return each page in RGB, ``width_px`` wide at most, and less when it is very high."""
    made = []
    for number, page in enumerate(pages):
        advance(number, len(pages), page.source)
        with about(page.source):
            width, height = page.size_inches
            longest_px = min(width_px * max(height / width, 1), LONGEST_SEEN_PX)
            made.append(page.drawn(round(longest_px)))
    return tuple(made)
