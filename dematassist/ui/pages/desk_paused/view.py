"""What the pause of a session at a shared computer says."""

from __future__ import annotations

from typing import NamedTuple

from dematassist.i18n import _


class DeskPausedView(NamedTuple):
    """Why the screen is hidden, and the two ways on."""

    title: str
    lines: tuple[str, ...]
    same: str
    other: str


def desk_paused_view() -> DeskPausedView:
    """Say the pause. It keeps nobody out, and says so."""
    return DeskPausedView(
        title=_("The session is paused"),
        lines=(
            _("Nobody touched the computer for three minutes. What was shown is hidden."),
            _("There is no password: when you leave, end the session."),
        ),
        same=_("I am the same person: go on"),
        other=_("I am someone else: erase everything"),
    )
