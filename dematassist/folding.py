"""Texts compared as people compare them: without case, accents or ligatures."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return the text without case, accents or ligatures. Folding twice is folding once."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return bare.replace("œ", "oe").replace("æ", "ae")
