"""What opening hours in the syntax of OpenStreetMap say, for the usual forms. Pure.

Read here: days of the week, ranges of hours, months, the first Wednesday of the month, public and school
holidays, comments. ``schedule`` refuses whatever else the syntax allows: it is then shown as it is written.
Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from typing import NamedTuple

DAY_COUNT = 7
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = f"(?:{'|'.join(_DAYS)})"
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_HOLIDAY = "(?:PH|SH)"
_COUNTED = rf"{_DAY}\[-?\d(?:,-?\d)*\]"
_ITEM = rf"(?:{_DAY}-{_DAY}|{_DAY}|{_HOLIDAY})"
_SPAN = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_RULE = re.compile(
    rf"(?:(?P<months>{_MONTH}(?:[-,]{_MONTH})*)(?: |$))?"
    rf"(?:(?P<holidays>{_HOLIDAY}(?:,{_HOLIDAY})*)(?: |$))?"
    rf"(?:(?P<counted>{_COUNTED}(?:,{_COUNTED})*)(?: |$)|(?P<days>{_ITEM}(?:,{_ITEM})*)(?: |$))?"
    rf"(?P<state>off|closed|24/7|{_SPAN}(?:,{_SPAN})*)?(?: open)? ?"
    r'(?P<note>"[^"]*")?'
)
_BETWEEN_SEMICOLONS = re.compile(r'(?:[^;"]|"[^"]*")+')
_ADDED_RULE = re.compile(r'(?<=[\d"f]),(?=[A-Z])')
"""The comma after which another rule is added to the one before."""
_HOLIDAYS_OFF = re.compile(rf"{_HOLIDAY}(?:,{_HOLIDAY})* (?:off|closed)")
_ADDED_HOLIDAYS_OFF = re.compile(rf'(?<=[\d"f]),(?={_HOLIDAYS_OFF.pattern}(?:[;,]|$))')
_LAST_MINUTE = 24 * 60
_LAST_WEEK = 5

Span = tuple[int, int]
"""Minutes after midnight: opening, closing."""


class Times(NamedTuple):
    """The hours of a day. Neither span nor note: closed. ``note`` is the directory's own comment."""

    spans: tuple[Span, ...] = ()
    note: str = ""


CLOSED = Times()


class Special(NamedTuple):
    """Hours that hold at some times only: months, holidays, or the first Wednesday of the month."""

    times: Times
    days: tuple[int, ...] = ()
    """0 for Monday; empty for every day."""
    months: tuple[tuple[int, int], ...] = ()
    """First and last month of each range, 1 for January."""
    holidays: tuple[str, ...] = ()
    """PH (public) and SH (school)."""
    weeks: tuple[int, ...] = ()
    """Which ones of the month, -1 for the last; empty for all."""


class Schedule(NamedTuple):
    """What an expression says: the hours of each day from Monday, and what differs from them."""

    week: tuple[Times | None, ...]
    """``None``: the day is not spoken of, which means closed."""
    specials: tuple[Special, ...]


class _Rule(NamedTuple):
    """One rule: hours of days of the week (``days``, when ``is_weekly``) and of special times."""

    is_weekly: bool
    days: tuple[int, ...]
    times: Times
    specials: tuple[Special, ...]


def rules(osm: str) -> tuple[str, ...]:
    """Return the rules of an expression in one writing: capitals, spaces, and « PH off » last.

    Put first, « PH off » would be undone by the rule that follows, which nobody means.
    """
    pieces = re.split(r'("[^"]*")', " ".join(osm.replace("–", "-").split()))
    for index in range(0, len(pieces), 2):
        piece = re.sub(r"\s*([-,;])\s*", r"\1", pieces[index])
        piece = re.sub(rf"\b({_DAY}|{_MONTH}|{_HOLIDAY})\b", _capital, piece, flags=re.IGNORECASE)
        pieces[index] = re.sub(r"(?<=[a-zHS\]]) ?:(?= )", "", piece)
    text = _ADDED_HOLIDAYS_OFF.sub(";", "".join(pieces))
    found = (part.strip() for part in _BETWEEN_SEMICOLONS.findall(text))
    return tuple(sorted(filter(None, found), key=lambda part: bool(_HOLIDAYS_OFF.fullmatch(part))))


def standard(osm: str) -> str:
    """Return the expression as the standard writes it, for a library that reads nothing else."""
    return "; ".join(_ADDED_RULE.sub(", ", rule) for rule in rules(osm))


def schedule(osm: str) -> Schedule | None:
    """Read the usual forms; ``None`` for what is not one of them."""
    week: list[Times | None] = [None] * DAY_COUNT
    specials: list[Special] = []
    for written in rules(osm):
        for position, text in enumerate(_ADDED_RULE.split(written)):
            rule, is_added = _rule(text), position > 0
            # A week said after an exception would undo it, and an added exception adds to the week:
            # neither can be said in a few words.
            if rule is None or (rule.is_weekly and specials) or (rule.specials and is_added):
                return None
            if rule.is_weekly and not _put(week, rule, is_added=is_added):
                return None
            specials += rule.specials
    is_empty = not specials and not any(times is not None for times in week)
    return None if is_empty else Schedule(tuple(week), tuple(specials))


def _capital(found: re.Match[str]) -> str:
    word = found.group()
    return word.upper() if word.upper() in ("PH", "SH") else word.capitalize()


def _rule(text: str) -> _Rule | None:
    found = _RULE.fullmatch(text)
    times = _times(found) if found else None
    if found is None or times is None:
        return None
    months, holidays, counted = (found[group] or "" for group in ("months", "holidays", "counted"))
    items = (found["days"] or "").split(",") if found["days"] else []
    days = _days([item for item in items if item not in ("PH", "SH")])
    listed = tuple(item for item in items if item in ("PH", "SH"))
    if sum(map(bool, (months, holidays, counted, listed))) > 1:
        return None
    if months:
        return _Rule(False, days, times, (Special(times, days, months=_months(months)),))
    if holidays:
        return _Rule(False, days, times, (Special(times, days, holidays=tuple(holidays.split(","))),))
    if counted:
        specials = tuple(_counted(one, times) for one in re.findall(_COUNTED, counted))
        is_known = all(-1 <= week <= _LAST_WEEK and week for special in specials for week in special.weeks)
        return _Rule(False, days, times, specials) if is_known else None
    specials = (Special(times, holidays=listed),) if listed else ()
    return _Rule(bool(days) or not listed, days or tuple(range(DAY_COUNT)), times, specials)


def _times(rule: re.Match[str]) -> Times | None:
    """Return the hours of a rule; ``None`` when there are none or they make no sense."""
    state, note = rule["state"] or "", (rule["note"] or "").strip('" .')
    if state in ("off", "closed"):
        return None if note else CLOSED
    if state == "24/7":
        return Times(((0, _LAST_MINUTE),), note)
    if not state:
        return Times((), note) if note else None
    spans = []
    for written in state.split(","):
        first_hour, first_minute, last_hour, last_minute = (int(n) for n in re.findall(r"\d+", written))
        if max(first_minute, last_minute) >= 60:  # noqa: PLR2004 -- minutes
            return None
        spans.append((60 * first_hour + first_minute, 60 * last_hour + last_minute))
    return _in_order(spans, note)


def _in_order(spans: list[Span], note: str) -> Times | None:
    """Return the spans in order; ``None`` when one is empty or passes midnight, or two overlap."""
    ordered = sorted(spans)
    minutes = [minute for span in ordered for minute in span]
    if (
        minutes != sorted(minutes)
        or minutes[-1] > _LAST_MINUTE
        or any(first == last for first, last in spans)
    ):
        return None
    return Times(tuple(ordered), note)


def _put(week: list[Times | None], rule: _Rule, *, is_added: bool) -> bool:
    """Put a rule in the week; return whether it goes with what is there."""
    for day in rule.days:
        before = week[day]
        if not (is_added and before and before.spans):
            week[day] = rule.times
            continue
        both = _in_order([*before.spans, *rule.times.spans], rule.times.note)
        if both is None or before.note != rule.times.note or not rule.times.spans:
            return False
        week[day] = both
    return True


def _days(items: list[str]) -> tuple[int, ...]:
    found: set[int] = set()
    for item in items:
        first, _dash, last = item.partition("-")
        start = _DAYS.index(first)
        length = (_DAYS.index(last or first) - start) % DAY_COUNT + 1
        found |= {(start + offset) % DAY_COUNT for offset in range(length)}
    return tuple(sorted(found))


def _months(written: str) -> tuple[tuple[int, int], ...]:
    ranges = (part.partition("-") for part in written.split(","))
    return tuple(
        (_MONTHS.index(first) + 1, _MONTHS.index(last or first) + 1) for first, _dash, last in ranges
    )


def _counted(written: str, times: Times) -> Special:
    weeks = tuple(int(number) for number in re.findall(r"-?\d", written))
    return Special(times, (_DAYS.index(written[:2]),), weeks=weeks)
