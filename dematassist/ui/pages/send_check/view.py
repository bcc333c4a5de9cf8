"""What the page says of the copy before it is saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies.model import LEVELS, MEGABYTE, Format
from dematassist.i18n import _, current, ngettext

if TYPE_CHECKING:
    from dematassist.copies.draft import Draft
    from dematassist.copies.preparing import Prepared

_FINE_DPI = 150
"""From here on, small print is as fine as on a usual screen."""


class CheckView(NamedTuple):
    """What the copy is, whether to look twice, and the name proposed for its file."""

    title: str
    lines: tuple[str, ...]
    warning: str
    file_name: str
    kind: str


def check_view(draft: Draft, prepared: Prepared) -> CheckView:
    """Say the copy."""
    lines = [_what(draft, prepared), _fineness(prepared)]
    if draft.is_marked:
        lines.append(_("On each page is written: {mark}").format(mark=draft.mark.strip()))
    if hidden := sum(len(paper.hidden) for paper in draft.papers):
        lines.append(ngettext("{n} part is taken out.", "{n} parts are taken out.", hidden).format(n=hidden))
    lines.append(_("Place, date and device of your photographs are not in it."))
    lines.append(_("Nothing is saved yet."))
    is_coarse = prepared.dpi < _FINE_DPI
    is_pdf = draft.format is Format.PDF
    return CheckView(
        title=_("Look at your copy before saving it"),
        lines=tuple(lines),
        warning=_("To be small enough, it was made coarser. Look whether you can read the small letters.")
        if is_coarse
        else "",
        file_name=f"document.{draft.format.value}",
        kind=_("PDF file (*.pdf)") if is_pdf else _("JPEG image (*.jpg)"),
    )


def page_name(page: int, pages: int) -> str:
    """Say which page is shown."""
    return _("Page {page} of {pages}").format(page=page, pages=pages)


def saved_lines(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Say where the copy is and what to do with it."""
    return (
        *(_("Saved: {path}").format(path=path) for path in paths),
        _("On the site, press the button that adds a file. Then choose this file."),
    )


def _what(draft: Draft, prepared: Prepared) -> str:
    largest = _decimal(max(len(file) for file in prepared.files) / MEGABYTE)
    if draft.format is Format.PDF:
        pages = draft.pages + prepared.own_pages
        said = ngettext(
            "One PDF file of {n} page, {size} MB.", "One PDF file of {n} pages, {size} MB.", pages
        )
        return said.format(n=pages, size=largest)
    said = ngettext(
        "{n} JPEG image of {size} MB.", "{n} JPEG images, the largest is {size} MB.", len(prepared.files)
    )
    return said.format(n=len(prepared.files), size=largest)


def _fineness(prepared: Prepared) -> str:
    if prepared.dpi == LEVELS[0].dpi:
        return _("It is as fine as a good scan.")
    colour = _("in grey") if prepared.is_grey else _("in colour")
    # Translators: {colour} is « in grey » or « in colour ».
    return _("It is {dpi} dots an inch, {colour}.").format(dpi=prepared.dpi, colour=colour)


def _decimal(megabytes: float) -> str:
    """Write a size, never smaller than it is."""
    text = f"{math.ceil(megabytes * 100) / 100:.2f}"
    return text.replace(".", ",") if current() == "fr" else text
