"""What is said where the encrypted folder is opened with its sheet."""

from __future__ import annotations

from dematassist.i18n import _


def lines() -> tuple[str, ...]:
    """Say what to do."""
    return (
        _("Take your recovery sheet. Copy its twelve words here, in their order."),
        _("Then choose another password. The former one opens nothing any more."),
    )


def is_key(typed: str) -> bool:
    """Return whether this is the line of the square code, and not the words."""
    return typed.strip().upper().startswith("AGE-SECRET-KEY-")


def words_help() -> str:
    """Say how the words are typed."""
    return _("With a space between the words. Capital letters and accents do not matter.")


def password_help() -> str:
    """Say what a password is to be."""
    return _("Of 10 letters or more. Several words are easier to remember.")
