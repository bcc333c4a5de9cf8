"""Which engines there are on this computer, the better first."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from dematassist.speech.engines.driver import DriverEngine
from dematassist.speech.engines.engine import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.speech.engines.engine import Engine

ORDER = ("pico", "espeak")
"""Pico is understood better (16 % of words wrong for a recogniser, against 60 %) but is not everywhere."""


def available() -> Iterator[Engine]:
    """Give the engines that can be made here, each made when it is come to; none without any voice."""
    for name in ORDER:
        try:
            module = importlib.import_module(f"dematassist.speech.engines.{name}")
            engine = DriverEngine(name, module)
        except EngineError:
            continue
        yield engine
