"""A sheet laid out on A4 pages, calm and large, and tagged for screen readers.

The layout is one column: a block is measured, put on the page, or on the next one. A heading stays with
what follows it, a line of a check list is never cut, the head of a table is said again on each page.
"""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dematassist import i18n
from dematassist.i18n import _
from dematassist.sheets.model import (
    Block,
    Box,
    Bullets,
    Caution,
    CheckList,
    Heading,
    LinkLine,
    Paragraph,
    Sheet,
    Table,
)
from dematassist.sheets.tagged import Tagger
from dematassist.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

_INK, _QUIET, _ACCENT, _EDGE, _CAUTION = "#1f2429", "#43494f", "#0b4a5e", "#7e8389", "#fdf0cf"
_MARGIN = 54.0
_LABEL_SHARE = 0.30
"""The width of the first column of a table, as a share of the line."""


class _Face(NamedTuple):
    regular: str
    bold: str


class _Style(NamedTuple):
    """Sizes in points, all from the size of the text."""

    size: float
    face: _Face
    is_right_to_left: bool

    @property
    def leading(self) -> float:
        return self.size * 1.45


def render_pdf(sheet: Sheet, resources: Path, made_at: datetime, *, large_print: bool = False) -> bytes:
    """Return the PDF: A4, PDF/UA-1, text of 11.5 points (18 in large print). Same input, same bytes."""
    is_mirrored = sheet.lang in i18n.RIGHT_TO_LEFT
    style = _Style(18.0 if large_print else 11.5, _face(sheet, resources), is_mirrored)
    # Pages are counted by laying the sheet out once for nothing: « page 1 of 2 » is known only then.
    pages = _Layout(sheet, style, made_at, pages=0).run().pages
    return _Layout(sheet, style, made_at, pages=pages).run().content


def write_pdf(
    sheet: Sheet, target: Path, resources: Path, made_at: datetime, *, large_print: bool = False
) -> None:
    """Write the PDF. Raises ``UserError`` when the disk is full or cannot be written."""
    write_atomically(target, render_pdf(sheet, resources, made_at, large_print=large_print))


def _face(sheet: Sheet, resources: Path) -> _Face:
    folder = resources / "fonts"
    name = "NotoSansArabic" if sheet.lang == "ar" else "AtkinsonHyperlegible"
    face = _Face(f"{name}-Regular", f"{name}-Bold")
    for font in face:
        if font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(font, str(folder / f"{font}.ttf")))
    return face


class _Rendered(NamedTuple):
    content: bytes
    pages: int


class _Layout:
    """Puts the blocks of a sheet on pages."""

    def __init__(self, sheet: Sheet, style: _Style, made_at: datetime, *, pages: int) -> None:
        self._sheet, self._style, self._pages = sheet, style, pages
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=A4,
            invariant=1,
            initialFontName=style.face.regular,
            initialFontSize=style.size,
            lang=sheet.lang,
            pageCompression=1,
        )
        self._canvas.setCreator("DematAssist")
        self._canvas.setProducer("DematAssist")
        self._tags = Tagger(
            self._canvas, lang=sheet.lang, title=f"{sheet.title}. {sheet.subtitle}", made_at=made_at
        )
        self._glyphs = {font: pdfmetrics.getFont(font).face.charToGlyph for font in style.face}
        self._width = A4[0] - 2 * _MARGIN
        self._page = 1
        self._y = A4[1] - _MARGIN

    def run(self) -> _Rendered:
        style = self._style
        self._furniture()
        with self._tags.inside("H1"):
            self._text(self._sheet.title, style.size * 1.75, is_bold=True, colour=_ACCENT)
        if self._sheet.subtitle:
            with self._tags.inside("P"):
                self._text(self._sheet.subtitle, style.size * 1.2, colour=_QUIET)
        self._y -= style.size * 0.6
        blocks = self._sheet.blocks
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            self._block(block, following)
        self._tags.save()
        return _Rendered(self._buffer.getvalue(), self._page)

    def _block(self, block: Block, following: Block | None) -> None:
        size = self._style.size
        match block:
            case Heading(text):
                self._y -= size * 0.9
                first = self._first_line(following)
                self._need(self._height(text, size * 1.25, self._width, is_bold=True) + first)
                with self._tags.inside("H2"):
                    self._text(text, size * 1.25, is_bold=True, colour=_ACCENT)
                self._y -= size * 0.15
            case Paragraph(text, is_quiet):
                with self._tags.inside("P"):
                    self._text(text, size, colour=_QUIET if is_quiet else _INK)
                self._y -= size * 0.35
            case Bullets(items):
                self._list([(item, None) for item in items])
            case CheckList(boxes):
                self._list([(box.text, box) for box in boxes])
            case Table(columns, rows):
                self._table(columns, [(row.label, row.value) for row in rows])
            case Caution(text):
                self._caution(text)
            case LinkLine(label, url):
                with self._tags.inside("P"):
                    # Translators: a name and its internet address.
                    self._text(_("{name}:").format(name=label), size)
                    with self._tags.inside("Link"):
                        self._text(
                            url, size, colour=_ACCENT, on_line=lambda box: self._tags.link(url, label, box)
                        )
                self._y -= size * 0.35

    def _first_line(self, block: Block | None) -> float:
        """Return the height of the beginning of a block, which its heading must not be parted from."""
        leading = self._style.leading
        if isinstance(block, CheckList | Bullets):
            text = block.boxes[0].text if isinstance(block, CheckList) else block.items[0]
            return self._height(text, self._style.size, self._width - self._indent()) + leading * 0.5
        if isinstance(block, Table):
            return self._row_height(block.columns, is_head=True) + self._row_height(
                (block.rows[0].label, block.rows[0].value)
            )
        return leading * 2 if block else 0.0

    # Lists

    def _indent(self) -> float:
        return self._style.size * 1.9

    def _list(self, items: list[tuple[str, Box | None]]) -> None:
        size = self._style.size
        if not items:
            return
        with self._tags.inside("L"):
            for text, box in items:
                self._need(min(self._height(text, size, self._width - self._indent()), A4[1] / 2))
                with self._tags.inside("LI"):
                    with self._tags.inside("Lbl"):
                        self._label(box)
                    with self._tags.inside("LBody"):
                        self._text(text, size, indent=self._indent())
                self._y -= size * 0.3
        self._y -= size * 0.2

    def _label(self, box: Box | None) -> None:
        """Draw a bullet, or a box to tick, before the first line of an item."""
        size = self._style.size
        canvas = self._canvas
        middle = self._y - self._style.leading * 0.5
        side = size * 1.0 if box else size * 0.3
        x = A4[0] - _MARGIN - side - 2 if self._style.is_right_to_left else _MARGIN + 2
        ticked = _("Done:") if box and box.is_ticked else _("To do:")
        said = ticked if box else "•"
        with self._tags.marked(actual=said):
            canvas.setStrokeColor(HexColor(_INK))
            canvas.setFillColor(HexColor(_ACCENT))
            canvas.setLineWidth(1.2)
            if box is None:
                canvas.circle(x + side / 2, middle, side / 2, stroke=0, fill=1)
                return
            canvas.roundRect(x, middle - side / 2, side, side, 2, stroke=1, fill=0)
            if box.is_ticked:
                canvas.setLineWidth(size * 0.14)
                path = canvas.beginPath()
                path.moveTo(x + side * 0.2, middle)
                path.lineTo(x + side * 0.42, middle - side * 0.25)
                path.lineTo(x + side * 0.82, middle + side * 0.28)
                canvas.drawPath(path, stroke=1, fill=0)

    # Tables

    def _columns(self) -> tuple[float, float]:
        label = self._width * _LABEL_SHARE
        return label, self._width - label

    def _row_height(self, cells: tuple[str, str], *, is_head: bool = False) -> float:
        widths = self._columns()
        heights = [
            self._height(text, self._style.size, width - 12, is_bold=is_head or index == 0)
            for index, (text, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return max(heights) + self._style.size * 0.7

    def _table(self, columns: tuple[str, str], rows: list[tuple[str, str]]) -> None:
        self._need(self._row_height(columns, is_head=True) + self._row_height(rows[0]))
        self._tags.open("Table")
        self._row(columns, is_head=True)
        for row in rows:
            height = self._row_height(row)
            if self._y - height < _MARGIN and height < A4[1] - 3 * _MARGIN:
                self._new_page()
                with self._tags.decoration("Pagination"):
                    self._cells(
                        columns, self._row_height(columns, is_head=True), is_head=True, is_tagged=False
                    )
                self._y -= self._row_height(columns, is_head=True)
            self._row(row)
        self._tags.close()
        self._y -= self._style.size * 0.5

    def _row(self, cells: tuple[str, str], *, is_head: bool = False) -> None:
        height = self._row_height(cells, is_head=is_head)
        with self._tags.inside("TR"):
            self._cells(cells, height, is_head=is_head, is_tagged=True)
        self._y -= height

    def _cells(self, cells: tuple[str, str], height: float, *, is_head: bool, is_tagged: bool) -> None:
        top = self._y
        if is_tagged:
            with self._tags.decoration():
                self._line_under(top - height)
        x = 0.0
        for index, (text, width) in enumerate(zip(cells, self._columns(), strict=True)):
            self._y = top - self._style.size * 0.35
            is_bold = is_head or index == 0
            colour = _QUIET if is_head else _INK
            if is_tagged:
                role, scope = ("TH", "Column") if is_head else ("TD", "")
                with self._tags.inside(role, scope=scope):
                    self._text(
                        text,
                        self._style.size,
                        x=x,
                        width=width - 12,
                        is_bold=is_bold,
                        colour=colour,
                        is_kept=True,
                    )
            else:
                self._draw_lines(text, self._style.size, x, width - 12, is_bold=is_bold, colour=colour)
            x += width
        self._y = top

    def _line_under(self, y: float) -> None:
        self._canvas.setStrokeColor(HexColor(_EDGE))
        self._canvas.setLineWidth(0.6)
        self._canvas.line(_MARGIN, y, A4[0] - _MARGIN, y)

    def _caution(self, text: str) -> None:
        size = self._style.size
        height = self._height(text, size, self._width - 2 * size) + size
        self._need(height)
        with self._tags.decoration():
            self._canvas.setFillColor(HexColor(_CAUTION))
            self._canvas.roundRect(_MARGIN, self._y - height, self._width, height, 5, stroke=0, fill=1)
        self._y -= size * 0.5
        with self._tags.inside("P"):
            self._text(text, size, x=size, width=self._width - 2 * size, is_kept=True)
        self._y -= size * 0.9

    # Text

    def _text(
        self,
        text: str,
        size: float,
        *,
        is_bold: bool = False,
        colour: str = _INK,
        indent: float = 0.0,
        x: float = 0.0,
        width: float = 0.0,
        is_kept: bool = False,
        on_line: Callable[[tuple[float, float, float, float]], None] | None = None,
    ) -> None:
        """Write wrapped text in the present element, on several pages if needed (not when ``is_kept``)."""
        x += indent
        width = width or self._width - x
        font = self._font(is_bold=is_bold)
        lines = self._wrap(text, font, size, width)
        for number, line in enumerate(lines):
            if not is_kept:
                self._need(size * 1.45)
            said = line if number == len(lines) - 1 else f"{line} "
            with self._tags.marked(actual=said if self._style.is_right_to_left else ""):
                self._draw(line, font, size, x, colour, is_last=number == len(lines) - 1)
            if on_line:
                left = _MARGIN + x
                on_line((left, self._y - size * 0.4, left + width, self._y + size * 1.1))

    def _draw_lines(
        self, text: str, size: float, x: float, width: float, *, is_bold: bool, colour: str
    ) -> None:
        font = self._font(is_bold=is_bold)
        for line in self._wrap(text, font, size, width):
            self._draw(line, font, size, x, colour, is_last=True)

    def _draw(self, line: str, font: str, size: float, x: float, colour: str, *, is_last: bool) -> None:
        self._y -= size * 1.45
        canvas = self._canvas
        canvas.setFillColor(HexColor(colour))
        canvas.setFont(font, size)
        baseline = self._y + size * 0.42
        if self._style.is_right_to_left:
            canvas.drawRightString(A4[0] - _MARGIN - x, baseline, _visual(line))
        else:
            # The space at the end keeps the words of two lines apart when the text is copied or read.
            canvas.drawString(_MARGIN + x, baseline, line if is_last else f"{line} ")

    def _font(self, *, is_bold: bool) -> str:
        return self._style.face.bold if is_bold else self._style.face.regular

    def _height(self, text: str, size: float, width: float, *, is_bold: bool = False) -> float:
        return len(self._wrap(text, self._font(is_bold=is_bold), size, width)) * size * 1.45

    def _wrap(self, text: str, font: str, size: float, width: float) -> list[str]:
        """Return the lines of a text; a word wider than the line is cut."""
        lines: list[str] = []
        line = ""
        for word in self._shown(text, font).split(" "):
            for part in self._parts(word, font, size, width):
                longer = f"{line} {part}" if line else part
                if line and self._advance(longer, font, size) > width:
                    lines.append(line)
                    line = part
                else:
                    line = longer
        return [*lines, line]

    def _parts(self, word: str, font: str, size: float, width: float) -> list[str]:
        parts = []
        while self._advance(word, font, size) > width and len(word) > 1:
            cut = len(word) - 1
            while cut > 1 and self._advance(word[:cut], font, size) > width:
                cut -= 1
            parts.append(word[:cut])
            word = word[cut:]
        return [*parts, word]

    def _advance(self, text: str, font: str, size: float) -> float:
        said = _shaped(text) if self._style.is_right_to_left else text
        return float(pdfmetrics.stringWidth(said, font, size))

    def _shown(self, text: str, font: str) -> str:
        """Return the text in letters the font has: one it lacks loses its accents, or is a question mark."""
        glyphs = self._glyphs[font]
        shown = []
        for letter in _squeezed(text):
            if ord(letter) in glyphs:
                shown.append(letter)
                continue
            plain = unicodedata.normalize("NFKD", letter)
            shown.append("".join(c if ord(c) in glyphs else "" for c in plain) or "?")
        return "".join(shown)

    # Pages

    def _need(self, height: float) -> None:
        """Go to the next page when the rest of this one is too low."""
        if self._y - height < _MARGIN:
            self._new_page()

    def _new_page(self) -> None:
        self._tags.next_page()
        self._page += 1
        self._y = A4[1] - _MARGIN
        self._furniture()

    def _furniture(self) -> None:
        """Draw what stands on every page: it is said once, by the reader of the document."""
        size = max(self._style.size * 0.75, 9.0)
        where = _("Page {page} of {pages}").format(page=self._page, pages=self._pages or "?")
        foot = f"{self._sheet.footer}  —  {where}"
        with self._tags.decoration("Pagination"):
            font = self._style.face.regular
            canvas = self._canvas
            canvas.setFillColor(HexColor(_QUIET))
            y = _MARGIN * 0.75
            for line in self._wrap(foot, font, size, self._width):
                canvas.setFont(font, size)
                if self._style.is_right_to_left:
                    canvas.drawRightString(A4[0] - _MARGIN, y, _visual(line))
                else:
                    canvas.drawString(_MARGIN, y, line)
                y -= size * 1.2


def _squeezed(text: str) -> str:
    """Return the text with single spaces, its no-break spaces kept."""
    normal = unicodedata.normalize("NFC", text)
    plain = "".join(" " if letter.isspace() and letter not in "\u00a0\u202f" else letter for letter in normal)
    return " ".join(part for part in plain.replace("\u202f", "\u00a0").split(" ") if part)


def _shaped(text: str) -> str:
    """Return Arabic letters in the forms they take beside each other."""
    # 15 ms: only for sheets in Arabic.
    import arabic_reshaper

    shaped: str = arabic_reshaper.reshape(text)
    return shaped


def _visual(text: str) -> str:
    """Return a line of Arabic as it is drawn, from left to right (Unicode bidirectional algorithm)."""
    from bidi import get_display

    drawn = get_display(_shaped(text), base_dir="R")
    assert isinstance(drawn, str)
    return drawn
