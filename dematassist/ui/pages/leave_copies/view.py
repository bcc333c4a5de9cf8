"""What leaving copies of papers for a mandate says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.wording import date_in_words
from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import date


def leave_copies_lines(number: str, last_day: date) -> tuple[str, ...]:
    """Say what is copied, for whom, until when, and what cannot be promised."""
    return (
        _("For mandate {number}. Only the papers you tick are copied. Your folder stays yours.").format(
            number=number
        ),
        _("The program opens the copies until {day} included. Then it deletes them.").format(
            day=date_in_words(last_day)
        ),
        _("You can delete them before: “Mandates”, then “End it”."),
        _(
            "No lock closes by itself on a date: who took these copies away, with the password, could still "
            "read them."
        ),
    )


def no_folder_lines() -> tuple[str, ...]:
    """Say that the person's own folder is to be opened first."""
    return (
        _("Open your folder first, from your stick. Then come back here."),
        _("The mediator never gets its password."),
    )
