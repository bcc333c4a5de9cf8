"""Phone numbers: by groups, the voice resting between them."""

from __future__ import annotations

import re

from dematassist.speech.spoken.accounts import UNEQUAL, by_lengths
from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import group, groups, pairs

_GAP = r"[ \u00a0\u202f.-]?"
_BLANK = r"[ \u00a0\u202f]"
_FREE = rf"(?<!\d)0{_GAP}8\d\d{_GAP}(?:\d{{3}}{_GAP}\d{{3}}|\d\d(?:[ \u00a0\u202f.-]\d\d){{2}})(?!\d)"
_BY_THREE = rf"(?<!\d)0{_BLANK}[1-79]\d\d(?:{_BLANK}\d{{3}}){{2}}(?!{_BLANK}?\d)"
_BY_TWO = rf"(?<!\d)08[ \u00a0\u202f.-]\d\d(?:{_GAP}\d\d){{3}}(?!\d)"
_FRENCH = rf"(?<!\d)0[1-9](?:{_GAP}\d\d){{4}}(?!\d)"
_FOREIGN = (
    rf"(?<![\d+])(?:\(\+\d{{1,3}}\)|\+\d{{1,3}}|(?<!\d[ \u00a0\u202f])"
    rf"00{_BLANK}?[1-9]\d{{0,2}}(?={_BLANK}|\d{{8}}))(?:[ \u00a0\u202f.-]?\(0\))?"
    rf"(?:[ \u00a0\u202f.-]?\d{{1,4}}){{2,7}}(?!\d)"
)
_NOT_AN_AMOUNT = rf"(?!,?\d)(?!{_BLANK}?(?:€|euros?\b|EUR\b|%|\d))"
_ALONE = r"(?<![\d,.])(?<!\d[ \u00a0\u202f])"
_SHORT = rf"{_ALONE}(?:[13]\d{_BLANK}\d\d|3[06-9]\d\d(?!{_BLANK}[^\W\d_])|1006|1023){_NOT_AN_AMOUNT}"
_CALLED = rf"(?<=\b[ldL]e )3\d\d\d{_NOT_AN_AMOUNT}|(?<=\bau )3\d\d\d{_NOT_AN_AMOUNT}"
_NAMED = re.compile(
    r"\b(?:t[ée]l|téléphone|appel(?:ez|er)|compose[rz]|numéro)\b[^\d\n]{0,12}$", re.IGNORECASE
)
_NAME_REACH = 30
_SIX = (
    rf"{_ALONE}11[68]{_BLANK}?(?!000)\d{{3}}{_NOT_AN_AMOUNT}"
    rf"|(?:(?<=\b[lL]e )|(?<=\bau )|(?<=: ))116{_BLANK}?000{_NOT_AN_AMOUNT}"
)
_COUNTRY = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}|\d{1,2}")
"""The country codes of one and two figures; all others have three."""
_BY_FRENCH = {"33", "262", "590", "594", "596", "508", "687", "689", "681"}
_LONGEST_GROUP = 3
_BY_TWO_ENDING = re.compile(r"\d\d[ \u00a0\u202f.-]\d\d[ \u00a0\u202f.-]\d\d$")


def _figures(text: str) -> str:
    return re.sub(r"\D", "", text)


def _free(found: re.Match[str], form: Form) -> str:
    lengths = (1, 3, 2, 2, 2) if _BY_TWO_ENDING.search(found[0]) else (1, 3, 3, 3)
    return groups(by_lengths(lengths, _figures(found[0])), form)


def _french(found: re.Match[str], form: Form) -> str:
    return groups(by_lengths((2,) * 5, _figures(found[0])), form)


def _foreign(found: re.Match[str], form: Form) -> str:
    parts = re.findall(r"\d+", found[0].replace("(0)", " "))
    start = "plus"
    if found[0].startswith("00"):
        start = "zéro zéro"
        parts[0] = parts[0][2:]
        parts = [part for part in parts if part]
    if len(parts[0]) > _LONGEST_GROUP:
        # « +33184903646 »: nothing parts the country from the number.
        country = _COUNTRY.match(parts[0])
        if country is not None:
            parts[:1] = [country[0], parts[0][country.end() :]]
    country_code, *rest = parts
    if len(rest) == 1:
        rest = _by_twos(country_code, rest[0])
    said = [group(p, form) if len(p) <= _LONGEST_GROUP else pairs(p, form) for p in rest]
    return f"{start} {', '.join([group(country_code, form), *said])}"


def _by_twos(country: str, figures: str) -> list[str]:
    """Cut what follows the country as it is dictated there: one figure first in France, three overseas."""
    first = (1 if country == "33" else 3) if country in _BY_FRENCH else 2 + len(figures) % 2
    return [figures[:first], *re.findall(r"\d{1,2}", figures[first:])]


def _short(found: re.Match[str], form: Form) -> str:
    figures = _figures(found[0])
    return groups((figures[:2], figures[2:]), form)


def _named(found: re.Match[str], form: Form) -> str | None:
    before = found.string[max(0, found.start() - _NAME_REACH) : found.start()]
    return _short(found, form) if _NAMED.search(before) else None


def _six(found: re.Match[str], form: Form) -> str:
    figures = _figures(found[0])
    return groups((figures[:3], figures[3:]), form)


RULES = (
    Rule(re.compile(_FOREIGN), _foreign),
    Rule(re.compile(_BY_TWO), _french),
    Rule(re.compile(_FREE), _free),
    Rule(re.compile(_BY_THREE), _free),
    Rule(re.compile(_FRENCH), _french),
    Rule(re.compile(_SIX), _six),
    Rule(re.compile(_SHORT), _short),
    Rule(re.compile(_CALLED), _short),
    Rule(re.compile(rf"{_ALONE}3\d\d\d{_NOT_AN_AMOUNT}"), _named),
    UNEQUAL,
)
