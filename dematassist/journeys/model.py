"""A journey: one person's way through one guide. Frozen values and pure rules, no I/O, no clock."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import NamedTuple

import msgspec

from dematassist.guides.model import UNSURE, Guide, Question, Step, asked_questions, visible_steps
from dematassist.guides.official.kept import KeptSheet  # noqa: TC001 -- msgspec reads the annotations

JourneyId = str
Tick = tuple[str, str]
"""(step id, action id)."""
NoteKey = tuple[str, str]
"""(step id, note id)."""


class AtQuestion(msgspec.Struct, frozen=True, tag="question"):
    """The person is being asked this question."""

    question: str


class AtStep(msgspec.Struct, frozen=True, tag="step"):
    """The person is at this step."""

    step: str


class AtEnd(msgspec.Struct, frozen=True, tag="end"):
    """The person has been through the steps and reads what comes after."""


Position = AtQuestion | AtStep | AtEnd


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """What one person answered, ticked and wrote, and where they are.

    Nothing is ever dropped when an answer changes: ticks and notes of steps no longer shown stay, and
    come back with their step.
    """

    id: JourneyId
    guide_id: str
    guide_title: str
    started_at: datetime
    updated_at: datetime
    position: Position
    answers: dict[str, str] = {}
    ticks: frozenset[Tick] = frozenset()
    notes: dict[NoteKey, str] = {}
    done_steps: frozenset[str] = frozenset()
    finished_on: date | None = None
    sheet: KeptSheet | None = None
    """The official sheet that is followed, as it was when the walk began; nothing for a guide of ours."""


class Progress(NamedTuple):
    """Where a walk is, for « étape 3 sur 8 ». ``step`` is 0 before the first step."""

    step: int
    steps: int
    is_finished: bool


def start(journey_id: JourneyId, guide: Guide, now: datetime) -> Journey:
    """Return a journey at the beginning of the guide: its first question, else its first step."""
    position: Position
    position = AtQuestion(guide.questions[0].id) if guide.questions else AtStep(guide.steps[0].id)
    return Journey(
        id=journey_id,
        guide_id=guide.id,
        guide_title=guide.title,
        started_at=now,
        updated_at=now,
        position=position,
    )


def answer(journey: Journey, guide: Guide, question_id: str, choice_id: str) -> Journey:
    """Return the journey with this answer. ``ValueError`` when the guide has no such question or choice."""
    question = next((q for q in guide.questions if q.id == question_id), None)
    if question is None or choice_id not in (UNSURE, *(c.id for c in question.choices)):
        raise ValueError(f"{guide.id}: no answer {choice_id!r} to question {question_id!r}")
    return msgspec.structs.replace(journey, answers={**journey.answers, question_id: choice_id})


def set_tick(journey: Journey, tick: Tick, *, is_ticked: bool) -> Journey:
    """Return the journey with this action ticked, or not."""
    ticks = journey.ticks | {tick} if is_ticked else journey.ticks - {tick}
    return msgspec.structs.replace(journey, ticks=ticks)


def write_note(journey: Journey, key: NoteKey, text: str) -> Journey:
    """Return the journey with this note. An empty text removes it."""
    notes = {k: v for k, v in journey.notes.items() if k != key}
    if text:
        notes[key] = text
    return msgspec.structs.replace(journey, notes=notes)


def move(journey: Journey, position: Position) -> Journey:
    """Return the journey at this position."""
    return msgspec.structs.replace(journey, position=position)


def complete_step(journey: Journey, guide: Guide, step_id: str, today: date) -> Journey:
    """Return the journey with this step done, at the next one, or at the end after the last."""
    done = msgspec.structs.replace(journey, done_steps=journey.done_steps | {step_id})
    return skip_step(done, guide, step_id, today)


def skip_step(journey: Journey, guide: Guide, step_id: str, today: date) -> Journey:
    """Return the journey past this step, at the next one, or at the end after the last.

    The day the end is first reached is kept: dates to remember count from it.
    """
    position = following(guide, journey.answers, AtStep(step_id))
    if isinstance(position, AtEnd) and journey.finished_on is None:
        journey = msgspec.structs.replace(journey, finished_on=today)
    return move(journey, position)


def places(guide: Guide, answers: dict[str, str]) -> tuple[Position, ...]:
    """Return every place of the walk for these answers, in order: questions, steps, end."""
    questions = tuple(AtQuestion(question.id) for question in asked_questions(guide, answers))
    steps = tuple(AtStep(step.id) for step in visible_steps(guide, answers))
    return (*questions, *steps, AtEnd())


def following(guide: Guide, answers: dict[str, str], position: Position) -> Position:
    """Return the place after this one; the end follows itself."""
    return _neighbour(guide, answers, position, 1) or AtEnd()


def preceding(guide: Guide, answers: dict[str, str], position: Position) -> Position | None:
    """Return the place before this one, ``None`` before the first."""
    return _neighbour(guide, answers, position, -1)


def _neighbour(guide: Guide, answers: dict[str, str], position: Position, offset: int) -> Position | None:
    walk = places(guide, answers)
    index = walk.index(settled(guide, answers, position)) + offset
    return walk[min(index, len(walk) - 1)] if index >= 0 else None


def settled(guide: Guide, answers: dict[str, str], position: Position) -> Position:
    """Return this position if the walk has it, else the nearest place before it that the walk has.

    An answer may hide the step a person was at, and a newer guide may no longer have it.
    """
    walk = places(guide, answers)
    if position in walk:
        return position
    if isinstance(position, AtStep):
        order = [step.id for step in guide.steps]
        if position.step in order:
            before = set(order[: order.index(position.step)])
            kept = [place for place in walk if isinstance(place, AtStep) and place.step in before]
            if kept:
                return kept[-1]
    first_step = next((place for place in walk if isinstance(place, AtStep)), None)
    return first_step or walk[0]


def progress(journey: Journey, guide: Guide) -> Progress:
    """Return where the journey is, counted in the steps this person sees."""
    steps = visible_steps(guide, journey.answers)
    position = settled(guide, journey.answers, journey.position)
    match position:
        case AtQuestion():
            return Progress(0, len(steps), is_finished=False)
        case AtStep(step=step_id):
            return Progress(_index(steps, step_id) + 1, len(steps), is_finished=False)
        case AtEnd():
            return Progress(len(steps), len(steps), is_finished=True)


def _index(steps: tuple[Step, ...], step_id: str) -> int:
    return [step.id for step in steps].index(step_id)


def question_of(guide: Guide, question_id: str) -> Question:
    """Return the question of that id; ``KeyError`` when the guide has none."""
    for question in guide.questions:
        if question.id == question_id:
            return question
    raise KeyError(question_id)


class Row(msgspec.Struct, frozen=True):
    """A journey as a store writes it: its notes beside it, because JSON has no pair as a key."""

    journey: Journey
    notes: tuple[tuple[str, str, str], ...]


def row_of(journey: Journey) -> Row:
    """Return a journey as a store writes it."""
    notes = tuple((step, note, text) for (step, note), text in journey.notes.items())
    return Row(msgspec.structs.replace(journey, notes={}), notes)


def whole(row: Row) -> Journey:
    """Return the journey that a store wrote."""
    notes = {(step, note): text for step, note, text in row.notes}
    return msgspec.structs.replace(row.journey, notes=notes)
