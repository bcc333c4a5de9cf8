"""What is said while the encrypted folder is made."""

from __future__ import annotations

from dematassist.i18n import _


def intro(*, is_on_stick: bool) -> tuple[str, ...]:
    """Say what the folder is. At a shared computer, it is on the stick of the person."""
    return (
        _("Your papers are kept on your stick, in an encrypted folder. They go nowhere else.")
        if is_on_stick
        else _("Your papers are kept on this computer, in an encrypted folder. They go nowhere else."),
        _("Nobody can read them without your password: not even us."),
        _("If you lose the password and the recovery sheet, your papers are lost."),
    )


def password_help() -> str:
    """Say what to do with the password that is offered."""
    return _(
        "We made this one: six words drawn at random. Write it on paper. "
        "You can also type your own, of 10 letters or more."
    )


def sheet_lines() -> tuple[str, ...]:
    """Say what the sheet is for."""
    return (
        _("This sheet opens your folder if you forget the password."),
        _("Print it, save it on a USB stick, or copy the twelve words by hand."),
        _("Keep it at home, away from this computer. Show it to nobody."),
    )


def words_lines() -> tuple[str, ...]:
    """Say why two words are asked back."""
    return (
        _("Look at your sheet, and copy two of its words here."),
        _("So you are sure that you have it. Nothing is made before."),
    )


def word_label(number: int) -> str:
    """Name the field of a word."""
    return _("Word number {n} of the sheet").format(n=number)
