"""The blocks of a sheet, one after the other, as slices: one column, one margin, one rhythm.

Begin with ``Flow.run``. It knows no page: ``layout.py`` puts the slices on pages.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor

from dematassist.sheets.model import (
    Blank,
    Block,
    Box,
    Bullets,
    Callout,
    CalloutKind,
    CheckList,
    FactTable,
    Heading,
    LinkLine,
    Numbered,
    Paragraph,
    Picture,
    Row,
    Sheet,
    SquareCode,
    labelled,
)
from dematassist.sheets.slices import ACCENT, INK, QUIET, WIDTH, Slice, Style, Text
from dematassist.sheets.tagged import Element, TaggedCanvas
from dematassist.sheets.typefaces import EMPTY_BOX, TICKED_BOX, Glyph, Typeface
from dematassist.sheets.typesetting import Line, Piece, Placed, Typesetter, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EDGE, _RULE, _SOFT = "#7e8389", "#b9c2c8", "#e2ecef"
_WARNING, _WARNING_EDGE = "#fdf0cf", "#a1740b"
NOTHING = "–"
"""Written where there is nothing to say."""
PAGE_ADDRESS = "#page="
"""Before the number of a page of the same file (RFC 8118, 3)."""

_PICTURES = {
    Picture.PAPERS: "\ueac3",  # id
    Picture.SUMMARY: "\ueac5",  # info-circle
    Picture.WAYS: "\uebf6",  # building-community
    Picture.PHONE: "\ueb09",  # phone
    Picture.WRITE: "\ueb04",  # pencil
    Picture.DONE: "\uea5e",  # check
    Picture.TO_DO: "\ueb6a",  # list-check
    Picture.WAIT: "\uea70",  # clock
    Picture.DATES: "\uea52",  # calendar-event
    Picture.WORRY: "\uea06",  # alert-triangle
    Picture.APPEAL: "\uebc2",  # scale
    Picture.PERSON: "\ueaec",  # message-2
    Picture.SOURCE: "\ueb22",  # shield-check
    Picture.UNKNOWN: "\uf91d",  # help-circle
}
"""Glyphs of ``resources/pictograms``, with their names in Tabler Icons."""


class Flow:
    """Turns the blocks of a sheet into slices, and builds the structure that a screen reader walks."""

    def __init__(
        self, sheet: Sheet, style: Style, setter: Typesetter, root: Element, pictures: Typeface | None
    ) -> None:
        self.slices: list[Slice] = []
        self._sheet, self._style, self._setter, self._root = sheet, style, setter, root
        self._pictures = pictures
        self._has_heading = False

    def run(self) -> list[Slice]:
        """Return the slices of the whole sheet."""
        self._title()
        together: Heading | None = None
        begin = 0
        for block in self._sheet.blocks:
            if together and isinstance(block, Heading) and block.level <= together.level:
                self._keep_together(begin)
                together = None
            if isinstance(block, Heading) and block.is_on_one_page:
                together, begin = block, len(self.slices)
            self._block(block)
        if together:
            self._keep_together(begin)
        if self._sheet.footer:
            self._paragraph(Paragraph(self._sheet.footer, is_quiet=True), gap=self._style.leading)
        return self.slices

    def _block(self, block: Block) -> None:  # noqa: C901 -- one case a kind of block
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case Bullets(items):
                self._list([("•", item) for item in items if clean(item)], numbering="Disc")
            case Numbered(items):
                said = [item for item in items if clean(item)]
                self._list([(f"{number}.", item) for number, item in enumerate(said, 1)], numbering="Decimal")
            case CheckList(boxes):
                self._check_list([box for box in boxes if clean(box.text)])
            case Blank(label):
                self._blank(label)
            case FactTable():
                self._table(block)
            case Callout():
                self._callout(block)
            case LinkLine():
                self._link(block)
            case SquareCode(content):
                self._square_code(content)

    # Titles

    def _title(self) -> None:
        style = self._style
        element = Element("H1", self._root)
        title = clean(self._sheet.title) or NOTHING
        slices = self._lines(element, title, style.title, leading=1.22, is_bold=True, colour=ACCENT)
        slices[0] = slices[0]._replace(bookmark=(title, 0))
        self._add(slices, is_kept=True)
        if subtitle := clean(self._sheet.subtitle):
            self._add(
                self._lines(Element("P", self._root), subtitle, style.part, colour=QUIET),
                gap=style.size * 0.3,
                is_kept=True,
            )
        self._add([Slice(2, shapes=(self._bar(0, 0, style.size * 4, 2, ACCENT),))], gap=style.size * 0.6)

    def _heading(self, block: Heading) -> None:
        style = self._style
        text = clean(block.text)
        if not text:
            return
        # A part of a part needs a part: levels are never skipped (ISO 14289-1, 7.4.2).
        is_main = block.level <= 2 or not self._has_heading  # noqa: PLR2004
        self._has_heading = True
        element = Element("H2" if is_main else "H3", self._root)
        size = style.heading if is_main else style.part
        picture = self._picture(block.picture) if is_main else None
        side = size * 1.75 if picture else 0.0
        slices = self._lines(
            element,
            text,
            size,
            leading=1.25,
            is_bold=True,
            colour=ACCENT,
            x=side + size * 0.5 if side else 0.0,
        )
        if picture:
            slices = self._beside_picture(slices, picture, side)
        if is_main:
            slices[0] = slices[0]._replace(bookmark=(text, 1))
        self._add(slices, gap=style.size * (1.7 if is_main else 1.0), is_kept=True, is_kept_with_next=True)

    def _picture(self, picture: Picture) -> Piece | None:
        """Return the glyph of a picture. It says nothing: the words beside it do."""
        if picture is Picture.NONE or self._pictures is None:
            return None
        return Piece(self._pictures, (Placed(Glyph(_PICTURES[picture], " "), 0.0),), "")

    def _beside_picture(self, slices: list[Slice], picture: Piece, side: float) -> list[Slice]:
        """Return the lines of a heading beside its picture, both centred."""
        first = slices[0]
        drop = max((side - first.height) / 2, 0.0)
        size = side * 0.64
        x = self._x(side * 0.18, size)

        def draw(canvas: TaggedCanvas, top: float) -> None:
            canvas.setFillColor(HexColor(_SOFT))
            canvas.roundRect(self._x(0, side), top - side, side, side, side * 0.24, stroke=0, fill=1)
            canvas.setFillColor(HexColor(ACCENT))
            # The glyphs fill their square, from 150 below the base line to 850 above it.
            canvas.write(Line((picture,), 1000), x, top - side * 0.82 + size * 0.15, size)

        texts = tuple(text._replace(baseline=text.baseline + drop) for text in first.texts)
        height = side if len(slices) == 1 else first.height + drop
        return [first._replace(texts=texts, shapes=(draw,), height=height), *slices[1:]]

    # Text

    def _paragraph(self, block: Paragraph, gap: float = 0.0) -> None:
        text = clean(block.text)
        if text:
            slices = self._lines(
                Element("P", self._root), text, self._style.size, colour=QUIET if block.is_quiet else INK
            )
            self._add(slices, gap=gap or self._after_heading(self._style.size * 0.55))

    def _callout(self, block: Callout) -> None:
        style = self._style
        text = clean(block.text)
        if not text:
            return
        is_warning = block.kind is CalloutKind.WARNING
        fill, edge = (_WARNING, _WARNING_EDGE) if is_warning else (_SOFT, ACCENT)
        inside = style.size * 0.9
        slices = self._lines(
            Element("P", self._root), text, style.size, x=inside + 4, width=style.width - 2 * inside - 4
        )
        edges = Slice(style.size * 0.55)
        framed = [edges, *slices, edges]
        self._add(
            [
                # Each strip overlaps the next a little: no white hair between them on a screen.
                part._replace(
                    shapes=(
                        self._bar(
                            0, -0.5 if index else 0, style.width, part.height + (0.5 if index else 0), fill
                        ),
                        self._bar(0, -0.5 if index else 0, 4, part.height + (0.5 if index else 0), edge),
                    )
                )
                for index, part in enumerate(framed)
            ],
            gap=self._after_heading(style.size * 0.8),
            is_kept=True,
        )

    def _link(self, block: LinkLine) -> None:
        style = self._style
        url = clean(block.url)
        if not url:
            return
        paragraph = Element("P", self._root)
        slices: list[Slice] = []
        if label := clean(block.label):
            said = labelled(label, self._sheet.lang)
            slices += self._lines(Element("Span", paragraph), said, style.size)
        slices += self._lines(
            Element("Link", paragraph), url, style.size, colour=ACCENT, url=url, is_bold=True
        )
        self._add(slices, gap=self._after_heading(style.size * 0.55), is_kept=True)

    def _square_code(self, content: str) -> None:
        """Draw a QR code, its letters under it: for a reader they say it all, and the drawing nothing."""
        # Only who makes a recovery sheet needs it.
        import segno

        style = self._style
        matrix = segno.make(content, error="m", micro=False).matrix
        module = min(style.width * 0.45 / len(matrix), 5.5)
        side = module * len(matrix)
        x = self._x(module * 4, side)

        def draw(canvas: TaggedCanvas, top: float) -> None:
            canvas.setFillColor(HexColor("#000000"))
            for row, modules in enumerate(matrix):
                for column, is_dark in enumerate(modules):
                    if is_dark:
                        canvas.rect(
                            x + column * module, top - (row + 1) * module, module, module, stroke=0, fill=1
                        )

        square = Slice(side + module * 4, shapes=(draw,))
        letters = self._lines(Element("P", self._root), content, style.size, is_bold=True)
        self._add([square, *letters], gap=module * 4, is_kept=True)

    def _blank(self, label: str) -> None:
        style = self._style
        text = clean(label)
        if not text:
            return
        said = f"{labelled(text, self._sheet.lang)} {self._sheet.words.to_fill_in}"
        slices = self._lines(Element("P", self._root), said, style.size, colour=QUIET)
        room = Slice(style.box * 2, shapes=(self._bar(0, style.box * 2 - 0.8, style.width, 0.8, _EDGE),))
        self._add([*slices, room], gap=self._after_heading(style.size * 0.7), is_kept=True)

    # Lists

    def _list(self, items: Sequence[tuple[str, str]], *, numbering: str) -> None:
        if not items:
            return
        style = self._style
        element = Element("L", self._root, attributes={"O": "List", "ListNumbering": numbering})
        widest = max(self._setter.width(label, is_bold=False) for label, _text in items) * style.size / 1000
        indent = widest + style.size * 0.6
        for index, (label, text) in enumerate(items):
            item = Element("LI", element)
            mark = self._lines(Element("Lbl", item), label, style.size, colour=ACCENT)[0].texts
            first, *others = self._lines(
                Element("LBody", item), clean(text), style.size, x=indent, width=style.width - indent
            )
            self._add(
                [first._replace(texts=(*mark, *first.texts)), *others],
                gap=style.size * 0.35 if index else self._after_heading(style.size * 0.5),
                is_kept=True,
            )

    def _check_list(self, boxes: Sequence[Box]) -> None:
        if not boxes:
            return
        style = self._style
        words = self._sheet.words
        element = Element("L", self._root, attributes={"O": "List", "ListNumbering": "None"})
        indent = style.box + style.size * 0.75
        has_details = any(any(map(clean, box.details)) for box in boxes)
        for index, box in enumerate(boxes):
            item = Element("LI", element)
            label = Element("Lbl", item)
            label.actual_text = words.done if box.is_ticked else words.to_do
            body = Element("LBody", item)
            texts = [text for text in (box.text, *box.details) if clean(text)]
            slices: list[Slice] = []
            for number, text in enumerate(texts):
                slices += self._lines(
                    Element("P", body) if len(texts) > 1 else body,
                    clean(text),
                    style.size,
                    x=indent,
                    width=style.width - indent,
                    is_bold=has_details and not number,
                    colour=QUIET if number else INK,
                )
            first = slices[0]
            # The middle of the box is the middle of the small letters of the first line.
            baseline = first.texts[0].baseline - style.size * 0.3 + style.box * 0.36
            drawn = TICKED_BOX if box.is_ticked else EMPTY_BOX
            mark = Text(label, Line((), 0), self._x(0, style.box), baseline, style.box, ACCENT, box=drawn)
            slices[0] = first._replace(texts=(mark, *first.texts))
            self._add(
                slices,
                gap=style.size * 0.65 if index else self._after_heading(style.size * 0.6),
                is_kept=True,
            )

    # Tables

    def _table(self, block: FactTable) -> None:
        style = self._style
        if not block.rows:
            return
        element = Element("Table", self._root)
        head: tuple[Slice, ...] = ()
        if block.columns:
            row = Element("TR", element)
            cells = [
                Element("TH", row, attributes={"O": "Table", "Scope": "Column"}) for _column in block.columns
            ]
            left, right = (clean(column) or NOTHING for column in block.columns)
            head = tuple(self._row((cells[0], left), [(cells[1], right)], is_head=True))
            self._add(
                list(head), gap=self._after_heading(style.size * 0.4), is_kept=True, is_kept_with_next=True
            )
        for index, said in enumerate(block.rows):
            slices = self._fact(Element("TR", element), said, has_columns=bool(head))
            slices = [part._replace(head=head) for part in slices]
            gap = 0.0 if head or index else self._after_heading(style.size * 0.2)
            self._add(slices, gap=gap, is_kept=True)

    def _fact(self, row: Element, said: Row, *, has_columns: bool) -> list[Slice]:
        if has_columns:
            label = Element("TD", row)
        else:
            label = Element("TH", row, attributes={"O": "Table", "Scope": "Row"})
        cell = Element("TD", row)
        lines = [line for line in map(clean, said.lines) if line] or [NOTHING]
        values = [(Element("P", cell) if len(lines) > 1 else cell, line) for line in lines]
        text = clean(said.label) or NOTHING
        slices = self._row((label, text), values, has_lead=said.has_lead, share=said.share)
        if said.leads_to:
            link = Element("Link", label)
            link.actual_text, label.actual_text = label.actual_text, ""
            url, url_said = f"{PAGE_ADDRESS}{said.leads_to}", f"{text}, {lines[0]}"
            slices = [_linked(part, label, link, url, url_said) for part in slices]
        return slices

    def _row(
        self,
        label: tuple[Element, str],
        values: Sequence[tuple[Element, str]],
        *,
        is_head: bool = False,
        has_lead: bool = False,
        share: float = 0.0,
    ) -> list[Slice]:
        """Return the lines of a row, its bar under the first value, a rule under the last."""
        style = self._style
        left_width = style.width * style.label_share
        right_x = left_width + style.size * 0.9
        left = self._lines(
            *label, style.size, width=left_width, is_bold=True, colour=QUIET if is_head else INK
        )
        right: list[Slice] = []
        under_first = 0
        for number, (element, text) in enumerate(values):
            right += self._lines(
                element,
                text,
                style.size,
                x=right_x,
                width=style.width - right_x,
                is_bold=is_head or (has_lead and not number),
                colour=QUIET if is_head else INK,
            )
            under_first = under_first or len(right)
        padding = style.size * (0.3 if is_head else 0.45)
        rows = [
            Slice(style.leading, (*(one.texts if one else ()), *(two.texts if two else ())))
            for one, two in zip_longest(left, right)
        ]
        if 0 < share <= 1:
            bar = self._bar(
                right_x, style.size * 0.2, (style.width - right_x) * share, style.size * 0.5, ACCENT
            )
            rows.insert(under_first, Slice(style.size * 0.8, shapes=(bar,)))
        rule = self._bar(0, padding - 0.7, style.width, 0.7, ACCENT if is_head else _RULE)
        return [Slice(padding), *rows, Slice(padding, shapes=(rule,))]

    # Pieces

    def _lines(
        self,
        element: Element,
        text: str,
        size: float,
        *,
        x: float = 0.0,
        width: float = 0.0,
        leading: float = 0.0,
        is_bold: bool = False,
        colour: str = INK,
        url: str = "",
    ) -> list[Slice]:
        """Return a text as slices of one line each. ``leading`` is a share of the size."""
        setter = self._setter
        height = size * leading if leading else size * self._style.leading / self._style.size
        room = (width or self._style.width - x) * 1000 / size
        slices = []
        for line in setter.lines(text, room, is_bold=is_bold):
            at = self._x(x, line.width * size / 1000)
            slices.append(
                Slice(height, (Text(element, line, at, height * 0.5 + size * 0.34, size, colour, url),))
            )
        if setter.draws_out_of_order(text):
            element.actual_text = text
        return slices

    def _x(self, offset: float, width: float) -> float:
        """Return the left side of what begins ``offset`` points from where lines begin."""
        if self._setter.is_right_to_left:
            return WIDTH - self._style.side - offset - width
        return self._style.side + offset

    def _bar(
        self, offset: float, below: float, width: float, height: float, colour: str
    ) -> Callable[[TaggedCanvas, float], None]:
        """Return what draws a filled rectangle, ``below`` points under the top of its slice."""
        x = self._x(offset, width)

        def draw(canvas: TaggedCanvas, top: float) -> None:
            canvas.setFillColor(HexColor(colour))
            canvas.rect(x, top - below - height, width, height, stroke=0, fill=1)

        return draw

    def _keep_together(self, begin: int) -> None:
        """Keep the slices from ``begin`` on one page, if one has the room."""
        part = self.slices[begin:]
        if sum(one.gap + one.height for one in part) <= self._style.height:
            self.slices[begin:-1] = [one._replace(is_kept_with_next=True) for one in part[:-1]]

    def _after_heading(self, gap: float) -> float:
        """Return a gap, smaller right under a heading."""
        follows = bool(self.slices) and self.slices[-1].is_kept_with_next
        return min(gap, self._style.size * 0.45) if follows else gap

    def _add(
        self, slices: list[Slice], *, gap: float = 0.0, is_kept: bool = False, is_kept_with_next: bool = False
    ) -> None:
        """Add slices: kept on one page when they are, else with two lines at least on each page."""
        room = self._style.height * 0.6
        is_whole = is_kept and sum(part.height for part in slices) < room
        last = len(slices) - 1
        for index, part in enumerate(slices):
            is_edge = index in (0, last - 1)
            self.slices.append(
                part._replace(
                    gap=part.gap if index else gap,
                    is_kept_with_next=(is_whole or is_edge) if index < last else is_kept_with_next,
                )
            )


def _linked(part: Slice, label: Element, link: Element, url: str, url_said: str) -> Slice:
    """Return a slice in which the words of an element are those of a link in it."""
    texts = (
        text._replace(element=link, url=url, url_said=url_said, colour=ACCENT)
        if text.element is label
        else text
        for text in part.texts
    )
    return part._replace(texts=tuple(texts))
