"""Pages as pictures to look at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dematassist.copies.child.pages import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.copies.child.pages import Page
    from dematassist.copies.child.service import Advance


def pngs(pages: Sequence[Page], width_px: int, advance: Advance) -> tuple[bytes, ...]:
    """Return each page as a PNG, ``width_px`` wide at most."""
    made = []
    for number, page in enumerate(pages):
        advance(number, len(pages), page.source)
        with about(page.source):
            width, height = page.size_inches
            image = page.drawn(round(width_px * max(height / width, 1)))
        saved = io.BytesIO()
        image.save(saved, "PNG")
        made.append(saved.getvalue())
    return tuple(made)
