"""The structure of a PDF that a screen reader walks: PDF/UA-1 (ISO 14289-1) on top of reportlab's canvas.

reportlab has no interface for tagged PDF, but its canvas takes raw operators and its catalogue takes a
structure tree. ``Tagger`` marks what is drawn (ISO 32000-1, 14.6 marked content, 14.7 logical structure)
and writes the tree, the parent tree and the metadata when the document is saved.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reportlab.pdfgen.canvas import Canvas


class Element:
    """A structure element: a role, and what is in it (elements, marked content, annotations)."""

    def __init__(self, role: str, number: int, *, scope: str = "", actual: str = "") -> None:
        self.role, self.scope, self.actual = role, scope, actual
        self.name = f"structure{number}"
        self.parent: Element | None = None
        self.kids: list[Element | tuple[int, int] | str] = []
        """Elements, (page, marked content id), or the name of an annotation with its page."""
        self.annotation_pages: dict[str, int] = {}


class _Page(pdfdoc.PDFPage):  # type: ignore[misc]  # reportlab has no types
    """A page that says where its marked content is in the parent tree, and in which order Tab goes."""

    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]  # noqa: RUF012 -- reportlab's own shape


class Tagger:
    """Marks what is drawn on a canvas, and writes the structure at the end."""

    def __init__(self, canvas: Canvas, *, lang: str, title: str, made_at: datetime) -> None:
        self._canvas, self._lang, self._title, self._made_at = canvas, lang, title, made_at
        self._count = 0
        self.root = self._element("Document")
        self._here = self.root
        self._page = 0
        self._marked: list[list[Element]] = [[]]
        self._links: list[tuple[str, Element]] = []

    @contextmanager
    def inside(self, role: str, *, scope: str = "", actual: str = "") -> Iterator[Element]:
        """Put what is drawn in a new element of this role."""
        element = self.open(role, scope=scope, actual=actual)
        try:
            yield element
        finally:
            self.close()

    def open(self, role: str, *, scope: str = "", actual: str = "") -> Element:
        """Begin an element; ``close`` ends it. It may span pages."""
        element = self._element(role, scope=scope, actual=actual)
        element.parent = self._here
        self._here.kids.append(element)
        self._here = element
        return element

    def close(self) -> None:
        """End the element begun last."""
        assert self._here.parent is not None
        self._here = self._here.parent

    @contextmanager
    def marked(self, *, actual: str = "") -> Iterator[None]:
        """Mark what is drawn as content of the present element; ``actual`` is its text in reading order."""
        number = len(self._marked[self._page])
        self._marked[self._page].append(self._here)
        self._here.kids.append((self._page, number))
        said = f" /ActualText <{_utf16(actual)}>" if actual else ""
        self._canvas._code.append(f"/{self._here.role} <</MCID {number}{said}>> BDC")  # noqa: SLF001
        try:
            yield
        finally:
            self._canvas._code.append("EMC")  # noqa: SLF001

    @contextmanager
    def decoration(self, kind: str = "Layout") -> Iterator[None]:
        """Mark what is drawn as an artefact: no reader needs it (``kind``: Layout or Pagination)."""
        self._canvas._code.append(f"/Artifact <</Type /{kind}>> BDC")  # noqa: SLF001
        try:
            yield
        finally:
            self._canvas._code.append("EMC")  # noqa: SLF001

    def link(self, url: str, said: str, box: tuple[float, float, float, float]) -> None:
        """Make ``box`` (points, from the bottom left) a link, tied to the present element."""
        name = f"link{len(self._links)}"
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray(list(box)),
                "Border": PDFArray([0, 0, 0]),
                "F": 4,
                "Contents": PDFString(said),
                "A": PDFDictionary({"S": PDFName("URI"), "URI": PDFString(url)}),
            }
        )
        self._canvas._addAnnotation(annotation, name)  # noqa: SLF001
        self._links.append((name, self._here))
        self._here.kids.append(name)
        self._here.annotation_pages[name] = self._page

    def next_page(self) -> None:
        """End the page."""
        self._canvas.showPage()
        self._page += 1
        self._marked.append([])

    def save(self) -> None:
        """End the last page, write the structure and finish the document."""
        canvas, document = self._canvas, self._canvas._doc  # noqa: SLF001
        canvas.showPage()
        pages = []
        for number, page in enumerate(document.Pages.pages):
            pages.append(document.Reference(page).name)
            page.__class__ = _Page
            page.StructParents, page.Tabs = number, PDFName("S")
        for number, (name, _element) in enumerate(self._links):
            self._annotation(name).dict["StructParent"] = len(pages) + number
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root_reference = document.Reference(root, "structureRoot")
        root.dict["K"] = self._write(self.root, root_reference, pages)
        numbers: list[Any] = []
        for number in range(len(pages)):
            numbers += [number, PDFArray([PDFObjectReference(e.name) for e in self._marked[number]])]
        for number, (_name, element) in enumerate(self._links):
            numbers += [len(pages) + number, PDFObjectReference(element.name)]
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root.dict["ParentTreeNextKey"] = len(pages) + len(self._links)
        catalog = document.Catalog
        catalog.StructTreeRoot = root_reference
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.Lang = PDFString(self._lang)
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalog.Metadata = pdfdoc.XMP(creator=lambda _document: self._xmp())
        document.setTitle(self._title)
        canvas.save()

    def _element(self, role: str, *, scope: str = "", actual: str = "") -> Element:
        self._count += 1
        return Element(role, self._count, scope=scope, actual=actual)

    def _annotation(self, name: str) -> PDFDictionary:
        document = self._canvas._doc  # noqa: SLF001
        return document.idToObject[document.refAnnotation(name).name]

    def _write(self, element: Element, parent: object, pages: list[str]) -> object:
        """Write an element and all below it; return its reference."""
        document = self._canvas._doc  # noqa: SLF001
        kids: list[Any] = []
        own = PDFObjectReference(element.name)
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._write(kid, own, pages))
            elif isinstance(kid, tuple):
                page, number = kid
                kids.append(
                    PDFDictionary(
                        {"Type": PDFName("MCR"), "Pg": PDFObjectReference(pages[page]), "MCID": number}
                    )
                )
            else:
                kids.append(
                    PDFDictionary(
                        {
                            "Type": PDFName("OBJR"),
                            "Pg": PDFObjectReference(pages[element.annotation_pages[kid]]),
                            "Obj": document.refAnnotation(kid),
                        }
                    )
                )
        written = {
            "Type": PDFName("StructElem"),
            "S": PDFName(element.role),
            "P": parent,
            "K": PDFArray(kids),
        }
        if element.scope:
            written["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(element.scope)})
        if element.role == "L":
            written["A"] = PDFDictionary({"O": PDFName("List"), "ListNumbering": PDFName("Disc")})
        if element.actual:
            written["ActualText"] = PDFString(element.actual)
        return document.Reference(PDFDictionary(written), element.name)

    def _xmp(self) -> bytes:
        made = self._made_at.isoformat(timespec="seconds")
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(self._title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{escape(self._lang)}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part><xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:CreatorTool>DematAssist</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def _utf16(text: str) -> str:
    """Return a text string in hexadecimal (ISO 32000-1, 7.9.2.2): UTF-16 with its mark."""
    return (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex().upper()
