"""Papers of nobody, made as scanners and telephones make them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
CANARY = "CANARI-8F31"
WORDS = "Avis d’impôt Camille Exemple"


def sheet(width: int = 1240, height: int = 1754, text: str = WORDS) -> Image.Image:
    """A printed sheet, seen straight."""
    image = Image.new("RGB", (width, height), "white")
    font = ImageFont.truetype(str(FONTS / "AtkinsonHyperlegible-Regular.ttf"), max(height // 60, 8))
    draw = ImageDraw.Draw(image)
    for line in range(30):
        draw.text((width // 12, height // 20 + line * height // 34), f"{text} {line} 1 234,56", "black", font)
    return image


def photograph(width: int = 4032, height: int = 3024) -> bytes:
    """Twelve million pixels: skewed, in shadow, with grain, turned by EXIF only, and telling where it was."""
    paper = sheet(width // 2, height).rotate(3, expand=True, fillcolor=(120, 100, 80)).resize((width, height))
    shadow = Image.linear_gradient("L").resize((width, height)).point(lambda v: 90 + v // 2)
    image = Image.composite(paper, paper.filter(ImageFilter.GaussianBlur(1)).point(lambda v: v // 2), shadow)
    grain = Image.effect_noise((width, height), 12).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = CANARY
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 51.0, 30.0)
    saved = io.BytesIO()
    Image.blend(image, grain, 0.15).save(saved, "JPEG", quality=92, exif=exif, comment=CANARY.encode())
    return saved.getvalue()


def scan(pages: int = 3) -> bytes:
    """A TIFF of several sheets."""
    saved = io.BytesIO()
    first, *others = [sheet(text=f"Feuille {n}").convert("L") for n in range(1, pages + 1)]
    first.save(saved, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    return saved.getvalue()


def picture(kind: str, **saving: object) -> bytes:
    """A small sheet as PNG, WebP or JPEG."""
    saved = io.BytesIO()
    sheet(620, 877).save(saved, kind, **saving)
    return saved.getvalue()


def letter(pages: int = 2) -> bytes:
    """A PDF of text by some program, which signs it."""
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setAuthor(CANARY)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Quittance de loyer {number}")
        canvas.linkURL(f"https://{CANARY}.example", (72, 690, 200, 710))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def loaded_pdf() -> bytes:
    """A PDF with all that must not leave: script, file inside, XMP, form, photograph with its place."""
    photo = photograph(800, 600)
    with pikepdf.open(io.BytesIO(letter(1))) as pdf:
        page = pdf.pages[0]
        image = pdf.make_stream(photo, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=800,
                                Height=600, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
                                Filter=pikepdf.Name.DCTDecode)  # fmt: skip
        name = page.add_resource(image, pikepdf.Name.XObject)
        page.contents_add(f"q 200 0 0 150 72 400 cm {name} Do Q".encode())
        page.obj.Metadata = pdf.make_stream(CANARY.encode())
        page.obj.AA = pikepdf.Dictionary(O=_script())
        pdf.Root.OpenAction = _script()
        pdf.attachments["a.txt"] = CANARY.encode()
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = CANARY
        appearance = pdf.make_stream(b"BT /F1 12 Tf 5 5 Td (Champ rempli) Tj ET", Type=pikepdf.Name.XObject,
                                     Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 20],
                                     Resources=page.obj.Resources)  # fmt: skip
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="champ",
                V="Champ rempli", Rect=[72, 600, 272, 620], AP=pikepdf.Dictionary(N=appearance), F=4,
                A=_script(),
            )
        )  # fmt: skip
        page.obj.Annots.append(field)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], DA="/Helv 12 Tf 0 g")
        saved = io.BytesIO()
        pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return saved.getvalue()


def _script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")


def locked_pdf(*, can_be_read: bool = False) -> bytes:
    """A PDF with a password to open it, or only to change it."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter())) as pdf:
        pdf.save(saved, encryption=pikepdf.Encryption(owner="x", user="" if can_be_read else "y"))
    return saved.getvalue()


def png_bomb(side: int = 40_000) -> bytes:
    """A few kilobytes that say they are 1.6 thousand million pixels."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 << 22), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
