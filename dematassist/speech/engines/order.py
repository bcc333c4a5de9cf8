"""Which engines there are on this computer, the better first."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import TYPE_CHECKING

from dematassist.speech.engines.driver import DriverEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.speech.engines.engine import Engine

_ORDERS = {"win32": ("sapi5", "pico", "espeak"), "darwin": ("avspeech", "espeak")}
_ELSEWHERE = ("pico", "espeak")
"""Pico is understood better (a recogniser gets far fewer of its words wrong) but is not everywhere."""


def order(platform: str = sys.platform) -> tuple[str, ...]:
    """Return the engines to look for on a system: its own voice first, which the person knows."""
    return _ORDERS.get(platform, _ELSEWHERE)


def makers() -> dict[str, Callable[[], Engine]]:
    """Return what makes each engine, in order; calling it raises ``EngineError`` where that cannot be."""
    return {name: functools.partial(_made, name) for name in order()}


def _made(name: str) -> Engine:
    module = importlib.import_module(f"dematassist.speech.engines.{name}")
    return DriverEngine(name, module)
