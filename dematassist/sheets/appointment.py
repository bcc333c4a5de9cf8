"""The sheet of an appointment: when and where, what to bring, what to get first, what to ask and to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.appointments.wording import (
    asking_lines,
    count_line,
    difficulty_lines,
    fact_rows,
    getting_lines,
    gone_line,
    order_line,
    paper_lines,
    when_line,
)
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _
from dematassist.sheets.contents import in_a_list, phone_script, sheet_words, titled
from dematassist.sheets.model import (
    Blank,
    Block,
    Box,
    Callout,
    CalloutKind,
    CheckList,
    FactTable,
    Heading,
    Paragraph,
    Picture,
    Row,
    Sheet,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dematassist.appointments.preparing import Prepared
    from dematassist.guides.model import Guide


def appointment_sheet(prepared: Prepared, lang: str, today: date) -> Sheet:
    """Return the sheet, in the language in use. It names nobody but whom the person meets."""
    appointment = prepared.appointment
    blocks: list[Block] = [
        FactTable(tuple(Row(name, said) for name, said in fact_rows(prepared))),
        *([Callout(gone, CalloutKind.WARNING)] if (gone := gone_line(prepared)) else []),
        *_papers(prepared, today),
        *_to_ask_for(prepared, today),
        *_questions(prepared),
    ]
    for subject in prepared.subjects:
        # Translators: {title} is the title of a procedure.
        title = _("What to say on the phone: {title}").format(title=subject.guide.title)
        blocks += phone_script(subject.guide, today, title)
    blocks += [
        Heading(_("To write down there"), picture=Picture.WRITE),
        *map(Blank, (_("Name of the person"), _("What was decided"), _("Papers still missing"))),
        Blank(_("Next day to remember")),
        *_sources((subject.guide for subject in prepared.subjects), today),
    ]
    footer = _("Sheet made on {day} with DematAssist. Free. Not an official site.")
    return Sheet(
        lang=lang,
        title=_("My appointment"),
        subtitle=appointment.service or when_line(appointment),
        blocks=tuple(blocks),
        footer=footer.format(day=date_in_words(today)),
        words=sheet_words(),
    )


def _papers(prepared: Prepared, today: date) -> list[Block]:
    blocks: list[Block] = [
        Heading(_("Papers to bring"), picture=Picture.PAPERS),
        Paragraph(count_line(prepared)),
    ]
    for is_sure in (True, False):
        boxes = tuple(
            Box(paper.name, paper_lines(paper, prepared, today), paper.is_in_hand)
            for paper in prepared.papers
            if paper.is_sure is is_sure
        )
        if boxes and not is_sure:
            blocks.append(Heading(_("Only in some cases"), level=3))
        blocks += [CheckList(boxes)] if boxes else []
    return blocks


def _to_ask_for(prepared: Prepared, today: date) -> list[Block]:
    if not prepared.to_ask_for:
        return []
    items = tuple(
        " ".join((sentence(paper.name), *getting_lines(paper, today))) for paper in prepared.to_ask_for
    )
    return [
        Heading(_("To ask for first"), picture=Picture.TO_DO),
        Paragraph(order_line(), is_quiet=True),
        *in_a_list(items, in_order=True),
    ]


def _questions(prepared: Prepared) -> list[Block]:
    blocks: list[Block] = []
    if own := prepared.appointment.questions:
        blocks += [Heading(_("My own questions"), level=3), CheckList(tuple(map(Box, own)))]
    for asking in prepared.asking:
        if lines := asking_lines(asking):
            blocks += [Heading(asking.guide.title, level=3), CheckList(tuple(map(Box, lines)))]
    if blocks:
        blocks.insert(0, Heading(_("Questions to ask"), picture=Picture.UNKNOWN))
    hard = [(asking.guide.title, difficulty_lines(asking)) for asking in prepared.asking if asking.pitfalls]
    if hard:
        blocks.append(Heading(_("Known difficulties"), picture=Picture.WORRY))
    for title, lines in hard:
        blocks += titled(Heading(title, level=3), lines)
    return blocks


def _sources(guides: Iterable[Guide], today: date) -> list[Block]:
    """Say when the guides were checked: one line a day, then their titles."""
    lines: dict[str, list[str]] = {}
    for guide in guides:
        day = date_in_words(guide.read_on)
        said = _("To be checked: last seen on {day}.") if today > guide.review_on else _("Checked on {day}.")
        lines.setdefault(said.format(day=day), []).append(sentence(guide.title))
    blocks: list[Block] = [Heading(_("Where this comes from"), picture=Picture.SOURCE)] if lines else []
    for said, titles in lines.items():
        blocks += [Paragraph(said), *in_a_list(tuple(titles))]
    return blocks
