"""The receipt of a session at a desk, « ce qui a été fait pour moi »: one page for the person to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.model import NoteKind, visible_steps
from dematassist.guides.wording import date_in_words, fact_lines
from dematassist.i18n import _
from dematassist.journeys.calendar import dated_reminders
from dematassist.journeys.dates import read_date
from dematassist.sheets.model import Blank, Block, FactTable, Heading, Paragraph, Picture, Row, Sheet, Words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dematassist.guides.model import Guide
    from dematassist.journeys.model import Journey
    from dematassist.journeys.record import Walk


def receipt(walks: Iterable[Walk], lang: str, today: date) -> Sheet:
    """Return what was done on these walks: to whom, when an answer is due, what to do if nothing comes."""
    blocks: list[Block] = [Blank(_("Done for"))]
    for walk in walks:
        table = FactTable(_rows(walk.guide, walk.journey, today))
        blocks += [Heading(walk.guide.title, picture=Picture.DONE), table]
    if len(blocks) == 1:
        blocks.append(Paragraph(_("No procedure was begun during this session.")))
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
