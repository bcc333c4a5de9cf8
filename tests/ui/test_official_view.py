"""What the page of an official sheet says: every text of the sheet, its questions as questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.official.model import Audience
from dematassist.guides.official.reader import open_xml, read_xml
from dematassist.guides.official.text import ToSheet, ToWeb
from dematassist.guides.official.texts import texts
from dematassist.ui.pages.official.parts import HeadingPart, LinkPart, QuestionPart, TextPart
from dematassist.ui.pages.official.view import sheet_view
from tests.guides.official.samples import FORM, everything, sheet


def parts_of(sheet, answers, has_sheet):
    """Return all that a sheet says, page after page."""
    count = len(sheet_view(sheet, answers, has_sheet).chapters)
    return [part for n in range(count + 1) for part in sheet_view(sheet, answers, has_sheet, n).parts]


def words_of(sheet, answers, has_sheet=bool):
    view = sheet_view(sheet, answers, has_sheet)
    yield from (view.title, view.licence, *view.about, *view.chapters)
    for part in parts_of(sheet, answers, has_sheet):
        match part:
            case TextPart():
                yield from part.lines
            case QuestionPart():
                yield part.text
                yield from part.choices
            case HeadingPart():
                yield part.text
            case LinkPart():
                yield part.text
                yield from part.meaning


def explored(sheet, answers=None):
    """Return every word shown to people who answer every question in every way."""
    answers = answers or {}
    said = list(words_of(sheet, answers))
    for part in parts_of(sheet, answers, bool):
        if isinstance(part, QuestionPart) and part.chosen is None:
            for number in range(len(part.choices)):
                said += explored(sheet, {**answers, part.place: number})
            break
    return said


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("source", [everything(), FORM], ids=["sheet", "form"])
def test_whoever_answers_every_question_sees_every_text(source):
    read = read_xml(source.encode())
    shown = squeezed(" ".join(explored(read)))
    files = {text for _element, text in read.meta}
    lost = [text for text in texts(read) if text not in files and squeezed(text) not in shown]
    assert lost == []


def test_a_question_hides_the_cases_until_one_is_chosen():
    source = sheet(
        "F9",
        "Carte",
        "<Texte><Chapitre><Titre><Paragraphe>Prix</Paragraphe></Titre><BlocCas affichage='radio'>"
        "<Cas><Titre>Perdue</Titre><Paragraphe>25 euros.</Paragraphe></Cas>"
        "<Cas><Titre>Abîmée</Titre><Paragraphe>Gratuit.</Paragraphe></Cas></BlocCas></Chapitre></Texte>",
    )
    read = read_xml(source.encode())
    (question,) = [p for p in parts_of(read, {}, bool) if isinstance(p, QuestionPart)]
    assert (question.text, question.choices) == ("Which case is yours? Prix", ("Perdue", "Abîmée"))
    answered = list(words_of(read, {question.place: 1}))
    assert "Gratuit." in answered
    assert "25 euros." not in answered


def test_a_table_is_said_row_by_row_with_the_names_of_its_columns():
    cell = "<Cellule><Paragraphe>{}</Paragraphe></Cellule>"
    row = "<Rangée type='{}'>{}</Rangée>"
    source = sheet(
        "F9",
        "Prix",
        "<Texte><Chapitre><Titre><Paragraphe>Prix</Paragraphe></Titre><Tableau><Titre>Selon l’âge</Titre>"
        "<Colonne largeur='50' type='header'/><Colonne largeur='50' type='normal'/>"
        + row.format("header", cell.format("Âge") + cell.format("Prix"))
        + row.format("normal", cell.format("Avant 18 ans") + cell.format("17 €"))
        + "</Tableau></Chapitre></Texte>",
    )
    (text,) = sheet_view(read_xml(source.encode()), {}, bool, 1).parts
    assert text.lines == ("Selon l’âge", "Âge: Avant 18 ans", "Prix: 17 €")
    assert text.titles == {0, 1}


def test_things_compared_are_said_one_by_one_under_the_heading_of_the_comparison():
    thing = "<BlocComparaison><Titre>{}</Titre><Paragraphe>{}</Paragraphe></BlocComparaison>"
    source = sheet(
        "F9",
        "Statuts",
        "<Texte><Chapitre><Titre><Paragraphe>Choisir</Paragraphe></Titre>"
        "<ComparaisonStatuts><Titre>Deux statuts</Titre>"
        + thing.format("Seul", "Rien à écrire.")
        + thing.format("À plusieurs", "Des statuts à écrire.")
        + "</ComparaisonStatuts></Chapitre></Texte>",
    )
    heading, text = sheet_view(read_xml(source.encode()), {}, bool, 1).parts
    assert heading == HeadingPart("Deux statuts")
    assert text.lines == ("1. Seul", "Rien à écrire.", "2. À plusieurs", "Des statuts à écrire.")
    assert text.titles == {0, 2}


def test_links_are_buttons_and_lead_only_where_something_is():
    parts = parts_of(read_xml(everything().encode()), {}, lambda sheet_id: sheet_id == "F4")
    links = [part for part in parts if isinstance(part, LinkPart)]
    assert [part.to.id for part in links if isinstance(part.to, ToSheet)] == ["F4"]
    assert all(part.to.url.startswith("https://") for part in links if isinstance(part.to, ToWeb))


def test_a_word_explained_says_what_it_means():
    parts = parts_of(read_xml(everything().encode()), {}, bool)
    assert ("What does “Rendez-vous” mean?", ("Moment convenu.",)) in [
        (part.text, part.meaning) for part in parts if isinstance(part, LinkPart)
    ]


@given(st.dictionaries(st.text(max_size=12), st.integers(0, 9), max_size=5), st.integers(0, 99))
def test_answers_and_chapters_of_another_edition_never_break_a_sheet(answers, chapter):
    read = read_xml(everything().encode())
    view = sheet_view(read, answers, bool, chapter)
    assert view.title == read.title
    assert 0 <= view.chapter <= len(view.chapters)


def test_the_beginning_of_a_long_sheet_reads_no_chapter_and_a_chapter_no_other():
    def chapter(title):
        words = f"<Paragraphe>{title * 3000}.</Paragraphe>"
        return f"<Chapitre><Titre><Paragraphe>{title}</Paragraphe></Titre>{words}</Chapitre>"

    source = sheet("F9", "Carte", f"<Texte>{chapter('Prix')}{chapter('Délai')}{chapter('Où')}</Texte>")
    opened = open_xml(source.encode(), Audience.PEOPLE)
    assert sheet_view(opened, {}, bool).chapters == ("Prix", "Délai", "Où")
    (text,) = sheet_view(opened, {}, bool, 2).parts
    assert text.lines == ("Délai" * 3000 + ".",)
    assert [section.blocks.is_read for section in opened.blocks] == [False, True, False]
