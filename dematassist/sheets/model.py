"""A sheet: a title and blocks, in the order they are read. Frozen, no layout, no I/O."""

from __future__ import annotations

from typing import NamedTuple


class Heading(NamedTuple):
    """The title of what follows."""

    text: str


class Paragraph(NamedTuple):
    """One or more sentences. ``is_quiet``: said smaller."""

    text: str
    is_quiet: bool = False


class Bullets(NamedTuple):
    """A list."""

    items: tuple[str, ...]


class Box(NamedTuple):
    """A line of a check list."""

    text: str
    is_ticked: bool = False


class CheckList(NamedTuple):
    """Boxes to tick with a pen, or ticked already."""

    boxes: tuple[Box, ...]


class Row(NamedTuple):
    """A label and its value."""

    label: str
    value: str


class Table(NamedTuple):
    """Rows of a label and a value. ``columns`` names the two columns."""

    columns: tuple[str, str]
    rows: tuple[Row, ...]


class Caution(NamedTuple):
    """A sentence in a frame."""

    text: str


class LinkLine(NamedTuple):
    """An address that can be followed on a screen and read on paper."""

    label: str
    url: str


Block = Heading | Paragraph | Bullets | CheckList | Table | Caution | LinkLine


class Sheet(NamedTuple):
    """A whole sheet."""

    lang: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
    """Said at the foot of every page."""


def lines(sheet: Sheet) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sheet as titled groups of lines: the same content, to be shown as text."""
    groups: list[tuple[str, list[str]]] = [(sheet.title, [sheet.subtitle] if sheet.subtitle else [])]
    for block in sheet.blocks:
        match block:
            case Heading(text):
                groups.append((text, []))
            case Paragraph(text) | Caution(text):
                groups[-1][1].append(text)
            case Bullets(items):
                groups[-1][1].extend(items)
            case CheckList(boxes):
                groups[-1][1].extend(f"{'☑' if box.is_ticked else '☐'} {box.text}" for box in boxes)
            case Table(_columns, rows):
                groups[-1][1].extend(f"{row.label} : {row.value}" for row in rows)
            case LinkLine(label, url):
                groups[-1][1].append(f"{label} : {url}")
    groups.append(("", [sheet.footer]))
    return tuple((title, tuple(said)) for title, said in groups)
