"""From sentences to lines of glyphs: which letters, where each stands, where a line ends.

Distances along a line are in thousandths of the size of the letters until the line is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dematassist import i18n
from dematassist.sheets import bidi
from dematassist.sheets.arabic import joined
from dematassist.sheets.bidi import MIRROR, Run
from dematassist.sheets.typefaces import Faces, Glyph, Typeface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LATIN = ("AtkinsonHyperlegible", "Lexend")
_ARABIC = ("NotoSansArabic",)
_JOINERS = "\u200c\u200d"
_UNSEEN = f" \u00a0{_JOINERS}"
"""Draws nothing by itself."""
_CUT_AFTER = "/-.@_?&=#,;:"
"""Where a word that is wider than the line, an address mostly, is best cut."""

_BETWEEN_FIGURES = re.compile(r"(?<=\d) (?=\d)")


class Placed(NamedTuple):
    """A glyph, and where it begins."""

    glyph: Glyph
    x: float


class Piece(NamedTuple):
    """Glyphs of one font that follow each other from left to right. ``lang``: empty for the sheet's own."""

    face: Typeface
    glyphs: tuple[Placed, ...]
    lang: str


class Line(NamedTuple):
    """A line ready to draw. ``width`` includes the space that ends a line that goes on below."""

    pieces: tuple[Piece, ...]
    width: float


class Typesetter:
    """Sets texts in the fonts of one language, normal and bold."""

    def __init__(self, resources: Path, lang: str) -> None:
        self.is_right_to_left = lang in i18n.RIGHT_TO_LEFT
        self._foreign = "fr" if self.is_right_to_left else "ar"
        self._styles = tuple(
            tuple(_faces(resources, names, weight) for names in (_LATIN + _ARABIC, _ARABIC + _LATIN))
            for weight in ("Regular", "Bold")
        )
        self._widths: dict[tuple[str, bool], float] = {}

    def width(self, text: str, *, is_bold: bool) -> float:
        """Return the width of a text on one line."""
        key = text, is_bold
        if key not in self._widths:
            runs = self._runs(text, self._levels(text))
            letters = (part for run in runs for part in self._letters(text, run, is_bold=is_bold))
            self._widths[key] = sum(face.width(g.drawn) for face, g in letters if not _is_mark(g.drawn))
        return self._widths[key]

    def lines(self, text: str, width: float, *, is_bold: bool) -> tuple[Line, ...]:
        """Return the lines of a text that has been through ``clean``, none wider than ``width``.

        A line that goes on below ends with a space, unless a word is cut: words stay apart when read.
        """
        levels = self._levels(text)
        start = 0
        lines = []
        for said in self._wrapped(text, width, is_bold=is_bold):
            end = start + len(said)
            lines.append(self._line(said, levels[start:end], is_bold=is_bold))
            start = end
        return tuple(lines)

    def shortened(self, text: str, width: float, *, is_bold: bool) -> Line:
        """Return a text on one line, its end replaced with « … » when it is too long."""
        first, *others = self._wrapped(text, width, is_bold=is_bold)
        said = f"{first.rstrip()}…" if others else first
        return self._line(said, self._levels(said), is_bold=is_bold)

    def _wrapped(self, text: str, width: float, *, is_bold: bool) -> tuple[str, ...]:
        space = self.width(" ", is_bold=is_bold)
        lines: list[str] = []
        line, line_width = "", 0.0
        for word in text.split(" "):
            parts = self._parts(word, width, is_bold=is_bold)
            for index, part in enumerate(parts):
                gap = " " if line and not index else ""
                part_width = self.width(part, is_bold=is_bold)
                longer = line_width + (space if gap else 0.0) + part_width
                if line and (index or longer > width):
                    lines.append(line if index else f"{line} ")
                    line, line_width = part, part_width
                else:
                    line, line_width = f"{line}{gap}{part}", longer
        return (*lines, line)

    def _line(self, text: str, levels: tuple[int, ...], *, is_bold: bool) -> Line:
        """Return a line, its letters where they stand and in the forms they take.

        Its runs are in the order they are read, the letters of each from left to right: programs that read
        PDF turn round what is written from right to left, and do not turn round a whole line.
        """
        x = 0.0
        runs: list[tuple[int, list[Piece]]] = []
        for run in self._runs(text, levels):
            letters = self._letters(text, run, is_bold=is_bold)
            is_foreign = run.is_right_to_left != self.is_right_to_left and _has_letter(letters)
            placed, x = _place(letters, x, is_right_to_left=run.is_right_to_left)
            pieces = [
                Piece(face, tuple(where for _face, where in group), self._foreign if is_foreign else "")
                for (face, _is_space), group in groupby(placed, key=_word_of(run))
            ]
            runs.append((run.start, pieces[::-1] if run.is_right_to_left else pieces))
        return Line(tuple(piece for _start, pieces in sorted(runs) for piece in pieces), x)

    def draws_out_of_order(self, text: str) -> bool:
        """Return whether the letters of a text are not drawn in the order they are read."""
        return self.is_right_to_left or bidi.needs_ordering(text)

    def _levels(self, text: str) -> tuple[int, ...]:
        if not self.draws_out_of_order(text):
            return (0,) * len(text)
        return bidi.levels(text, is_right_to_left=self.is_right_to_left)

    def _runs(self, line: str, levels: tuple[int, ...]) -> tuple[Run, ...]:
        return bidi.visual_runs(line, levels, is_right_to_left=self.is_right_to_left)

    def _letters(self, text: str, run: Run, *, is_bold: bool) -> list[tuple[Typeface, Glyph]]:
        """Return the letters of a run in the order they are read."""
        faces = self._styles[is_bold][run.is_right_to_left]
        letters: list[tuple[Typeface, Glyph]] = []
        for drawn, letter in _forms(text[run.start : run.end], is_right_to_left=run.is_right_to_left):
            present = letters[-1][0] if letters else None
            if letter in _JOINERS:
                continue
            # What reads the page turns round what is written from right to left.
            said = letter[::-1] if run.is_right_to_left else letter
            if present and _is_mark(said) and not present.has(said):
                # This font has no such sign: it is read with its letter.
                base = letters[-1][1]
                parts = (said, base.text) if run.is_right_to_left else (base.text, said)
                letters[-1] = present, Glyph(base.drawn, "".join(parts))
            elif present and _is_mark(said):
                letters.append((present, Glyph(said, said)))
            else:
                face, shape = faces.shape(drawn, letter[0], present=present)
                letters.append((face, Glyph(shape, said)))
        return letters

    def _parts(self, word: str, width: float, *, is_bold: bool) -> list[str]:
        """Return a word, cut into parts that fit on a line."""
        parts = []
        while len(word) > 1 and self.width(word, is_bold=is_bold) > width:
            fitting = len(word) - 1
            while fitting > 1 and self.width(word[:fitting], is_bold=is_bold) > width:
                fitting -= 1
            good = max((word.rfind(sign, 0, fitting) for sign in _CUT_AFTER), default=-1) + 1
            cut = good if good > fitting // 2 else fitting
            while cut > 1 and _is_mark(word[cut]):
                cut -= 1
            parts.append(word[:cut])
            word = word[cut:]
        return [*parts, word]


def clean(text: str) -> str:
    """Return a text as it is set: composed letters, single spaces, nothing that has no shape or no place.

    Control characters become spaces; embedding marks, which a sheet has no use for, are taken out. A number
    written in groups of figures stays on one line. Where nothing would be seen, nothing is left.
    """
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if letter == "\u202f":
            kept.append("\u00a0")
        elif letter == "\u00a0" or letter in _JOINERS:
            kept.append(letter)
        elif category in ("Zs", "Zl", "Zp", "Cc"):
            kept.append(" ")
        elif category in ("Cs", "Cn", "Co"):
            kept.append("\ufffd")
        elif category != "Cf":
            kept.append(letter)
    text = " ".join(word for word in "".join(kept).split(" ") if word)
    if not text.strip(_UNSEEN):
        return ""
    return _BETWEEN_FIGURES.sub("\u00a0", text)


@lru_cache(maxsize=8)
def _faces(resources: Path, names: tuple[str, ...], weight: str) -> Faces:
    return Faces(*(resources / "fonts" / f"{name}-{weight}.ttf" for name in names))


def _forms(text: str, *, is_right_to_left: bool) -> Iterator[tuple[str, str]]:
    """Return what is drawn for each letter, and what it says."""
    if not is_right_to_left:
        yield from zip(text, text, strict=True)
        return
    for letter in joined(text):
        mirrored = MIRROR.get(letter.drawn)
        yield (mirrored, mirrored) if mirrored else (letter.drawn, letter.text)


def _place(
    letters: list[tuple[Typeface, Glyph]], x: float, *, is_right_to_left: bool
) -> tuple[list[tuple[Typeface, Placed]], float]:
    """Return the letters where they stand, from left to right, and where they end."""
    start = x
    total = sum(face.width(glyph.drawn) for face, glyph in letters if not _is_mark(glyph.drawn))
    if is_right_to_left:
        x += total
    placed = []
    base: tuple[float, float] = (x, x)
    for face, glyph in letters:
        if _is_mark(glyph.drawn):
            # No sign says where it stands: in the middle of its letter.
            left, right = face.sides(glyph.drawn)
            placed.append((face, Placed(glyph, (base[0] + base[1] - left - right) / 2)))
            continue
        width = face.width(glyph.drawn)
        here = x - width if is_right_to_left else x
        x = here if is_right_to_left else x + width
        base = here, here + width
        placed.append((face, Placed(glyph, here)))
    return placed[::-1] if is_right_to_left else placed, start + total


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter[0]) in ("Mn", "Me")


def _has_letter(letters: list[tuple[Typeface, Glyph]]) -> bool:
    return any(glyph.text[0].isalpha() for _face, glyph in letters)


def _word_of(run: Run) -> Callable[[tuple[Typeface, Placed]], tuple[Typeface, bool]]:
    """Return what tells pieces apart: the font, and the words of what is written from right to left."""
    return lambda item: (item[0], run.is_right_to_left and item[1].glyph.drawn == " ")
