"""What accessibility checkers find in a PDF, and what they leave out, from ISO 14289-1."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.sheets.reading import opened, shown_on, to_unicode

_JUDGES_OF_WORDS = {
    "DOC-040", "HDG-010", "HDG-011", "HDG-012", "LNK-010", "NAV-001", "TBL-010", "TBL-012", "TBL-013",
    "TBL-015", "TAG-002", "TAG-003", "TAG-020", "TAG-032", "TXT-004",
}  # fmt: skip
"""Rules of outloud that guess from the words whether they were meant: not for words made by chance."""


def findings(pdf: bytes, *, are_words_meant: bool = True) -> list[str]:
    """Return everything that outloud, pdfua, qpdf and the clauses below have to say against a PDF."""
    if sys.version_info < (3, 11):
        pytest.skip("outloud and pdfua, which check the accessibility of a PDF, need Python 3.11")
    import outloud
    import pdfua

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(pdf)
        skipped = None if are_words_meant else _JUDGES_OF_WORDS
        heard = outloud.check(str(path), skip=skipped)
        report = pdfua.validate(str(path))
    assert not heard.error, heard.error
    found = [f"{f.rule} {f.message}" for f in heard.findings if f.severity != "info"]
    found += [f"{f.rule_id} {f.message}" for f in report.findings]
    found += [f"not evaluated: {skip}" for skip in report.skipped]
    with opened(pdf) as document:
        found += [f"qpdf: {problem}" for problem in document.check_pdf_syntax()]
        found += font_clauses(document)
        found += structure_clauses(document)
    return found


def font_clauses(document: pikepdf.Pdf) -> list[str]:
    """Check fonts (ISO 14289-1, 7.21): embedded, widths true, every glyph there, every code readable."""
    found: list[str] = []
    for page in document.pages:
        for shown in shown_on(page):
            meanings = to_unicode(shown.font)
            found += [
                f"7.21.7 code {code} says {text!r}" for code, text in meanings.items() if _is_unsaid(text)
            ]
            found += [f"7.21.7 code {code} says nothing" for code in shown.codes if code not in meanings]
            if shown.font.Subtype == "/Type0":
                found += _composite(shown.font, shown.codes)
            elif shown.font.Subtype != "/Type3":
                found.append(f"7.21.4 a font of type {shown.font.Subtype}")
    return sorted(set(found))


def _is_unsaid(text: str) -> bool:
    return not text or any(letter in "\0\ufeff\ufffe" for letter in text)


def _composite(font: pikepdf.Dictionary, codes: tuple[int, ...]) -> list[str]:
    descendant = font.DescendantFonts[0]
    if "/FontFile2" not in descendant.FontDescriptor:
        return ["7.21.4.1 a font is not embedded"]
    program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
    places = descendant.CIDToGIDMap.read_bytes()
    first, widths = descendant.W
    found = []
    for code in set(codes):
        glyph = int.from_bytes(places[2 * code : 2 * code + 2], "big")
        if not glyph:
            found.append(f"7.21.8 code {code} draws .notdef")
            continue
        name = program.getGlyphOrder()[glyph]
        true = program["hmtx"][name][0] * 1000 / program["head"].unitsPerEm
        if abs(float(widths[code - int(first)]) - true) > 1:
            found.append(f"7.21.5 code {code} is {true} wide, not {widths[code - int(first)]}")
    return found


def structure_clauses(document: pikepdf.Pdf) -> list[str]:
    """Check that every content is claimed once, by the element that the parent tree names (7.1, 14.7.4.4)."""
    found: list[str] = []
    root = document.Root
    if "/StructTreeRoot" not in root:
        return ["7.1 no structure"]
    numbers = list(root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    claimed: dict[tuple[object, int], object] = {}
    _claims(root.StructTreeRoot.K, None, claimed, found)
    for page in document.pages:
        if page.get("/Tabs") != "/S":
            found.append("7.18.3 Tab does not follow the structure")
        owners = parents.get(int(page.StructParents), [])
        for number in {s.mcid for s in shown_on(page) if s.mcid is not None and s.mcid >= 0}:
            owner = claimed.get((page.objgen, number))
            if owner is None or number >= len(owners) or owners[number].objgen != owner:
                found.append(f"14.7.4.4 content {number} and its element do not name each other")
        if any(s.mcid is None for s in shown_on(page)):
            found.append("7.1 text is neither tagged nor an artefact")
        for link in page.get("/Annots", []):
            if parents.get(int(link.get("/StructParent", -1)), {}).get("/S") != "/Link":
                found.append("7.18.5 a link is in no Link")
            if not str(link.get("/Contents", "")):
                found.append("7.18.5 a link has no description")
    return found


def _claims(element, page, claimed, found) -> None:
    page = element.get("/Pg", page)
    kids = element.get("/K", pikepdf.Array([]))
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            if "/P" not in kid or kid.P.objgen != element.objgen:
                found.append("14.7.2 an element does not name its parent")
            _claims(kid, page, claimed, found)
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            continue
        else:
            is_reference = isinstance(kid, pikepdf.Dictionary)
            key = ((kid.Pg if is_reference else page).objgen, int(kid.MCID if is_reference else kid))
            if key in claimed:
                found.append(f"14.7.4 content {key} is claimed twice")
            claimed[key] = element.objgen
