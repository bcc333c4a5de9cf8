"""Names of towns and postcodes, compared as people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dematassist.folding import folded

_WORDS = re.compile(r"[a-z0-9]+")
_SHORT = {"st": "saint", "ste": "sainte", "s": "sur"}
"""« St-Étienne », « Neuilly s/Seine »."""
_BIG_CITY = re.compile(r"^(paris|lyon|marseille) \d.*$")
_CEDEX = re.compile(r" cedex( \d+)?$")
_POSTCODE = re.compile(r"\b\d{2,5}\b|\b2[ab]\b", re.IGNORECASE)
_CORSICA = {"2a": "20", "2b": "20"}


class Wanted(NamedTuple):
    """What a person looks for. ``postcode`` is its first digits, two at least; either may be empty."""

    postcode: str
    town: str


def town_key(town: str) -> str:
    """Return a town as it is compared: « St-Étienne » and « saint etienne » are one.

    The arrondissements of Paris, Lyon and Marseille are their city, and « Cedex » is left out.
    """
    words = _WORDS.findall(folded(town))
    key = _CEDEX.sub("", " ".join(_SHORT.get(word, word) for word in words))
    return _BIG_CITY.sub(r"\1", key)


def wanted(text: str) -> Wanted:
    """Read what a person typed: a town, a postcode, its first digits, or « 42000 Saint-Étienne »."""
    found = _POSTCODE.search(text)
    if not found:
        return Wanted("", town_key(text))
    digits = found.group().lower()
    rest = text[: found.start()] + " " + text[found.end() :]
    town = town_key(rest)
    if town in ("paris", "lyon", "marseille") and len(digits) < 5:  # noqa: PLR2004 -- « Paris 12 »
        return Wanted("", town)
    return Wanted(_CORSICA.get(digits, digits), town)


def department(postcode: str) -> str:
    """Return the département of a postcode: two digits, three overseas (971 … 988)."""
    return postcode[:3] if postcode[:2] in ("97", "98") else postcode[:2]
