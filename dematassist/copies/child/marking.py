"""The mark that says what a copy is for, across the whole page: in its pixels, or in its own content."""

from __future__ import annotations

import functools
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf
    from PIL import Image

_FONT_FILE = "AtkinsonHyperlegible-Regular.ttf"
_FONT = "copies-mark"
_SLOPE_DEGREES = 30
_LETTER = 1 / 38
"""The height of the letters, as a part of the longest side of the page."""
_LINES_APART = 5.5
_INK = (80, 80, 80)
_EDGE = (255, 255, 255)
_OPACITY = 0.34
_FINE_MARK_PX = 1750
"""The mark is drawn on a page of this size at most, then made larger."""


class Mark(NamedTuple):
    """What is written, and where the fonts are."""

    text: str
    fonts: str


def burn(image: Image.Image, mark: Mark) -> None:
    """Write the mark into the pixels: dark with a light edge, so that it shows on any photograph."""
    for ink, mask in _masks(image.size, mark):
        image.paste(ink, (0, 0), mask)


@functools.lru_cache(maxsize=2)
def _masks(size: tuple[int, int], mark: Mark) -> tuple[tuple[tuple[int, int, int], Image.Image], ...]:
    """Return the edge and the letters, each with its colour. Pages of one copy are often of one size."""
    from PIL import Image, ImageDraw, ImageFont

    drawn_at = min(_FINE_MARK_PX / max(size), 1)
    width, height = (max(round(side * drawn_at), 1) for side in size)
    letter = max(round(max(width, height) * _LETTER), 6)
    font = ImageFont.truetype(str(Path(mark.fonts) / _FONT_FILE), letter)
    text = _repeated(mark.text)
    # Drawn along its slope on a sheet that covers the page in any direction, then turned.
    side = math.ceil(math.hypot(width, height))
    masks = []
    for ink, edge in ((_EDGE, max(letter // 14, 1)), (_INK, 0)):
        sheet = Image.new("L", (side, side), 0)
        draw = ImageDraw.Draw(sheet)
        for number, y in enumerate(_lines(side, letter)):
            place = (-(number % 2) * letter * 6, y)
            draw.text(place, text, font=font, fill=round(255 * _OPACITY), stroke_width=edge)
        turned = sheet.rotate(_SLOPE_DEGREES, Image.Resampling.BILINEAR)
        left, top = (side - width) // 2, (side - height) // 2
        masks.append((ink, turned.crop((left, top, left + width, top + height)).resize(size)))
    return tuple(masks)


def check(mark: Mark) -> None:
    """Raise ``UserError`` when the font of marks lacks a letter of it."""
    known = _registered(mark.fonts).face.charToGlyph
    for letter in mark.text:
        if ord(letter) not in known:
            raise UserError(Cause.MARK_UNDRAWABLE, letter=letter)


def write_into(pdf: pikepdf.Pdf, index: int, mark: Mark, *, is_seen: bool) -> bool:
    """Write the mark into the page's one stream of content; return whether it could be.

    When it is in the pixels already, ``is_seen`` is false: the words are there for a screen reader only.
    It cannot be when the content does not close what it opens: the mark could be drawn anywhere.
    """
    import pikepdf

    page = pdf.pages[index]
    page.contents_coalesce()
    if not _is_balanced(page):
        return False
    content = page.obj.get("/Contents")
    before = content.read_bytes() if content is not None else b""
    left, bottom, right, top = (float(n) for n in page.mediabox)
    turned = int(page.obj.get("/Rotate", 0))
    with pikepdf.open(
        io.BytesIO(_overlay(mark, right - left, top - bottom, turned, is_seen=is_seen))
    ) as drawn:
        drawing = drawn.pages[0]
        written = drawing.obj.Contents.read_bytes()
        for group in ("/Font", "/ExtGState"):
            for name, thing in (drawing.obj.Resources.get(group) or {}).items():
                ours = pdf.copy_foreign(drawn.make_indirect(thing))
                known = page.add_resource(ours, pikepdf.Name(group), prefix="Mark")
                written = written.replace(f"{name} ".encode(), f"{known} ".encode())
        move = f"\nQ\nq 1 0 0 1 {left:.2f} {bottom:.2f} cm\n".encode()
        page.obj.Contents = pdf.make_stream(b"q\n" + before + move + written + b"\nQ\n")
        # While the overlay is open: what is copied from it is read now.
        pdf.save(io.BytesIO())
    return True


def _is_balanced(page: pikepdf.Page) -> bool:
    import pikepdf

    depth = 0
    try:
        for instruction in pikepdf.parse_content_stream(page, "q Q"):
            depth += 1 if str(instruction.operator) == "q" else -1
            if depth < 0:
                return False
    except pikepdf.PdfError:
        return False
    return depth == 0


def _overlay(mark: Mark, width: float, height: float, turned: int, *, is_seen: bool) -> bytes:
    """Return a page that holds the mark only, ``turned`` being how a reader turns the page it goes on."""
    from reportlab.pdfgen.canvas import Canvas

    _registered(mark.fonts)
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(width, height))
    letter = max(max(width, height) * _LETTER, 4)
    if is_seen:
        side = math.hypot(width, height)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(_SLOPE_DEGREES + turned)
        canvas.translate(-side / 2, -side / 2)
        canvas.setFillColorRGB(*(part / 255 for part in _INK))
        canvas.setFillAlpha(_OPACITY)
        canvas.setFont(_FONT, letter)
        for number, y in enumerate(_lines(side, letter)):
            canvas.drawString(-(number % 2) * letter * 6, y, _repeated(mark.text))
    else:
        hidden = canvas.beginText(letter, letter)
        hidden.setFont(_FONT, letter)
        hidden.setTextRenderMode(3)
        hidden.textOut(mark.text)
        canvas.drawText(hidden)
    canvas.save()
    return made.getvalue()


@functools.cache
def _registered(fonts: str) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(_FONT, str(Path(fonts) / _FONT_FILE))
    pdfmetrics.registerFont(font)
    return font


def _lines(side: float, letter: float) -> Iterator[float]:
    step = letter * _LINES_APART
    yield from (number * step for number in range(math.ceil(side / step)))


def _repeated(text: str) -> str:
    """Several times on a line: cutting a part of the page out leaves it there."""
    return "     ".join([text] * max(2, math.ceil(240 / (len(text) + 5))))
