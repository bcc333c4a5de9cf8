"""What to ask at an appointment: the person's own questions, then what the guides leave open. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import UNSURE, Where, asked_questions, visible_steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.appointments.papers import Subject
    from dematassist.guides.model import Guide, PhoneScript, Pitfall

_MOST_PITFALLS = 6
"""A longer list would not be read in front of someone."""


class Asking(NamedTuple):
    """What one procedure leaves open."""

    guide: Guide
    unsure: tuple[str, ...]
    """Questions of the guide that this person has not answered, or answered « je ne sais pas »."""
    unknown: tuple[str, ...]
    """What no source says."""
    pitfalls: tuple[Pitfall, ...]
    """Difficulties that nobody knows a way round, then those of a desk; not those of steps done."""


def open_points(subject: Subject) -> Asking:
    """Return what a procedure leaves open for this person."""
    guide, answers, done = subject
    unsure = tuple(
        question.text
        for question in asked_questions(guide, answers)
        if answers.get(question.id, UNSURE) == UNSURE
    )
    left = [step for step in visible_steps(guide, answers) if step.id not in done]
    hard = [pitfall for step in left for pitfall in step.pitfalls if not pitfall.way_round]
    here = [pitfall for step in left if step.where is Where.DESK for pitfall in step.pitfalls]
    pitfalls = tuple(dict.fromkeys((*hard, *here)))[:_MOST_PITFALLS]
    return Asking(guide, unsure, guide.unknown, pitfalls)


def scripts(subjects: Iterable[Subject]) -> tuple[tuple[Guide, PhoneScript], ...]:
    """Return what to say on the phone for each procedure; none for a guide that has none."""
    return tuple((one.guide, one.guide.phone_script) for one in subjects if one.guide.phone_script)
