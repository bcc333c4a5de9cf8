"""A text without what nobody sees: accents set back on their letters, invisible characters left out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_MARKS = "\u0300-\u036f"
_VARIANTS = "\u2010\u2011\u2116\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
"""Signs drawn otherwise than the ones they stand for: hyphens, ligatures, wide and bold letters."""
_ODD = re.compile(rf"[{_INVISIBLE}]+|[^{_MARKS}{_INVISIBLE}][{_MARKS}{_INVISIBLE}]*[{_MARKS}]|[{_VARIANTS}]")
_UNSEEN = re.compile(rf"[{_INVISIBLE}]+")
_ALIKE = {"\u2010": "-", "\u2011": "-", "\u2116": "n°"}


class Tidy(NamedTuple):
    """``text`` is tidy; ``places[i]`` is where its character ``i`` begins in the text shown, its end last."""

    text: str
    places: Sequence[int]


def tidy(shown: str) -> Tidy:
    """Return the text that rules look at, with the way back to the text shown."""
    if shown.isascii() or not _ODD.search(shown):
        return Tidy(shown, range(len(shown) + 1))
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for found in _ODD.finditer(shown):
        parts.append(shown[end : found.start()])
        places.extend(range(end, found.start()))
        part = _ALIKE.get(found[0]) or unicodedata.normalize("NFKC", _UNSEEN.sub("", found[0]))
        parts.append(part)
        places.extend([found.start()] * len(part))
        end = found.end()
    parts.append(shown[end:])
    places.extend(range(end, len(shown) + 1))
    places[0] = 0
    return Tidy("".join(parts), places)
