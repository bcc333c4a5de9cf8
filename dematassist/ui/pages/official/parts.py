"""What a chapter of an official sheet is made of on a page: frozen values, without Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dematassist.guides.official.text import Link


class HeadingPart(NamedTuple):
    """A heading inside a chapter."""

    text: str


class TextPart(NamedTuple):
    """Lines of text, those numbered in ``titles`` in bold. ``name`` is for assistive technology."""

    name: str
    lines: tuple[str, ...]
    titles: frozenset[int] = frozenset()
    is_warning: bool = False


class QuestionPart(NamedTuple):
    """A question of the sheet; what is below depends on the answer. ``place`` is where it is in the tree."""

    place: str
    text: str
    choices: tuple[str, ...]
    chosen: int | None


class LinkPart(NamedTuple):
    """A button. ``meaning`` are the lines to show when it asks what a word means."""

    text: str
    to: Link
    meaning: tuple[str, ...] = ()


Part = HeadingPart | TextPart | QuestionPart | LinkPart


class ChapterView(NamedTuple):
    """A chapter: what is shown at once."""

    title: str
    parts: tuple[Part, ...]
