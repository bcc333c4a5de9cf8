"""Dates, hours, durations, opening times."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule, final_point
from dematassist.speech.spoken.numbers import BLANK, number

_MONTHS = str.split("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_SHORT_MONTHS = {
    "janv": "janvier",
    "jan": "janvier",
    "févr": "février",
    "fév": "février",
    "avr": "avril",
    "juil": "juillet",
    "sept": "septembre",
    "oct": "octobre",
    "nov": "novembre",
    "déc": "décembre",
}
_DAYS = {
    "lun": "lundi",
    "mar": "mardi",
    "mer": "mercredi",
    "jeu": "jeudi",
    "ven": "vendredi",
    "sam": "samedi",
    "dim": "dimanche",
}
_NAMES = {**_SHORT_MONTHS, **_DAYS}
_LAST_HOUR, _LAST_MINUTE, _LAST_DAY = 24, 59, 31
_FIRST_YEAR_OF_LAST_CENTURY = 50
"""« 85 » as a year is 1985, « 26 » is 2026."""


def _day_and_month(day: int, month: int, form: Form) -> str | None:
    if not (1 <= day <= _LAST_DAY and 1 <= month <= len(_MONTHS)):
        return None
    return f"{'premier' if day == 1 else number(day, form)} {_MONTHS[month - 1]}"


def _year(written: str) -> int:
    year = int(written)
    if len(written) > 2:  # noqa: PLR2004
        return year
    return year + (1900 if year >= _FIRST_YEAR_OF_LAST_CENTURY else 2000)


def _date(found: re.Match[str], form: Form) -> str | None:
    day = _day_and_month(int(found["day"]), int(found["month"]), form)
    return day and f"{day} {number(_year(found['year']), form)}"


def _short_date(found: re.Match[str], form: Form) -> str | None:
    return _day_and_month(int(found["day"]), int(found["month"]), form)


def _month(found: re.Match[str], form: Form) -> str | None:
    month = int(found[1])
    return f"{_MONTHS[month - 1]} {number(int(found[2]), form)}" if 1 <= month <= len(_MONTHS) else None


def _time(written: str, form: Form) -> str | None:
    parts = _PARTS.fullmatch(written)
    if parts is None:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    if minute > _LAST_MINUTE or (minute and hour > _LAST_HOUR and ":" in written):
        return None
    words = f"{number(hour, form, is_feminine=True)} heure{'s' if hour > 1 else ''}"
    if not minute:
        return words
    count = number(minute, form, is_feminine=True)
    return f"{words} {count} minute{'s' if minute > 1 else ''}" if parts[3] else f"{words} {count}"


def _hour(found: re.Match[str], form: Form) -> str | None:
    return _time(found[0], form)


def _clock(found: re.Match[str], form: Form) -> str | None:
    return _time(found[0], form) if int(found[1]) <= _LAST_HOUR else None


def _hour_range(found: re.Match[str], form: Form) -> str | None:
    first, last = _time(found[1], form), _time(found[2], form)
    return f"{first} à {last}" if first and last else None


def _bare_hour_range(found: re.Match[str], form: Form) -> str | None:
    last = _time(found[2], form)
    return last and f"{number(int(found[1]), form, is_feminine=True)} à {last}"


def _around(found: re.Match[str], form: Form) -> str:
    """Say « 24h/24 », « 7j/7 »."""
    unit = "heure" if found[2].lower().startswith("h") else "jour"
    count = number(int(found[1]), form, is_feminine=unit == "heure")
    return f"{count} {unit}{'s' if int(found[1]) > 1 else ''} sur {number(int(found[3]), form)}"


def _short_range(found: re.Match[str], _form: Form) -> str:
    return f"{_named(found[1])} à {_named(found[2])}"


def _named(word: str) -> str:
    bare = word.lower().rstrip(".")
    return _NAMES.get(bare, bare)


def _short_word(found: re.Match[str], _form: Form) -> str:
    return _named(found[0]) + final_point(found)


_PARTS = re.compile(rf"(\d{{1,3}}){BLANK}?[hH:](?:{BLANK}?(\d\d)({BLANK}?(?:min|mn)\b)?)?")
_HOUR = rf"\d{{1,2}}{BLANK}?[hH](?:{BLANK}?\d\d(?:{BLANK}?(?:min|mn)\b)?)?"
_LONG_HOUR = rf"\d{{1,3}}{BLANK}?[hH](?:{BLANK}?\d\d(?:{BLANK}?(?:min|mn)\b)?)?"
_CLOCK = r"\d{1,2}:\d\d"
_TO = rf"{BLANK}?[-–/]{BLANK}?"
_DAY, _MONTH = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_DAY_NAME = "|".join(rf"{short}\.|{short}(?=[-–])|{long}" for short, long in _DAYS.items())
_LAST_DAY_NAME = "|".join(rf"{short}\.|{long}|{short}" for short, long in _DAYS.items())
_MONTH_NAME = "|".join([*(rf"{short}\.?" for short in _SHORT_MONTHS), *_MONTHS])
_ALSO_WORDS = ("mer", "jeu", "mar", "sept")
"""Short names that end a sentence as other words do: « la mer. », « ils sont sept. »."""
_DOTTED = "|".join(rf"{word}\." for word in _NAMES if word not in _ALSO_WORDS)
_BARE_MONTH = "|".join(_SHORT_MONTHS)

RULES = (
    Rule(re.compile(rf"(?<![\d/.-]){_DAY}(?P<sep>[/.-]){_MONTH}(?P=sep)(?P<year>\d{{4}})(?![\d/])"), _date),
    Rule(
        re.compile(r"(?<![\d/.])(?P<day>\d\d?)(?P<sep>[/.])(?P<month>\d\d?)(?P=sep)(?P<year>\d\d)(?![\d/.])"),
        _date,
    ),
    Rule(re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"), _date),
    Rule(re.compile(r"(?<![\d/])(\d\d)/(\d{4})(?![\d/])"), _month),
    Rule(re.compile(r"(?<![\d/])(?P<day>\d\d)/(?P<month>\d\d)(?![\d/])"), _short_date),
    Rule(
        re.compile(
            r"(?:(?<=\b[lL]e )|(?<=\b[dD]u )|(?<=\b[aA]u ))(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])"
        ),
        _short_date,
    ),
    Rule(re.compile(rf"\b1(?= (?:{'|'.join(_MONTHS)})\b)"), lambda _found, _form: "premier"),
    Rule(re.compile(r"(?<!\d)(\d{1,2}) ?([hH]|heures)/(24)(?!\d)"), _around),
    Rule(re.compile(r"(?<!\d)([1-7]) ?(j|jours)/(7)(?!\d)"), _around),
    Rule(re.compile(rf"(?<![\d,])({_HOUR}){_TO}({_HOUR})(?![\w])"), _hour_range),
    Rule(re.compile(rf"(?<![\d:])({_CLOCK}){_TO}({_CLOCK})(?![\d:])"), _hour_range),
    Rule(re.compile(rf"(?<![\d,/-])(\d{{1,2}}){_TO}({_HOUR})(?![\w])"), _bare_hour_range),
    Rule(re.compile(rf"(?<![\d,])(?<!\d{BLANK})(?:{_LONG_HOUR})(?![\w/])"), _hour),
    Rule(re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])"), _clock),
    Rule(re.compile(rf"(?<!\w)({_DAY_NAME}){_TO}({_LAST_DAY_NAME})(?!\w)", re.IGNORECASE), _short_range),
    Rule(re.compile(rf"(?<!\w)({_MONTH_NAME})[-–]({_MONTH_NAME})(?!\w)", re.IGNORECASE), _short_range),
    Rule(re.compile(rf"(?<![\w-])(?:{_DOTTED})(?![^\W\d_])", re.IGNORECASE), _short_word),
    Rule(
        re.compile(rf"(?<![\w-])(?i:mer|jeu|mar)\.(?={BLANK}?[\da-zà-ÿ,;:)–-])|(?<=\d )sept\.(?!\w)"),
        _short_word,
    ),
    Rule(re.compile(rf"(?<=\d )(?:{_BARE_MONTH})(?= \d{{4}})", re.IGNORECASE), _short_word),
)
