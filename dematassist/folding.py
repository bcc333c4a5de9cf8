"""Texts compared as people compare them: without case, accents or ligatures."""

from __future__ import annotations

import unicodedata

_KEPT = 0x2000
"""Characters below are remembered: those of the languages we write."""


class _Folds(dict[int, str]):
    """What each character becomes, whatever stands beside it."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        fold = bare.replace("œ", "oe").replace("æ", "ae")
        if code < _KEPT:
            self[code] = fold
        return fold


_FOLDS = _Folds()


def folded(text: str) -> str:
    """Return the text without case, accents or ligatures. Folding twice is folding once."""
    return text.casefold() if text.isascii() else text.translate(_FOLDS)
