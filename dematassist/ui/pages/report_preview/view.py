"""What would leave, in words and to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _
from dematassist.reports.model import Draft, Sent, ToCorrect, ToReview, Waiting, Withdrawn
from dematassist.reports.wording import said_lines
from dematassist.wire import Report, decode

if TYPE_CHECKING:
    from dematassist.guides.model import Guide, Step
    from dematassist.reports.model import State


class May(NamedTuple):
    """What may still be done with a report."""

    send: bool
    change: bool
    withdraw: bool


class PreviewView(NamedTuple):
    """What a report holds, and what may be done with it."""

    title: str
    intro: tuple[str, ...]
    said: tuple[str, ...]
    exact: str
    may: May


def preview_view(body: bytes, state: State, guide: Guide | None, step: Step | None, hub: str) -> PreviewView:
    """Say what is in these very bytes. ``hub`` is who receives them, empty when nobody is known."""
    title, intro, may = _where(state, hub)
    # What is shown is read from the bytes, never from elsewhere.
    said = said_lines(decode(body, Report), guide, step)
    return PreviewView(title=title, intro=intro, said=said, exact=body.decode(), may=may)


def _where(state: State, hub: str) -> tuple[str, tuple[str, ...], May]:
    match state:
        case Draft() | ToReview() | ToCorrect():
            return _("What would leave"), _to_send(hub), May(send=True, change=True, withdraw=True)
        case Waiting(attempts=attempts):
            said = _("You said yes to this. It leaves by itself as soon as it can.")
            return _("What waits to leave"), (said,), May(send=False, change=attempts == 0, withdraw=True)
        case Sent():
            said = _("This is what the hub of reports has.")
            return _("What left"), (said,), May(send=False, change=False, withdraw=False)
        case Withdrawn():
            said = _("It no longer leaves.")
            return _("What you took back"), (said,), May(send=False, change=False, withdraw=False)


def _to_send(hub: str) -> tuple[str, ...]:
    return (
        _("This is all that would leave. Nothing else does."),
        _("No name, no address of yours, no number of your computer."),
        # Translators: {hub} is the name of who receives the reports.
        _("It goes to {hub}.").format(hub=hub)
        if hub
        else _("This computer knows no hub of reports yet. It waits here, and loses nothing."),
    )
