"""Sheets as PDF: what checkers find, what a reader hears, what is drawn."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "the checkers of PDF accessibility, outloud and pdfua, need Python 3.11", allow_module_level=True
    )

import pikepdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.sheets import bidi
from dematassist.sheets.images import page_images
from dematassist.sheets.model import Blank, FactTable, Heading, Paragraph, Row, Sheet
from dematassist.sheets.pdf import render_pdf, write_pdf
from dematassist.sheets.typesetting import clean
from tests.sheets.checkers import findings
from tests.sheets.reading import opened, read_aloud
from tests.sheets.samples import (
    ARABIC,
    EVERYTHING,
    LONG_ONE,
    MADE_AT,
    RESOURCES,
    SAMPLES,
    said_in,
    sheets,
)

_BY_CHANCE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def render(sheet: Sheet, *, large_print: bool = False) -> bytes:
    return render_pdf(sheet, RESOURCES, MADE_AT, large_print=large_print)


# What checkers find


@pytest.mark.parametrize("large_print", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_checker_finds_anything(name: str, large_print: bool) -> None:
    assert findings(render(SAMPLES[name], large_print=large_print)) == []


@pytest.mark.parametrize("lang", ["fr", "ar"])
@_BY_CHANCE
@given(data=st.data(), large_print=st.booleans())
def test_whatever_a_sheet_says_no_checker_finds_anything(
    lang: str,
    data: st.DataObject,
    large_print: bool,
) -> None:
    pdf = render(data.draw(sheets(lang)), large_print=large_print)
    assert findings(pdf, are_words_meant=False) == []


def damaged(sheet: Sheet, change: object) -> bytes:
    """Return the PDF of a sheet with one thing taken out of it."""
    target = io.BytesIO()
    with opened(render(sheet)) as document:
        assert callable(change)
        change(document)
        document.save(target)
    return target.getvalue()


def elements(document: pikepdf.Pdf, role: str) -> list[pikepdf.Dictionary]:
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == "/StructElem"
        and item.get("/S") == f"/{role}"
    ]


def fonts(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return the composite fonts."""
    return [font for font in document.pages[0].Resources.Font.values() if font.Subtype == "/Type0"]


def replaced(document: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    page = document.pages[0]
    content = page.Contents.read_bytes()
    assert old in content
    page.Contents = document.make_stream(content.replace(old, new, 1))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d.Root.__delitem__("/StructTreeRoot"), id="no structure"),
        pytest.param(lambda d: d.Root.__delitem__("/MarkInfo"), id="not said to be tagged"),
        pytest.param(lambda d: d.Root.__delitem__("/Lang"), id="no language"),
        pytest.param(lambda d: d.Root.__delitem__("/Metadata"), id="no metadata"),
        pytest.param(
            lambda d: d.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"), id="title not shown"
        ),
        pytest.param(lambda d: elements(d, "H2")[0].__setitem__("/S", pikepdf.Name.H4), id="a level skipped"),
        pytest.param(lambda d: elements(d, "H1")[0].__setitem__("/S", pikepdf.Name.P), id="no title"),
        pytest.param(lambda d: [e.__delitem__("/A") for e in elements(d, "TH")], id="cells without scope"),
        pytest.param(lambda d: elements(d, "Link")[0].__setitem__("/S", pikepdf.Name.Span), id="no Link"),
        pytest.param(lambda d: elements(d, "LI")[0].__setitem__("/S", pikepdf.Name.P), id="no list item"),
        pytest.param(lambda d: elements(d, "P")[0].__setitem__("/S", pikepdf.Name.Foo), id="unknown role"),
        pytest.param(lambda d: elements(d, "P")[0].__delitem__("/P"), id="no parent"),
        pytest.param(lambda d: elements(d, "P")[0].__setitem__("/K", 999), id="no content"),
        pytest.param(lambda d: d.pages[-1].Annots[0].__delitem__("/Contents"), id="link not described"),
        pytest.param(lambda d: d.pages[-1].Annots[0].__delitem__("/StructParent"), id="link not claimed"),
        pytest.param(lambda d: d.pages[0].__delitem__("/Tabs"), id="no order for Tab"),
        pytest.param(
            lambda d: replaced(d, b"/H1 <</MCID 0>> BDC", b"/H1 <</MCID 77>> BDC"), id="content of no element"
        ),
        pytest.param(lambda d: replaced(d, b"/H1 <</MCID 0>> BDC", b"/Span <<>> BDC"), id="text not tagged"),
        pytest.param(
            lambda d: fonts(d)[0].__setitem__(
                "/ToUnicode",
                d.make_stream(fonts(d)[0].ToUnicode.read_bytes().replace(b"<0001> <", b"<0001> <0000> %<")),
            ),
            id="a letter that says nothing",
        ),
        pytest.param(
            lambda d: fonts(d)[0].DescendantFonts[0].__setitem__("/CIDToGIDMap", d.make_stream(bytes(400))),
            id="letters not drawn",
        ),
        pytest.param(
            lambda d: fonts(d)[0].DescendantFonts[0].W[1].__setitem__(0, 1), id="a letter of a false width"
        ),
        pytest.param(
            lambda d: fonts(d)[0].DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
            id="a font not embedded",
        ),
    ],
)
def test_the_checkers_find_each_thing_taken_out(change: object) -> None:
    assert findings(damaged(EVERYTHING, lambda _document: None)) == []
    assert findings(damaged(EVERYTHING, change)) != []


# What a reader hears


def heard(pdf: bytes) -> str:
    """Return what a reader hears, without the words of the layout."""
    return " ".join(said.text.strip() for said in read_aloud(pdf) if said.role != "Lbl")


@pytest.mark.parametrize("large_print", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_is_heard_once_in_order(name: str, large_print: bool) -> None:
    sheet = SAMPLES[name]
    assert_heard(sheet, render(sheet, large_print=large_print))


@pytest.mark.parametrize("lang", ["fr", "ar"])
@_BY_CHANCE
@given(data=st.data(), large_print=st.booleans())
def test_whatever_a_sheet_says_is_heard_once_in_order(
    lang: str,
    data: st.DataObject,
    large_print: bool,
) -> None:
    sheet = data.draw(sheets(lang))
    assert_heard(sheet, render(sheet, large_print=large_print))


def assert_heard(sheet: Sheet, pdf: bytes) -> None:
    spoken = letters(heard(pdf))
    for word in (sheet.words.to_fill_in, "–"):
        spoken = spoken.replace(letters(word), "")
    expected = letters("".join(said_in(sheet))).replace("–", "")
    assert spoken.replace(":", "") == expected.replace(":", "")


def letters(text: str) -> str:
    """Return a text without its spaces, nor what joins letters without being one."""
    return re.sub(r"[\s\u200c\u200d]", "", text)


def test_lists_tables_and_headings_are_said_to_be_so() -> None:
    said = [(said.role, said.text.strip()) for said in read_aloud(render(EVERYTHING))]
    assert said[:2] == [("H1", "Refaire sa carte"), ("P", "Ce qu’il faut apporter")]
    assert ("H2", "Papiers") in said
    assert ("H3", "Détails") in said
    assert ("Lbl", "To do:") in said
    assert ("Lbl", "Done:") in said
    assert ("Lbl", "11.") in said
    assert ("TH", "Prix") in said
    assert ("TH", "Jour") in said
    assert ("TD", "Gratuit.") in said
    assert ("Link", "https://assure.ameli.fr") in said


def test_a_box_to_tick_is_copied_as_a_box() -> None:
    text = poppler(render(EVERYTHING))
    assert "☐ Photo" in text
    assert "☑ Pièce d’identité" in text


def test_another_program_reads_the_same_text() -> None:
    words = letters(poppler(render(LONG_ONE)))
    for text in said_in(LONG_ONE):
        # A paragraph may go on after the foot of the page: its sentences do not.
        for sentence in text.split(". "):
            assert letters(sentence) in words


def test_another_program_reads_arabic_letters_not_their_forms() -> None:
    text = poppler(render(ARABIC), "-layout")
    assert "الأوراق" in text
    assert "لا تدفع" in re.sub("[\u202a-\u202e\u200e\u200f]", "", text)
    assert re.search(r"36\s46", text)
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text)


@pytest.mark.parametrize(
    "read",
    [
        "4821-7730",
        "00000000-0000-4000-8000-00000000001b",
        "36\u00a046",
        "Combien de temps ?",
        "https://ants.gouv.fr",
    ],
)
def test_a_number_or_a_french_line_of_an_arabic_sheet_is_drawn_in_its_order(read: str) -> None:
    for text in (read, *([f"رقم {read}."] if "?" not in read else [])):
        runs = bidi.visual_runs(text, bidi.levels(text, is_right_to_left=True), is_right_to_left=True)
        drawn = (text[run.start : run.end][:: -1 if run.is_right_to_left else 1] for run in runs)
        assert read in "".join(drawn)


def poppler(pdf: bytes, how: str = "-raw") -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils), which reads a PDF independently, is not installed")
    done = subprocess.run(["pdftotext", how, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def test_words_of_another_language_are_said_in_that_language() -> None:
    with opened(render(ARABIC)) as document:
        assert document.Root.Lang == "ar"
        assert b"/Span <</Lang (fr)>> BDC" in document.pages[0].Contents.read_bytes()
    with opened(render(EVERYTHING)) as document:
        last = document.pages[-1].Contents.read_bytes()
        assert b"/Span <</Lang (ar)>> BDC" in last
        assert b"/Lang (fr)" not in last


def test_the_file_tells_its_title_its_day_and_its_headings() -> None:
    with opened(render(EVERYTHING)) as document:
        assert document.docinfo.Title == "Refaire sa carte. Ce qu’il faut apporter"
        assert str(document.docinfo.CreationDate).startswith("D:20261124101500")
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Refaire sa carte"]
            assert [item.title for item in outline.root[0].children] == ["Papiers"]


def test_the_head_of_a_table_is_drawn_on_each_page_and_said_once() -> None:
    rows = tuple(Row(f"Jour {n}", ("Appelez.", "Notez.")) for n in range(40))
    pdf = render(Sheet("fr", "Dates", "", (FactTable(rows, ("Jour du rappel", "Action")),), ""))
    assert [said.text for said in read_aloud(pdf)].count("Jour du rappel") == 1
    pages = poppler(pdf).rstrip("\f").split("\f")
    assert len(pages) > 2
    assert all("Jour du rappel" in page for page in pages)


@pytest.mark.parametrize("before", range(14, 34, 4))
def test_what_is_read_at_a_glance_is_on_one_page_unless_it_is_longer(before: int) -> None:
    def pages(lines: int) -> set[int]:
        blocks = (
            *(Paragraph(f"Avant {number}.") for number in range(before)),
            Heading("Au téléphone", is_on_one_page=True),
            Paragraph("Dites : phrase d’appel."),
            Heading("À noter", level=3),
            *(Blank(f"Réponse {number}, phrase d’appel") for number in range(lines)),
            Heading("Ensuite"),
            Paragraph("Après."),
        )
        texts = poppler(render(Sheet("fr", "Feuille", "", blocks, ""))).split("\f")
        assert sum(text.count("phrase d’appel") for text in texts) == lines + 1
        return {number for number, text in enumerate(texts) if "phrase d’appel" in text}

    assert len(pages(12)) == 1
    assert len(pages(60)) > 1


def test_a_part_of_a_part_without_its_part_becomes_a_part() -> None:
    pdf = render(Sheet("fr", "Titre", "", (Heading("Seul", level=3), Paragraph("Texte.")), ""))
    assert [said.role for said in read_aloud(pdf)] == ["H1", "H2", "P"]


# What is drawn


@pytest.mark.parametrize("large_print", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_drawn_in_the_margins(name: str, large_print: bool) -> None:
    for page in page_images(render(SAMPLES[name], large_print=large_print), 595):
        left, right = inked_columns(page.bgrx, page.width)
        assert left >= 44
        assert right <= 595 - 44


@_BY_CHANCE
@given(sheet=sheets("fr"), large_print=st.booleans())
def test_whatever_a_sheet_says_nothing_is_drawn_in_the_margins(sheet: Sheet, large_print: bool) -> None:
    for page in page_images(render(sheet, large_print=large_print), 298):
        left, right = inked_columns(page.bgrx, page.width)
        # A mark without its letter (U+08DA) hangs over the edge by half a letter.
        assert left >= 16
        assert right <= 298 - 16


def inked_columns(bgrx: bytes, width: int) -> tuple[int, int]:
    """Return the first and the last column of a picture that are not white."""
    greens = bgrx[1::4]
    inked = [x for x in range(width) if min(greens[x::width]) < 200]
    return (inked[0], inked[-1]) if inked else (width // 2, width // 2)


def test_letters_are_as_large_as_they_are_said_to_be() -> None:
    for large_print, size in ((False, b"11.5"), (True, b"18")):
        with opened(render(EVERYTHING, large_print=large_print)) as document:
            sizes = re.findall(rb"/F\d+ ([\d.]+) Tf", document.pages[0].Contents.read_bytes())
        assert sizes.count(size) > len(sizes) / 2
        assert min(map(float, sizes)) >= (14 if large_print else 9.5)


def test_the_same_sheet_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.sheets.samples import *; from dematassist.sheets.pdf import render_pdf;"
        "open(sys.argv[1], 'wb').write(render_pdf(EVERYTHING, RESOURCES, MADE_AT))"
    )
    target = tmp_path / "sheet.pdf"
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment, cwd=tmp_path)
    assert hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(render(EVERYTHING)).digest()


def test_two_sheets_have_two_identifiers() -> None:
    with opened(render(EVERYTHING)) as one, opened(render(ARABIC)) as other:
        assert bytes(one.trailer.ID[0]) != bytes(other.trailer.ID[0])


def test_a_picture_of_each_page_is_as_wide_as_asked() -> None:
    pictures = page_images(render(LONG_ONE), 400)
    assert len(pictures) > 4
    for picture in pictures:
        assert (picture.width, picture.height) == (400, 566)
        assert len(picture.bgrx) == 400 * 566 * 4


# What goes wrong


def test_a_sheet_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_pdf(EVERYTHING, tmp_path / "absent" / "sheet.pdf", RESOURCES, MADE_AT)
    assert caught.value.cause is Cause.FILE_UNWRITABLE
    target = tmp_path / "sheet.pdf"
    write_pdf(EVERYTHING, target, RESOURCES, MADE_AT)
    assert target.read_bytes() == render(EVERYTHING)
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]


def test_a_missing_font_leaves_a_sheet_in_another_one(tmp_path: Path) -> None:
    shutil.copytree(RESOURCES / "fonts", tmp_path / "fonts")
    for path in (tmp_path / "fonts").glob("Atkinson*"):
        path.unlink()
    pdf = render_pdf(EVERYTHING, tmp_path, MADE_AT)
    assert findings(pdf) == []
    with opened(pdf) as document:
        assert {str(font.BaseFont)[8:14] for font in fonts(document)} <= {"Lexend", "NotoSa"}


def test_without_any_font_the_person_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        render_pdf(EVERYTHING, tmp_path, MADE_AT)
    assert caught.value.cause is Cause.FONT_MISSING


def test_clean_text_stays_as_it_is() -> None:
    for text in said_in(EVERYTHING):
        assert clean(text) == text
