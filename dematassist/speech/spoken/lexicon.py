"""The words of speech: the files ``speech*.tsv`` of the lexicon, read when the first text is said."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import NamedTuple

from dematassist.system.paths import paths


class Unit(NamedTuple):
    """A unit of measure, in words."""

    one: str
    many: str
    is_feminine: bool


class Sigles(NamedTuple):
    """What is said for a sigle: ``capitals`` written all in capitals, ``mixed`` by its capitals or as typed.

    ``words`` are common words that are no sigles.
    """

    capitals: dict[str, str]
    mixed: dict[str, str]
    words: set[str]


def _rows(name: str) -> list[list[str]]:
    with (paths().resources / "lexicon" / name).open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if line.strip() and not line.startswith("#"))
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@lru_cache(maxsize=1)
def sigles() -> Sigles:
    """Return what is said for each sigle."""
    found = Sigles({}, {}, set())
    for written, how, *more in _rows("speech.fr.tsv"):
        key = written.upper()
        said = more[0] if how == "replaced" else " ".join(key) if how == "spelled" else written.lower()
        if written.islower():
            found.mixed[written] = said
            continue
        found.capitals[key] = said
        if how == "only":
            found.words.add(key)
        if how != "only" and "capitals" not in more:
            found.mixed[key] = said
    return found


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Return the words of each abbreviation, those in small letters with a capital too."""
    found: dict[str, str] = {}
    for written, said in _rows("speech-abbreviations.fr.tsv"):
        found[written] = said
        if written[0].islower() and len(written) > 1:
            found.setdefault(written[0].upper() + written[1:], said)
    return found


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """Return the units of measure by their symbols."""
    return {
        symbol: Unit(one, many, gender == "f") for symbol, one, many, gender in _rows("speech-units.fr.tsv")
    }


@lru_cache(maxsize=1)
def feminines() -> frozenset[str]:
    """Return the feminine nouns, and the masculine ones behind a dash, whose ending does not tell."""
    return frozenset(word for (word,) in _rows("speech-feminine.fr.tsv"))


@lru_cache(maxsize=1)
def inclusives() -> dict[str, str]:
    """Return the inclusive forms that no rule makes."""
    return {written: said for written, said in _rows("speech-inclusive.fr.tsv")}  # noqa: C416
