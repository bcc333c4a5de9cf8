"""A page that lists the papers comes first: numbers that are true, an outline, a structure that is read."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from dematassist import i18n
from dematassist.copies import preparing
from dematassist.copies.model import LEVELS, Format, Order
from dematassist.copies.sources import Source, source_kind
from dematassist.sheets.papers_contents import contents_page
from tests.sheets.checkers import findings
from tests.sheets.samples import MADE_AT, RESOURCES

from . import samples

NAMES = ("Bail signé", "Photo « verso »", "Avis d’impôt")


@pytest.fixture(autouse=True)
def _in_french():
    i18n.use("fr", RESOURCES.parent / "translations")


def joined(*papers: tuple[str, bytes, int], max_mb: float = 20, **order: object) -> preparing.Prepared:
    sources = [Source(name, source_kind(content, ""), content) for name, content, _pages in papers]
    contents = contents_page(tuple((name, pages) for name, _content, pages in papers), RESOURCES, MADE_AT)
    asked = Order(format=Format.PDF, max_bytes=int(max_mb * 1_000_000), **order)
    return preparing.prepare(sources, asked, RESOURCES / "fonts", lambda _done, _total: None, contents)


@pytest.fixture(scope="module")
def three():
    i18n.use("fr", RESOURCES.parent / "translations")
    return joined(
        (NAMES[0], samples.letter(2), 2),
        (NAMES[1], samples.picture("PNG"), 1),
        (NAMES[2], samples.loaded_pdf(), 1),
    )


def text(pdf: bytes, page: int) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[page].get_textpage().get_text_range()


def test_the_first_page_says_on_which_page_each_paper_is_and_it_is_true(three):
    (pdf,) = three.files
    said = text(pdf, 0)
    for words in (*NAMES, "3 papiers, 5 pages en tout.", "Pages 2 à 3", "Page 4", "Page 5"):
        assert words in said.replace("\u00a0", " "), words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        places = [page.objgen for page in (one.obj for one in opened.pages)]
        with opened.open_outline() as outline:
            lines = {item.title: places.index(item.destination[0].objgen) for item in outline.root}
    assert [lines[name] for name in NAMES] == [1, 3, 4]
    assert three.own_pages == 1


def links(pdf: pikepdf.Pdf) -> list[tuple[int, pikepdf.Dictionary]]:
    """Each link of the first page, and the page (from 1) that it leads to."""
    places = [page.obj.objgen for page in pdf.pages]
    return [(places.index(link.Dest[0].objgen) + 1, link) for link in pdf.pages[0].Annots]


def test_each_line_of_the_first_page_is_a_link_to_its_paper_that_a_screen_reader_names(three):
    (pdf,) = three.files
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = links(opened)
        assert [page for page, _link in found] == [2, 4, 5]
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for number, ((_page, link), name) in enumerate(zip(found, NAMES, strict=True), 1):
            assert (str(link.Subtype), "/A" in link, link.Dest[1]) == ("/Link", False, "/Fit")
            assert str(link.Contents).replace("\u00a0", " ").startswith(f"{number}. {name}, Page")
            element = parents[int(link.StructParent)]
            assert (element.S, element.P.S, element.P.P.S) == ("/Link", "/TD", "/TR")
            references = [kid.Obj.objgen for kid in element.K if isinstance(kid, pikepdf.Dictionary)]
            assert references == [link.objgen]
    # Another reader finds the same, where the words are.
    with pypdfium2.PdfDocument(pdf) as document:
        raw, words = pypdfium2.raw, document[0].get_textpage()
        for (page, link), name in zip(found, NAMES, strict=True):
            left, bottom, right, top = map(float, link.Rect)
            assert name in words.get_text_bounded(left, bottom, right, top).replace("\u00a0", " ")
            there = raw.FPDFLink_GetLinkAtPoint(document[0], (left + right) / 2, (bottom + top) / 2)
            assert raw.FPDFDest_GetDestPageIndex(document, raw.FPDFLink_GetDest(document, there)) == page - 1


def test_a_screen_reader_finds_each_paper_by_name_and_reads_what_is_text(three):
    (pdf,) = three.files
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for page in opened.pages:
            assert parents[int(page.StructParents)][0].Pg.objgen == page.obj.objgen
        top = opened.Root.StructTreeRoot.K
        sections = [kid for kid in top.K if kid.S == "/Sect"]
        assert [str(section.T) for section in sections] == list(NAMES)
        roles = [[str(kid.S) for kid in section.K] for section in sections]
        assert roles[0] == ["/P", "/P"]
        assert roles[1] == ["/Figure"]
        assert str(sections[1].K[0].Alt) == NAMES[1]
        assert "pdfuaid:part" not in opened.Root.Metadata.read_bytes().decode()
        assert bool(opened.Root.MarkInfo.Marked)


def test_checkers_find_nothing_but_what_a_scan_is_and_that_no_proof_is_claimed():
    (pdf,) = joined((NAMES[0], samples.picture("PNG"), 1)).files
    # A picture has no text, and the document does not say that it is PDF/UA: both are true.
    assert {one.split()[0] for one in findings(pdf)} == {"DOC-004", "DOC-012"}


def test_it_is_within_the_limit_at_every_step_down(three):
    small = len(three.files[0]) / 1_000_000
    made = joined(("Photo", samples.photograph(), 1), max_mb=0.4)
    assert len(made.files[0]) <= 400_000
    assert made.dpi < LEVELS[0].dpi
    assert small < 20


def test_forty_papers_take_two_pages_and_the_numbers_follow():
    papers = tuple((f"Papier {number}", 1) for number in range(1, 61))
    contents = contents_page(papers, RESOURCES, MADE_AT)
    assert contents.own_pages > 1
    with pypdfium2.PdfDocument(contents.pdf) as opened:
        assert len(opened) == contents.own_pages
    assert f"Page {contents.own_pages + 1}" in text(contents.pdf, 0)


def test_a_page_whose_content_is_broken_is_kept_without_a_name_of_its_own():
    with pikepdf.new() as broken:
        broken.add_blank_page()
        broken.pages[0].Contents = broken.make_stream(b"q 1 0 0 1 0 0 cm /P <</MCID 0>> BDC BT ET Q ) ] >>")
        saved = io.BytesIO()
        broken.save(saved)
    (pdf,) = joined(("Cassé", saved.getvalue(), 1)).files
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
        assert "/StructParents" in opened.pages[0]


def test_images_are_made_without_that_page():
    contents = contents_page((("Photo", 1),), RESOURCES, MADE_AT)
    photo = samples.picture("PNG")
    order = Order(format=Format.JPEG, max_bytes=900_000)
    source = Source("photo", "PNG", photo)
    made = preparing.prepare([source], order, RESOURCES / "fonts", lambda *_: None, contents)
    assert (len(made.files), made.own_pages) == (1, 0)
