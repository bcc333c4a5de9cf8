"""A reportlab canvas that draws tagged pages: what a screen reader walks (PDF/UA-1, ISO 14289-1).

reportlab has no interface for tagged PDF, but its canvas takes raw operators and its catalogue takes a
structure tree. ``TaggedCanvas`` marks what is drawn (ISO 32000-1, 14.6 marked content, 14.7 logical
structure) and writes the tree, the parent tree and the metadata when the document is finished.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

from dematassist.sheets.typefaces import BoxFont, EmbeddedFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dematassist.sheets.typefaces import Typeface
    from dematassist.sheets.typesetting import Line


class Element:
    """A structure element: a role, and what is in it, in reading order."""

    def __init__(
        self,
        role: str,
        parent: Element | None = None,
        *,
        attributes: dict[str, str] | None = None,
        lang: str = "",
    ) -> None:
        self.role, self.parent, self.attributes = role, parent, attributes or {}
        self.lang = lang
        """The language of all that is in it; empty: that of its parent."""
        self.actual_text = ""
        """What the marked content says, where it is not drawn in reading order."""
        self.kids: list[Element | _Content | _Annotation] = []
        if parent:
            parent.kids.append(self)


class _Content(NamedTuple):
    """Marked content: the page it is on, from 0, and its number there."""

    page: int
    number: int


class _Annotation(NamedTuple):
    """A link that can be followed, and the page it is on."""

    page: int
    name: str


class _Page(pdfdoc.PDFPage):  # type: ignore[misc]  # reportlab has no types
    """A page that says where its marked content is in the parent tree, and in which order Tab goes."""

    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs")


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Draws text that belongs to elements, and decoration that belongs to none."""

    def __init__(self, *, lang: str, title: str, made_at: datetime) -> None:
        super().__init__("sheet.pdf", pagesize=A4, invariant=1, pageCompression=1, lang=lang)
        self._lang, self._title, self._made_at = lang, title, made_at
        self.root = Element("Document")
        self._page_number = 0
        self._owners: list[list[Element]] = [[]]
        """For each page, the element that each marked content belongs to."""
        self._links: list[tuple[str, Element]] = []
        self._fonts: dict[str, EmbeddedFont] = {}
        self._boxes: BoxFont | None = None

    def _make_preamble(self) -> None:
        """Begin pages without the canvas's own font, which would not be embedded."""
        self._preamble = ""

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Make what is drawn the content of an element."""
        owners = self._owners[self._page_number]
        element.kids.append(_Content(self._page_number, len(owners)))
        self._code.append(f"/{element.role} <</MCID {len(owners)}>> BDC")
        owners.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def decoration(self, kind: str = "/Layout") -> Iterator[None]:
        """Make what is drawn an artefact: no reader needs it (ISO 32000-1, 14.8.2.2)."""
        self._code.append(f"/Artifact <</Type {kind}>> BDC")
        yield
        self._code.append("EMC")

    def write(self, line: Line, x: float, y: float, size: float) -> None:
        """Draw a line of text from ``x``, on the base line ``y`` (points from the bottom left)."""
        for piece in line.pieces:
            font = self._font(piece.face)
            begin = pen = piece.glyphs[0].x
            shown = "<"
            for placed in piece.glyphs:
                if step := round(pen - placed.x):
                    shown += f">{step}<"
                shown += f"{font.code(placed.glyph):04X}"
                pen = placed.x + piece.face.width(placed.glyph.drawn)
            at = f"{x + begin * size / 1000:.3f} {y:.3f}"
            drawn = f"BT /{font.resource} {size:g} Tf {at} Td [{shown}>] TJ ET"
            self._code.append(f"/Span <</Lang ({piece.lang})>> BDC {drawn} EMC" if piece.lang else drawn)

    def write_box(self, box: str, x: float, y: float, size: float) -> None:
        """Draw a box to tick, ``size`` points wide, its left side at ``x`` and its base line at ``y``."""
        self._boxes = self._boxes or BoxFont()
        code = self._boxes.code(box)
        self._code.append(f"BT /{self._boxes.resource} {size:g} Tf {x:.3f} {y:.3f} Td <{code:02X}> Tj ET")

    def link(self, element: Element, url: str, said: str, box: tuple[float, float, float, float]) -> None:
        """Make ``box`` (points: left, bottom, right, top) a link that belongs to an element."""
        name = f"link{len(self._links)}"
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray([round(side, 3) for side in box]),
                "Border": PDFArray([0, 0, 0]),
                "F": 4,
                "Contents": PDFString(said),
                "A": PDFDictionary({"S": PDFName("URI"), "URI": PDFString(url)}),
            }
        )
        self._addAnnotation(annotation, name)
        self._links.append((name, element))
        element.kids.append(_Annotation(self._page_number, name))

    def bookmark(self, title: str, y: float, *, level: int) -> None:
        """Add a line to the document's list of headings; ``level`` is 0 for the title."""
        key = f"heading{len(self._destinations)}"
        self.bookmarkHorizontal(key, 0, y)
        self.addOutlineEntry(title, key, level)

    def next_page(self) -> None:
        """End the page."""
        self._end_page()
        self._page_number += 1
        self._owners.append([])

    def finish(self) -> bytes:
        """End the last page, write the structure; return the document."""
        self._end_page()
        document = self._doc
        self._write_fonts()
        self._write_structure()
        catalog = document.Catalog
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalog.Metadata = pdfdoc.XMP(creator=lambda _document: self._metadata())
        self._write_information()
        content: bytes = self.getpdfdata()
        return content

    def _end_page(self) -> None:
        # The identifier of the document is made of what is drawn: the same pages, the same identifier.
        self._doc.updateSignature("\n".join(self._code))
        self.showPage()

    def _font(self, face: Typeface) -> EmbeddedFont:
        if face.name not in self._fonts:
            self._fonts[face.name] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return self._fonts[face.name]

    def _write_fonts(self) -> None:
        used: dict[str, object] = {font.resource: font.write(self._doc) for font in self._fonts.values()}
        if self._boxes:
            used[self._boxes.resource] = self._boxes.write(self._doc)
        self._doc.idToObject[pdfdoc.BasicFonts].dict.update(used)

    def _write_structure(self) -> None:
        document = self._doc
        pages = document.Pages.pages
        for number, page in enumerate(pages):
            page.__class__ = _Page
            page.StructParents, page.Tabs = number, PDFName("S")
        references = [document.Reference(page) for page in pages]
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        document.Catalog.StructTreeRoot = document.Reference(root, "structure")
        written: dict[Element, PDFObjectReference] = {}
        root.dict["K"] = self._write_element(self.root, document.Catalog.StructTreeRoot, references, written)
        numbers: list[object] = []
        for number, owners in enumerate(self._owners):
            owned = PDFArray([written[element] for element in owners])
            numbers += [number, document.Reference(owned)]
        for number, (name, element) in enumerate(self._links, len(pages)):
            document.idToObject[document.refAnnotation(name).name].dict["StructParent"] = number
            numbers += [number, written[element]]
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root.dict["ParentTreeNextKey"] = len(pages) + len(self._links)

    def _write_element(
        self,
        element: Element,
        parent: PDFObjectReference,
        pages: list[PDFObjectReference],
        written: dict[Element, PDFObjectReference],
    ) -> PDFObjectReference:
        """Write an element and all below it; return its reference."""
        document = self._doc
        dictionary = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.role), "P": parent})
        entries: dict[str, Any] = dictionary.dict
        own = document.Reference(dictionary, f"element{len(written)}")
        written[element] = own
        first = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        if first is not None:
            entries["Pg"] = pages[first]
        kids: list[Any] = []
        for kid in element.kids:
            match kid:
                case Element():
                    kids.append(self._write_element(kid, own, pages, written))
                case _Content(page, number) if page == first:
                    kids.append(number)
                case _Content(page, number):
                    kids.append(PDFDictionary({"Type": PDFName("MCR"), "Pg": pages[page], "MCID": number}))
                case _Annotation(page, name):
                    link = document.refAnnotation(name)
                    kids.append(PDFDictionary({"Type": PDFName("OBJR"), "Pg": pages[page], "Obj": link}))
        entries["K"] = kids[0] if len(kids) == 1 else PDFArray(kids)
        if element.attributes:
            entries["A"] = PDFDictionary({name: PDFName(value) for name, value in element.attributes.items()})
        if element.lang:
            entries["Lang"] = PDFString(element.lang)
        if element.actual_text:
            entries["ActualText"] = PDFString(element.actual_text)
        return own

    def _write_information(self) -> None:
        document = self._doc
        made = self._made_at.utctimetuple()
        document._timeStamp.YMDhms = tuple(made)[:6]  # noqa: SLF001 -- else 1 January 2000
        document.setTitle(self._title)
        document.setAuthor("DematAssist")
        document.setSubject("")
        document.setKeywords("")
        document.setCreator("DematAssist")
        document.setProducer("DematAssist")

    def _metadata(self) -> bytes:
        made = self._made_at.strftime("%Y-%m-%dT%H:%M:%S%z")
        made = f"{made[:-2]}:{made[-2:]}" if self._made_at.tzinfo else f"{made}Z"
        parts = (kid.lang for kid in self.root.kids if isinstance(kid, Element) and kid.lang)
        langs = "".join(f"<rdf:li>{escape(lang)}</rdf:li>" for lang in dict.fromkeys((self._lang, *parts)))
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(self._title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>DematAssist</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag>{langs}</rdf:Bag></dc:language>
<pdf:Producer>DematAssist</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
<xmp:CreatorTool>DematAssist</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
