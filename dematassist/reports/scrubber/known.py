"""What the program already knows of the person (a name, a place), wherever it stands in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.reports.scrubber.found import Found, Kind
from dematassist.reports.scrubber.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dematassist.reports.scrubber.reading import Reading

_LEAST_LETTERS = 3


def names_in(holder: str) -> tuple[str, ...]:
    """Return a name as it stands on a paper, and each of its words that is long enough to be sure."""
    words = holder.split()
    return (holder, *(word for word in words if len(word) > _LEAST_LETTERS))


def find(reading: Reading, known: Iterable[str]) -> Iterator[Found]:
    """Give the places of these values, whatever their capitals, accents and spaces."""
    for value in known:
        words = read(value).plain.split()
        if sum(map(len, words)) < _LEAST_LETTERS:
            continue
        pattern = rf"(?<!\w){r'[ -]+'.join(map(re.escape, words))}(?!\w)"
        for match in re.finditer(pattern, reading.plain):
            yield Found(Kind.NAME, *match.span())
