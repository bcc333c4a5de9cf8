"""Phone numbers, social security numbers, bank accounts: by groups, the voice resting between them."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import group, groups, number

_GAP = r"[ \u00a0\u202f.-]?"
_FREE = rf"(?<!\d)0{_GAP}8\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{3}}(?!\d)"
_FRENCH = rf"(?<!\d)0[1-9](?:{_GAP}\d\d){{4}}(?!\d)"
_FOREIGN = r"(?<!\d)\+\d{1,3}(?:[ \u00a0\u202f.-]?\(0\))?(?:[ \u00a0\u202f.-]?\d{1,4}){2,7}(?!\d)"
_SHORT = (
    r"(?<![\d,.])(?:[13]\d[ \u00a0\u202f]\d\d|3[06-9]\d\d|1006|1023)(?![\d,])"
    r"(?![ \u00a0\u202f]?(?:€|euros?|%|\d))"
)
_NIR = rf"(?<!\d)[12]{_GAP}\d\d{_GAP}\d\d{_GAP}(?:\d\d|2[AB]){_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d\d)?(?!\d)"
_IBAN = r"\b[A-Z]{2}\d\d(?:[ \u00a0\u202f]?[\dA-Z]{4}){4,6}(?:[ \u00a0\u202f]?[\dA-Z]{1,4})?\b"
_NIR_GROUPS = (1, 2, 2, 2, 3, 3, 2)


def _figures(text: str) -> str:
    return re.sub(r"[^\dAB]", "", text)


def _by(lengths: tuple[int, ...], figures: str) -> list[str]:
    parts, start = [], 0
    for length in lengths:
        if start < len(figures):
            parts.append(figures[start : start + length])
            start += length
    return parts


def _free(found: re.Match[str], form: Form) -> str:
    return groups(_by((1, 3, 3, 3), _figures(found[0])), form)


def _french(found: re.Match[str], form: Form) -> str:
    return groups(_by((2,) * 5, _figures(found[0])), form)


def _foreign(found: re.Match[str], form: Form) -> str:
    text = found[0].replace("(0)", " ")
    parts = re.findall(r"\d+", text)
    if len(parts) == 1:
        # « +33184903646 »: the country, one figure, then two by two.
        figures = parts[0]
        parts = [figures[:2], figures[2:3], *re.findall(r"\d{1,2}", figures[3:])]
    return f"plus {groups(parts, form)}"


def _short(found: re.Match[str], form: Form) -> str:
    figures = _figures(found[0])
    return groups((figures[:2], figures[2:]), form)


def _nir(found: re.Match[str], form: Form) -> str:
    parts = _by(_NIR_GROUPS, _figures(found[0]))
    return ", ".join(group(p, form) if p.isdigit() else f"{number(int(p[0]), form)} {p[1]}" for p in parts)


def _iban(found: re.Match[str], form: Form) -> str:
    letters = re.sub(r"\s", "", found[0])
    parts = [letters[:2], *re.findall(r".{1,2}", letters[2:])]
    said = [group(part, form) if part.isdigit() else " ".join(part) for part in parts]
    return ", ".join(said)


RULES = (
    Rule(re.compile(_IBAN), _iban),
    Rule(re.compile(_NIR), _nir),
    Rule(re.compile(_FOREIGN), _foreign),
    Rule(re.compile(_FREE), _free),
    Rule(re.compile(_FRENCH), _french),
    Rule(re.compile(_SHORT), _short),
)
