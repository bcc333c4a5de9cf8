"""What the first start asks: three questions, each of which can be skipped."""

from __future__ import annotations

from typing import NamedTuple

from dematassist.i18n import _
from dematassist.system.settings import Computer


class WelcomeView(NamedTuple):
    """The three questions and what is said around them."""

    title: str
    intro: tuple[str, ...]
    reading: str
    computer: str
    language: str


def welcome_view() -> WelcomeView:
    """Say the three questions."""
    return WelcomeView(
        title=_("Welcome"),
        intro=(
            _("This program helps you with French administration, step by step."),
            _("It is free. It works without the internet. It sends nothing to anyone."),
            _("Three questions to suit you. You can skip them and change everything later."),
        ),
        reading=_("How do you read best?"),
        computer=_("Is this your computer?"),
        language=_("Language, langue, لغة"),
    )


def computer_name(computer: Computer) -> str:
    """Return the words of an answer."""
    return {
        Computer.UNKNOWN: _("I would rather not say"),
        Computer.MINE: _("Yes, it is mine or my family's"),
        Computer.SHARED: _("No, other people use it: a desk, a library, an association"),
    }[computer]
