"""Texts compared as people compare them: without case, accents or ligatures."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return the text without case, accents or ligatures. Folding twice is folding once."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
