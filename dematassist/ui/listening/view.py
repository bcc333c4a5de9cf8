"""What the bar of listening says."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dematassist.i18n import _
from dematassist.speech.model import Failed, Paused, Preparing, ReaderState, Speaking
from dematassist.system.settings import VOICE_SPEED_RANGE

_SCREEN_READER_START_SECONDS = 1.0
_SCREEN_READER_LETTERS_A_SECOND = 20
SPEED_STEP = 10
"""In percent of the usual speed."""


class Next(Enum):
    """What « Écouter » does when it is pressed."""

    READ = "read"
    PAUSE = "pause"
    GO_ON = "go-on"


class BarView(NamedTuple):
    """What is shown in a state of the reader."""

    is_shown: bool
    """Whether there is something to command."""
    does: Next
    first: str
    """The words of « Écouter »."""
    speed: str


def bar_view(state: ReaderState, speed_percent: int) -> BarView:
    """Say what is shown."""
    does = Next.READ
    if isinstance(state, Preparing | Speaking):
        does = Next.PAUSE
    elif isinstance(state, Paused | Failed):
        does = Next.GO_ON
    words = {Next.READ: _("Listen"), Next.PAUSE: _("Pause"), Next.GO_ON: _("Go on")}
    return BarView(does is not Next.READ, does, words[does], speed_in_words(speed_percent))


def speed_in_words(percent: int) -> str:
    """Say the speed of the voice."""
    # Translators: {factor} is 0.6 to 1.8; 1 is the usual speed.
    return _("Speed: {factor} ×").format(factor=_decimal(percent))


def screen_reader_seconds(said: str) -> float:
    """Return how long a screen reader takes to say this: our voice begins after it."""
    return _SCREEN_READER_START_SECONDS + len(said) / _SCREEN_READER_LETTERS_A_SECOND


def changed_speed(percent: int, by: int) -> int:
    """Return the speed after a step, within its bounds."""
    low, high = VOICE_SPEED_RANGE
    return min(max(percent + by, low), high)


def _decimal(percent: int) -> str:
    # Translators: the sign between 1 and 2 in 1.2.
    return f"{percent / 100:.1f}".replace(".", _("."))
