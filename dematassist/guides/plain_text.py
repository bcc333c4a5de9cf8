"""A guide or a step as lines of text, and as plain values: for the terminal and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.guides.wording import (
    channel_kind_name,
    channel_lines,
    checked_line,
    date_in_words,
    fact_lines,
    minutes_line,
    only_if,
    where_line,
)
from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.model import Guide, Step


def guide_lines(guide: Guide, today: date) -> list[str]:
    """Say a guide in a terminal: what to know before, the steps by their numbers, what comes after."""
    lines = [guide.title, "", guide.summary, ""]
    lines += [*guide.for_whom, *fact_lines(guide.cost, today), minutes_line(guide.screen_minutes)]
    lines += fact_lines(guide.answer_delay, today)
    if guide.account:
        lines.append(_("Account needed on the site: {account}").format(account=guide.account))
    lines += ["", _("Papers to prepare")]
    for paper in guide.papers:
        parts = (f"{paper.name}.", only_if(guide, paper, {}), paper.detail)
        lines.append(f"- {' '.join(filter(None, parts))}")
    lines += ["", _("Every way to do it")]
    for channel in guide.channels:
        way, how = channel_kind_name(channel.kind), " ".join(channel_lines(channel, today))
        # Translators: a service and its number or place, such as "Health insurance: 36 46".
        lines.append("- " + _("{name}: {value}").format(name=way, value=how))
    if guide.no_other_way:
        lines.append(guide.no_other_way)
    lines += ["", _("Steps")]
    lines += [f"{number}. {step.title}" for number, step in enumerate(guide.steps, 1)]
    for title, said in (
        (_("What happens next"), guide.after.next),
        (_("When to worry"), guide.after.worry),
        (_("If nobody answers"), guide.after.silence),
        (_("If you do not agree"), guide.after.appeal),
        (_("What we do not know"), guide.unknown),
    ):
        if said:
            lines += ["", title, *(f"- {line}" for line in said)]
    lines += ["", _("Checked on {day}.").format(day=date_in_words(guide.read_on))]
    lines.append(_("This program is free. It is not an official site."))
    return lines


def step_lines(guide: Guide, step: Step, today: date) -> list[str]:
    """Say one step in a terminal."""
    number = [s.id for s in guide.steps].index(step.id) + 1
    where = _("Step {step} of {steps}").format(step=number, steps=len(guide.steps))
    lines = [step.title, f"{where}. {where_line(step.where)}".strip(), ""]
    lines += [f"[ ] {action.text}" for action in step.actions]
    if step.link:
        lines.append(step.link.url)
    for title, said in (
        (_("To write down"), tuple(note.label for note in step.notes)),
        (_("To keep"), step.keep),
        (_("Take care"), tuple(f"{p.problem} {p.way_round}".strip() for p in step.pitfalls)),
        (_("If it does not work"), tuple(plan.text for plan in step.plan_b)),
        (
            _("Someone to help for this step"),
            tuple(" ".join(channel_lines(guide.channel(c), today)) for c in step.help),
        ),
    ):
        if said:
            lines += ["", title, *(f"- {line}" for line in said)]
    lines += ["", checked_line(step.provenance, today)]
    return lines


def guide_as_json(guide: Guide) -> object:
    """Return a guide as plain values."""
    return msgspec.to_builtins(guide)


def step_as_json(step: Step) -> object:
    """Return a step as plain values."""
    return msgspec.to_builtins(step)
