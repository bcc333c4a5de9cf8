"""An official sheet as lines of text, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.official.store import LICENCE, PUBLISHER
from dematassist.guides.official.texts import texts_of
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.official.model import Sheet


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of a sheet, then where it comes from."""
    yield f"{sheet.title} ({sheet.id})"
    yield ""
    yield from (sheet.summary,) if sheet.summary and not sheet.intro else ()
    parts = (sheet.intro, sheet.blocks, sheet.services, sheet.contacts, sheet.related, sheet.terms)
    for part in (*parts, sheet.more, sheet.references):
        lines = list(texts_of(part))
        yield from lines
        yield from ("",) if lines else ()
    yield from source_lines(sheet)


def source_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the official address, the day of the last change, and the line that the licence asks for."""
    if sheet.url:
        yield _("Official address: {url}").format(url=sheet.url)
    day = f"{sheet.modified:%d/%m/%Y}" if sheet.modified else _("unknown")
    yield _("Last change: {day}").format(day=day)
    # Translators: {publisher} and {licence} are names and stay in French.
    yield _("Source: {publisher}, {licence}.").format(publisher=PUBLISHER, licence=LICENCE)
