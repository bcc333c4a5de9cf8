"""A paper of the invented person: it looks like nothing real, and says SPÉCIMEN across the page."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from dematassist.journeys.practice import PERSON, person_lines
from dematassist.papers.model import Sides

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

    from dematassist.papers.model import PaperKind

_FONT = "specimen"
_BOLD = "specimen-bold"
_WORD = "SPÉCIMEN"
_ROOM = 68
"""Letters on a line of 12 points."""


def specimen(kind: PaperKind, resources: Path, notice: str) -> bytes:
    """Return the paper as a PDF, of two pages when both sides are asked. ``notice`` says what it is not."""
    # reportlab costs 80 ms: only when someone practises.
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name, style in ((_FONT, "Regular"), (_BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(resources / "fonts" / f"AtkinsonHyperlegible-{style}.ttf")))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    canvas.setTitle(f"{_WORD} {kind.name}")
    for page in range(2 if kind.sides is Sides.BOTH else 1):
        _draw(canvas, A4, kind, (notice, f"{page + 1}"))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _draw(canvas: Canvas, size: tuple[float, float], kind: PaperKind, around: tuple[str, str]) -> None:
    width, height = size
    notice, page = around
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(55)
    canvas.setFillColorRGB(0.75, 0.15, 0.1, 0.22)
    canvas.setFont(_BOLD, 110)
    canvas.drawCentredString(0, -35, _WORD)
    canvas.restoreState()
    canvas.setFillColorRGB(0.12, 0.14, 0.16)
    at = height - 80
    canvas.setFont(_BOLD, 22)
    for line in textwrap.wrap(kind.name, 36):
        canvas.drawString(60, at, line)
        at -= 28
    canvas.setFont(_BOLD, 14)
    canvas.drawString(60, at - 8, f"{_WORD} – {PERSON.file_number} – {page}")
    canvas.setFont(_FONT, 12)
    at -= 50
    for paragraph in (*person_lines(), "", kind.looks_like, "", notice):
        for line in textwrap.wrap(paragraph, _ROOM) or [""]:
            canvas.drawString(60, at, line)
            at -= 18
    canvas.setLineWidth(3)
    canvas.setStrokeColorRGB(0.75, 0.15, 0.1)
    canvas.rect(30, 30, width - 60, height - 60)
