"""A PDF as pages to draw, and as a clean document: what is seen, and nothing that acts, calls or tells."""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dematassist.copies.model import A4_INCHES, MAX_PAGES
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

_POINTS_PER_INCH = 72
_FINEST_DPI = 300
_WIDEST = 1.5
"""A page larger than A4 is drawn a half finer at most (A3)."""
_KEPT = {
    "/Type",
    "/Contents",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Parent",
    "/Group",
}
_TELLING = {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/OPI", "/JS", "/A", "/StructParent",
            "/StructParents", "/OC", "/Measure", "/PtData"}  # fmt: skip


class PdfSource:
    """The PDF: rendered by pdfium, cleaned by pikepdf. Forms and annotations are made part of the page."""

    def __init__(self, source: int, content: bytes) -> None:
        # Slow, and only in this process.
        import pikepdf

        try:
            opened = pikepdf.open(io.BytesIO(content))
        except pikepdf.PasswordError as error:
            raise UserError(Cause.SOURCE_LOCKED, source=str(source)) from error
        with opened:
            count = len(opened.pages)
            if count > MAX_PAGES:
                raise UserError(Cause.SOURCE_TOO_MANY_PAGES, source=str(source), pages=str(MAX_PAGES))
            if not count:
                raise UserError(Cause.SOURCE_EMPTY, source=str(source))
            self.has_layers = "/OCProperties" in opened.Root
            if "/AcroForm" in opened.Root:
                opened.generate_appearance_streams()
            opened.flatten_annotations("screen")
            flat = io.BytesIO()
            opened.save(flat, encryption=False)
        self.flat = flat.getvalue()
        self.count = count

    @cached_property
    def drawing(self) -> Any:
        """The document that pdfium draws."""
        import pypdfium2

        return pypdfium2.PdfDocument(self.flat)

    @cached_property
    def clean(self) -> pikepdf.Pdf:
        """The same pages in a new document, without anything else."""
        import pikepdf

        made = pikepdf.new()
        with pikepdf.open(io.BytesIO(self.flat)) as flat:
            for page in flat.pages:
                for key in set(page.obj.keys()) - _KEPT:
                    del page.obj[key]
            made.pages.extend(flat.pages)
            for thing in made.objects:
                _clean(thing)
            # What the pages of the old document share is copied as it is saved.
            kept = io.BytesIO()
            made.save(kept)
        return pikepdf.open(kept)


class PdfPage:
    """One page of a PDF."""

    def __init__(self, source: int, of: PdfSource, index: int) -> None:
        self.source = source
        self.of = of
        self.index = index

    @cached_property
    def size_inches(self) -> tuple[float, float]:
        """How large it is on paper, turned as it is seen."""
        width, height = self.of.drawing.get_page_size(self.index)
        return max(width, 1) / _POINTS_PER_INCH, max(height, 1) / _POINTS_PER_INCH

    @property
    def can_stay_text(self) -> bool:
        """Whether keeping it as text shows just what is seen.

        Not so with layers (hidden ones would appear), with what lies outside the visible part, or with
        JPEG 2000, which has its own places for metadata.
        """
        page = self.of.clean.pages[self.index]
        media, crop = [[float(n) for n in box] for box in (page.mediabox, page.cropbox)]
        is_cropped = any(abs(one - other) > 1 for one, other in zip(media, crop, strict=True))
        return not (self.of.has_layers or is_cropped or _has_jpeg_2000(page.obj))

    def drawn(self, longest_px: int) -> Image.Image:
        """Return it upright, in RGB, on white."""
        longest = max(self.size_inches)
        pixels = min(longest * _FINEST_DPI, longest_px * min(max(longest / A4_INCHES[1], 1), _WIDEST))
        page = self.of.drawing[self.index]
        try:
            bitmap = page.render(scale=pixels / (longest * _POINTS_PER_INCH), rev_byteorder=True)
            image: Image.Image = bitmap.to_pil().convert("RGB").copy()
            bitmap.close()
        finally:
            page.close()
        image.info = {}
        return image


def open_pdf(source: int, content: bytes) -> list[PdfPage]:
    """Return the pages. Raises ``UserError`` (locked, empty, too many pages)."""
    opened = PdfSource(source, content)
    assert len(opened.drawing) == opened.count
    return [PdfPage(source, opened, index) for index in range(opened.count)]


def _clean(thing: Any) -> None:
    """Take away what tells of the person or acts, in one object of the document."""
    import pikepdf

    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key in _TELLING & set(thing.keys()):
        del thing[key]
    plain_jpeg = (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode]))
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") in plain_jpeg:
        # The raw bytes are replaced; how they are to be read stays the same.
        parameters: Any = thing.get("/DecodeParms")
        jpeg = without_metadata(thing.read_raw_bytes())
        thing.write(jpeg, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)


def _has_jpeg_2000(page: Any) -> bool:
    """Return whether a picture of the page, however deep, is JPEG 2000, or is too deep to be sure."""
    import pikepdf

    waiting = [(page.get("/Resources"), 0)]
    while waiting:
        resources, depth = waiting.pop()
        if not isinstance(resources, pikepdf.Dictionary):
            continue
        for group in ("/XObject", "/Pattern"):
            for thing in (resources.get(group) or {}).values():
                if "/JPXDecode" in str(thing.get("/Filter", "")) or depth > 8:  # noqa: PLR2004 -- nobody nests so
                    return True
                waiting.append((thing.get("/Resources"), depth + 1))
    return False


def without_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, comments: every marker that is not needed to draw it."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:  # noqa: PLR2004 -- the mark of a marker
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA:  # noqa: PLR2004 -- the picture itself begins
            end = jpeg.rfind(b"\xff\xd9")
            return bytes(kept + jpeg[at : end + 2 if end > at else len(jpeg)])
        # APP14 says how colours are coded (Adobe); the other APPn and COM are words.
        is_words = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker != 0xEE)  # noqa: PLR2004
        if not is_words:
            kept += jpeg[at : at + 2 + length]
        at += 2 + length
    return jpeg
