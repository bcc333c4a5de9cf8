"""French numbers in words, and what is made of them: ordinals, decimals, fractions, groups of figures."""

from __future__ import annotations

import re
from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING

from dematassist.speech.spoken.claims import Form, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANK = r"[ \u00a0\u202f\u2009]"
"""What may stand between the groups of a number."""
INTEGER = rf"\d{{1,3}}(?:{BLANK}\d{{3}})+(?!\d)|\d+"
_LONGEST = 15
"""Figures of the largest number that is worded; a longer one is spelled."""
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FRACTIONS = {2: "demi", 3: "tiers", 4: "quart"}


def value(figures: str) -> int:
    """Return the value of a number written in groups."""
    return int(re.sub(r"\D", "", figures))


@lru_cache(maxsize=2048)
def in_words(number: int, *, is_feminine: bool = False) -> str:
    """Return a number as a person says it."""
    # num2words takes 30 ms to import: when the first number is said.
    from num2words import num2words

    words = str(num2words(number, lang="fr"))
    return f"{words}e" if is_feminine and words.endswith("un") else words


def number(count: int, form: Form, *, is_feminine: bool = False) -> str:
    """Return a number in this form. Engines say « vingt et un » before any word: « une » is written out."""
    if form is Form.ENGINE and not (is_feminine and in_words(count).endswith("un")):
        return str(count)
    return in_words(count, is_feminine=is_feminine)


def decimal(whole: str, part: str, form: Form) -> str:
    """Return « 2,5 » in this form."""
    zeros = "zéro " * (len(part) - len(part.lstrip("0"))) if part.strip("0") else ""
    rest = number(int(part), form)
    return f"{number(value(whole), form)} virgule {zeros}{rest}"


def group(figures: str, form: Form) -> str:
    """Return a group of figures as it is dictated: « 01 » is « zéro un »."""
    bare = figures.lstrip("0")
    zeros = ["zéro"] * (len(figures) - len(bare))
    return " ".join([*zeros, number(int(bare), form)] if bare else zeros)


def groups(parts: Iterable[str], form: Form) -> str:
    """Return groups parted by commas: the voice rests between them."""
    return ", ".join(group(part, form) for part in parts)


def ordinal(count: int, *, is_feminine: bool = False) -> str:
    """Return the place in words: « premier », « deuxième »."""
    from num2words import num2words

    if count == 1:
        return "première" if is_feminine else "premier"
    return str(num2words(count, lang="fr", to="ordinal"))


def roman(letters: str) -> int:
    """Return the value of a Roman numeral."""
    values = [_ROMAN[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, following, strict=True))


def spelled(code: str, form: Form) -> str:
    """Return a code letter by letter, its figures by groups of two at most three."""
    parts = re.findall(r"\d+|[^\W\d_]", code)
    return ", ".join(
        " ".join(_figures(part, form)) if part.isdigit() else part.upper() for part in parts
    ).replace(", ", " ")


def _figures(figures: str, form: Form) -> list[str]:
    size = 3 if len(figures) % 3 == 0 else 2
    first = len(figures) % size
    parts = ([figures[:first]] if first else []) + [
        figures[i : i + size] for i in range(first, len(figures), size)
    ]
    return [group(part, form) for part in parts]


def _ordinal(found: re.Match[str], _form: Form) -> str:
    is_feminine = found["end"].lower() in ("re", "ère", "nde", "res", "ères")
    is_second = found["end"].lower().startswith("nd")
    words = (
        f"second{'e' if is_feminine else ''}"
        if is_second
        else ordinal(int(found["n"]), is_feminine=is_feminine)
    )
    return f"{words}s" if found["end"].endswith("s") else words


def _fraction(found: re.Match[str], form: Form) -> str:
    top, bottom = int(found[1]), int(found[2])
    if bottom not in _FRACTIONS or not 0 < top < bottom or gcd(top, bottom) > 1:
        return f"{number(top, form)} sur {number(bottom, form)}"
    return f"{number(top, form)} {_FRACTIONS[bottom]}{'s' if top > 1 and bottom != 3 else ''}"  # noqa: PLR2004


def _roman_after(found: re.Match[str], form: Form) -> str:
    return f"{found[1]} {number(roman(found[2]), form)}"


def _range(found: re.Match[str], form: Form) -> str:
    return f"{number(value(found[1]), form)} à {number(value(found[2]), form)}"


def _plain(found: re.Match[str], form: Form) -> str:
    figures = found[0]
    bare = re.sub(r"\D", "", figures)
    if len(bare) > _LONGEST:
        return " ".join(_figures(bare, form))
    if bare.startswith("0") and len(bare) > 1:
        return group(bare, form)
    return number(int(bare), form)


def _post_code(found: re.Match[str], form: Form) -> str:
    return f"{group(found[1][:2], form)} {group(found[1][2:], form)}"


_DIVISION = "titre|chapitre|livre|partie|annexe|article|tome|section|volume|catégorie|groupe|niveau|tableau"

_FEMININE = (
    "heure|minute|seconde|semaine|année|fois|page|personne|pièce|photo|part|copie|lettre|démarche|étape|réponse"
    "|question|voiture|aide|demande|carte"
)


def _feminine(found: re.Match[str], form: Form) -> str:
    return number(value(found[0]), form, is_feminine=True)


FEMININES = Rule(re.compile(rf"(?<![\d,])(?:\d*[02-9])?1(?={BLANK}(?:{_FEMININE})s?\b)"), _feminine)
ORDINALS = Rule(
    re.compile(r"\b(?P<n>\d{1,3})(?P<end>ers?|ères?|res?|nde?|èmes?|emes?|es?)\b", re.IGNORECASE), _ordinal
)
CENTURIES = Rule(re.compile(r"\b([IVXLC]+)e\b(?= siècle)"), lambda found, _form: ordinal(roman(found[1])))
ROMANS = Rule(re.compile(rf"\b({_DIVISION}) ([IVXLC]+)\b", re.IGNORECASE), _roman_after)
FRACTIONS = Rule(re.compile(r"(?<![\d/])(\d)/(\d)(?![\d/])"), _fraction)
POST_CODES = Rule(re.compile(r"(?<!\d)(\d{5})(?= [A-ZÀ-Ÿ])"), _post_code)
RANGES = Rule(re.compile(r"(?<![\d-])(\d{1,4})[-–](\d{1,4})(?![\d-])"), _range)
DECIMALS = Rule(
    re.compile(rf"(?<![\d,])({INTEGER}),(\d+)(?!\d)"), lambda found, form: decimal(found[1], found[2], form)
)
PLAIN = Rule(re.compile(rf"(?<!\d)(?:{INTEGER})"), _plain)
