"""A sheet: a title and blocks, in the order they are read. Frozen, no layout, no I/O.

The printed page and the window show the same sheet: ``pdf.py`` lays it out, ``lines`` says it as text.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Picture(Enum):
    """What a heading is about: drawn beside its words, never instead of them."""

    NONE = ""
    PAPERS = "papers"
    SUMMARY = "summary"
    WAYS = "ways"
    PHONE = "phone"
    WRITE = "write"
    DONE = "done"
    TO_DO = "to-do"
    WAIT = "wait"
    DATES = "dates"
    WORRY = "worry"
    APPEAL = "appeal"
    PERSON = "person"
    SOURCE = "source"
    UNKNOWN = "unknown"


class CalloutKind(Enum):
    """Why a sentence stands in a frame."""

    INFORMATION = "information"
    WARNING = "warning"


class Heading(NamedTuple):
    """The title of what follows. ``level`` is 2, or 3 for a part of a part; the sheet's title is 1.

    ``is_on_one_page``: so is what follows, to the next title of its level, where a page has the room.
    """

    text: str
    level: int = 2
    picture: Picture = Picture.NONE
    is_on_one_page: bool = False


class Paragraph(NamedTuple):
    """One or more sentences. ``is_quiet``: less important."""

    text: str
    is_quiet: bool = False


class Bullets(NamedTuple):
    """A list in any order."""

    items: tuple[str, ...]


class Numbered(NamedTuple):
    """A list in this order."""

    items: tuple[str, ...]


class Box(NamedTuple):
    """A line of a check list, and what more there is to know about it."""

    text: str
    details: tuple[str, ...] = ()
    is_ticked: bool = False


class CheckList(NamedTuple):
    """Boxes to tick with a pen, or ticked already."""

    boxes: tuple[Box, ...]


class Blank(NamedTuple):
    """A line to fill in with a pen."""

    label: str


class Row(NamedTuple):
    """A label and what is said of it, one sentence or one idea a line."""

    label: str
    lines: tuple[str, ...]
    has_lead: bool = False
    """Whether the first line matters most."""
    share: float = 0.0
    """How long a bar is drawn under the first line, from 0 (none) to 1. That line says its figure."""
    leads_to: int = 0
    """The page (from 1) that the label leads to on a screen, of the file that this sheet begins."""


class FactTable(NamedTuple):
    """Rows of a label and its value. ``columns`` names both columns; ``None``: the labels say it all."""

    rows: tuple[Row, ...]
    columns: tuple[str, str] | None = None


class Callout(NamedTuple):
    """A sentence in a frame."""

    text: str
    kind: CalloutKind = CalloutKind.INFORMATION


class LinkLine(NamedTuple):
    """An address that can be followed on a screen and read on paper."""

    label: str
    url: str


class SquareCode(NamedTuple):
    """A QR code, and what it holds in letters under it: who cannot scan it copies them."""

    content: str


Block = (
    Heading | Paragraph | Bullets | Numbered | CheckList | Blank | FactTable | Callout | LinkLine | SquareCode
)


class Words(NamedTuple):
    """The words that the layout adds, in the language of the sheet."""

    page: str = "Page {page} of {pages}"
    to_do: str = "To do:"
    """Said for an empty box."""
    done: str = "Done:"
    """Said for a ticked box."""
    to_fill_in: str = "(to fill in by hand)"


class Sheet(NamedTuple):
    """A whole sheet, in one language; the same may follow in French."""

    lang: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
    """Said once, at the end: who made the sheet and when."""
    words: Words = Words()
    short_title: str = ""
    """The title as the foot of each page says it; empty: the whole title."""
    in_french: Sheet | None = None
    """The same sheet, printed after this one on pages of its own, for who receives it."""

    @property
    def parts(self) -> tuple[Sheet, ...]:
        """What is printed, one after the other."""
        return (self, *(self.in_french.parts if self.in_french else ()))


def lines(sheet: Sheet) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sheet as titled groups of lines: the same content, to be shown as text, in its language."""
    groups: list[tuple[str, list[str]]] = [(sheet.title, [sheet.subtitle] if sheet.subtitle else [])]
    for block in sheet.blocks:
        if isinstance(block, Heading):
            groups.append((block.text, []))
        else:
            groups[-1][1].extend(_said(block, sheet))
    groups.append(("", [sheet.footer]))
    return tuple((title, tuple(said)) for title, said in groups)


def _said(block: Block, sheet: Sheet) -> list[str]:  # noqa: PLR0911 -- one answer a kind of block
    match block:
        case Heading(text) | Paragraph(text) | Callout(text) | SquareCode(text):
            return [text]
        case Bullets(items):
            return list(items)
        case Numbered(items):
            return [f"{number}. {item}" for number, item in enumerate(items, 1)]
        case CheckList(boxes):
            return [
                " ".join(("☑" if box.is_ticked else "☐", sentence(box.text), *box.details)) for box in boxes
            ]
        case Blank(label):
            return [f"{labelled(label, sheet.lang)} {sheet.words.to_fill_in}"]
        case FactTable(rows):
            return [f"{labelled(row.label, sheet.lang)} {' '.join(row.lines)}" for row in rows]
        case LinkLine(label, url):
            return [f"{labelled(label, sheet.lang)} {url}"]


def labelled(label: str, lang: str) -> str:
    """Return a label and its colon, with the space that French puts before it."""
    return f"{label}\u00a0:" if lang == "fr" else f"{label}:"


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends a sentence already."""
    return text if not text or text[-1] in ".!?:…؟" else f"{text}."
