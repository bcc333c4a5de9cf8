"""A sheet as a PDF: A4, calm, normal or large print, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.system.files import write_atomically

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dematassist.sheets.model import Sheet


def render_pdf(sheet: Sheet, resources: Path, made_at: datetime, *, large_print: bool = False) -> bytes:
    """Return the PDF, its text of 11.5 points (18 in large print). The same input gives the same bytes.

    ``UserError`` when no font is there.
    """
    # reportlab costs 80 ms: only when a sheet is printed.
    from dematassist.sheets.layout import lay_out
    from dematassist.sheets.slices import LARGE, NORMAL

    return lay_out(sheet, resources, made_at, LARGE if large_print else NORMAL)


def count_pages(sheet: Sheet, resources: Path) -> int:
    """Return how many pages the sheet takes, in usual letters."""
    from dematassist.sheets.layout import count_pages as count
    from dematassist.sheets.slices import NORMAL

    return count(sheet, resources, NORMAL)


def printed(sheet: Sheet, made_at: datetime) -> bytes:
    """Return the PDF for a program that has no folder of its own to name, as the hub."""
    from dematassist.system.paths import paths

    return render_pdf(sheet, paths().resources, made_at)


def write_pdf(
    sheet: Sheet, target: Path, resources: Path, made_at: datetime, *, large_print: bool = False
) -> None:
    """Write the PDF. ``UserError`` when the disk is full or cannot be written: a former file stays."""
    write_atomically(target, render_pdf(sheet, resources, made_at, large_print=large_print))
