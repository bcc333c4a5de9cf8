"""What is asked of a copy, and how far it may be made smaller."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import msgspec

MEGABYTE = 1_000_000
"""The smaller of the two meanings of « 1 Mo »: a copy fits whatever the site understands."""
MAX_SOURCE_BYTES = 50 * MEGABYTE
MAX_ALL_SOURCES_BYTES = 200 * MEGABYTE
MAX_PAGES = 200
MAX_PIXELS = 80_000_000
"""A sheet of A3 scanned at 600 dots an inch has 70 million."""
LONGEST_SEEN_PX = 16_000
"""Of a side of a picture that is shown: a receipt ten times as high as it is wide, enlarged."""
BYTES_A_PIXEL = 3
MAX_MARK_LETTERS = 100
A4_INCHES = (8.27, 11.69)


class Format(Enum):
    """What the site accepts."""

    PDF = "pdf"
    JPEG = "jpg"


class Pixels(NamedTuple):
    """A picture: its rows from the top, each pixel red, green, blue, one byte each, nothing between rows."""

    width: int
    height: int
    rgb: bytes


class Level(NamedTuple):
    """How fine a page is: dots an inch as if it were a sheet of A4, and the quality of JPEG."""

    dpi: int
    quality: int
    is_grey: bool = False

    @property
    def longest_px(self) -> int:
        """The longest side of a page, in pixels."""
        return round(self.dpi * A4_INCHES[1])


LEVELS = (
    Level(300, 88),
    Level(250, 84),
    Level(220, 80),
    Level(200, 75),
    Level(180, 70),
    Level(160, 65),
    Level(150, 60),
    Level(150, 60, is_grey=True),
    Level(130, 55, is_grey=True),
    Level(120, 50, is_grey=True),
)
"""From the finest to the last on which small print (8 points, 13 pixels) is still read."""


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A rectangle to black out, in parts (0 to 1) of the page as it is seen."""

    left: float
    top: float
    width: float
    height: float


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: one PDF, or one JPEG a page; each file within ``max_bytes``."""

    format: Format
    max_bytes: int
    mark: str = ""
    redact: dict[int, tuple[Box, ...]] = {}
    """Boxes by page, from 1, over all the papers in their order."""


class ContentsPaper(msgspec.Struct, frozen=True, array_like=True):
    """A paper of a copy as its first page lists it: its title, and the name of each of its pages."""

    title: str
    pages: tuple[str, ...]


class ContentsPage(msgspec.Struct, frozen=True, array_like=True):
    """What comes before the papers of a copy: a PDF of ours, tagged, and how many pages it has."""

    pdf: bytes
    own_pages: int
    papers: tuple[ContentsPaper, ...]


def undrawable(mark: str) -> str:
    """Return the first letter of a mark that would not show as it is typed, or an empty text.

    Control letters and those that turn the direction of writing could make a mark say something else.
    """
    return next((letter for letter in mark if not letter.isprintable()), "")
