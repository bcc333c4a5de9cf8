"""Personal data taken out of a text, on this computer: pure rules, in a time that grows with the text.

Begin with ``scrub``. ``reading`` gives the text in forms of the same length, so that a place found in one is
the same place in the text; ``numbers``, ``births``, ``people``, ``homes`` and ``codes`` say where personal
data may be. A check digit makes a number sure, but a word before it (« sécu », « IBAN ») is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.reports.scrubber import births, codes, homes, known, numbers, people
from dematassist.reports.scrubber.found import MASKS, Found, Kind, Scrubbed
from dematassist.reports.scrubber.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MASKS", "Found", "Kind", "Scrubbed", "scrub"]


def scrub(text: str, already_known: Iterable[str] = ()) -> Scrubbed:
    """Return the text with what is personal masked, and where it was. The rest of the text is untouched.

    ``already_known``: values of this very person, masked wherever they stand.
    """
    reading = read(text)
    rules = (numbers.find, births.find, people.find, homes.find, codes.find)
    found = _apart(
        (*(suspect for rule in rules for suspect in rule(reading)), *known.find(reading, already_known))
    )
    parts, done = [], 0
    for suspect in found:
        parts += [text[done : suspect.start], MASKS[suspect.kind]]
        done = suspect.end
    return Scrubbed("".join((*parts, text[done:])), found)


def _apart(suspects: Iterable[Found]) -> tuple[Found, ...]:
    """Return suspects that do not overlap: those that do become one, of the kind that says most."""
    apart: list[Found] = []
    for suspect in sorted(suspects, key=lambda found: (found.start, -found.end)):
        last = apart[-1] if apart else None
        if last is None or suspect.start >= last.end:
            apart.append(suspect)
            continue
        kind = min(last.kind, suspect.kind, key=_ORDER.index)
        apart[-1] = Found(kind, last.start, max(last.end, suspect.end))
    return tuple(apart)


_ORDER = tuple(Kind)
