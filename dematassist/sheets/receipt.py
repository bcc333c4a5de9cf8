"""The receipt of a session at a desk, « ce qui a été fait pour moi »: one page for the person to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import NoteKind, visible_steps
from dematassist.guides.wording import date_in_words, fact_lines
from dematassist.i18n import _
from dematassist.journeys.calendar import dated_reminders
from dematassist.journeys.dates import read_date
from dematassist.reports.model import Sent, ToCorrect, Waiting
from dematassist.reports.wording import kind_name, service_name
from dematassist.sheets.model import (
    Blank,
    Block,
    Bullets,
    FactTable,
    Heading,
    Paragraph,
    Picture,
    Row,
    Sheet,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dematassist.guides.model import Guide
    from dematassist.journeys.model import Journey
    from dematassist.journeys.record import Walk
    from dematassist.reports.model import Entry


class ToldThere(NamedTuple):
    """What of a session is on no walk: its reports, who receives them, the mandate that was printed."""

    reports: tuple[Entry, ...] = ()
    receiver: str = ""
    """Empty when nobody is known yet."""
    mandate: tuple[str, date] | None = None
    """Its number and its last day."""


def receipt(walks: Sequence[Walk], lang: str, today: date, told: ToldThere = ToldThere()) -> Sheet:  # noqa: B008
    """Return what was done on these walks: to whom, when an answer is due, what to do if nothing comes."""
    blocks: list[Block] = [Blank(_("Done for"))]
    for walk in walks:
        table = FactTable(_rows(walk.guide, walk.journey, today))
        blocks += [Heading(walk.guide.title, picture=Picture.DONE), table]
    if len(blocks) == 1:
        blocks.append(Paragraph(_("No procedure was begun during this session.")))
    titles = {walk.guide.id: walk.guide.title for walk in walks}
    blocks += [*_reported(told, titles), *_mandate(told.mandate)]
    blocks += [
        Heading(_("If you have a question"), picture=Picture.PERSON),
        Paragraph(_("Come back with this page. The next person to help you will know where you are.")),
    ]
    return Sheet(
        lang=lang,
        title=_("What was done for me"),
        # Translators: the day of a session at a desk.
        subtitle=_("Session of {day}").format(day=date_in_words(today)),
        blocks=tuple(blocks),
        footer=_("Page made with DematAssist. Free. Not an official site. Nothing of it is kept here."),
        words=Words(
            page=_("Page {page} of {pages}"),
            to_do=_("To do:"),
            done=_("Done:"),
            to_fill_in=_("(to fill in by hand)"),
        ),
    )


def _reported(told: ToldThere, titles: dict[str, str]) -> list[Block]:
    """Say what leaves, or has left, for those who correct; drafts are nobody's business."""
    left = [one for one in told.reports if isinstance(one.state, Waiting | Sent | ToCorrect)]
    if not left:
        return []
    lines = tuple(
        _("{label}: {text}").format(
            label=titles.get(one.report.guide_id) or service_name(one.report, None),
            text=kind_name(one.report.kind),
        )
        for one in left
    )
    where = (
        _("They go to {hub}. They hold no name.").format(hub=told.receiver)
        if told.receiver
        else _("They wait at this computer. They hold no name.")
    )
    return [Heading(_("What I reported"), picture=Picture.WORRY), Bullets(lines), Paragraph(where)]


def _mandate(mandate: tuple[str, date] | None) -> list[Block]:
    if mandate is None:
        return []
    number, last_day = mandate
    rows = (
        Row(_("Number of the mandate"), (number,)),
        Row(_("Last day"), (date_in_words(last_day),)),
        Row(_("To end it before"), (_("Come here, or say it to the mediator. I need not say why."),)),
    )
    return [Heading(_("The mandate I gave"), picture=Picture.WRITE), FactTable(rows)]


def _rows(guide: Guide, journey: Journey, today: date) -> tuple[Row, ...]:
    steps = visible_steps(guide, journey.answers)
    done = tuple(
        action.text
        for step in steps
        for action in step.actions
        if (step.id, action.id) in journey.ticks or step.id in journey.done_steps
    )
    left = tuple(step.title for step in steps if step.id not in journey.done_steps)
    rows = [
        Row(_("The service"), (guide.provider_name,)),
        Row(_("Done"), done or (_("Nothing is ticked yet."),)),
        Row(_("Written down"), _notes(guide, journey)),
        Row(_("Left to do"), left or (_("Nothing is left to do. Wait for the answer."),)),
        Row(_("When to expect an answer"), fact_lines(guide.answer_delay, today)),
        Row(_("Days to remember"), _days(guide, journey)),
        Row(_("If nothing comes"), guide.after.silence),
    ]
    return tuple(row for row in rows if row.lines)


def _notes(guide: Guide, journey: Journey) -> tuple[str, ...]:
    written = (
        (note, journey.notes.get((step.id, note.id), "").strip())
        for step in visible_steps(guide, journey.answers)
        for note in step.notes
    )
    return tuple(
        _("{label}: {text}").format(label=note.label, text=_said(note.kind, text))
        for note, text in written
        if text
    )


def _said(kind: NoteKind, text: str) -> str:
    day = read_date(text) if kind is NoteKind.DATE else None
    return date_in_words(day) if day else text


def _days(guide: Guide, journey: Journey) -> tuple[str, ...]:
    reminders = dated_reminders(guide, journey.notes, journey.finished_on, journey.answers)
    return tuple(
        _("{day}: {text}").format(day=date_in_words(reminder.on), text=reminder.text)
        for reminder in reminders.dated
    )
