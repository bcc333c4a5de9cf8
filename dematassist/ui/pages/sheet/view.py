"""What the page of a sheet says: the sheet itself, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _
from dematassist.sheets.model import lines

if TYPE_CHECKING:
    from dematassist.sheets.model import Sheet


class SheetView(NamedTuple):
    """The title of the page, and the groups of lines of the sheet."""

    title: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    file_name: str
    notice: str
    """What is on paper beside what is said here."""


def sheet_view(sheet: Sheet, name: str) -> SheetView:
    """Say the sheet. ``name`` begins the name of its file: it holds nothing personal."""
    return SheetView(
        title=_("Sheet: {subtitle}").format(subtitle=sheet.subtitle),
        groups=tuple(group for group in lines(sheet) if group[1]),
        file_name=f"{name}.pdf",
        notice=(
            _("On paper, the same follows in French, for who receives it. Sign the pages in your language.")
            if sheet.in_french
            else ""
        ),
    )
