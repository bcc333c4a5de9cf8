"""French numbers in words: integers, decimals, ordinals, groups of figures, Roman numerals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dematassist.speech.spoken.claims import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANK = r"[ \u00a0\u202f\u2009]"
"""What may stand between the groups of a number."""
INTEGER = rf"\d{{1,3}}(?:{BLANK}\d{{3}})+(?!\d)|\d+"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


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
    # num2words keeps the plural of the number: « quatre-vingtsième ».
    return re.sub(r"(?<=vingt|.cent|llion)sième$", "ième", str(num2words(count, lang="fr", to="ordinal")))


def pairs(figures: str, form: Form) -> str:
    """Return figures two by two, a last group of three when they are odd in number."""
    odd = len(figures) % 2 if len(figures) > 1 else 0
    cut = len(figures) - 3 * odd
    parts = [figures[place : place + 2] for place in range(0, cut, 2)]
    return ", ".join(group(part, form) for part in [*parts, *([figures[cut:]] if odd else [])])


def roman(letters: str) -> int:
    """Return the value of a Roman numeral."""
    values = [_ROMAN[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, following, strict=True))


def spelled(code: str, form: Form) -> str:
    """Return a code letter by letter, its figures by groups of two at most three."""
    parts = re.findall(r"\d+|[^\W\d_]", code)
    return ", ".join(
        " ".join(threes(part, form)) if part.isdigit() else part.upper() for part in parts
    ).replace(", ", " ")


def threes(figures: str, form: Form) -> list[str]:
    """Return the groups in which a long number is dictated."""
    size = 3 if len(figures) % 3 == 0 else 2
    first = len(figures) % size
    parts = ([figures[:first]] if first else []) + [
        figures[i : i + size] for i in range(first, len(figures), size)
    ]
    return [group(part, form) for part in parts]
