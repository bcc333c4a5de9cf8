"""The proof that someone tried: what does not work, where, when. In French: services read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.guides.wording import date_in_words, moment_in_words
from dematassist.i18n import _, listed
from dematassist.reports.model import Sent
from dematassist.reports.wording import contact_name, kind_name, service_name, subject
from dematassist.sheets.contents import sheet_words
from dematassist.sheets.model import (
    Blank,
    Block,
    Callout,
    FactTable,
    Heading,
    LinkLine,
    Paragraph,
    Picture,
    Row,
    Sheet,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from dematassist.guides.model import Guide, Step
    from dematassist.reports.model import Entry

LANG = "fr"
"""The language of the sheet and of the guide it is given."""


def proof_sheet(entry: Entry, guide: Guide | None, step: Step | None, now: datetime) -> Sheet:
    """Return the sheet. Nothing in it says who: name and signature are written with a pen."""
    with i18n.speaking(LANG):
        today = now.date()
        blocks: list[Block] = [
            Callout(_("Keep this sheet. It says that you tried, and when.")),
            Heading(_("What happened"), picture=Picture.WORRY),
            FactTable(_rows(entry, guide, step, entry.written_at.astimezone(now.tzinfo))),
            *_address(entry),
            *_in_words(entry),
            Heading(_("To write with a pen"), picture=Picture.WRITE),
            Blank(_("Name")),
            Blank(_("Message on the screen")),
            Blank(_("Date and signature")),
            Heading(_("What you can say to the service"), picture=Picture.PERSON),
            Paragraph(_say(entry)),
            Paragraph(_("Ask for a written answer, or for the name of the person and the day.")),
        ]
        footer = _("Sheet made on {day} with DematAssist. Free. Not an official site.")
        return Sheet(
            lang=LANG,
            title=guide.title if guide else _("It does not work"),
            subtitle=_("Proof that I tried"),
            blocks=tuple(blocks),
            footer=footer.format(day=date_in_words(today)),
            words=sheet_words(),
        )


def _rows(entry: Entry, guide: Guide | None, step: Step | None, at: datetime) -> tuple[Row, ...]:
    report = entry.report
    rows = [
        (_("Problem"), kind_name(report.kind)),
        (_("Day and time"), moment_in_words(at.date(), at.time())),
        (_("Service"), service_name(report, guide)),
        (_("Procedure"), subject(report, guide, step) if guide else ""),
        (_("Blocked since"), _day(report.blocked_since)),
        (_("Also tried"), listed(map(contact_name, report.contact_tried))),
        (_("Number of the report"), report.report_id),
    ]
    if isinstance(entry.state, Sent):
        received = _("on {day}").format(day=date_in_words(entry.state.at.astimezone(at.tzinfo).date()))
        rows.append((_("Received by the hub of reports"), received))
    return tuple(Row(label, (value,)) for label, value in rows if value)


def _address(entry: Entry) -> list[Block]:
    address = entry.report.address
    return [LinkLine(_("Address of the page"), address)] if address.startswith("https://") else []


def _in_words(entry: Entry) -> list[Block]:
    lines = [line for line in entry.report.text.splitlines() if line.strip()]
    if not lines:
        return []
    return [Heading(_("In the words of the person"), level=3), *map(Paragraph, lines)]


def _say(entry: Entry) -> str:
    return _("I tried on {day}. It did not work: {kind}. Please write down that I tried.").format(
        day=date_in_words(entry.report.written_on), kind=kind_name(entry.report.kind).lower()
    )


def _day(day: date | None) -> str:
    return date_in_words(day) if day else ""
