"""Dates, hours, durations, opening times."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import BLANK, number

_MONTHS = str.split("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_SHORT_MONTHS = {
    "janv.": "janvier",
    "févr.": "février",
    "avr.": "avril",
    "juil.": "juillet",
    "sept.": "septembre",
    "oct.": "octobre",
    "nov.": "novembre",
    "déc.": "décembre",
}
_DAYS = {
    "lun.": "lundi",
    "mar.": "mardi",
    "mer.": "mercredi",
    "jeu.": "jeudi",
    "ven.": "vendredi",
    "sam.": "samedi",
    "dim.": "dimanche",
}
_LAST_HOUR, _LAST_MINUTE, _LAST_DAY = 24, 59, 31


def _date(found: re.Match[str], form: Form) -> str | None:
    day, month, year = int(found[1]), int(found[2]), int(found[3])
    if not (1 <= day <= _LAST_DAY and 1 <= month <= len(_MONTHS)):
        return None
    return f"{_day(day, form)} {_MONTHS[month - 1]} {number(year, form)}"


def _iso_date(found: re.Match[str], form: Form) -> str | None:
    day, month = int(found[3]), int(found[2])
    if not (1 <= day <= _LAST_DAY and 1 <= month <= len(_MONTHS)):
        return None
    return f"{_day(day, form)} {_MONTHS[month - 1]} {number(int(found[1]), form)}"


def _month(found: re.Match[str], form: Form) -> str | None:
    month = int(found[1])
    return f"{_MONTHS[month - 1]} {number(int(found[2]), form)}" if 1 <= month <= len(_MONTHS) else None


def _day(day: int, form: Form) -> str:
    return "premier" if day == 1 else number(day, form)


def _hour(found: re.Match[str], form: Form) -> str | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    words = f"{number(hour, form, is_feminine=True)} heure{'s' if hour > 1 else ''}"
    return f"{words} {number(minute, form, is_feminine=True)}" if minute else words


def _hour_range(found: re.Match[str], form: Form) -> str | None:
    hours = [_hour(alone, form) for part in found.groups() if (alone := _HOUR_ALONE.match(part))]
    return " à ".join(hour for hour in hours if hour) if all(hours) else None


def _short_word(found: re.Match[str], _form: Form) -> str:
    return {**_SHORT_MONTHS, **_DAYS}[found[0].lower()]


_HOUR = rf"(?<![\d,])(\d{{1,2}}){BLANK}?[hH](?:{BLANK}?(\d\d))?(?![\wÀ-ÿ])"
_HOUR_ALONE = re.compile(rf"(\d{{1,2}}){BLANK}?[hH:](?:{BLANK}?(\d\d))?")
_ONE_HOUR = rf"\d{{1,2}}{BLANK}?[hH](?:{BLANK}?\d\d)?"

RULES = (
    Rule(re.compile(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\d/])"), _date),
    Rule(re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)"), _iso_date),
    Rule(re.compile(r"(?<![\d/])(\d\d)/(\d{4})(?![\d/])"), _month),
    Rule(re.compile(rf"(?<!\d)({_ONE_HOUR}) ?[-–] ?({_ONE_HOUR})(?!\w)"), _hour_range),
    Rule(re.compile(_HOUR), _hour),
    Rule(re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])"), _hour),
    Rule(
        re.compile(
            "|".join(rf"(?<!\w){re.escape(word)}" for word in [*_SHORT_MONTHS, *_DAYS]), re.IGNORECASE
        ),
        _short_word,
    ),
)
