"""A PDF as pictures, for the preview and the printer."""

from __future__ import annotations

import threading
from typing import NamedTuple

_TURN = threading.Lock()
"""PDFium is not made for several threads, and ends the process: the preview and the printer take turns."""


class PageImage(NamedTuple):
    """A page: its size in pixels and its bytes, blue, green, red and one unused, row by row."""

    width: int
    height: int
    bgrx: bytes


def page_images(pdf: bytes, width_px: int) -> tuple[PageImage, ...]:
    """Return each page, ``width_px`` wide."""
    # 25 ms and 7 MB: only when a sheet is looked at.
    import pypdfium2

    images = []
    with _TURN, pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=width_px / page.get_width(), prefer_bgrx=True, rev_byteorder=False)
            images.append(PageImage(bitmap.width, bitmap.height, bytes(bitmap.buffer)))
            bitmap.close()
            page.close()
    return tuple(images)
