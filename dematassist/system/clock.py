"""Time, randomness and ids: the only place they come from."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time and makes ids."""

    def now(self) -> datetime:
        """Return the local time, with its zone."""
        ...

    def today(self) -> date:
        """Return the local day."""
        ...

    def new_id(self) -> str:
        """Return a new random id: 32 hexadecimal digits."""
        ...


class SystemClock:
    """The machine's clock and randomness."""

    def now(self) -> datetime:
        """Return the local time, with its zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """Return the local day."""
        return self.now().date()

    def new_id(self) -> str:
        """Return a new random id: 32 hexadecimal digits."""
        return os.urandom(16).hex()


def random_bytes(count: int) -> bytes:
    """Return random bytes fit for a key. They never come from a clock that can be foretold."""
    return os.urandom(count)


def random_share() -> float:
    """Return a random number from 0 (included) to 1 (excluded)."""
    return int.from_bytes(os.urandom(7), "big") / 2**56
