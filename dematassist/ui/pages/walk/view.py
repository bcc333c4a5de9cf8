"""What a question or a step of the walk says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import (
    UNSURE,
    ActionId,
    Channel,
    Guide,
    NoteKind,
    Question,
    Step,
    Where,
    asked_questions,
    visible_actions,
    visible_channels,
    visible_papers,
)
from dematassist.guides.official.kept import Since
from dematassist.guides.wording import channel_lines, checked_line, date_in_words, skipped_if, where_line
from dematassist.i18n import _
from dematassist.journeys.dates import read_date, written
from dematassist.journeys.model import progress

if TYPE_CHECKING:
    from datetime import date

    from dematassist.journeys.record import Walk


class ChoiceView(NamedTuple):
    """One possible answer."""

    id: str
    text: str
    is_chosen: bool


class QuestionView(NamedTuple):
    """One question, why it is asked, and the answers."""

    title: str
    progress: str
    why: str
    choices: tuple[ChoiceView, ...]


class ActionView(NamedTuple):
    """One thing to do."""

    id: ActionId
    text: str
    is_ticked: bool


class NoteView(NamedTuple):
    """One thing to write down. ``help`` says the form, in words."""

    id: str
    label: str
    text: str
    help: str
    is_date: bool


class StepView(NamedTuple):
    """One step, in the order it is read."""

    title: str
    progress: str
    where: str
    skipped_if: str
    """For whom the step is, and that others skip it, when an answer is missing to know; else empty."""
    actions: tuple[ActionView, ...]
    link_label: str
    link_url: str
    to_write: tuple[NoteView, ...]
    keep: tuple[str, ...]
    more: tuple[str, ...]
    pitfalls: tuple[str, ...]
    plan_b: tuple[str, ...]
    help: tuple[str, ...]
    warning: str
    may_send: bool
    """Whether papers may have to be sent here: it is done on a site, and the guide asks for papers."""


def question_view(walk: Walk, question: Question) -> QuestionView:
    """Say a question, with « I do not know » as the last answer."""
    given = walk.journey.answers.get(question.id, "")
    choices = [ChoiceView(choice.id, choice.text, choice.id == given) for choice in question.choices]
    choices.append(ChoiceView(UNSURE, _("I do not know"), given == UNSURE))
    ids = [q.id for q in asked_questions(walk.guide, walk.journey.answers)]
    return QuestionView(
        title=question.text,
        progress=_("Question {n} of {total}, before the steps").format(
            n=ids.index(question.id) + 1, total=len(ids)
        ),
        why=question.why,
        choices=tuple(choices),
    )


def step_view(walk: Walk, step: Step, today: date, *, is_easy: bool) -> StepView:
    """Say a step, in its simple wording when the person asked for it and the step has one."""
    journey, guide = walk.journey, walk.guide
    simple = step.simple if is_easy else None
    actions = simple.actions if simple else visible_actions(step, journey.answers)
    where = progress(journey, guide)
    return StepView(
        title=simple.title if simple else step.title,
        progress=_("Step {step} of {steps}").format(step=where.step, steps=where.steps),
        where=where_line(step.where),
        skipped_if=skipped_if(guide, step, journey.answers),
        actions=tuple(
            ActionView(action.id, action.text, (step.id, action.id) in journey.ticks) for action in actions
        ),
        link_label=step.link.label if step.link else "",
        link_url=step.link.url if step.link else "",
        to_write=tuple(
            NoteView(
                note.id,
                note.label,
                shown_note(note.kind, journey.notes.get((step.id, note.id), "")),
                _note_help(note.kind),
                note.kind is NoteKind.DATE,
            )
            for note in step.notes
        ),
        keep=step.keep,
        more=simple.more if simple else (),
        pitfalls=pitfall_lines(step),
        plan_b=plan_b_lines(guide, step, journey.answers),
        help=tuple(" ".join(channel_lines(channel, today)) for channel in help_channels(walk, step)),
        warning=checked_line(step.provenance, today) if step.provenance.needs_checking(today) else "",
        may_send=step.where is Where.ONLINE and bool(visible_papers(guide, journey.answers)),
    )


class SinceView(NamedTuple):
    """What became of the sheet that is followed; ``renew`` are the words of the button, empty when none."""

    lines: tuple[str, ...]
    renew: str


def since_view(walk: Walk, since: Since) -> SinceView | None:
    """Say that the sheet of a walk changed or is gone; nothing when it is as it was."""
    sheet = walk.journey.sheet
    if sheet is None or since is Since.SAME:
        return None
    kept = _("You follow the text kept when you began. It is the edition of {day}.").format(
        day=date_in_words(sheet.edition)
    )
    if since is Since.GONE:
        gone = _("This sheet is no longer among the official sheets of this computer.")
        return SinceView(
            (gone, kept, _("Rules may have changed: check on the site, or ask the service.")), ""
        )
    changed = _("The State changed this sheet since you began.")
    return SinceView(
        (changed, kept, _("With the new text, your answers and ticks stay where its words are the same.")),
        _("Follow the new text"),
    )


def pitfall_lines(step: Step) -> tuple[str, ...]:
    """Say each known difficulty with its way round."""
    return tuple(f"{pitfall.problem} {pitfall.way_round}".strip() for pitfall in step.pitfalls)


def plan_b_lines(guide: Guide, step: Step, answers: dict[str, str]) -> tuple[str, ...]:
    """Say what else can be done, by the ways that are for someone who gave these answers."""
    own = {"", *(channel.id for channel in visible_channels(guide, answers))}
    return tuple(plan.text for plan in step.plan_b if plan.channel in own)


def help_channels(walk: Walk, step: Step) -> tuple[Channel, ...]:
    """Return the human help for this very step."""
    return tuple(c for c in visible_channels(walk.guide, walk.journey.answers) if c.id in step.help)


def shown_note(kind: NoteKind, kept: str) -> str:
    """Return a note as a person writes it: a day kept as 2026-11-24 is shown as 24/11/2026."""
    day = read_date(kept) if kind is NoteKind.DATE else None
    return written(day) if day else kept


def kept_note(text: str, *, is_date: bool) -> str:
    """Return what is kept of a field: a day that can be read is kept as ISO 8601, the rest as written."""
    day = read_date(text) if is_date else None
    return day.isoformat() if day else text.strip()


def _note_help(kind: NoteKind) -> str:
    return {
        NoteKind.DATE: _("Day, month, year. For example: 24/11/2026."),
        NoteKind.NUMBER: _("Copy it exactly. You can paste it."),
        NoteKind.PERSON: _("The name the person gave you."),
        NoteKind.TEXT: "",
    }[kind]
