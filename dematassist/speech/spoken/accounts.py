"""Long numbers of persons, accounts and companies: by groups, the voice resting between them."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import group, groups, number

_GAP = r"[ \u00a0\u202f.-]?"
_BLANK = r"[ \u00a0\u202f]"
_NIR = rf"(?<!\d)[12]{_GAP}\d\d{_GAP}\d\d{_GAP}(?:\d\d|2[AB]){_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d\d)?(?!\d)"
_NIR_GROUPS = (1, 2, 2, 2, 3, 3, 2)
_IBAN = (
    rf"\b[A-Z]{{2}}\d\d(?:{_BLANK}?[\dA-Z]{{4}}){{3,7}}(?:{_BLANK}?[\dA-Z]{{1,3}}(?![\dA-Za-z]))?"
    r"(?![\dA-Za-z])"
)
_COMPANY = rf"(?<![\d,])\d{{3}}(?:{_BLANK}?\d{{3}}){{2}}(?:{_BLANK}?\d{{5}})?(?!\d|{_BLANK}\d)"
_COMPANY_NAMED = re.compile(r"\bsire[nt]\b[^\d\n]{0,40}$", re.IGNORECASE)
_NAME_REACH = 60
_SIREN_LENGTH = 9
_UNEQUAL = rf"(?<![\d,.])\d{{1,5}}(?:{_BLANK}\d{{1,5}}){{2,8}}(?![\d,]|{_BLANK}?(?:€|euros?\b|EUR\b|%))"
_THOUSANDS = re.compile(rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+")


def by_lengths(lengths: tuple[int, ...], figures: str) -> list[str]:
    """Return figures in groups of these lengths."""
    parts, start = [], 0
    for length in lengths:
        if start < len(figures):
            parts.append(figures[start : start + length])
            start += length
    return parts


def _nir(found: re.Match[str], form: Form) -> str:
    parts = by_lengths(_NIR_GROUPS, re.sub(r"[^\dAB]", "", found[0]))
    return ", ".join(group(p, form) if p.isdigit() else f"{number(int(p[0]), form)} {p[1]}" for p in parts)


def _iban(found: re.Match[str], form: Form) -> str:
    letters = re.sub(r"\s", "", found[0])
    fours = re.findall(r".{1,4}", letters[4:])
    return ", ".join(
        [f"{letters[0]} {letters[1]} {group(letters[2:4], form)}", *(_four(p, form) for p in fours)]
    )


def _four(part: str, form: Form) -> str:
    if not part.isdigit():
        return " ".join(group(run, form) if run.isdigit() else run for run in re.findall(r"\d+|[A-Z]", part))
    halves = (part[:2], part[2:]) if len(part) == 4 else (part,)  # noqa: PLR2004
    return " ".join(group(half, form) for half in halves)


def _company(found: re.Match[str], form: Form) -> str | None:
    figures = re.sub(r"\D", "", found[0])
    before = found.string[max(0, found.start() - _NAME_REACH) : found.start()]
    if len(figures) == _SIREN_LENGTH and not _COMPANY_NAMED.search(before):
        return None
    return groups(by_lengths((3, 3, 3, 5), figures), form)


def _unequal(found: re.Match[str], form: Form) -> str | None:
    """Say by its groups a number that is no amount: « 30 12 345 678 901 »."""
    if _THOUSANDS.fullmatch(found[0]):
        return None
    return groups(re.findall(r"\d+", found[0]), form)


RULES = (
    Rule(re.compile(_IBAN), _iban),
    Rule(re.compile(_NIR), _nir),
    Rule(re.compile(_COMPANY), _company),
)
UNEQUAL = Rule(re.compile(_UNEQUAL), _unequal)
