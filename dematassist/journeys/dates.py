"""Dates and hours as people write them, read without guessing."""

from __future__ import annotations

import re
from datetime import date, time

_WRITTEN = re.compile(r"^\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})\s*$")
_HOUR = re.compile(r"^\s*(\d{1,2})\s*(?:h|heures?|[:.])\s*(\d{2})?\s*$")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")


def read_date(text: str) -> date | None:
    """Return the day written « 24/11/2026 », « 24.11.26 » or « 2026-11-24 »; ``None`` when it is not one.

    Day first, as in France. A year of two digits is of this century.
    """
    if found := _WRITTEN.match(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0  # noqa: PLR2004 -- two digits
    elif found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the hour written « 14h30 », « 14 h », « 14:30 » or « 9.05 »; ``None`` when it is not one."""
    found = _HOUR.match(text.casefold())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 -- a day, an hour


def written_time(at: time) -> str:
    """Return the hour as a person writes it: 14:30."""
    return f"{at:%H:%M}"


def written(day: date) -> str:
    """Return the day as a person writes it: 24/11/2026."""
    return f"{day:%d/%m/%Y}"
