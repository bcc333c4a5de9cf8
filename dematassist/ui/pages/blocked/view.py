"""« Ça ne marche pas »: what happened, and what else can be done, here and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import ChannelKind, visible_channels
from dematassist.i18n import _, ngettext
from dematassist.reports.wording import age_line, incident_lines, kind_example, kind_name
from dematassist.ui.pages.before.view import WayView, ways
from dematassist.ui.pages.walk.view import pitfall_lines, plan_b_lines
from dematassist.wire import Intent, Kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from dematassist.guides.model import Guide, Step
    from dematassist.reports.model import Counts
    from dematassist.wire import Incident


class ChoiceView(NamedTuple):
    """What a click records."""

    intent: Intent
    kind: Kind
    title: str
    detail: str


class OtherWaysView(NamedTuple):
    """What else can be done, the nearest first."""

    plan_b: tuple[str, ...]
    pitfalls: tuple[str, ...]
    ways: tuple[WayView, ...]
    numbers: tuple[str, ...]
    """The lines with a number that can be called or noted."""
    keep_proof: tuple[str, ...]


class BlockedView(NamedTuple):
    """Three needs, never mixed: the service fails, the guide is wrong, someone must answer."""

    title: str
    reassurance: tuple[str, ...]
    incidents: tuple[tuple[str, ...], ...]
    service_fails: tuple[ChoiceView, ...]
    guide_is_wrong: tuple[ChoiceView, ...]
    """Empty outside a guide."""
    my_case: tuple[str, ...]
    others: OtherWaysView


def blocked_view(
    guide: Guide | None,
    step: Step | None,
    answers: dict[str, str],
    incidents: tuple[Incident, ...],
    today: date,
) -> BlockedView:
    """Say what can be recorded and what else can be done for this step, this guide, or in general."""
    return BlockedView(
        title=_("It does not work: what happens?"),
        reassurance=(
            _("It is not your fault. Many people are stuck at the same place."),
            _("Press what happens: it is noted. Nothing leaves without your agreement."),
        ),
        incidents=tuple(map(incident_lines, incidents)),
        service_fails=tuple(
            ChoiceView(Intent.SERVICE, kind, kind_name(kind), kind_example(kind)) for kind in Kind
        ),
        guide_is_wrong=_guide_choices() if guide else (),
        my_case=(
            _("A person can answer you. The program records nothing for this."),
            _("We show you who, and what to say."),
        ),
        others=other_ways(guide, step, answers, today),
    )


def other_ways(guide: Guide | None, step: Step | None, answers: dict[str, str], today: date) -> OtherWaysView:
    """Say what else can be done."""
    channels = visible_channels(guide, answers) if guide else ()
    human = tuple(c for c in channels if c.kind is not ChannelKind.ONLINE)
    plan_b = plan_b_lines(guide, step, answers) if guide and step else ()
    by_people = ways(human, today)
    said = (*plan_b, *(line for way in by_people for line in way.lines))
    return OtherWaysView(
        plan_b=plan_b,
        pitfalls=pitfall_lines(step) if step else (),
        ways=by_people,
        numbers=tuple(line for line in said if any(map(str.isdigit, line))),
        keep_proof=(
            _("Write down the day, the time and the message on the screen."),
            _("Take a photo of the screen if you can."),
            _("This proof helps you if a deadline passes."),
        ),
    )


def mine_line(counts: Counts, now: datetime) -> str:
    """Say what is not sent yet, and since when the oldest waits; empty when there is nothing."""
    said = []
    if counts.to_correct:
        said.append(
            ngettext("{n} to correct", "{n} to correct", counts.to_correct).format(n=counts.to_correct)
        )
    if counts.drafts:
        said.append(ngettext("{n} draft", "{n} drafts", counts.drafts).format(n=counts.drafts))
    if counts.waiting and counts.oldest_waiting:
        # Translators: {since} is « since today » or « for 3 days ».
        waiting = ngettext(
            "{n} waits to leave {since}", "{n} wait to leave, the oldest {since}", counts.waiting
        )
        said.append(
            waiting.format(
                n=counts.waiting,
                since=age_line(counts.oldest_waiting.astimezone(now.tzinfo).date(), now.date()),
            )
        )
    return ". ".join(said)


def _guide_choices() -> tuple[ChoiceView, ...]:
    return (
        ChoiceView(
            Intent.GUIDE,
            Kind.OTHER,
            _("The guide says something wrong"),
            _("A number, a price, a page that changed."),
        ),
        ChoiceView(
            Intent.GUIDE,
            Kind.INCOMPREHENSIBLE,
            _("I do not understand the guide"),
            _("Its authors will write it again."),
        ),
    )
