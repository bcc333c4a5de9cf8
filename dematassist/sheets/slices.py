"""What a sheet is laid out with: its sizes, its colours, and pieces that are never cut. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.pagesizes import A4

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.sheets.tagged import Element, TaggedCanvas
    from dematassist.sheets.typesetting import Line

WIDTH: float
HEIGHT: float
WIDTH, HEIGHT = A4
INK, QUIET, ACCENT = "#1f2429", "#43494f", "#0b4a5e"


class Style(NamedTuple):
    """Sizes and distances, in points."""

    size: float
    leading: float
    """From one line to the next."""
    title: float
    heading: float
    part: float
    footer: float
    side: float
    """The margin at the left and at the right."""
    top: float
    bottom: float
    box: float
    """A box to tick: wide enough for a pen."""
    label_share: float
    """The width of the first column of a table, as a share of the line."""

    @property
    def width(self) -> float:
        """The length of a line."""
        return WIDTH - 2 * self.side

    @property
    def height(self) -> float:
        """The room for what is written, on a page."""
        return HEIGHT - self.top - self.bottom


NORMAL = Style(11.5, 16.5, 22, 15, 12.5, 9.5, 58, 54, 66, 14, 0.3)
LARGE = Style(18, 25, 28, 22, 19, 14, 48, 48, 72, 20, 0.32)


class Text(NamedTuple):
    """A line of text, ``baseline`` points below the top of its slice, its left side at ``x``."""

    element: Element
    line: Line
    x: float
    baseline: float
    size: float
    colour: str
    url: str = ""
    url_said: str = ""
    """What is said of the link; its address when that is empty."""
    box: str = ""
    """Drawn instead of the line: an empty or a ticked box."""


class Slice(NamedTuple):
    """What is never cut. ``gap``: the space above it, unless it is the first of a page."""

    height: float
    texts: tuple[Text, ...] = ()
    shapes: tuple[Callable[[TaggedCanvas, float], None], ...] = ()
    """Each draws decoration, given the canvas and where the top of the slice is."""
    gap: float = 0.0
    is_kept_with_next: bool = False
    head: tuple[Slice, ...] = ()
    """Drawn again above it, when it is the first of a page."""
    bookmark: tuple[str, int] | None = None
