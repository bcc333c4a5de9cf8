"""Which engines there are on this computer, the better first."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from dematassist.speech.engines.driver import DriverEngine
from dematassist.speech.engines.engine import EngineError
from dematassist.speech.engines.none import NoEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.speech.engines.engine import Engine

_ORDERS = {"win32": ("sapi5", "pico", "espeak"), "darwin": ("avspeech", "espeak")}
_ELSEWHERE = ("pico", "espeak")
"""Pico is understood better (a recogniser gets far fewer of its words wrong) but is not everywhere."""


def order(platform: str = sys.platform) -> tuple[str, ...]:
    """Return the engines to look for on a system: its own voice first, which the person knows."""
    return _ORDERS.get(platform, _ELSEWHERE)


def available() -> Iterator[Engine]:
    """Give the engines that can be made here, each made when it is come to; one without voice if none can."""
    is_there_one = False
    for name in order():
        try:
            module = importlib.import_module(f"dematassist.speech.engines.{name}")
            engine = DriverEngine(name, module)
        except EngineError:
            continue
        is_there_one = True
        yield engine
    if not is_there_one:
        yield NoEngine()
