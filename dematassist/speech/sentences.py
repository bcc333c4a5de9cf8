"""Cuts passages into sentences: French, English and Arabic marks, and what only looks like an end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.speech.model import Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.speech.model import Passage

_END = re.compile(r"[.!?…؟]+[\u00a0\u202f ]?[»”\")\]]*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«’'\u00a0])(?:M|MM|Me|Dr|Pr|av|bd|bld|boul|pl|imp|rés|bât|appt|ét|art|al|chap|cf|p|pp|ex|env|max|min"
    r"|tél|réf|dép|hab|c\.-à-d|janv|févr|avr|juil|sept|oct|nov|déc|lun|mar|mer|jeu|ven|sam|dim|Mr|Mrs|Ms|St|no"
    r"|e\.g|i\.e|[A-ZÀ-Ÿ])\.$",
    re.IGNORECASE,
)
_MAY_END = re.compile(r"(?:etc|ex)\.$", re.IGNORECASE)


def sentences(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Return the sentences of passages, in order. Every character that is no blank is in exactly one."""
    return tuple(
        Sentence(number, span, passage.kind)
        for number, passage in enumerate(passages)
        for span in _spans(passage.text)
    )


def _spans(text: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if end[0].startswith("\n") or _is_end(text, start, end.end()):
            spans += _trimmed(text, start, end.end())
            start = end.end()
    return spans + _trimmed(text, start, len(text))


def _is_end(text: str, start: int, end: int) -> bool:
    """Return whether a sentence ends here: not after an abbreviation, nor before a small letter."""
    before, after = text[max(start, end - 12) : end], text[end:].lstrip()
    if _ABBREVIATION.search(before) and not (_MAY_END.search(before) and after[:1].isupper()):
        return False
    return not after[:1].islower() or before.rstrip().endswith(("!", "?", "؟"))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    part = text[start:end]
    if not part.strip():
        return []
    return [Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))]
