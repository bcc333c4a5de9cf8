"""OpenStreetMap opening hours in words, and whether a place is open now.

The usual forms are put in words: days, lists and ranges of days, ranges of hours, « off », public and
school holidays. Whatever else the syntax allows is shown as it is written, never guessed. Whether it is
open now comes from ``opening-hours-py``, which reads the whole syntax
(https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_SELECTOR = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_RULE = re.compile(
    rf"^(?:(?P<days>{_SELECTOR}(?:\s*[-,]\s*{_SELECTOR})*)\s*:?\s+)?(?P<hours>off|closed|24/7|[\d:,\s\-]+)$"
)
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$")


class Hours(NamedTuple):
    """The hours in words, one line a rule. ``is_raw``: they are shown as written."""

    lines: tuple[str, ...]
    is_raw: bool


def in_words(osm: str) -> Hours:
    """Put OpenStreetMap opening hours in words of the language in use."""
    rules = [rule.strip() for rule in osm.split(";") if rule.strip()]
    lines = [_rule_in_words(rule) for rule in rules]
    if not lines:
        return Hours((), is_raw=False)
    if any(line is None for line in lines):
        # Translators: {hours} are opening hours in a technical form that could not be put in words.
        return Hours((_("Opening hours as written: {hours}").format(hours=osm.strip()),), is_raw=True)
    return Hours(tuple(line for line in lines if line), is_raw=False)


def is_open(osm: str, now: datetime) -> bool | None:
    """Return whether a place is open at that local time; ``None`` when nobody can tell."""
    # 10 ms and 3 MB: only when a desk is shown.
    import opening_hours

    try:
        hours = opening_hours.OpeningHours(osm)
        local = now.replace(tzinfo=None)
        return None if hours.is_unknown(local) else bool(hours.is_open(local))
    except (ValueError, SyntaxError):
        return None


def _rule_in_words(rule: str) -> str | None:
    found = _RULE.match(rule)
    if not found:
        return None
    days = _days_in_words(found["days"]) if found["days"] else _("Every day")
    if days is None:
        return None
    hours = found["hours"].strip()
    if hours in ("off", "closed"):
        return _("{days}: closed.").format(days=days)
    if hours == "24/7":
        return _("{days}: open day and night.").format(days=days)
    spans = [_span_in_words(span.strip()) for span in hours.split(",")]
    if any(span is None for span in spans):
        return None
    # Translators: joins two opening times: "from 9:00 to 12:00 and from 14:00 to 17:00".
    together = _(" and ").join(span for span in spans if span)
    return _("{days}: {hours}.").format(days=days, hours=together)


def _days_in_words(days: str) -> str | None:
    names = {
        "Mo": _("Monday"),
        "Tu": _("Tuesday"),
        "We": _("Wednesday"),
        "Th": _("Thursday"),
        "Fr": _("Friday"),
        "Sa": _("Saturday"),
        "Su": _("Sunday"),
        "PH": _("public holidays"),
        "SH": _("school holidays"),
    }
    parts = []
    for part in re.split(r"\s*,\s*", days):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not dash:
            parts.append(names[first])
        elif first in _DAYS and last in _DAYS:
            parts.append(_("from {first} to {last}").format(first=names[first], last=names[last]))
        else:
            return None
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _span_in_words(span: str) -> str | None:
    found = _SPAN.match(span)
    if not found:
        return None
    first_hour, first_minute, last_hour, last_minute = found.groups()
    if int(first_hour) > 24 or int(last_hour) > 26 or int(first_minute) > 59 or int(last_minute) > 59:  # noqa: PLR2004
        return None
    return _("from {first} to {last}").format(
        first=_time(first_hour, first_minute), last=_time(last_hour, last_minute)
    )


def _time(hour: str, minute: str) -> str:
    if minute == "00":
        # Translators: a time on the hour, such as "9:00"; in French "9 h".
        return _("{hour}:00").format(hour=int(hour))
    # Translators: a time such as "9:30"; in French "9 h 30".
    return _("{hour}:{minute}").format(hour=int(hour), minute=minute)
