"""Amounts, percentages, measures."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import BLANK, INTEGER, decimal, number, value

_PER = {
    "mois": "mois",
    "an": "an",
    "jour": "jour",
    "j": "jour",
    "semaine": "semaine",
    "h": "heure",
    "heure": "heure",
    "min": "minute",
    "minute": "minute",
    "personne": "personne",
    "appel": "appel",
}
_UNITS = {
    "km/h": "kilomètre à l’heure",
    "m²": "mètre carré",
    "m2": "mètre carré",
    "m³": "mètre cube",
    "m3": "mètre cube",
    "km": "kilomètre",
    "cm": "centimètre",
    "mm": "millimètre",
    "m": "mètre",
    "kg": "kilogramme",
    "g": "gramme",
    "Ko": "kilo-octet",
    "ko": "kilo-octet",
    "Mo": "mégaoctet",
    "Go": "gigaoctet",
    "To": "téraoctet",
    "°C": "degré",
    "min": "minute",
    "kWh": "kilowattheure",
    "pt": "point",
    "px": "pixel",
    "s": "seconde",
    "L": "litre",
    "l": "litre",
}
_FEMININE = {"minute", "seconde"}
_AMOUNT = rf"(?P<sign>(?<!\w)[-−])?(?P<whole>(?<![\d,]){INTEGER})(?:[,.](?P<part>\d\d?))?"
_PLURAL_AT = 2


def _euros(found: re.Match[str], form: Form) -> str:
    whole, part = value(found["whole"]), found["part"]
    many = {"k": " mille", "M": " millions"}.get(found["scale"] or "", "")
    if many:
        count = decimal(found["whole"], part, form) if part else number(whole, form)
        said = f"{count}{many} d’euros" if many == " millions" else f"{count}{many} euros"
    else:
        said = f"{number(whole, form)} euro{'s' if whole >= _PLURAL_AT else ''}"
        if whole >= 10**6 and whole % 10**6 == 0:
            said = said.replace(" euro", " d’euro")
        cents = int(part.ljust(2, "0")) if part else 0
        if cents:
            words = f"{number(cents, form)} centime{'s' if cents >= _PLURAL_AT else ''}"
            said = words if whole == 0 else f"{said} et {words}"
    sign = "moins " if found["sign"] else ""
    per = f" par {_PER[found['per']]}" if found["per"] else ""
    return f"{sign}{said}{per}"


def _euro_range(found: re.Match[str], form: Form) -> str:
    return f"{number(value(found[1]), form)} à {number(value(found[2]), form)} euros"


def _share(found: re.Match[str], form: Form) -> str:
    return f"{_count(found, form)} pour cent"


def _measure(found: re.Match[str], form: Form) -> str:
    unit = _UNITS[found["unit"]]
    whole = value(found["whole"])
    count = (
        decimal(found["whole"], found["part"], form)
        if found["part"]
        else number(whole, form, is_feminine=unit in _FEMININE)
    )
    sign = "moins " if found["sign"] else ""
    first, *rest = unit.split(" ")
    if whole >= _PLURAL_AT:
        first += "s"
        rest = [f"{word}s" if word == "carré" else word for word in rest]
    return f"{sign}{count} {' '.join([first, *rest])}"


def _count(found: re.Match[str], form: Form) -> str:
    sign = "moins " if found["sign"] else ""
    whole = decimal(found["whole"], found["part"], form) if found["part"] else None
    return sign + (whole or number(value(found["whole"]), form))


def _sized(found: re.Match[str], form: Form) -> str:
    sides = []
    for side in found.group(1, 2):
        whole, _comma, part = side.partition(",")
        sides.append(decimal(whole, part, form) if part else number(int(whole), form))
    return f"{' sur '.join(sides)} {_UNITS[found[3]]}s"


_PER_WORDS = "|".join(sorted(_PER, key=len, reverse=True))
_UNIT_WORDS = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))

RULES = (
    Rule(re.compile(rf"(?<!\d)({INTEGER}) ?[-–à] ?({INTEGER}){BLANK}?(?:€|euros?\b)"), _euro_range),
    Rule(
        re.compile(
            rf"{_AMOUNT}{BLANK}?(?P<scale>[kM])?(?:€|euros?\b|EUR\b)(?:{BLANK}?/{BLANK}?(?P<per>{_PER_WORDS})\b)?"
        ),
        _euros,
    ),
    Rule(re.compile(rf"{_AMOUNT}{BLANK}?%"), _share),
    Rule(re.compile(rf"(?<!\d)(\d+(?:,\d+)?) ?[×x] ?(\d+(?:,\d+)?){BLANK}?(mm|cm|m|px)\b"), _sized),
    Rule(re.compile(rf"{_AMOUNT}{BLANK}?(?P<unit>{_UNIT_WORDS})(?![\w²³/])"), _measure),
)
