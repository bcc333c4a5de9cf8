"""From a word of what is said to the words of the text shown. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.speech.model import Span

if TYPE_CHECKING:
    from dematassist.speech.model import Piece, Spoken

_EDGES = ' \t\n\u00a0\u202f.,;:!?…«»“”"()[]–—•·'
"""What stands around a word and is not part of it."""


def shown_word(spoken: Spoken, word: Span, shown_text: str) -> Span | None:
    """Return the whole words of ``shown_text`` that ``word`` of ``spoken.text`` stands for.

    None when it stands for nothing shown. Engines cut elisions and numbers anywhere: what is returned
    reaches from blank to blank, without the punctuation around.
    """
    met = [
        _shown_part(spoken.text, shown_text, piece, word)
        for piece in spoken.pieces
        if piece.spoken.start < word.end
        and word.start < piece.spoken.end
        and piece.shown.start < piece.shown.end
    ]
    if not met:
        return None
    start, end = met[0].start, met[-1].end
    while start > 0 and not shown_text[start - 1].isspace():
        start -= 1
    while end < len(shown_text) and not shown_text[end].isspace():
        end += 1
    while start < end and shown_text[start] in _EDGES:
        start += 1
    while end > start and shown_text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if start < end else None


def _shown_part(spoken_text: str, shown_text: str, piece: Piece, word: Span) -> Span:
    """Return what ``word`` is in a piece: letter for letter where it is said as shown, else all of it."""
    spoken, shown = piece
    if spoken_text[spoken.start : spoken.end] != shown_text[shown.start : shown.end]:
        return shown
    shift = shown.start - spoken.start
    return Span(max(word.start, spoken.start) + shift, min(word.end, spoken.end) + shift)
