"""What is said of the paper mandates of a desk. No Qt: the terminal says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.desk.mandate_book import Match, Standing
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from dematassist.desk.mandate_book import Checked, Known


class MandateView(NamedTuple):
    """One mandate of the list."""

    number: str
    title: str
    lines: tuple[str, ...]
    is_running: bool
    has_copies: bool = False
    """Whether copies of papers are kept here for it."""


def mandate_view(known: Known, today: date, *, has_copies: bool = False) -> MandateView:
    """Say a mandate."""
    title = _("Mandate no. {number}").format(number=known.number)
    is_running = known.standing(today) is Standing.RUNNING
    copies = [_("Copies of papers are kept here, encrypted.")] if is_running and has_copies else []
    lines = (days_line(known), standing_line(known, today), *copies)
    return MandateView(known.number, title, lines, is_running, is_running and has_copies)


def days_line(known: Known) -> str:
    """Say from when to when a mandate was made."""
    return _("Made for the days from {begins} to {ends}, the last day included.").format(
        begins=date_in_words(known.begins), ends=date_in_words(known.last_day)
    )


def standing_line(known: Known, today: date) -> str:
    """Say whether a mandate still holds."""
    match known.standing(today):
        case Standing.RUNNING:
            return _("It holds today.")
        case Standing.OVER:
            return _("It is over since {day}.").format(day=date_in_words(known.last_day))
        case Standing.ENDED:
            assert known.ended_on is not None
            return _("The person ended it on {day}.").format(day=date_in_words(known.ended_on))


def checked_lines(checked: Checked, today: date) -> tuple[str, ...]:
    """Say what a PDF is, beside those that were printed here."""
    known = checked.known
    match checked.match:
        case Match.UNKNOWN:
            return (
                _("This file was not printed at this place."),
                _("A photo or a scan of the paper is never recognised: check the number instead."),
            )
        case Match.CHANGED:
            assert known is not None
            return (
                _("Careful: it has number {number}, but it is not the sheet that was printed.").format(
                    number=known.number
                ),
                _("Something was changed in it, or another program saved it again. Do not rely on it."),
                standing_line(known, today),
            )
        case Match.EXACT:
            assert known is not None
            assert checked.made_at is not None
            return (
                _("This is exactly the sheet of mandate {number}, printed here on {day}.").format(
                    number=known.number, day=date_in_words(checked.made_at.date())
                ),
                days_line(known),
                standing_line(known, today),
            )


def number_lines(known: Known, today: date) -> tuple[str, ...]:
    """Say what is known of a number that was read on a paper."""
    return (
        _("A mandate with number {number} was printed here.").format(number=known.number),
        days_line(known),
        standing_line(known, today),
        _("Only the PDF file can be checked word for word: on paper, compare the days and the signatures."),
    )
