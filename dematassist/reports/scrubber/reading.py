"""A text in forms that are easier to search, each of the same length as the text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SPACES = "\u00a0\u202f\u2009\u2007\u2002\u2003\t"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SAME = str.maketrans(
    {**dict.fromkeys(_SPACES, " "), **dict.fromkeys(_DASHES, "-"), "’": "'", "ʼ": "'", "＠": "@"}
)
_LETTERS_FOR_FIGURES = str.maketrans("oil", "011")
_MIXED = re.compile(r"(?<![a-z0-9])(?=[oil]*\d)[\doil]{2,}(?![a-z])")


class Reading(NamedTuple):
    """The same text three times."""

    shown: str
    """Letters as written; one kind of space, dash and apostrophe."""
    plain: str
    """Small letters without accents."""
    figures: str
    """``plain`` with the letters written for figures (O6 for 06) read as figures."""


def read(text: str) -> Reading:
    """Return the forms of a text."""
    shown = "".join(map(_character, text)).translate(_SAME)
    plain = "".join(map(_bare, shown))
    figures = _MIXED.sub(lambda found: found[0].translate(_LETTERS_FOR_FIGURES), plain)
    return Reading(shown, plain, figures)


def _character(character: str) -> str:
    # Figures of any script are figures.
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _bare(character: str) -> str:
    if character < "\x80":
        return character.lower()
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return bare if len(bare) == 1 else character
