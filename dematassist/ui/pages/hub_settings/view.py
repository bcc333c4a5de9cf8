"""What is said of the hub of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause
from dematassist.i18n import _
from dematassist.reports.membership import Desk, NoHub, Open311, OpenHub
from dematassist.reports.wording import receiver_name

if TYPE_CHECKING:
    from dematassist.reports.membership import Membership

ADDRESS_CAUSES = frozenset({Cause.HUB_ADDRESS, Cause.HUB_SILENT})
"""What is wrong with the address; the rest is with the code."""


class HubView(NamedTuple):
    """Where reports go, and the fields that join another hub."""

    title: str
    now: tuple[str, ...]
    is_known: bool
    address_label: str
    address_help: str
    code_label: str
    code_help: str


def hub_view(hub: Membership) -> HubView:
    """Say it."""
    return HubView(
        title=_("Where reports go"),
        now=_now(hub),
        is_known=not isinstance(hub, NoHub),
        address_label=_("Address of the hub of reports"),
        address_help=_("It begins with https://. Your coordinator gives it to you."),
        code_label=_("Code, for one use"),
        code_help=_("Sixteen letters and digits, four by four. Capitals and spaces do not matter."),
    )


def _now(hub: Membership) -> tuple[str, ...]:
    match hub:
        case NoHub():
            return (
                _("This computer knows no hub of reports."),
                _("Your reports wait here. They can leave in a file, by e-mail or on paper."),
            )
        case Desk():
            return (
                _("Your reports go to {hub}.").format(hub=receiver_name(hub)),
                _("This computer is one of its desks: you learn what becomes of them."),
            )
        case OpenHub():
            return (
                _("Your reports go to {hub}.").format(hub=receiver_name(hub)),
                _("This computer is not one of its desks. A person reads each report first."),
            )
        case Open311():
            return (_("Your reports go to {hub}.").format(hub=receiver_name(hub)),)
