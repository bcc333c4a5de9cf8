"""Amounts, percentages, measures."""

from __future__ import annotations

import re
from functools import lru_cache

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.lexicon import units
from dematassist.speech.spoken.numbers import BLANK, INTEGER, decimal, number, value

_PER = {
    "mois": "mois",
    "mens.": "mois",
    "an": "an",
    "année": "an",
    "jour": "jour",
    "j": "jour",
    "nuit": "nuit",
    "semaine": "semaine",
    "sem.": "semaine",
    "trimestre": "trimestre",
    "h": "heure",
    "heure": "heure",
    "min": "minute",
    "minute": "minute",
    "personne": "personne",
    "pers.": "personne",
    "pers": "personne",
    "enfant": "enfant",
    "appel": "appel",
    "SMS": "S M S",
    "repas": "repas",
    "part": "part",
    "foyer": "foyer",
    "logement": "logement",
    "m²": "mètre carré",
    "m2": "mètre carré",
    "m³": "mètre cube",
    "m3": "mètre cube",
    "km": "kilomètre",
    "kWh": "kilowattheure",
    "litre": "litre",
    "l": "litre",
    "L": "litre",
    "kg": "kilogramme",
}
_CURRENCIES = {"$": "dollar", "£": "livre", "CHF": "franc suisse", "USD": "dollar", "GBP": "livre"}
_SIGNS = {"+": "plus ", "": ""}
_PLURAL_AT = 2
_MILLION = 10**6
_SCALES = {"k": "mille", "K": "mille", "M": "million", "Md": "milliard", "Mds": "milliard"}
_GROUPED = rf"\d{{1,3}}(?:\.\d{{3}})+(?=,\d|{BLANK}?(?:€|euros?\b|EUR\b))|{INTEGER}"
_NUMBER = rf"(?P<whole>(?<![\d,])(?:{_GROUPED}))(?:[,.](?P<part>\d{{1,3}}))?(?!\d)"
_SIGN = rf"(?P<sign>(?<![\w)])[-−+]|(?<=[:=(] )[–-]{BLANK}?)?"
_EURO = r"(?:€|euros?\b|EUR\b)"


def _sign(found: re.Match[str]) -> str:
    written = found["sign"]
    return _SIGNS.get(written or "", "moins ")


def _euros(found: re.Match[str], form: Form) -> str:
    cents_after = found["cents"] if "cents" in found.re.groupindex else None
    part = found["part"] or cents_after
    scale = found["scale"] if "scale" in found.re.groupindex else None
    per = f" par {_PER[found['per']]}" if found["per"] else ""
    return f"{_sign(found)}{_amount(found['whole'], part, scale, form)}{per}"


def _amount(whole: str, part: str | None, scale: str | None, form: Form) -> str:
    count = value(whole)
    if scale:
        return _scaled(whole, part, scale, form)
    if part and len(part) > 2:  # noqa: PLR2004
        return f"{decimal(whole, part, form)} euro{'s' if count >= _PLURAL_AT else ''}"
    of = "d’" if count >= _MILLION and count % _MILLION == 0 else ""
    said = f"{number(count, form)} {of}euro{'s' if count >= _PLURAL_AT else ''}"
    cents = int(part.ljust(2, "0")) if part else 0
    if not cents:
        return said
    words = f"{number(cents, form)} centime{'s' if cents >= _PLURAL_AT else ''}"
    return words if count == 0 else f"{said} et {words}"


def _scaled(whole: str, part: str | None, scale: str, form: Form) -> str:
    count, name = value(whole), _SCALES[scale]
    if name == "mille":
        return f"{decimal(whole, part, form)} mille euros" if part else f"{number(1000 * count, form)} euros"
    figures = decimal(whole, part, form) if part else number(count, form)
    return f"{figures} {name}{'s' if count >= _PLURAL_AT else ''} d’euros"


def _other_money(found: re.Match[str], form: Form) -> str:
    name = _CURRENCIES[found["money"]]
    count = value(found["whole"])
    figures = (
        decimal(found["whole"], found["part"], form)
        if found["part"]
        else number(count, form, is_feminine=name == "livre")
    )
    if count >= _PLURAL_AT:
        name = " ".join(f"{word}s" for word in name.split(" "))
    return f"{_sign(found)}{figures} {name}"


def _euro_range(found: re.Match[str], form: Form) -> str:
    first = _count_of(found["first"], form)
    if found["named"]:
        first = _amount(*_parts(found["first"]), None, form)
    last = _amount(*_parts(found["last"]), None, form)
    per = f" par {_PER[found['per']]}" if found["per"] else ""
    return f"{first} à {last}{per}"


def _parts(written: str) -> tuple[str, str | None]:
    whole, _comma, part = written.partition(",")
    return whole, part or None


def _count_of(written: str, form: Form) -> str:
    whole, part = _parts(written)
    return decimal(whole, part, form) if part else number(value(whole), form)


def _share_range(found: re.Match[str], form: Form) -> str:
    return f"{_count_of(found[1], form)} à {_count_of(found[2], form)} pour cent"


def _share(found: re.Match[str], form: Form) -> str:
    whole, part = found["whole"], found["part"]
    per = f" par {_PER[found['per']]}" if found["per"] else ""
    figures = decimal(whole, part, form) if part else number(value(whole), form)
    mille = "mille" if found["share"] == "‰" else "cent"
    return f"{_sign(found)}{figures} pour {mille}{per}"


def _measure(found: re.Match[str], form: Form) -> str:
    unit = units()[found["unit"]]
    whole, part = value(found["whole"]), found["part"]
    figures = (
        decimal(found["whole"], part, form) if part else number(whole, form, is_feminine=unit.is_feminine)
    )
    per = f" par {_PER[found['per']]}" if found["per"] else ""
    return f"{_sign(found)}{figures} {unit.many if whole >= _PLURAL_AT else unit.one}{per}"


def _measure_range(found: re.Match[str], form: Form) -> str:
    unit = units()[found["unit"]]
    return f"{_count_of(found[1], form)} à {_count_of(found[2], form)} {unit.many}"


def _sized(found: re.Match[str], form: Form) -> str:
    sides = [_count_of(side, form) for side in re.findall(r"\d+(?:,\d+)?", found["sides"])]
    return f"{' sur '.join(sides)} {units()[found['unit']].many}"


def _side(found: re.Match[str], form: Form) -> str:
    unit = units()[found["unit"]]
    return f"{_count_of(found['side'], form)} {unit.many} sur "


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules of amounts and measures. The lexicon of units is read the first time."""
    unit = "|".join(re.escape(symbol) for symbol in sorted(units(), key=len, reverse=True))
    per_words = "|".join(re.escape(word) for word in sorted(_PER, key=len, reverse=True))
    per = rf"(?:{BLANK}?/{BLANK}?(?P<per>{per_words})(?!\w))?"
    plain = rf"(?:{INTEGER})(?:,\d{{1,3}})?"
    size = r"mm|cm|m|px"
    return (
        Rule(
            re.compile(
                rf"(?<![\d,])(?P<first>{plain})(?P<named>{BLANK}?€)?{BLANK}?[-–]{BLANK}?(?P<last>{plain}){BLANK}?{_EURO}{per}"
            ),
            _euro_range,
        ),
        Rule(
            re.compile(
                rf"{_SIGN}(?P<whole>(?<![\d,])(?:{INTEGER})){BLANK}?€{BLANK}?(?P<part>\d\d)(?![\d\w]|{BLANK}?[€/%])(?P<per>(?!))?"
            ),
            _euros,
        ),
        Rule(re.compile(rf"{_SIGN}€{BLANK}?{_NUMBER}(?P<per>(?!))?"), _euros),
        Rule(re.compile(rf"{_SIGN}{_NUMBER}{BLANK}?(?P<scale>Mds?|[kKM])?{BLANK}?{_EURO}{per}"), _euros),
        Rule(re.compile(rf"{_SIGN}{_NUMBER}{BLANK}?(?P<money>[$£]|CHF\b|USD\b|GBP\b)"), _other_money),
        Rule(re.compile(rf"(?<![\d,])({plain}){BLANK}?[-–]{BLANK}?({plain}){BLANK}?%"), _share_range),
        Rule(re.compile(rf"{_SIGN}{_NUMBER}{BLANK}?(?P<share>[%‰]){per}"), _share),
        Rule(
            re.compile(
                rf"(?<!\d)(?P<sides>\d+(?:,\d+)?(?:{BLANK}?[×xX*]{BLANK}?\d+(?:,\d+)?){{1,2}}){BLANK}?(?P<unit>{size})\b"
            ),
            _sized,
        ),
        Rule(
            re.compile(
                rf"(?<!\d)(?P<side>\d+(?:,\d+)?){BLANK}?(?P<unit>{size}){BLANK}?[×x]{BLANK}?(?=\d+(?:,\d+)?{BLANK}?(?:{size})\b)"
            ),
            _side,
        ),
        Rule(
            re.compile(
                rf"(?<![\d,])({plain}){BLANK}?[-–]{BLANK}?({plain}){BLANK}?(?P<unit>{unit})(?![\w²³/])"
            ),
            _measure_range,
        ),
        Rule(re.compile(rf"{_SIGN}{_NUMBER}{BLANK}?(?P<unit>{unit}){per}(?![\w²³]|/\w)"), _measure),
    )
