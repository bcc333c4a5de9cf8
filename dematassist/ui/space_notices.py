"""What is said of a space that has just been opened. No Qt: the terminal says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.vault.index import Trouble
from dematassist.vault.states import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.vault.states import Unlocked


def notices(state: Unlocked) -> tuple[str, ...]:
    """Return the sentences for an open space; none when all is well."""
    trouble = (_TROUBLES[state.index_trouble](),) if state.index_trouble else ()
    return (*(_NOTICES[notice]() for notice in state.notices), *trouble)


_NOTICES: dict[Notice, Callable[[], str]] = {
    Notice.HEADER_WAS_DAMAGED: lambda: _("A part of the header was damaged. It was repaired."),
    Notice.HEADER_IS_OLD: lambda: _(
        "Someone put an older header back in this folder. If it was not you, change the password."
    ),
    Notice.SHEET_NEEDED: lambda: _(
        "The twelve words of your recovery sheet open nothing any more. Change the key to have a new sheet."
    ),
    Notice.PASSWORD_KEPT: lambda: _("The new password could not be written. The one before still opens."),
    Notice.CLOCK_WENT_BACK: lambda: _(
        "The clock of this computer was put back. The latest day that was seen counts, not this one."
    ),
    Notice.READ_ONLY: lambda: _("Nothing can be written in this folder. You can read your documents."),
    Notice.KEY_CHANGE_FINISHED: lambda: _("The change of key had been interrupted. It is now finished."),
    Notice.KEY_CHANGE_WAITS: lambda: _(
        "The change of key is not finished: nothing could be written. You can read your documents."
    ),
}

_TROUBLES: dict[Trouble, Callable[[], str]] = {
    Trouble.MISSING: lambda: _("The list of your documents was missing. It was made again."),
    Trouble.DAMAGED: lambda: _("The list of your documents was damaged. It was made again."),
    Trouble.OLD: lambda: _("The list of your documents was an old one. It was brought up to date."),
    Trouble.OF_ANOTHER_SPACE: lambda: _(
        "The list of your documents was that of another folder. It was made again."
    ),
}
