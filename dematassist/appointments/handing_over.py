"""« Fiche de relais »: what a person agrees to pass on to another professional, item by item. Pure.

Nothing is chosen beforehand. What is passed on says where procedures are, never how they go: the other desk
has its own guides, and no text of a guide, no address and no number comes from the file.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from dematassist.guides.model import visible_steps
from dematassist.journeys import model
from dematassist.journeys.model import AtEnd, AtQuestion, AtStep
from dematassist.vault.model import tidy_line, tidy_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dematassist.guides.model import Guide
    from dematassist.journeys.model import Journey, JourneyId, Position
    from dematassist.journeys.record import Walk

FORMAT = 1
MAX_LINE_LETTERS = 300
MAX_TEXT_LETTERS = 4_000
MAX_PROCEDURES = 30

_Id = Annotated[str, msgspec.Meta(max_length=80)]
_Line = Annotated[str, msgspec.Meta(max_length=MAX_LINE_LETTERS)]
_Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT_LETTERS)]
_Ids = Annotated[tuple[_Id, ...], msgspec.Meta(max_length=500)]
_Pairs = Annotated[tuple[tuple[_Id, _Id], ...], msgspec.Meta(max_length=500)]


class SharedProcedure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A procedure under way, by the ids that every desk's guides have."""

    guide_id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    place: AtQuestion | AtStep | AtEnd
    ticks: _Pairs = ()
    """(step id, action id)."""
    done_steps: _Ids = ()
    answers: _Pairs = ()
    """(question id, choice id)."""
    notes: Annotated[tuple[tuple[_Id, _Id, _Line], ...], msgspec.Meta(max_length=200)] = ()
    """(step id, note id, what was written)."""


class HandOverNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is passed on. Texts are empty, lists too, when they are not shared."""

    made_on: date
    for_whom: _Line
    name: _Line = ""
    text: _Text = ""
    procedures: Annotated[tuple[SharedProcedure, ...], msgspec.Meta(max_length=MAX_PROCEDURES)] = ()
    papers_in_hand: Annotated[tuple[_Line, ...], msgspec.Meta(max_length=300)] = ()
    """Names of papers."""
    papers_missing: Annotated[tuple[_Line, ...], msgspec.Meta(max_length=300)] = ()
    format: int = FORMAT


class Part(Enum):
    """What kind of thing may be shared."""

    PROCEDURE = "procedure"
    """That this procedure is under way, what is ticked, and at which step it is."""
    ANSWERS = "answers"
    NOTE = "note"
    IN_HAND = "in-hand"
    MISSING = "missing"


class Item(NamedTuple):
    """One thing that may be shared; ids are empty where they mean nothing."""

    part: Part
    journey_id: str = ""
    step_id: str = ""
    note_id: str = ""


class PaperNames(NamedTuple):
    """The papers of the procedures under way, by name."""

    in_hand: tuple[str, ...]
    missing: tuple[str, ...]


def offered(walk: Walk) -> tuple[Item, ...]:
    """Return what may be shared of a walk: that it is under way, then its answers and each note written."""
    journey, guide = walk.journey, walk.guide
    notes = (
        Item(Part.NOTE, journey.id, step.id, note.id)
        for step in visible_steps(guide, journey.answers)
        for note in step.notes
        if journey.notes.get((step.id, note.id), "").strip()
    )
    answers = (Item(Part.ANSWERS, journey.id),) if journey.answers else ()
    return (Item(Part.PROCEDURE, journey.id), *answers, *notes)


def agreed(chosen: frozenset[Item]) -> frozenset[Item]:
    """Return what is really shared: answers and notes only of a procedure that is."""
    shared = {item.journey_id for item in chosen if item.part is Part.PROCEDURE}
    return frozenset(item for item in chosen if not item.journey_id or item.journey_id in shared)


class Said(NamedTuple):
    """What the person writes in the note."""

    for_whom: str = ""
    name: str = ""
    text: str = ""


class Draft(NamedTuple):
    """A note as it is being chosen. The agreement is no part of it: it is given last, each time."""

    chosen: frozenset[Item] = frozenset()
    said: Said = Said()


def hand_over(
    walks: Iterable[Walk], chosen: frozenset[Item], papers: PaperNames, said: Said, today: date
) -> HandOverNote:
    """Return the note: what was chosen, and nothing else."""
    shared = agreed(chosen)
    of = [walk for walk in walks if Item(Part.PROCEDURE, walk.journey.id) in shared]
    has = {item.part for item in shared}
    return HandOverNote(
        made_on=today,
        for_whom=tidy_line(said.for_whom, MAX_LINE_LETTERS),
        name=tidy_line(said.name, MAX_LINE_LETTERS),
        text=tidy_text(said.text, MAX_TEXT_LETTERS),
        procedures=tuple(_shared(walk, shared) for walk in of)[:MAX_PROCEDURES],
        papers_in_hand=_lines(papers.in_hand) if Part.IN_HAND in has else (),
        papers_missing=_lines(papers.missing) if Part.MISSING in has else (),
    )


def _shared(walk: Walk, shared: frozenset[Item]) -> SharedProcedure:
    journey, guide = walk.journey, walk.guide
    has_answers = Item(Part.ANSWERS, journey.id) in shared
    return SharedProcedure(
        guide_id=guide.id,
        place=model.settled(guide, journey.answers, journey.position),
        ticks=tuple(sorted(journey.ticks)),
        done_steps=tuple(sorted(journey.done_steps)),
        answers=tuple(sorted(journey.answers.items())) if has_answers else (),
        notes=tuple(
            (
                item.step_id,
                item.note_id,
                tidy_line(journey.notes[item.step_id, item.note_id], MAX_LINE_LETTERS),
            )
            for item in offered(walk)
            if item.part is Part.NOTE and item in shared
        ),
    )


def is_empty(note: HandOverNote) -> bool:
    """Return whether nothing is passed on but whom it is for."""
    return not (note.name or note.text or note.procedures or note.papers_in_hand or note.papers_missing)


def tidied(note: HandOverNote) -> HandOverNote:
    """Return a note as it may be shown: no letter that hides or turns the writing."""
    return msgspec.structs.replace(
        note,
        for_whom=tidy_line(note.for_whom, MAX_LINE_LETTERS),
        name=tidy_line(note.name, MAX_LINE_LETTERS),
        text=tidy_text(note.text, MAX_TEXT_LETTERS),
        papers_in_hand=_lines(note.papers_in_hand),
        papers_missing=_lines(note.papers_missing),
    )


def resumed(shared: SharedProcedure, guide: Guide, journey_id: JourneyId, now: datetime) -> Journey:
    """Return the walk that goes on from what was shared, by this desk's own guide.

    What this guide does not know (another edition, or a file that was tampered with) is left out.
    """
    steps = {step.id: step for step in guide.steps}
    choices = {(question.id, choice.id) for question in guide.questions for choice in question.choices}
    actions = {(step.id, action.id) for step in guide.steps for action in step.actions}
    writable = {(step.id, note.id) for step in guide.steps for note in step.notes}
    answers = dict(pair for pair in shared.answers if pair in choices)
    notes = {
        (step, note): tidy_line(text, MAX_LINE_LETTERS)
        for step, note, text in shared.notes
        if (step, note) in writable and text.strip()
    }
    return msgspec.structs.replace(
        model.start(journey_id, guide, now),
        answers=answers,
        ticks=frozenset(pair for pair in shared.ticks if pair in actions),
        done_steps=frozenset(step for step in shared.done_steps if step in steps),
        notes=notes,
        position=_place(shared.place, guide, answers),
    )


def _place(place: Position, guide: Guide, answers: dict[str, str]) -> Position:
    questions = {question.id for question in guide.questions}
    if isinstance(place, AtQuestion) and place.question not in questions:
        return model.places(guide, answers)[0]
    return model.settled(guide, answers, place)


def _lines(names: Iterable[str]) -> tuple[str, ...]:
    def tidy() -> Iterator[str]:
        for name in names:
            if line := tidy_line(name, MAX_LINE_LETTERS):
                yield line

    return tuple(dict.fromkeys(tidy()))[:300]
