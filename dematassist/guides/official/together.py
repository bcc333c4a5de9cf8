"""Guides and official sheets found by one question.

A guide that answers all of the question comes before the sheets, because it walks the person through; the
others come after. The guides are asked with the words as the sheets understood them, for their vocabulary
is that of the whole State.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.library import FALLBACK
from dematassist.guides.search import Answer

if TYPE_CHECKING:
    from dematassist.guides.library import Library
    from dematassist.guides.official.store import Official

_WHOLE = 0.99
_GUIDES_FIRST = 2
"""Guides shown before the first sheet: the sheets must stay in sight."""


def search(library: Library, official: Official, text: str, lang: str, limit: int = 20) -> Answer:
    """Return guides and sheets that answer, the best first."""
    sheets = official.search(text, lang, limit)
    if sheets is None or not sheets.hits:
        return library.search(text, lang, limit)
    is_repaired = lang == FALLBACK and not text[-1:].isalnum()
    guides = library.search(f"{sheets.understood} " if is_repaired else text, lang, limit)
    first = [hit for hit in guides.hits if hit.part >= _WHOLE][:_GUIDES_FIRST]
    rest = [hit for hit in guides.hits if hit not in first and hit.part >= _WHOLE]
    hits = (*first, *sheets.hits[: max(0, limit - len(first) - len(rest))], *rest)
    return Answer(hits[:limit], sheets.understood)
