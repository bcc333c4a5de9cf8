"""« C’est noté »: what was recorded, and what helps now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _
from dematassist.reports.wording import incident_lines, kind_name, subject
from dematassist.ui.pages.blocked.view import OtherWaysView, other_ways
from dematassist.wire import Intent

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.model import Guide, PhoneScript, Step
    from dematassist.reports.model import Entry
    from dematassist.wire import Incident


class NotedView(NamedTuple):
    """What was noted, and what to do meanwhile."""

    title: str
    noted: tuple[str, ...]
    incidents: tuple[tuple[str, ...], ...]
    others: OtherWaysView
    say: tuple[str, ...]
    have_ready: tuple[str, ...]
    has_proof: bool
    """Whether there is something to prove: that a service was tried."""


def noted_view(
    entry: Entry,
    guide: Guide | None,
    step: Step | None,
    answers: dict[str, str],
    incidents: tuple[Incident, ...],
    today: date,
) -> NotedView:
    """Say what was noted and what helps now."""
    is_service = entry.report.intent is Intent.SERVICE
    script: PhoneScript | None = guide.phone_script if guide and is_service else None
    others = other_ways(guide, step, answers, today)
    return NotedView(
        title=_("It is noted. Thank you."),
        noted=(
            # Translators: a label and what is said of it.
            _("{name}: {value}").format(
                name=subject(entry.report, guide, step), value=kind_name(entry.report.kind)
            ),
            _("It is kept on this computer. Nothing has left."),
            _("You can stop here. You can also send it: it helps to correct the problem for everyone.")
            if is_service
            else _("You can stop here. You can also send it: the authors of the guide will read it."),
        ),
        incidents=tuple(map(incident_lines, incidents)),
        others=others if is_service else others._replace(ways=()),
        say=script.say if script else (),
        have_ready=script.have_ready if script else (),
        has_proof=is_service,
    )
