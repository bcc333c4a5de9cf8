"""The hand-over sheet, « fiche de relais »: what a person agreed to pass on, to whom, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.model import NoteKind, asked_questions, visible_steps
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _
from dematassist.journeys.dates import read_date
from dematassist.journeys.model import AtEnd, AtQuestion
from dematassist.sheets.contents import in_a_list, sheet_words, titled
from dematassist.sheets.model import (
    Blank,
    Block,
    Callout,
    FactTable,
    Heading,
    Paragraph,
    Picture,
    Row,
    Sheet,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dematassist.appointments.handing_over import HandOverNote, SharedProcedure
    from dematassist.guides.model import Guide


def hand_over_sheet(note: HandOverNote, guides: Mapping[str, Guide], lang: str, today: date) -> Sheet:
    """Return the sheet: what was chosen and nothing else. ``guides`` are those of its procedures, by id."""
    blocks: list[Block] = [
        Callout(consent_line(note)),
        Blank(_("Signature")),
        *([FactTable((Row(_("Name"), (note.name,)),))] if note.name else []),
    ]
    for shared in note.procedures:
        if guide := guides.get(shared.guide_id):
            rows = tuple(Row(label, said) for label, said in procedure_rows(shared, guide))
            blocks += [Heading(guide.title, picture=Picture.SUMMARY), FactTable(rows)]
    blocks += [
        *titled(Heading(_("Papers that I have"), picture=Picture.PAPERS), note.papers_in_hand),
        *titled(Heading(_("Papers that are missing"), picture=Picture.TO_DO), note.papers_missing),
    ]
    if words := tuple(line for line in note.text.splitlines() if line.strip()):
        blocks += [Heading(_("In my words"), picture=Picture.WRITE), *map(Paragraph, words)]
    blocks += [
        Heading(_("To go on from here"), picture=Picture.PERSON),
        *in_a_list(going_on_lines()),
    ]
    footer = _("Sheet made on {day} with DematAssist. Free. Not an official site.")
    return Sheet(
        lang=lang,
        title=_("Hand-over sheet"),
        # Translators: {who} is the professional whom the sheet is for.
        subtitle=_("Hand-over for {who}").format(who=note.for_whom),
        blocks=tuple(blocks),
        footer=footer.format(day=date_in_words(today)),
        words=sheet_words(),
    )


def consent_line(note: HandOverNote) -> str:
    """Say what the person agreed to: what, for whom, when."""
    said = _("On {day}, I agreed that {who} knows what is written on this sheet, and nothing else.")
    return said.format(day=date_in_words(note.made_on), who=note.for_whom)


def going_on_lines() -> tuple[str, ...]:
    """Say what the two things that the person carries are for."""
    return (
        _("The file that goes with this sheet opens in DematAssist: “Open a hand-over file”."),
        _("It opens with six words, that the person keeps apart and gives if they want to."),
        _("The person may take back their agreement: give the sheet back, and delete the file."),
    )


def procedure_rows(shared: SharedProcedure, guide: Guide) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say what is shared of a procedure: a label and its lines."""
    answers = dict(shared.answers)
    steps = visible_steps(guide, answers)
    ticks = set(shared.ticks)
    done = tuple(step.title for step in steps if step.id in shared.done_steps)
    ticked = tuple(
        action.text
        for step in steps
        if step.id not in shared.done_steps
        for action in step.actions
        if (step.id, action.id) in ticks
    )
    left = tuple(step.title for step in steps if step.id not in shared.done_steps)
    rows = (
        (_("The service"), (guide.provider_name,)),
        (_("How far it is"), (_where(shared, guide),)),
        (_("Answers given"), _answers(guide, answers)),
        (_("Steps done"), done),
        (_("Begun in the step under way"), ticked),
        (_("Written down"), _notes(shared, guide)),
        (_("Left to do"), left),
    )
    return tuple(row for row in rows if row[1])


def _where(shared: SharedProcedure, guide: Guide) -> str:
    match shared.place:
        case AtEnd():
            return _("All steps seen: what comes next")
        case AtQuestion():
            return _("Questions before starting")
        case place:
            step = guide.step_if_there(place.step)
            return step.title if step else _("This step is not in the guide any more.")


def _answers(guide: Guide, answers: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        f"{question.text} {sentence(choice.text)}"
        for question in asked_questions(guide, answers)
        for choice in question.choices
        if choice.id == answers.get(question.id)
    )


def _notes(shared: SharedProcedure, guide: Guide) -> tuple[str, ...]:
    known = {(step.id, note.id): note for step in guide.steps for note in step.notes}
    lines = []
    for step_id, note_id, text in shared.notes:
        if note := known.get((step_id, note_id)):
            day = read_date(text) if note.kind is NoteKind.DATE else None
            said = date_in_words(day) if day else text
            lines.append(_("{label}: {text}").format(label=note.label, text=said))
    return tuple(lines)
