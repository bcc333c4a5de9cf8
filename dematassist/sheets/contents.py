"""What the two sheets say: what to bring, and what was done. Both are in the language of their guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.guides.model import (
    ChannelKind,
    NoteKind,
    asked_questions,
    visible_actions,
    visible_channels,
    visible_papers,
    visible_steps,
)
from dematassist.guides.wording import (
    channel_kind_name,
    channel_lines,
    checked_line,
    date_in_words,
    fact_lines,
    minutes_line,
    only_if,
    source_line,
)
from dematassist.i18n import _
from dematassist.journeys.calendar import dated_reminders
from dematassist.journeys.dates import read_date
from dematassist.sheets.model import (
    Blank,
    Block,
    Box,
    Bullets,
    Callout,
    CalloutKind,
    CheckList,
    FactTable,
    Heading,
    LinkLine,
    Numbered,
    Paragraph,
    Picture,
    Row,
    Sheet,
    Words,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dematassist.facts import Provenance
    from dematassist.guides.model import Channel, Guide, PaperNeed, Step
    from dematassist.journeys.model import Journey


def preparation_sheet(guide: Guide, answers: dict[str, str], today: date) -> Sheet:
    """Return « what to bring »: papers to tick, price, delay, every way to do it, what to say."""
    with i18n.speaking(guide.lang):
        blocks: list[Block] = [
            Paragraph(guide.summary),
            *_papers(guide, answers, today),
            Heading(_("In short"), picture=Picture.SUMMARY),
            _summary(guide, answers, today),
            Heading(_("Every way to do it"), picture=Picture.WAYS),
            *_ways(guide, answers, today),
            *phone_script(guide, today),
            *_provenance(guide, answers, today),
        ]
        return _sheet(guide, _("What to bring and prepare"), blocks, today)


def result_sheet(guide: Guide, journey: Journey, today: date, *, name: str = "") -> Sheet:
    """Return « what was done »: ticks and notes step by step, what is left, what comes next, who helps.

    ``name`` is who it was done for; when empty, there is a line to write it with a pen.
    """
    with i18n.speaking(guide.lang):
        blocks: list[Block] = [
            # Translators: who the procedure was done for; the name is never kept by the program.
            Paragraph(_("Done for {name}.").format(name=name)) if name else Blank(_("Done for")),
            Paragraph(_dates(journey)),
            *_done(guide, journey),
            *_left(guide, journey),
            Heading(_("When to expect an answer"), picture=Picture.WAIT),
            *(Paragraph(line) for line in fact_lines(guide.answer_delay, today)),
            *in_a_list(guide.after.next),
            *_reminders(guide, journey),
            *titled(Heading(_("When to worry"), picture=Picture.WORRY), guide.after.worry),
            *titled(Heading(_("If nobody answers"), picture=Picture.UNKNOWN), guide.after.silence),
            *titled(
                Heading(_("If you do not agree"), picture=Picture.APPEAL), guide.after.appeal, in_order=True
            ),
            *_warning(guide.after.provenance, today),
            Heading(_("Talk to someone"), picture=Picture.PERSON),
            *_ways(guide, journey.answers, today, is_online_shown=False),
            *_provenance(guide, journey.answers, today),
        ]
        return _sheet(guide, _("What was done"), blocks, today)


def _sheet(guide: Guide, subtitle: str, blocks: list[Block], today: date) -> Sheet:
    footer = _("Sheet made on {day} with DematAssist. Free. Not an official site.")
    return Sheet(
        lang=guide.lang,
        title=guide.title,
        subtitle=subtitle,
        blocks=tuple(blocks),
        footer=footer.format(day=date_in_words(today)),
        words=sheet_words(),
    )


def sheet_words() -> Words:
    """Return the words that the layout adds, in the language in use."""
    return Words(
        page=_("Page {page} of {pages}"),
        # Translators: said by a screen reader for an empty box, before what is to be done.
        to_do=_("To do:"),
        # Translators: said by a screen reader for a ticked box, before what was done.
        done=_("Done:"),
        # Translators: beside a blank line on a printed sheet.
        to_fill_in=_("(to fill in by hand)"),
    )


# What to bring


def _papers(guide: Guide, answers: dict[str, str], today: date) -> list[Block]:
    papers = visible_papers(guide, answers)
    heading = Heading(_("Papers to prepare"), picture=Picture.PAPERS)
    if not papers:
        return [heading, Paragraph(_("We know of no paper to prepare."))]
    return [heading, CheckList(tuple(_paper(guide, paper, answers, today) for paper in papers))]


def _paper(guide: Guide, paper: PaperNeed, answers: dict[str, str], today: date) -> Box:
    details = [only_if(guide, paper, answers), paper.detail]
    if paper.where_to_get:
        # Translators: how to get a paper. The text is one or two sentences.
        details.append(_("Where to get it: {text}").format(text=paper.where_to_get))
    if paper.provenance.needs_checking(today) and not guide.is_official_sheet:
        # A sheet is of one day: its age is said once, at the end.
        details.append(checked_line(paper.provenance, today))
    return Box(paper.name, tuple(detail for detail in details if detail))


def _summary(guide: Guide, answers: dict[str, str], today: date) -> FactTable:
    rows = [
        *([Row(_("For whom"), guide.for_whom)] if guide.for_whom else []),
        *_answers(guide, answers),
        Row(_("Price"), fact_lines(guide.cost, today)),
        Row(_("Time at the screen"), (minutes_line(guide.screen_minutes),)),
        Row(_("Answer"), fact_lines(guide.answer_delay, today)),
    ]
    if guide.account:
        rows.append(Row(_("Account needed"), (guide.account,)))
    # A row each: together they would be one block, which a page cannot break.
    rows += [Row(_("Good to know"), fact_lines(fact, today)) for fact in guide.facts]
    return FactTable(tuple(rows))


def _answers(guide: Guide, answers: dict[str, str]) -> list[Row]:
    """Return what the person answered, which decided what is on the sheet."""
    given = []
    for question in asked_questions(guide, answers):
        chosen = [choice.text for choice in question.choices if choice.id == answers.get(question.id)]
        given += [f"{question.text} {sentence(text)}" for text in chosen]
    return [Row(_("Your answers"), tuple(given))] if given else []


def _ways(guide: Guide, answers: dict[str, str], today: date, *, is_online_shown: bool = True) -> list[Block]:
    """Return every way to do it: the official address, then who can be called, seen or written to."""
    channels = visible_channels(guide, answers)
    blocks: list[Block] = []
    if guide.no_other_way:
        blocks.append(Callout(guide.no_other_way, CalloutKind.WARNING))
    sites = [c for c in channels if c.kind is ChannelKind.ONLINE and c.value.startswith("https://")]
    if is_online_shown:
        blocks += [LinkLine(site.name, site.value) for site in sites]
        if not sites and guide.provider_site:
            blocks.append(LinkLine(guide.provider_name, guide.provider_site))
    rows = [
        Row(channel_kind_name(c.kind), channel_lines(c, today), has_lead=c.kind is ChannelKind.PHONE)
        for c in channels
        if c not in sites
    ]
    if rows:
        blocks.append(FactTable(tuple(rows)))
    return blocks


def phone_script(guide: Guide, today: date, title: str = "") -> list[Block]:
    """Return what to say on the phone, what to have ready and what to write down; nothing when none is known.

    ``title`` takes the place of the usual one.
    """
    script = guide.phone_script
    if script is None:
        return []
    channel = guide.channel(script.channel)
    return [
        Heading(title or _("What to say on the phone"), picture=Picture.PHONE, is_on_one_page=True),
        Paragraph(" ".join(channel_lines(channel, today))),
        *in_a_list(script.say, in_order=True),
        *_checks(_("Have ready before you call"), script.have_ready),
        Heading(_("Write down during the call"), level=3),
        *(Blank(thing) for thing in script.write_down),
    ]


def _checks(title: str, things: tuple[str, ...]) -> list[Block]:
    return [Heading(title, level=3), CheckList(tuple(map(Box, things)))] if things else []


# What was done


def _dates(journey: Journey) -> str:
    begun = _("Begun on {day}.").format(day=date_in_words(journey.started_at.date()))
    if journey.finished_on is None:
        return " ".join((begun, _("Not finished yet.")))
    return " ".join((begun, _("Finished on {day}.").format(day=date_in_words(journey.finished_on))))


def _done(guide: Guide, journey: Journey) -> list[Block]:
    """Return, step by step, what was ticked and written down; a step said done is shown whole."""
    blocks: list[Block] = [Heading(_("Already done"), picture=Picture.DONE)]
    for step in visible_steps(guide, journey.answers):
        is_done = step.id in journey.done_steps
        boxes = tuple(
            Box(action.text, is_ticked=(step.id, action.id) in journey.ticks)
            for action in visible_actions(step, journey.answers)
            if (step.id, action.id) in journey.ticks or is_done
        )
        notes = _notes(step, journey)
        if boxes or notes:
            blocks.append(Heading(step.title, level=3))
        if is_done:
            blocks.append(Paragraph(_("This step is done.")))
        if any(box.is_ticked for box in boxes):
            blocks.append(CheckList(boxes))
        else:
            # Boxes that are all empty would say that nothing was done.
            blocks += in_a_list(tuple(box.text for box in boxes))
        if notes:
            blocks.append(FactTable(notes))
    if len(blocks) == 1:
        blocks.append(Paragraph(_("Nothing is ticked yet.")))
    return blocks


def _left(guide: Guide, journey: Journey) -> list[Block]:
    """Return what is not ticked, in the steps that were not said done."""
    blocks: list[Block] = [Heading(_("What is left to do"), picture=Picture.TO_DO)]
    for step in visible_steps(guide, journey.answers):
        left = tuple(
            Box(action.text)
            for action in visible_actions(step, journey.answers)
            if (step.id, action.id) not in journey.ticks
        )
        if left and step.id not in journey.done_steps:
            blocks += [Heading(step.title, level=3), CheckList(left)]
    if len(blocks) == 1:
        blocks.append(Paragraph(_("Nothing is left to do. Wait for the answer.")))
    return blocks


def _notes(step: Step, journey: Journey) -> tuple[Row, ...]:
    written = ((note, journey.notes.get((step.id, note.id), "").strip()) for note in step.notes)
    return tuple(Row(note.label, (_note(note.kind, text),)) for note, text in written if text)


def _note(kind: NoteKind, text: str) -> str:
    day = read_date(text) if kind is NoteKind.DATE else None
    return date_in_words(day) if day else text


def _reminders(guide: Guide, journey: Journey) -> list[Block]:
    reminders = dated_reminders(guide, journey.notes, journey.finished_on, journey.answers)
    if not (reminders.dated or reminders.undated):
        return []
    blocks: list[Block] = [Heading(_("Dates to remember"), picture=Picture.DATES)]
    if reminders.dated:
        rows = tuple(Row(date_in_words(reminder.on), (reminder.text,)) for reminder in reminders.dated)
        blocks.append(FactTable(rows, (_("Day"), _("What"))))
    if reminders.undated:
        blocks.append(Paragraph(_("The day is not known yet:")))
        blocks += in_a_list(tuple(reminder.text for reminder in reminders.undated))
    return blocks


# Both


def in_a_list(items: tuple[str, ...], *, in_order: bool = False) -> list[Block]:
    """Return things as a list; one thing is no list."""
    if len(items) < 2:  # noqa: PLR2004 -- a list has two
        return [Paragraph(item) for item in items]
    return [Numbered(items) if in_order else Bullets(items)]


def titled(heading: Heading, items: tuple[str, ...], *, in_order: bool = False) -> list[Block]:
    """Return a list under its heading; nothing when it is empty."""
    return [heading, *in_a_list(items, in_order=in_order)] if items else []


def _warning(provenance: Provenance, today: date) -> list[Block]:
    if not provenance.needs_checking(today):
        return []
    return [Callout(checked_line(provenance, today), CalloutKind.WARNING)]


def _provenance(guide: Guide, answers: dict[str, str], today: date) -> list[Block]:
    """Say what is unknown, which sources were read and when, and what must be checked again."""
    blocks = titled(Heading(_("What we do not know"), picture=Picture.UNKNOWN), guide.unknown)
    blocks.append(Heading(_("Where this comes from"), picture=Picture.SOURCE))
    if today > guide.review_on:
        day = date_in_words(guide.read_on)
        said = _("To be checked: last seen on {day}.").format(day=day)
        blocks.append(Callout(said, CalloutKind.WARNING))
    else:
        blocks.append(Paragraph(_("Checked on {day}.").format(day=date_in_words(guide.read_on))))
    read = _provenances(guide, visible_channels(guide, answers))
    dates: dict[str, str] = {}
    for provenance in read:
        dates.setdefault(source_line(provenance), checked_line(provenance, today))
    blocks.append(Bullets(tuple(f"{sentence(source)} {checked}" for source, checked in dates.items())))
    return blocks


def _provenances(guide: Guide, channels: Iterable[Channel]) -> list[Provenance]:
    """Return where everything on the sheet was read, in the order it is shown."""
    return [
        guide.cost.provenance,
        guide.answer_delay.provenance,
        *(fact.provenance for fact in guide.facts),
        *(paper.provenance for paper in guide.papers),
        *(channel.provenance for channel in channels),
        *(step.provenance for step in guide.steps),
        guide.after.provenance,
    ]
