"""The 2D-Doc codes printed on pages, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.copies.child.pages import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.copies.child.pages import Page
    from dematassist.copies.child.service import Advance

_LONGEST_PX = 3500
_MARKER = "DC"


def codes(pages: Sequence[Page], advance: Advance) -> tuple[str, ...]:
    """Return what the DataMatrix codes that begin like a 2D-Doc say, in the order of the pages."""
    import zxingcpp

    found: list[str] = []
    for number, page in enumerate(pages):
        advance(number, len(pages), page.source)
        with about(page.source):
            image = page.drawn(_LONGEST_PX)
            read = zxingcpp.read_barcodes(
                image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
            )
        found += [
            code.bytes.decode("utf-8", "replace") for code in read if code.bytes.startswith(_MARKER.encode())
        ]
    return tuple(dict.fromkeys(found))
