"""What a person signs, in their language and then in French: both whole, each read in its own language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dematassist import i18n
from dematassist.appointments.handing_over import HandOverNote, SharedProcedure
from dematassist.desk.mandate import Act, Duration, Mandate
from dematassist.desk.mandate_sheet import mandate_sheet
from dematassist.journeys.model import AtStep
from dematassist.sheets.hand_over import hand_over_sheet
from dematassist.sheets.in_french import with_french
from dematassist.sheets.model import Blank, Sheet, lines
from dematassist.sheets.pdf import count_pages, render_pdf

from .checkers import findings
from .reading import opened, read_aloud, shown_on
from .samples import MADE_AT, RESOURCES, said_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.guides.library import Library

NUMBER = "4821-7730"
TODAY = date(2026, 11, 26)


def mandate(lang: str, library: Library) -> Sheet:
    def made(lang: str) -> Sheet:
        title = library.guide("carte-vitale", lang).title
        acts = frozenset(Act)
        filled = Mandate(NUMBER, TODAY, Duration.MONTH, "آوا مثال", "تجديد بطاقتي الصحية", (title,), acts)
        return mandate_sheet(filled, lang)

    return with_french(made(lang), lambda: made("fr"))


def hand_over(lang: str, library: Library) -> Sheet:
    shared = SharedProcedure(
        guide_id="carte-vitale", place=AtStep("commander"), answers=(("motif", "perdue"),),
        done_steps=("declarer",), notes=(("commander", "date", "2026-11-24"),),
    )  # fmt: skip
    note = HandOverNote(made_on=TODAY, for_whom="Mme Duval", text="شكرا.", procedures=(shared,))

    def made(lang: str) -> Sheet:
        return hand_over_sheet(note, {"carte-vitale": library.guide("carte-vitale", lang)}, lang, TODAY)

    return with_french(made(lang), lambda: made("fr"))


def words_of(text: str) -> str:
    return "".join(text.split())


def check_part(sheet: Sheet, heard: str) -> None:
    """Say that a part says each of its texts, in their order."""
    place = 0
    for text in map(words_of, said_in(sheet)):
        place = heard.find(text, place) + len(text)
        assert place >= len(text), text


@pytest.mark.parametrize(
    ("make", "lang", "is_large"),
    [(mandate, "ar", False), (mandate, "en", True), (hand_over, "ar", True), (hand_over, "en", False)],
)
def test_both_languages_are_whole_each_on_its_pages_and_read_as_what_it_is(
    library, make: Callable[[str, Library], Sheet], lang: str, is_large: bool
) -> None:
    i18n.use(lang, RESOURCES.parent / "translations")
    sheet = make(lang, library)
    assert i18n.current() == lang
    french = sheet.in_french
    assert french is not None
    pdf = render_pdf(sheet, RESOURCES, MADE_AT, large_print=is_large)
    assert findings(pdf) == []
    heard = read_aloud(pdf)
    begin = next(said.page for said in heard if said.text == french.title)
    for part, is_first in ((sheet, True), (french, False)):
        check_part(part, words_of("".join(said.text for said in heard if (said.page < begin) is is_first)))
    with opened(pdf) as document:
        assert str(document.Root.Lang) == lang
        parts = list(document.Root.StructTreeRoot.K.K)
        assert [(str(part.S), str(part.Lang)) for part in parts] == [("/Part", lang), ("/Part", "fr")]
        pages = [page.objgen for page in document.pages]
        assert all(pages.index(kid.Pg.objgen) >= begin for kid in parts[1].K if "/Pg" in kid)
        # Set out from left to right: only the words of the person are of another language.
        drawn = b"".join(page.Contents.read_bytes() for page in list(document.pages)[begin:])
        assert b"/Span <</Lang (ar)>>" in drawn
        assert b"/Span <</Lang (fr)>>" not in drawn
        foot = "".join(shown.text for shown in shown_on(document.pages[-1]) if shown.mcid == -1)
        assert f"Page{len(pages)}sur{len(pages)}" in words_of(foot)
        if not is_large:
            assert count_pages(sheet, RESOURCES) == len(pages)
        for code in (lang, "fr"):
            assert f"<rdf:li>{code}</rdf:li>".encode() in document.Root.Metadata.read_bytes()


@pytest.mark.parametrize("make", [mandate, hand_over])
def test_there_is_one_place_to_sign_where_the_person_reads(library, make) -> None:
    i18n.use("ar", RESOURCES.parent / "translations")
    sheet = make("ar", library)
    assert any(isinstance(block, Blank) for block in sheet.blocks)
    assert not any(isinstance(block, Blank) for block in sheet.in_french.blocks)
    french = "\n".join(line for title, group in lines(sheet.in_french) for line in (title, *group))
    for words in ("texte français de la même feuille", "À signer", "dans la langue de la personne"):
        assert french.count(words) == 1
    assert "texte français" not in str(lines(sheet))


def test_the_two_texts_of_a_mandate_have_its_number(library) -> None:
    i18n.use("ar", RESOURCES.parent / "translations")
    for part in mandate("ar", library).parts:
        assert NUMBER in part.subtitle


@pytest.mark.parametrize("make", [mandate, hand_over])
def test_in_a_french_window_there_is_one_part(library, make) -> None:
    i18n.use("fr", RESOURCES.parent / "translations")
    sheet = make("fr", library)
    assert sheet.parts == (sheet,)
    pdf = render_pdf(sheet, RESOURCES, MADE_AT)
    with opened(pdf) as document:
        assert "/Part" not in {str(kid.S) for kid in document.Root.StructTreeRoot.K.K}


def test_names_of_papers_and_guides_are_known_in_french_and_other_words_stay(library) -> None:
    arabic = library.guide("carte-vitale", "ar")
    french = library.guide("carte-vitale", "fr")
    names = (arabic.title, *(paper.name for paper in arabic.papers), "شيء آخر")
    expected = (french.title, *(paper.name for paper in french.papers), "شيء آخر")
    assert library.in_french(names, "ar") == expected
