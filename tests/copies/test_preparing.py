"""The file a site accepts, made by the real child."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dematassist.copies import preparing
from dematassist.copies.child.pdf_source import without_metadata
from dematassist.copies.model import LEVELS, Box, Format, Order
from dematassist.copies.sources import Source, read_source, read_sources, source_kind
from dematassist.errors import Cause, UserError

from . import samples
from .samples import CANARY, FONTS

MARK = "Copie pour la Caf – RSA – 22/11/2026"


def prepare(
    *contents: bytes, max_mb: float = 5, made: Format = Format.PDF, **order: object
) -> preparing.Prepared:
    sources = [Source(f"n{n}", source_kind(content, ""), content) for n, content in enumerate(contents)]
    asked = Order(format=made, max_bytes=int(max_mb * 1_000_000), **order)  # type: ignore[arg-type]
    return preparing.prepare(sources, asked, FONTS, lambda _done, _total: None)


def text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)


def drawn(pdf: bytes, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[page].render(scale=1).to_pil().convert("L")


def everything_in(pdf: bytes) -> bytes:
    """Every object, every stream as it is stored and as it is read: what a curious person finds."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts = [pdf]
        for thing in opened.objects:
            parts.append(repr(thing).encode())
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_raw_bytes())
                if thing.get("/Filter") != pikepdf.Name.DCTDecode:
                    parts.append(thing.read_bytes())
        return b"\n".join(parts)


@pytest.fixture(scope="module")
def photo() -> bytes:
    return samples.photograph()


@pytest.mark.parametrize("max_mb", [1.5, 0.6])
def test_a_photograph_becomes_a_pdf_within_the_limit_upright_and_silent(photo, max_mb):
    made = prepare(photo, max_mb=max_mb)
    (pdf,) = made.files
    assert len(pdf) <= max_mb * 1_000_000 < len(photo)
    assert CANARY.encode() not in everything_in(pdf)
    assert b"Exif" not in everything_in(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert (len(opened.pages), dict(opened.docinfo)) == (1, {})
        assert "/Metadata" not in opened.Root
        _left, _bottom, width, height = map(float, opened.pages[0].mediabox)
    assert height > width, "EXIF says it stands"
    assert made.dpi >= LEVELS[-1].dpi


def test_papers_of_every_kind_keep_their_order_and_their_pages(photo):
    given_papers = (
        photo,
        samples.scan(3),
        samples.picture("PNG"),
        samples.picture("WEBP"),
        samples.letter(2),
    )
    (pdf,) = prepare(*given_papers, max_mb=10).files
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1 + 3 + 1 + 1 + 2
    assert "Quittance de loyer 2" in text(pdf), "text that fits stays text"


def test_the_originals_are_not_touched_and_the_files_are_named_neutrally(tmp_path, photo):
    original = tmp_path / "RIB de Camille.jpg"
    original.write_bytes(photo)
    sources = read_sources([original, original])
    made = preparing.prepare(sources, Order(format=Format.JPEG, max_bytes=900_000), FONTS, lambda *_: None)
    chosen = preparing.targets(tmp_path / "envoi", Format.JPEG, len(made.files), [original])
    preparing.save(made, chosen)
    assert original.read_bytes() == photo
    assert [path.name for path in sorted((tmp_path / "envoi").iterdir())] == [
        "document-1.jpg",
        "document-2.jpg",
    ]
    for path in chosen:
        assert path.stat().st_size <= 900_000
        with Image.open(path) as image:
            assert image.height > image.width
            assert not image.getexif()
            assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)


def test_a_pdf_loses_scripts_files_links_and_data_but_not_what_its_form_says():
    loaded = samples.loaded_pdf()
    assert CANARY.encode() in everything_in(loaded)
    (pdf,) = prepare(loaded).files
    found = everything_in(pdf)
    for word in (CANARY, "JavaScript", "EmbeddedFile", "/Annots", "/AcroForm", "Exif", "/OpenAction"):
        assert word.encode() not in found, word
    assert "Champ rempli" in text(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.attachments
        assert dict(opened.docinfo) == {}


def test_hidden_layers_and_what_lies_outside_the_page_do_not_leave():
    with pikepdf.open(io.BytesIO(samples.letter(1))) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Cache"))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], BaseState=pikepdf.Name.ON)
        )
        pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(L0=layer)
        pdf.pages[0].contents_add(b"/OC /L0 BDC BT /F1 12 Tf 72 300 Td (Secret cache) Tj ET EMC")
        hidden = io.BytesIO()
        pdf.save(hidden)
    with pikepdf.open(io.BytesIO(samples.letter(1))) as pdf:
        pdf.pages[0].contents_add(b"BT /F1 12 Tf 72 100 Td (Secret cache) Tj ET")
        pdf.pages[0].obj.CropBox = pikepdf.Array([0, 400, 595, 842])
        cropped = io.BytesIO()
        pdf.save(cropped)
    for content in (hidden.getvalue(), cropped.getvalue()):
        (pdf_bytes,) = prepare(content).files
        assert b"Secret" not in everything_in(pdf_bytes)
        assert "Secret" not in text(pdf_bytes)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_mark_is_on_every_page_and_says_what_was_asked(turned):
    with pikepdf.open(io.BytesIO(samples.letter(2))) as pdf:
        pdf.pages[0].rotate(turned, relative=False)
        given_pdf = io.BytesIO()
        pdf.save(given_pdf)
    contents = (given_pdf.getvalue(), samples.picture("PNG"))
    plain, marked = prepare(*contents).files[0], prepare(*contents, mark=MARK).files[0]
    with pypdfium2.PdfDocument(marked) as opened:
        assert all(MARK in page.get_textpage().get_text_range() for page in opened)
    for page in range(3):
        before, after = drawn(plain, page), drawn(marked, page)
        darker = sum(one > other + 20 for one, other in zip(before.tobytes(), after.tobytes(), strict=True))
        assert darker > before.width * before.height * 0.01
        quarter = (0, before.height * 3 // 4, before.width // 2, before.height)
        assert after.crop(quarter).getextrema()[0] < 225, "a part that is cut out holds it too"


def test_the_mark_of_a_text_page_is_in_its_one_content_and_no_layer_to_drop():
    (marked,) = prepare(samples.letter(1), mark=MARK).files
    with pikepdf.open(io.BytesIO(marked)) as opened:
        page = opened.pages[0].obj
        assert isinstance(page.Contents, pikepdf.Stream)
        assert "/Annots" not in page
        assert "/XObject" not in page.Resources or not page.Resources.XObject.keys()


def test_a_content_that_does_not_close_what_it_opens_is_marked_in_its_pixels():
    with pikepdf.open(io.BytesIO(samples.letter(1))) as pdf:
        pdf.pages[0].contents_add(b"q 0 0 0 0 0 0 cm q 1 0 0 1 9000 9000 cm")
        saved = io.BytesIO()
        pdf.save(saved)
    (marked,) = prepare(saved.getvalue(), mark=MARK).files
    assert drawn(marked).crop((0, 600, 300, 842)).getextrema()[0] < 225


def test_what_is_blacked_out_is_gone_from_the_file():
    lines = samples.letter(2)
    (pdf,) = prepare(lines, redact={1: (Box(0.05, 0.1, 0.9, 0.15),)}).files
    assert "Quittance de loyer 1" not in text(pdf)
    assert b"Quittance de loyer 1" not in everything_in(pdf)
    assert "Quittance de loyer 2" in text(pdf)
    assert drawn(pdf).crop((50, 100, 500, 200)).getextrema()[1] < 10
    with pytest.raises(UserError) as caught:
        prepare(lines, redact={3: (Box(0, 0, 1, 1),)})
    assert caught.value.cause is Cause.REDACTED_PAGE_UNKNOWN


def test_what_cannot_be_small_and_readable_is_refused(photo):
    with pytest.raises(UserError) as caught:
        prepare(photo, max_mb=0.02)
    assert caught.value.cause is Cause.COPY_CANNOT_FIT


@pytest.mark.parametrize("made", Format)
@pytest.mark.parametrize("max_mb", [0.12, 0.3, 1])
def test_no_file_is_ever_over_its_limit(max_mb, made):
    files = prepare(samples.picture("PNG"), samples.letter(1), max_mb=max_mb, made=made, mark=MARK).files
    assert max(len(file) for file in files) <= max_mb * 1_000_000


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (samples.locked_pdf(), Cause.SOURCE_LOCKED),
        (b"%PDF-1.7\nnothing else", Cause.SOURCE_DAMAGED),
        (samples.letter(201), Cause.SOURCE_TOO_MANY_PAGES),
        (samples.png_bomb(), Cause.SOURCE_TOO_MANY_PIXELS),
        (samples.picture("PNG")[:400], Cause.SOURCE_DAMAGED),
        (b"\xff\xd8\xff\xe0 no photograph", Cause.SOURCE_DAMAGED),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_what_cannot_be_read_is_named_with_its_cause(content, cause):
    with pytest.raises(UserError) as caught:
        prepare(samples.picture("PNG"), content)
    assert (caught.value.cause, caught.value.details["path"]) == (cause, "n1")


def test_a_pdf_that_anyone_may_read_is_taken_even_if_it_may_not_be_changed():
    (pdf,) = prepare(samples.locked_pdf(can_be_read=True)).files
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.is_encrypted


def test_what_is_not_a_file_to_read_is_refused_before_it_is_opened(tmp_path):
    (tmp_path / "vide.pdf").touch()
    (tmp_path / "vrai.png").write_bytes(samples.picture("PNG"))
    (tmp_path / "lien.png").symlink_to(tmp_path / "vrai.png")
    (tmp_path / "texte.pdf").write_text("bonjour", encoding="utf-8")
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0")
    os.mkfifo(tmp_path / "tuyau.pdf")
    with (tmp_path / "gros.pdf").open("wb") as big:
        big.write(b"%PDF-")
        big.truncate(10 << 30)
    causes = {}
    for name in (
        "vide.pdf",
        "lien.png",
        "texte.pdf",
        "photo.heic",
        "tuyau.pdf",
        "gros.pdf",
        "absent.pdf",
        ".",
    ):
        with pytest.raises(UserError) as caught:
            read_source(tmp_path / name)
        causes[name] = caught.value.cause
    assert list(causes.values()) == [
        *(Cause.SOURCE_EMPTY, Cause.SOURCE_IS_LINK, Cause.SOURCE_KIND_UNKNOWN, Cause.SOURCE_HEIC),
        *(Cause.SOURCE_NOT_A_FILE, Cause.SOURCE_TOO_BIG, Cause.SOURCE_MISSING, Cause.SOURCE_NOT_A_FILE),
    ]


def test_a_name_that_would_replace_an_original_is_refused(tmp_path):
    original = tmp_path / "facture.pdf"
    original.write_bytes(samples.letter(1))
    with pytest.raises(UserError) as caught:
        preparing.targets(original, Format.PDF, 1, [original])
    assert caught.value.cause is Cause.COPY_OVER_ORIGINAL
    with pytest.raises(UserError) as caught:
        preparing.targets(tmp_path / "x.pdf", Format.JPEG, 1, [])
    assert caught.value.cause is Cause.COPY_NAME
    numbered = preparing.targets(tmp_path / "x.jpg", Format.JPEG, 2, [])
    assert [path.name for path in numbered] == ["x-1.jpg", "x-2.jpg"]
    assert preparing.targets(tmp_path, Format.PDF, 1, []) == (tmp_path / "document.pdf",)


def test_a_series_that_cannot_be_written_whole_leaves_nothing(tmp_path):
    made = preparing.Prepared((b"one", b"two"), 300, is_grey=False)
    (tmp_path / "b.jpg").mkdir()
    with pytest.raises(UserError):
        preparing.save(made, [tmp_path / "a.jpg", tmp_path / "b.jpg"])
    assert [path.name for path in tmp_path.iterdir()] == ["b.jpg"]


@pytest.mark.parametrize(
    ("mark", "cause"),
    [("x" * 101, Cause.MARK_TOO_LONG), ("a\u202eb", Cause.MARK_UNDRAWABLE), ("漢", Cause.MARK_UNDRAWABLE)],
)
def test_a_mark_that_would_not_show_as_typed_is_refused(mark, cause):
    with pytest.raises(UserError) as caught:
        prepare(samples.picture("PNG"), mark=mark)
    assert caught.value.cause is cause


def test_a_report_that_raises_ends_the_child(photo):
    class EnoughError(Exception):
        pass

    def report(_done: int, _total: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        preparing.prepare(
            [Source("p", "JPEG", photo)], Order(format=Format.PDF, max_bytes=10**6), FONTS, report
        )


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_cleaning_of_a_jpeg_fail(content):
    assert isinstance(without_metadata(b"\xff\xd8" + content), bytes)


def test_qpdf_finds_nothing_wrong_in_the_pdf(tmp_path):
    target = tmp_path / "x.pdf"
    target.write_bytes(prepare(samples.loaded_pdf(), samples.scan(2), mark=MARK).files[0])
    done = subprocess.run(["qpdf", "--check", str(target)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert Path(target).stat().st_size
