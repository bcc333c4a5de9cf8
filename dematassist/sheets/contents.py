"""What the two sheets say: what to bring, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.model import ChannelKind, NoteKind, visible_channels, visible_papers, visible_steps
from dematassist.guides.wording import (
    channel_kind_name,
    channel_lines,
    checked_line,
    date_in_words,
    fact_lines,
    minutes_line,
    source_line,
)
from dematassist.i18n import _
from dematassist.journeys.calendar import dated_reminders
from dematassist.journeys.dates import read_date
from dematassist.sheets.model import (
    Block,
    Box,
    Bullets,
    Caution,
    CheckList,
    Heading,
    LinkLine,
    Paragraph,
    Row,
    Sheet,
    Table,
)

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.model import Guide, PaperNeed, Step
    from dematassist.journeys.model import Journey


def preparation_sheet(guide: Guide, answers: dict[str, str], today: date) -> Sheet:
    """Return « what to bring »: papers to tick, prices, delays, every way to do it, what to say."""
    blocks: list[Block] = [Paragraph(guide.summary)]
    boxes = tuple(Box(_paper(paper, today)) for paper in visible_papers(guide, answers))
    if boxes:
        blocks += [Heading(_("Papers to prepare")), CheckList(boxes)]
    blocks += [
        Heading(_("In short")),
        Table(
            (_("What"), _("Answer")),
            (
                Row(_("For whom"), " ".join(guide.for_whom)),
                Row(_("Price"), " ".join(fact_lines(guide.cost, today))),
                Row(_("Time at the screen"), minutes_line(guide.screen_minutes)),
                Row(_("Answer"), " ".join(fact_lines(guide.answer_delay, today))),
                *((Row(_("Account needed"), guide.account),) if guide.account else ()),
            ),
        ),
        Heading(_("Every way to do it")),
        *_ways(guide, answers, today),
        Heading(_("What to say on the phone")),
        Bullets(guide.phone_script.say),
        Paragraph(_("Have ready: {things}.").format(things=", ".join(guide.phone_script.have_ready))),
        Paragraph(_("Write down: {things}.").format(things=", ".join(guide.phone_script.write_down))),
        *_provenance(guide, today),
    ]
    return Sheet(guide.lang, guide.title, _("What to bring and prepare"), tuple(blocks), _footer(today))


def result_sheet(guide: Guide, journey: Journey, today: date) -> Sheet:
    """Return « what was done »: ticks and notes step by step, what comes next, who to call otherwise."""
    steps = visible_steps(guide, journey.answers)
    blocks: list[Block] = [
        # Translators: a line to fill in with a pen; the name is never kept by the program.
        Paragraph(_("For (name, to write by hand): ____________________")),
        Paragraph(_("Begun on {day}.").format(day=date_in_words(journey.started_at.date()))),
        Heading(_("What was done")),
    ]
    for step in steps:
        blocks += _step(step, journey)
    reminders = dated_reminders(guide, journey.notes, journey.finished_on, journey.answers)
    blocks += [
        Heading(_("When to expect an answer")),
        Paragraph(" ".join(fact_lines(guide.answer_delay, today))),
        Bullets(guide.after.next),
        Heading(_("When to worry")),
        Bullets(guide.after.worry),
        Heading(_("If nobody answers")),
        Bullets(guide.after.silence),
        Heading(_("If you do not agree")),
        Bullets(guide.after.appeal),
    ]
    if reminders.dated:
        rows = tuple(Row(date_in_words(reminder.on), reminder.text) for reminder in reminders.dated)
        blocks += [Heading(_("Dates to remember")), Table((_("Day"), _("What")), rows)]
    human = tuple(c for c in visible_channels(guide, journey.answers) if c.kind is not ChannelKind.ONLINE)
    blocks += [
        Heading(_("Talk to someone")),
        Bullets(tuple(" ".join(channel_lines(channel, today)) for channel in human)),
        *_provenance(guide, today),
    ]
    return Sheet(guide.lang, guide.title, _("What was done"), tuple(blocks), _footer(today))


def _paper(paper: PaperNeed, today: date) -> str:
    name = paper.name if paper.name[-1] in ".!?" else f"{paper.name}."
    warning = checked_line(paper.provenance, today) if paper.provenance.needs_checking(today) else ""
    return " ".join(part for part in (name, paper.detail, paper.where_to_get, warning) if part)


def _ways(guide: Guide, answers: dict[str, str], today: date) -> list[Block]:
    blocks: list[Block] = []
    if guide.no_other_way:
        blocks.append(Caution(guide.no_other_way))
    rows = []
    for channel in visible_channels(guide, answers):
        if channel.kind is ChannelKind.ONLINE and channel.value.startswith("https://"):
            blocks.append(LinkLine(channel.name, channel.value))
        else:
            rows.append(Row(channel_kind_name(channel.kind), " ".join(channel_lines(channel, today))))
    if rows:
        blocks.append(Table((_("Way"), _("How")), tuple(rows)))
    return blocks


def _step(step: Step, journey: Journey) -> list[Block]:
    boxes = tuple(
        Box(action.text, is_ticked=(step.id, action.id) in journey.ticks) for action in step.actions
    )
    blocks: list[Block] = [Paragraph(step.title), CheckList(boxes)]
    written = [
        Row(note.label, _note(note.kind, journey.notes[step.id, note.id]))
        for note in step.notes
        if journey.notes.get((step.id, note.id))
    ]
    if written:
        blocks.append(Table((_("Written down"), _("Value")), tuple(written)))
    return blocks


def _note(kind: NoteKind, text: str) -> str:
    day = read_date(text) if kind is NoteKind.DATE else None
    return date_in_words(day) if day else text


def _provenance(guide: Guide, today: date) -> list[Block]:
    provenances = [guide.cost.provenance, guide.answer_delay.provenance]
    provenances += [step.provenance for step in guide.steps]
    sources = dict.fromkeys(source_line(provenance) for provenance in provenances)
    blocks: list[Block] = [Heading(_("Where this comes from"))]
    if today > guide.review_on:
        blocks.append(Caution(checked_line(guide.cost.provenance, today)))
    blocks.append(Paragraph(_("Checked on {day}.").format(day=date_in_words(guide.read_on))))
    blocks.append(Bullets(tuple(sources)))
    if guide.unknown:
        blocks += [Heading(_("What we do not know")), Bullets(guide.unknown)]
    return blocks


def _footer(today: date) -> str:
    return _("Sheet made on {day} with DematAssist. Free. Not an official site.").format(
        day=date_in_words(today)
    )
