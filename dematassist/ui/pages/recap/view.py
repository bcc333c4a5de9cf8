"""What the recap says: answers, ticks and notes, each with where to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import (
    UNSURE,
    NoteKind,
    Question,
    Step,
    asked_questions,
    visible_actions,
    visible_steps,
)
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, ngettext
from dematassist.journeys.dates import read_date
from dematassist.journeys.model import AtQuestion, AtStep, Journey, Position

if TYPE_CHECKING:
    from dematassist.journeys.record import Walk


class RecapItem(NamedTuple):
    """A question or a step, what was done there, and the place to go to change it."""

    title: str
    lines: tuple[str, ...]
    change: str
    """The words of the button: they say what is changed."""
    position: Position


class RecapView(NamedTuple):
    """The whole recap."""

    title: str
    answers: tuple[RecapItem, ...]
    steps: tuple[RecapItem, ...]


def recap_view(walk: Walk) -> RecapView:
    """Say what was answered, ticked and written on this walk."""
    journey, guide = walk.journey, walk.guide
    return RecapView(
        title=_("What you have done so far"),
        answers=tuple(_answer(journey, question) for question in asked_questions(guide, journey.answers)),
        steps=tuple(_step(journey, step) for step in visible_steps(guide, journey.answers)),
    )


def _answer(journey: Journey, question: Question) -> RecapItem:
    given = journey.answers.get(question.id)
    texts = {choice.id: choice.text for choice in question.choices} | {UNSURE: _("I do not know")}
    line = texts.get(given, _("Not answered yet")) if given else _("Not answered yet")
    return RecapItem(
        question.text,
        (line,),
        # Translators: a button; {question} is the question whose answer is changed.
        _("Change: {question}").format(question=question.text),
        AtQuestion(question.id),
    )


def _step(journey: Journey, step: Step) -> RecapItem:
    actions = visible_actions(step, journey.answers)
    done = [action for action in actions if (step.id, action.id) in journey.ticks]
    is_done = step.id in journey.done_steps
    lines = [_("This step is done.")] if is_done else []
    # Whoever ticks nothing and says a step done has not done nothing.
    if done or not is_done:
        lines.append(
            ngettext("{n} of {total} thing done", "{n} of {total} things done", len(done)).format(
                n=len(done), total=len(actions)
            )
        )
    lines += [_("Done: {action}").format(action=action.text) for action in done]
    for note in step.notes:
        text = journey.notes.get((step.id, note.id), "")
        if text:
            lines.append(_("{label}: {text}").format(label=note.label, text=note_text(note.kind, text)))
    return RecapItem(
        step.title,
        tuple(lines),
        # Translators: a button; {step} is the step one goes back to.
        _("Change: {step}").format(step=step.title),
        AtStep(step.id),
    )


def note_text(kind: NoteKind, text: str) -> str:
    """Return a note as it is read: a day in words."""
    day = read_date(text) if kind is NoteKind.DATE else None
    return date_in_words(day) if day else text
