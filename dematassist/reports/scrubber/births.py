"""Dates of birth: a date after a word of birth, or a whole date too old to be that of an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.reports.scrubber.found import Found, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.reports.scrubber.reading import Reading

_MONTH = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|"
    r"nov(?:embre)?|dec(?:embre)?)\.?"
)
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:er)?"
_SEP = r"[ ]?[/.\-_ ][ ]?"
_SPOKEN = (
    r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingt|trente)(?:[ -](?:et[ -])?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
)
_SPOKEN_YEAR = r"(?:mille|mil|deux mille)(?:[ -](?:[a-z]+)){0,6}"
_WHOLE = (
    rf"{_DAY}{_SEP}(?:0?[1-9]|1[0-2]){_SEP}{_YEAR}|{_YEAR}{_SEP}(?:0?[1-9]|1[0-2]){_SEP}{_DAY}"
    rf"|{_DAY} ?-?{_MONTH} ?-?{_YEAR}"
)
_ANY = (
    rf"(?:{_WHOLE}|{_YEAR},? (?:le )?{_DAY}(?:{_SEP}(?:0?[1-9]|1[0-2])|,? {_MONTH})|"
    rf"{_DAY}{_SEP}(?:0?[1-9]|1[0-2]){_SEP}\d\d(?!\d)|{_DAY} ?{_MONTH} ?'?\d\d(?!\d)|"
    rf"[0-3]\d[01]\d(?:{_YEAR}|\d\d)(?!\d)|{_DAY} {_MONTH}(?:,? (?:en|de l'annee) {_YEAR})?|"
    rf"{_DAY}{_SEP}(?:0[1-9]|1[0-2])(?:,? en {_YEAR})?|{_MONTH} {_YEAR}|"
    rf"{_SPOKEN} {_MONTH}(?: {_SPOKEN_YEAR}| {_YEAR})?|{_YEAR}|'?\d\d(?= |$|[.,]))"
)
_SAID = re.compile(
    r"\b(?:ne\(?e?\)?s?|nee?s?|naissance|ddn|d\.d\.n\.?|nais(?:sait)?|naquit|anniversaire|natifs?|natives?|"
    r"ne\.e)\b(?P<gap>[^\d.!?\n]{0,45}?)"
    rf"(?<![\w/])(?P<date>{_ANY})(?!\d)"
)
_ALSO = re.compile(rf"(?:,| et)(?: le| du)? (?P<date>{_WHOLE})(?!\d)")
_AFTER = re.compile(rf"(?<![\d/])(?P<date>{_WHOLE})(?!\d)[ ,]*\(?(?:date de naissance|nee? a|naissance)")
_OLD = re.compile(rf"(?<![\d/])(?P<date>{_WHOLE})(?![\d])")
_NOT_BIRTH = re.compile(
    r"\b(?:lois?|decrets?|arretes?|ordonnance|circulaire|article|depuis|convention|reglement|directive|"
    r"traite|version|modifiee?|constitution|journal officiel|jo)\b"
)
_YEAR_FOUND = re.compile(_YEAR)
_LAST_OLD_YEAR = 2012
"""A service met online leaves no trace of an event before this year."""


def find(reading: Reading) -> Iterator[Found]:
    """Find dates of birth."""
    for found in _SAID.finditer(reading.figures):
        if _is_negation(found, reading):
            continue
        date: re.Match[str] | None = found
        while date:
            yield Found(Kind.DOB, date.start("date"), date.end("date"))
            date = _ALSO.match(reading.figures, date.end("date"))
    for found in _AFTER.finditer(reading.figures):
        yield Found(Kind.DOB, found.start("date"), found.end("date"))
    for found in _OLD.finditer(reading.figures):
        year = _YEAR_FOUND.search(found["date"])
        before = reading.plain[max(0, found.start() - 45) : found.start()]
        if year and int(year[0]) <= _LAST_OLD_YEAR and not _NOT_BIRTH.search(before):
            yield Found(Kind.DOB, found.start("date"), found.end("date"))


def _is_negation(found: re.Match[str], reading: Reading) -> bool:
    """Whether « ne » is the negation: written without accent, it needs « le », « en » or « à » after it."""
    word = reading.shown[found.start() : found.start("gap")].lower()
    if word != "ne":
        return False
    return not re.match(r" (?:le|en|a|au|à)\b", found["gap"]) and bool(found["gap"].strip())
