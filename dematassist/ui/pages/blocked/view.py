"""« Ça ne marche pas »: what else can be done, here and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import ChannelKind, visible_channels
from dematassist.i18n import _
from dematassist.ui.pages.before.view import WayView, ways
from dematassist.ui.pages.walk.view import pitfall_lines, plan_b_lines

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.model import Guide, Step


class BlockedView(NamedTuple):
    """The other ways, the nearest first."""

    title: str
    reassurance: tuple[str, ...]
    plan_b: tuple[str, ...]
    pitfalls: tuple[str, ...]
    other_ways: tuple[WayView, ...]
    keep_proof: tuple[str, ...]


def blocked_view(guide: Guide | None, step: Step | None, answers: dict[str, str], today: date) -> BlockedView:
    """Say what else can be done for this step, this guide, or in general."""
    channels = visible_channels(guide, answers) if guide else ()
    human = tuple(c for c in channels if c.kind is not ChannelKind.ONLINE)
    return BlockedView(
        title=_("It does not work: another way"),
        reassurance=(
            _("It is not your fault. Many people are stuck at the same place."),
            _("Your ticks and your notes are kept."),
        ),
        plan_b=plan_b_lines(guide, step, answers) if guide and step else (),
        pitfalls=pitfall_lines(step) if step else (),
        other_ways=ways(human, today),
        keep_proof=(
            _("Write down the day, the time and the message on the screen."),
            _("Take a photo of the screen if you can."),
            _("This proof helps you if a deadline passes."),
        ),
    )
