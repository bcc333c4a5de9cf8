"""The letters of a sheet: font files, how wide their glyphs are, and the glyphs put into the PDF.

Each document gets composite fonts (ISO 32000-1, 9.7) with only the glyphs it draws. A code stands for a glyph
*and* for what it says, so that every glyph can be read back exactly (ISO 14289-1, 7.21.7), the letter that
no font has included: a question mark is drawn, the letter is read. The boxes to tick are a small font too
(Type 3, 9.6.5): copied and read like letters.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress
from reportlab.pdfbase.ttfonts import TTFontFile

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportlab.pdfbase.pdfdoc import PDFDocument

_REPLACEMENT = "?"
_LOOKS_LIKE = {"→": "›", "←": "‹", "\u2010": "-", "\u2011": "-", "\u2212": "–"}
"""What is drawn for a character that none of the fonts has, besides its own letters without accents."""

EMPTY_BOX, TICKED_BOX = "☐", "☑"


class Glyph(NamedTuple):
    """A character to draw, and what it says when the page is read back or copied."""

    drawn: str
    text: str


class Typeface:
    """A font file, read once."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        # Given a name, reportlab would also look for it elsewhere, the network included.
        self.file = TTFontFile(io.BytesIO(path.read_bytes()))
        self._glyphs: dict[int, int] = self.file.charToGlyph

    def has(self, letter: str) -> bool:
        """Return whether the font draws this letter."""
        return ord(letter) in self._glyphs

    def glyph_number(self, letter: str) -> int:
        """Return the number of the glyph of a letter that the font has."""
        return self._glyphs[ord(letter)]

    def width(self, letter: str) -> float:
        """Return the advance of a letter, in thousandths of its size."""
        return float(self.file.charWidths[ord(letter)])

    def sides(self, letter: str) -> tuple[float, float]:
        """Return where the ink of a letter begins and ends, in thousandths of its size."""
        number = self.glyph_number(letter)
        start = self.file.glyphPos[number]
        if self.file.glyphPos[number + 1] == start:
            return 0.0, 0.0
        left, _bottom, right, _top = struct.unpack_from(">4h", self.file.get_table("glyf"), start + 2)
        scale = 1000 / self.file.unitsPerEm
        return left * scale, right * scale


@lru_cache(maxsize=16)
def typeface(path: Path) -> Typeface:
    """Return the font of a file. ``OSError`` when it is not there."""
    return Typeface(path)


class Faces:
    """The fonts of one weight, the best first: a letter is drawn with the first that has it."""

    def __init__(self, *paths: Path) -> None:
        self._paths = tuple(path for path in paths if path.exists())
        if not self._paths:
            raise UserError(Cause.FONT_MISSING, path=str(paths[0]))
        self._known: dict[str, tuple[Typeface, str]] = {}

    def shape(self, form: str, letter: str, *, present: Typeface | None) -> tuple[Typeface, str]:
        """Return the font that draws a letter, and the character it draws: the form, or what is most like it.

        ``present`` is the font in use: a space is taken from it.
        """
        if unicodedata.category(letter) == "Zs":
            return present or typeface(self._paths[0]), " "
        if form not in self._known:
            self._known[form] = self._find(form, letter)
        return self._known[form]

    def _find(self, form: str, letter: str) -> tuple[Typeface, str]:
        for drawn in (form, letter, *_substitutes(letter)):
            for path in self._paths:
                # The next font is read only when a letter asks for it.
                face = typeface(path)
                if face.has(drawn):
                    return face, drawn
        return typeface(self._paths[0]), _REPLACEMENT


def _substitutes(letter: str) -> Iterator[str]:
    if letter in _LOOKS_LIKE:
        yield _LOOKS_LIKE[letter]
    # A letter without its accents, a figure without its circle.
    plain = unicodedata.normalize("NFKD", letter)
    if plain[0] != letter and all(map(unicodedata.combining, plain[1:])):
        yield plain[0]


class EmbeddedFont:
    """The glyphs of one typeface that one document draws."""

    def __init__(self, face: Typeface, resource: str) -> None:
        self.face, self.resource = face, resource
        self._codes: dict[Glyph, int] = {}

    def code(self, glyph: Glyph) -> int:
        """Return the code of a glyph in this document."""
        return self._codes.setdefault(glyph, len(self._codes) + 1)

    def write(self, document: PDFDocument) -> object:
        """Add the font to the document; return its reference."""
        face = self.face
        subset, numbers = self._subset()
        name = f"{_tag(subset)}+{face.name}"
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": PDFName(name),
                "Flags": 4,
                "FontBBox": PDFArray(face.file.bbox),
                "ItalicAngle": face.file.italicAngle,
                "Ascent": face.file.ascent,
                "Descent": face.file.descent,
                "CapHeight": face.file.capHeight,
                "StemV": face.file.stemV,
                "FontFile2": _stream(document, subset, Length1=len(subset)),
            }
        )
        widths = [face.width(glyph.drawn) for glyph in self._codes]
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(name),
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(descriptor),
                "W": PDFArray([1, PDFArray(widths)]),
                "CIDToGIDMap": _stream(document, struct.pack(f">{len(numbers)}H", *numbers)),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(name),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([document.Reference(descendant)]),
                "ToUnicode": _to_unicode(
                    document, {code: glyph.text for glyph, code in self._codes.items()}, digits=4
                ),
            }
        )
        return document.Reference(font)

    def _subset(self) -> tuple[bytes, list[int]]:
        """Return a font file of the glyphs in use, and for each code the number of its glyph in that file."""
        drawn = [glyph.drawn for glyph in self._codes]
        # The subset holds each glyph once, in the order of its first use.
        places = {0: 0}
        numbers = [places.setdefault(self.face.glyph_number(letter), len(places)) for letter in drawn]
        subset: bytes = self.face.file.makeSubset([ord(letter) for letter in drawn])
        return subset, [0, *numbers]


class BoxFont:
    """Boxes to tick, as a font of two glyphs (Type 3): ``EMPTY_BOX`` and ``TICKED_BOX``."""

    resource = "Boxes"
    WIDTH = 1000.0
    _CODES = {EMPTY_BOX: 1, TICKED_BOX: 2}  # noqa: RUF012 -- a constant
    _DRAWINGS = {  # noqa: RUF012 -- a constant
        EMPTY_BOX: "70 w 1 j 60 -80 m 940 -80 l 940 800 l 60 800 l s",
        TICKED_BOX: "70 w 1 j 1 J 60 -80 m 940 -80 l 940 800 l 60 800 l s"
        " 130 w 230 340 m 430 130 l 790 600 l S",
    }

    def code(self, box: str) -> int:
        """Return the code of a box."""
        return self._CODES[box]

    def write(self, document: PDFDocument) -> object:
        """Add the font to the document; return its reference."""
        names = {box: f"box{code}" for box, code in self._CODES.items()}
        drawings = {
            names[box]: _stream(document, f"{self.WIDTH:.0f} 0 0 -200 1000 900 d1 {drawing}".encode())
            for box, drawing in self._DRAWINGS.items()
        }
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type3"),
                "FontBBox": PDFArray([0, -200, 1000, 900]),
                "FontMatrix": PDFArray([0.001, 0, 0, 0.001, 0, 0]),
                "CharProcs": PDFDictionary(drawings),
                "Encoding": PDFDictionary(
                    {
                        "Type": PDFName("Encoding"),
                        "Differences": PDFArray([1, *(PDFName(names[box]) for box in self._CODES)]),
                    }
                ),
                "FirstChar": 1,
                "LastChar": len(self._CODES),
                "Widths": PDFArray([self.WIDTH] * len(self._CODES)),
                "Resources": PDFDictionary({}),
                "ToUnicode": _to_unicode(
                    document, {code: box for box, code in self._CODES.items()}, digits=2
                ),
            }
        )
        return document.Reference(font)


def _stream(document: PDFDocument, content: bytes, **entries: object) -> object:
    stream = PDFStream(PDFDictionary(dict(entries)), content)
    stream.filters = [PDFZCompress]
    return document.Reference(stream)


def _to_unicode(document: PDFDocument, texts: dict[int, str], *, digits: int) -> object:
    """Return the map from codes of so many hexadecimal digits to text (ISO 32000-1, 9.10.3)."""
    mapped = [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex()}>" for code, text in texts.items()]
    # A section holds a hundred lines at most.
    sections = [mapped[start : start + 100] for start in range(0, len(mapped), 100)]
    content = "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            f"1 begincodespacerange <{0:0{digits}X}> <{'F' * digits}> endcodespacerange",
            *(f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar" for lines in sections),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )
    return _stream(document, content.encode("ascii"))


def _tag(subset: bytes) -> str:
    """Return the six letters that name a subset (ISO 32000-1, 9.6.4): the same glyphs, the same letters."""
    return "".join(chr(ord("A") + byte % 26) for byte in sha256(subset).digest()[:6])
