"""What a PDF says to who cannot see it: the structure tree walked, its marked content decoded.

Written from ISO 32000-1 (9.10 text, 14.6 marked content, 14.7 structure) on pikepdf alone, so that it judges
our writer without sharing anything with it.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple

import pikepdf

_MAPPED = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


class Said(NamedTuple):
    """One element that has content of its own: its role, what it says, the page it begins on."""

    role: str
    text: str
    page: int


class Shown(NamedTuple):
    """One string shown on a page: its font, its codes, and the marked content it is in (-1: an artefact)."""

    font: pikepdf.Dictionary
    codes: tuple[int, ...]
    mcid: int | None
    text: str


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def read_aloud(pdf: bytes) -> list[Said]:
    """Return what every element says, in the order of the structure tree."""
    with opened(pdf) as document:
        numbers = {page.objgen: index for index, page in enumerate(document.pages)}
        contents: list[dict[int, str]] = []
        for page in document.pages:
            texts: dict[int, str] = {}
            for shown in shown_on(page):
                if shown.mcid is not None and shown.mcid >= 0:
                    texts[shown.mcid] = texts.get(shown.mcid, "") + shown.text
            contents.append(texts)
        said: list[Said] = []
        _walk(document.Root.StructTreeRoot.K, numbers, contents, None, said)
        return said


def _walk(element, numbers, contents, page, said) -> None:
    page = element.get("/Pg", page)
    kids = element.get("/K", pikepdf.Array([]))
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    parts: list[str] = []
    place = -1
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            _walk(kid, numbers, contents, page, said)
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            assert kid.Obj.Type == "/Annot"
        else:
            where = kid.Pg if isinstance(kid, pikepdf.Dictionary) else page
            number = int(kid.MCID if isinstance(kid, pikepdf.Dictionary) else kid)
            index = numbers[where.objgen]
            place = index if place < 0 else place
            parts.append(contents[index][number])
    if parts:
        text = str(element.ActualText) if "/ActualText" in element else "".join(parts)
        said.append(Said(str(element.S)[1:], text, place))


def shown_on(page: pikepdf.Page) -> list[Shown]:
    """Return every string shown on a page, in the order it is painted."""
    shown: list[Shown] = []
    marks: list[int | None] = [None]
    font = None
    fonts = page.Resources.get("/Font", {})
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                tag, properties = operands
                if str(tag) == "/Artifact":
                    marks.append(-1)
                else:
                    marks.append(int(properties.MCID) if "/MCID" in properties else marks[-1])
            case "EMC":
                marks.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                raw = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                codes = codes_of(font, raw)
                meanings = to_unicode(font)
                shown.append(Shown(font, codes, marks[-1], "".join(meanings[code] for code in codes)))
    assert marks == [None], "a marked content is not closed"
    return shown


def codes_of(font: pikepdf.Dictionary, raw: bytes) -> tuple[int, ...]:
    """Return the codes of a string: two bytes each in a composite font, else one."""
    if font.Subtype == "/Type0":
        return tuple(int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2))
    return tuple(raw)


def to_unicode(font: pikepdf.Dictionary) -> dict[int, str]:
    """Return what each code of a font says (ISO 32000-1, 9.10.3)."""
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    body = "".join(re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in _MAPPED.findall(body)}
