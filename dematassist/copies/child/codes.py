"""The square codes of pages: Data Matrix, as 2D-Doc uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.copies.child.pages import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.copies.child.pages import Page
    from dematassist.copies.child.service import Advance

_FINE_PX = 2500
_FINEST_PX = 3600
"""A code of two centimetres on a photograph of a whole sheet is read from here on."""
_MAX_CODES = 50
_MAX_BYTES = 4096


def codes(pages: Sequence[Page], advance: Advance) -> tuple[tuple[int, bytes], ...]:
    """Return what each code holds, with its page (from 1). The same code twice on a page is one."""
    found: list[tuple[int, bytes]] = []
    for number, page in enumerate(pages):
        advance(number, len(pages), page.source)
        with about(page.source):
            held = _on_page(page, _FINE_PX) or _on_page(page, _FINEST_PX)
        found += [(number + 1, content) for content in dict.fromkeys(held)]
    return tuple(found[:_MAX_CODES])


def _on_page(page: Page, longest_px: int) -> list[bytes]:
    # Reads what others wrote: only in this process.
    import zxingcpp

    image = page.drawn(longest_px).convert("L")
    read = zxingcpp.read_barcodes(image, formats=zxingcpp.barcode_formats_from_str("DataMatrix"))
    return [content for code in read if 0 < len(content := bytes(code.bytes)) <= _MAX_BYTES]
