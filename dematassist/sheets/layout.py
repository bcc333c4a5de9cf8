"""Where everything of a sheet stands on its pages.

Three steps, each a value that the next one reads: blocks become slices, which are never cut (``flow.py``);
slices are put on pages (``paginate``); pages are drawn (``draw``). One column, one margin, one rhythm. A
heading stays with what follows it, an item of a list is whole, the head of a table is drawn on each page.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.colors import HexColor

from dematassist.sheets.flow import NOTHING, Flow
from dematassist.sheets.slices import HEIGHT, QUIET, WIDTH, Slice, Style, Text
from dematassist.sheets.tagged import Element, TaggedCanvas
from dematassist.sheets.typefaces import typeface
from dematassist.sheets.typesetting import Typesetter, clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from dematassist.sheets.model import Sheet


class Placement(NamedTuple):
    """A slice on a page. ``is_repeated``: said already on an earlier page."""

    slice: Slice
    top: float
    is_repeated: bool = False


def paginate(slices: Sequence[Slice], room: float) -> list[list[Placement]]:
    """Put slices on pages of ``room`` points: what is kept together stays together, as far as it can."""
    pages: list[list[Placement]] = [[]]
    used = 0.0
    for group in _groups(slices):
        whole = sum(part.gap + part.height for part in group)
        if pages[-1] and used + whole > room:
            pages.append([])
            used = 0.0
        for part in group:
            gap = part.gap if pages[-1] else 0.0
            if pages[-1] and used + gap + part.height > room:
                pages.append([])
                used, gap = 0.0, 0.0
            if not pages[-1] and len(pages) > 1:
                for again in part.head:
                    pages[-1].append(Placement(again, used, is_repeated=True))
                    used += again.height
            pages[-1].append(Placement(part, used + gap))
            used += gap + part.height
    return pages


def _groups(slices: Sequence[Slice]) -> list[list[Slice]]:
    groups: list[list[Slice]] = [[]]
    for part in slices:
        groups[-1].append(part)
        if not part.is_kept_with_next:
            groups.append([])
    return [group for group in groups if group]


def draw(canvas: TaggedCanvas, page: Sequence[Placement], style: Style) -> None:
    """Draw a page: decoration first, then the text in reading order."""
    top = HEIGHT - style.top
    with canvas.decoration():
        for placement in page:
            for shape in placement.slice.shapes:
                shape(canvas, top - placement.top)
    said: list[tuple[Text, float]] = []
    repeated: list[tuple[Text, float]] = []
    for placement in page:
        above = top - placement.top
        (repeated if placement.is_repeated else said).extend((text, above) for text in placement.slice.texts)
        if placement.slice.bookmark:
            title, level = placement.slice.bookmark
            canvas.bookmark(title, above + style.size, level=level)
    if repeated:
        with canvas.decoration("/Pagination"):
            _draw_texts(canvas, repeated)
    for _element, group in groupby(_by_element(said), key=lambda pair: id(pair[0].element)):
        texts = list(group)
        element = texts[0][0].element
        with canvas.marked(element):
            _draw_texts(canvas, texts)
        for text, above in texts:
            if text.url:
                y = above - text.baseline
                box = (
                    text.x,
                    y - text.size * 0.3,
                    text.x + text.line.width * text.size / 1000,
                    y + text.size,
                )
                canvas.link(element, text.url, text.url_said or text.url, box)


def _by_element(said: list[tuple[Text, float]]) -> list[tuple[Text, float]]:
    """Return the lines with those of one element together: the two cells of a row are side by side."""
    order: dict[int, int] = {}
    for text, _above in said:
        order.setdefault(id(text.element), len(order))
    return sorted(said, key=lambda pair: order[id(pair[0].element)])


def _draw_texts(canvas: TaggedCanvas, texts: Sequence[tuple[Text, float]]) -> None:
    for text, top in texts:
        canvas.setFillColor(HexColor(text.colour))
        y = top - text.baseline
        if text.box:
            canvas.write_box(text.box, text.x, y, text.size)
        else:
            canvas.write(text.line, text.x, y, text.size)


def draw_footer(canvas: TaggedCanvas, title: str, where: str, setter: Typesetter, style: Style) -> None:
    """Draw the title and the number of the page, for the eye: a reader of the document has both."""
    size = style.footer
    room = style.width * 1000 / size
    # The same on every page, however wide the number of the page is.
    begin = setter.shortened(title, room * 0.6, is_bold=False)
    end = setter.shortened(where, room * 0.38, is_bold=False)
    with canvas.decoration("/Pagination /Subtype /Footer"):
        canvas.setFillColor(HexColor(QUIET))
        for line, is_left in ((begin, not setter.is_right_to_left), (end, setter.is_right_to_left)):
            x = style.side if is_left else WIDTH - style.side - line.width * size / 1000
            canvas.write(line, x, style.bottom * 0.52, size)


def count_pages(sheet: Sheet, resources: Path, style: Style) -> int:
    """Return how many pages the sheet takes."""
    parts = _laid_out(sheet, resources, style, Element("Document"))
    return sum(len(part.pages) for part in parts)


class _Part(NamedTuple):
    """A sheet, what sets its texts, and what goes on each of its pages."""

    sheet: Sheet
    setter: Typesetter
    pages: list[list[Placement]]


def _laid_out(sheet: Sheet, resources: Path, style: Style, root: Element) -> list[_Part]:
    """Return each part of the sheet on pages of its own; ``root`` takes its structure."""
    drawings = resources / "pictograms" / "pictograms.ttf"
    pictures = typeface(drawings) if drawings.exists() else None
    parts = []
    for part in sheet.parts:
        # Each part of several is read in its own language.
        own = Element("Part", root, lang=part.lang) if sheet.in_french else root
        setter = Typesetter(resources, part.lang)
        slices = Flow(part, style, setter, own, pictures).run()
        parts.append(_Part(part, setter, paginate(slices, style.height)))
    return parts


def lay_out(sheet: Sheet, resources: Path, made_at: datetime, style: Style) -> bytes:
    """Return the sheet as a PDF, its pages numbered through all its parts."""
    title = clean(f"{sheet.title}. {sheet.subtitle}" if sheet.subtitle else sheet.title) or NOTHING
    canvas = TaggedCanvas(lang=sheet.lang, title=title, made_at=made_at)
    parts = _laid_out(sheet, resources, style, canvas.root)
    every = [(part, page) for part in parts for page in part.pages]
    for number, (part, page) in enumerate(every, 1):
        if number > 1:
            canvas.next_page()
        draw(canvas, page, style)
        where = part.sheet.words.page.format(page=number, pages=len(every))
        running = clean(part.sheet.short_title or part.sheet.title) if len(every) > 1 else ""
        draw_footer(canvas, running, clean(where), part.setter, style)
    return canvas.finish()
