"""A report filled from where the person is, and what they say with nothing personal left in it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from dematassist import __version__, wire
from dematassist.errors import Cause, UserError
from dematassist.reports.model import Details, Origin, with_details
from dematassist.reports.scrubber import scrub

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dematassist.guides.model import Guide, Step
    from dematassist.reports.scrubber import Scrubbed

OTHER_SERVICE = "other"
"""The service of a report that says none."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def origin(guide: Guide | None = None, step: Step | None = None) -> Origin:
    """Return what the place of the person says: service, guide, step and official address."""
    if guide is None:
        return Origin(OTHER_SERVICE)
    address = step.link.url if step and step.link else guide.provider_site
    return Origin(guide.provider_id or OTHER_SERVICE, guide.id, step.id if step else "", bare(address))


def bare(address: str) -> str:
    """Return a web address without what may follow the page: questions and places in it may say who."""
    return re.split(r"[?#\s]", address, maxsplit=1)[0][:500]


def filled(
    report_id: wire.ReportId, where: Origin, intent: wire.Intent, kind: wire.Kind, today: date
) -> wire.Report:
    """Return the report that one click makes."""
    return wire.Report(
        version=1,
        report_id=report_id,
        written_on=today,
        program_version=re.sub(r"[^A-Za-z0-9.+_-]", "-", __version__)[:40],
        service_id=where.service_id,
        guide_id=where.guide_id,
        step_id=where.step_id,
        address=where.address,
        intent=intent,
        kind=kind,
    )


def completed(report: wire.Report, details: Details, known: Iterable[str] = ()) -> wire.Report:
    """Return the report with these details, its text masked.

    ``known``: what the program knows of the person (a name, an address), masked wherever it stands.
    Raises ``UserError``: REPORT_TOO_LONG, or REPORT_UNCLEAR with the field that is not understood.
    """
    text = masked(details.text, known).text
    if len(text) > wire.MAX_TEXT_CHARACTERS:
        raise UserError(Cause.REPORT_TOO_LONG, characters=str(len(text)), most=str(wire.MAX_TEXT_CHARACTERS))
    return checked(with_details(report, msgspec.structs.replace(details, text=text)))


def checked(report: wire.Report) -> wire.Report:
    """Return the report as its receiver would read it. Raises ``UserError(REPORT_UNCLEAR)``."""
    try:
        return wire.decode(wire.canonical(report), wire.Report)
    except wire.MessageError as error:
        raise UserError(Cause.REPORT_UNCLEAR, field=error.field) from None


def masked(text: str, known: Iterable[str] = ()) -> Scrubbed:
    """Return the text with what is personal masked, and where it stood in ``cleaned`` text."""
    return scrub(cleaned(text), known)


def cleaned(text: str) -> str:
    """Return the text without what nobody types: control characters, marks of direction, half letters.

    It is what the places found by ``masked`` refer to.
    """
    kept = (
        letter
        for letter in text.replace("\r\n", "\n").replace("\r", "\n")
        if letter in "\n\t" or (letter not in _BIDI and unicodedata.category(letter) not in ("Cc", "Cs"))
    )
    return "".join(kept).strip()
