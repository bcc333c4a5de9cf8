"""The pages of a copy after a page that lists them: in its links, in the outline and in the structure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

    from dematassist.copies.model import ContentsPage

_MARKS = {"BDC", "BMC", "EMC", "DP", "MP"}
_METADATA_CLAIM = "pdfuaid:part"
_PAGE_ADDRESS = re.compile(r"#page=(\d{1,5})")
"""As the page that lists the papers has it (RFC 8118, 3)."""


def name_pages(made: pikepdf.Pdf, contents: ContentsPage, are_pictures: Sequence[bool]) -> None:
    """Give a line of the outline to each paper, and an element of the structure to each of its pages.

    The pages of the papers are the last of ``made``; ``are_pictures`` says which are pixels. A screen reader
    says the name of a picture, and reads the text of the others.
    """
    first = len(made.pages) - len(are_pictures)
    _lead_to_pages(made, first)
    _name_in_outline(made, contents, first)
    _drop_claim(made)
    root = made.Root.StructTreeRoot
    number = first
    for paper in contents.papers:
        section = _element(made, _document_of(root), "Sect", T=paper.title)
        for name in paper.pages:
            _tag(made, section, number, name if are_pictures[number - first] else "")
            number += 1


def _name_in_outline(made: pikepdf.Pdf, contents: ContentsPage, first: int) -> None:
    import pikepdf

    with made.open_outline() as outline:
        at = first
        for paper in contents.papers:
            outline.root.append(pikepdf.OutlineItem(paper.title, at, "Fit"))
            at += len(paper.pages)


def _lead_to_pages(made: pikepdf.Pdf, first: int) -> None:
    """Make the addresses of pages in the list places of this very file: any reader then goes there."""
    import pikepdf

    for page in list(made.pages)[:first]:
        for link in page.get("/Annots", pikepdf.Array()):
            found = _PAGE_ADDRESS.fullmatch(str(link.get("/A", pikepdf.Dictionary()).get("/URI", "")))
            if found and 0 < int(found[1]) <= len(made.pages):
                target = made.pages[int(found[1]) - 1]
                del link["/A"]
                link.Dest = pikepdf.Array([target.obj, pikepdf.Name.Fit])


def _drop_claim(made: pikepdf.Pdf) -> None:
    """Say no more that the document is PDF/UA: nobody proved it of the papers that were added."""
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if _METADATA_CLAIM in metadata:
            del metadata[_METADATA_CLAIM]


def _document_of(root: pikepdf.Object) -> pikepdf.Object:
    import pikepdf

    top = root.K
    return top[0] if isinstance(top, pikepdf.Array) else top


def _tag(made: pikepdf.Pdf, section: pikepdf.Object, index: int, picture_name: str) -> None:
    """Make the whole content of a page the content of one element."""
    import pikepdf

    page = made.pages[index]
    content = _without_marks(page)
    if content is None:
        return
    role = "Figure" if picture_name else "P"
    words = {"Alt": picture_name} if picture_name else {}
    element = _element(made, section, role, **words)
    element.Pg, element.K = page.obj, 0
    page.obj.Contents = made.make_stream(f"/{role} <</MCID 0>> BDC\n".encode() + content + b"\nEMC\n")
    root = made.Root.StructTreeRoot
    key = int(root.ParentTreeNextKey)
    root.ParentTree.Nums.append(key)
    root.ParentTree.Nums.append(made.make_indirect(pikepdf.Array([element])))
    root.ParentTreeNextKey = key + 1
    page.obj.StructParents, page.obj.Tabs = key, pikepdf.Name.S


def _without_marks(page: pikepdf.Page) -> bytes | None:
    """Return the content of a page without marks of a structure that stayed behind; nothing if broken."""
    import pikepdf

    try:
        kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in _MARKS]
    except pikepdf.PdfError:
        return None
    return pikepdf.unparse_content_stream(kept)


def _element(made: pikepdf.Pdf, parent: pikepdf.Object, role: str, **words: str) -> pikepdf.Object:
    import pikepdf

    element = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{role}"), P=parent)
    )
    for name, said in words.items():
        element[f"/{name}"] = pikepdf.String(said)
    kids = parent.get("/K", pikepdf.Array())
    parent.K = pikepdf.Array([*(kids if isinstance(kids, pikepdf.Array) else [kids]), element])
    return element
