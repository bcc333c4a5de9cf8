"""Time, randomness and ids of the hub. Moments are kept as milliseconds since 1970, UTC."""

from __future__ import annotations

import secrets
import time
from datetime import date, datetime, timedelta, timezone

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def now_ms() -> int:
    """Return the present moment."""
    return time.time_ns() // 1_000_000


def moment(milliseconds: int) -> datetime:
    """Return a moment kept as milliseconds."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def day(milliseconds: int) -> date:
    """Return the day of a moment, in UTC."""
    return moment(milliseconds).date()


def start_of(day_: date) -> int:
    """Return the first millisecond of a day, in UTC."""
    return (
        int((datetime(day_.year, day_.month, day_.day, tzinfo=timezone.utc) - _EPOCH).total_seconds()) * 1000
    )


def new_id(letter: str) -> str:
    """Return an id nobody can foresee, that begins with this letter."""
    return letter + _letters(12)


def new_code() -> str:
    """Return a code of enrolment to be copied by hand: 80 random bits in four groups."""
    drawn = _letters(16).upper()
    return "-".join(drawn[start : start + 4] for start in range(0, 16, 4))


def new_token() -> str:
    """Return a secret for a session or a form."""
    return secrets.token_urlsafe(32)


def new_seed() -> bytes:
    """Return the secret half of a new signing key."""
    return secrets.token_bytes(32)


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))
