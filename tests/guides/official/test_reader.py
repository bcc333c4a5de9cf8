from __future__ import annotations

import contextlib
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.official import kinds, model, text
from dematassist.guides.official.blocks import Blocks
from dematassist.guides.official.model import Audience, Kind, Sheet
from dematassist.guides.official.reader import (
    LARGEST_FILE,
    ROOTS,
    UnreadableSheetError,
    parsed,
    read_tree,
    read_xml,
)
from dematassist.guides.official.text import conditional, plain
from dematassist.guides.official.texts import texts
from tests.guides.official.samples import FORM, everything, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator


def whole() -> Sheet:
    return read_xml(everything().encode())


def all_of(part: Any, kind: type[Any]) -> Iterator[Any]:
    """Yield every value of a class in a sheet, however deep."""
    if isinstance(part, kind):
        yield part
    if isinstance(part, tuple):
        for one in part:
            yield from all_of(one, kind)
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from all_of(getattr(part, name), kind)


def letters(words: Iterator[str]) -> Counter[str]:
    return Counter("".join("".join(words).split()))


# Nothing is dropped


@pytest.mark.parametrize("text", [everything(), FORM], ids=["sheet", "form"])
def test_every_text_of_a_sheet_is_read_once(text: str) -> None:
    root = ET.fromstring(text.encode())  # noqa: S314 -- our own
    assert letters(texts(read_xml(text.encode()))) == letters(root.itertext())


PARTS = (
    "Titre Source Item Cas Situation Rangée Cellule Colonne MiseEnEvidence Valeur LienInterne LienIntra"
    " LienExterne Exposant Condition estVrai SiSelectionne TitreAlternatif Complement RessourceWeb Resume"
    " Legende FilDAriane TexteDeRemplacement Niveau SurTitre Audience NumeroCerfa ElementInconnu Comparaison2"
)
KNOWN = sorted({*Blocks()._readers, *PARTS.split()})
WORD = st.just("·")
TREES = st.recursive(
    st.tuples(st.sampled_from(KNOWN), st.lists(WORD, max_size=2)),
    lambda inner: st.tuples(st.sampled_from(KNOWN), st.lists(st.one_of(WORD, inner), max_size=5)),
    max_leaves=40,
)


def grown(tree: tuple[str, list[Any]], numbers: Iterator[int]) -> ET.Element:
    """Make elements of a tree, each text being a word that comes nowhere else."""
    name, children = tree
    element = ET.Element(name)
    for child in children:
        if isinstance(child, tuple):
            element.append(grown(child, numbers))
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + f" mot{next(numbers)} "
        else:
            element.text = (element.text or "") + f" mot{next(numbers)} "
    return element


@given(st.lists(TREES, max_size=6), st.sampled_from(sorted(ROOTS)))
def test_any_tree_of_known_elements_shows_all_its_text_once(trees: list[Any], root_name: str) -> None:
    numbers = iter(range(10_000))
    root = ET.Element(root_name, {"ID": "F1"})
    for tree in trees:
        root.append(grown(tree, numbers))
    shown = Counter(
        word for text in texts(read_tree(root)) for word in text.split() if word.startswith("mot")
    )
    assert shown == Counter(f"mot{number}" for number in range(next(numbers)))


@given(st.lists(TREES, max_size=4))
def test_a_sheet_comes_back_from_its_bytes_as_it_was(trees: list[Any]) -> None:
    root = ET.Element("Publication", {"ID": "F1"})
    root.extend(grown(tree, iter(range(10_000))) for tree in trees)
    read = read_tree(root)
    assert msgspec.json.decode(msgspec.json.encode(read), type=Sheet) == read


# What each element becomes


def test_the_header_says_what_the_sheet_is_and_when_it_changed() -> None:
    read = whole()
    assert (read.id, read.kind, read.audience) == ("F1", Kind.SHEET, Audience.PEOPLE)
    assert (read.title, read.summary) == ("Carte d’identité : tout savoir", "Ce que dit la fiche.")
    assert read.modified == read.changed_much == date(2026, 2, 3)
    assert [level.title for level in read.trail] == ["Accueil", "Papiers"]
    assert read.url == "https://www.service-public.gouv.fr/particuliers/vosdroits/F1"


def test_the_situation_of_a_person_is_one_question_and_each_case_an_answer() -> None:
    (situations,) = [one for one in all_of(whole(), model.Cases) if one.is_situation]
    assert [plain(case.title) for case in situations.cases] == ["Vous êtes majeur"]
    cases = [one for one in all_of(situations, model.Cases) if not one.is_situation]
    assert [[plain(case.title) for case in one.cases] for one in cases] == [
        ["Par internet", "Sur place"],
        ["À Paris"],
    ]
    assert [case.way for case in cases[0].cases] == [kinds.Way.ONLINE, kinds.Way.DESK]


def test_a_condition_is_met_missed_or_not_known_yet() -> None:
    (situations,) = [one for one in all_of(whole(), model.Cases) if one.is_situation]
    when = situations.cases[0].when
    assert conditional(when, frozenset(), frozenset()) is True
    assert conditional(when, frozenset({"T1"}), frozenset()) is True
    assert conditional(when, frozenset(), frozenset({"T1"})) is False
    (fragment,) = all_of(whole(), model.Fragment)
    assert conditional(fragment.when, frozenset({"T1"}), frozenset()) is None
    assert conditional(fragment.when, frozenset({"T1", "T4"}), frozenset()) is True


def test_the_papers_to_give_are_a_section_that_says_so() -> None:
    papers = next(section for section in all_of(whole(), model.Section) if section.is_papers)
    assert (plain(papers.title), plain(papers.short_title), papers.level) == (
        "Pièces à donner",
        "À réunir d’abord",
        1,
    )
    listing = papers.blocks[0]
    assert isinstance(listing, model.Listing)
    assert listing.is_numbered
    assert listing.items[1].when == text.IsFalse("T3")


def test_a_table_keeps_its_headers_and_the_columns_a_cell_covers() -> None:
    (table,) = all_of(whole(), model.Table)
    assert plain(table.title) == "Prix selon l’âge"
    assert [row.is_header for row in table.rows] == [True, False]
    assert table.is_first_column_header
    assert table.rows[1].cells[0].columns == 2


@pytest.mark.parametrize("said", ["-1", "0", "nan", "99999999999999999999", "٣", ""])
def test_a_cell_covers_one_column_when_it_says_nonsense(said: str) -> None:
    body = f"<Texte><Tableau><Rangée><Cellule fusionHorizontale='{said}'/></Rangée></Tableau></Texte>"
    (cell,) = all_of(read_xml(sheet("F1", "T", body).encode()), model.Cell)
    assert cell.columns == 1


def test_a_form_has_its_cerfa_its_notice_and_its_annex() -> None:
    form = next(one for one in all_of(whole(), model.Service) if one.kind is Kind.FORM)
    assert (form.cerfa, form.source, plain(form.title)) == (
        "12100*02",
        "Ministère des cartes",
        "Demande de carte",
    )
    assert form.notices[0].cerfa == "50000*01"
    assert form.annexes[0].is_required
    assert form.annexes[0].links[0].source == "Éditeur"
    read = read_xml(FORM.encode())
    assert (read.kind, read.cerfa, read.other_number) == (Kind.FORM, "12100*02", "S 12")


def test_who_to_ask_keeps_its_desk_its_phone_and_its_address() -> None:
    contact = next(one for one in all_of(whole(), model.Contact) if one.type == "Centre de contact")
    assert contact.places == ("mairie",)
    assert contact.links[0].url == "https://example.org/annuaire"
    assert isinstance(contact.blocks[0], model.Paragraph)
    assert plain(contact.blocks[0].runs) == "Téléphone : 34 00"


def test_an_address_that_is_not_of_the_web_leads_nowhere() -> None:
    service = next(one for one in all_of(whole(), model.Service) if one.id == "R13")
    assert service.to is None


def test_a_word_leads_to_its_meaning_in_the_same_sheet() -> None:
    read = whole()
    link = next(run.link for run in all_of(read, text.Run) if isinstance(run.link, text.ToMeaning))
    term = read.term(link.id)
    assert term is not None
    assert plain(term.title) == "Rendez-vous"
    assert [term.is_abbreviation for term in read.terms] == [False, True]
    assert read.term("R404") is None


def test_spaces_between_words_of_different_looks_stay() -> None:
    inside = "Un <MiseEnEvidence>deux</MiseEnEvidence> <Valeur>3 €</Valeur>\n   fin."
    body = f"<Texte><Paragraphe>{inside}</Paragraphe></Texte>"
    (paragraph,) = all_of(read_xml(sheet("F1", "T", body).encode()), model.Paragraph)
    assert plain(paragraph.runs) == "Un deux 3 € fin."
    assert paragraph.runs[1].marks == (text.Mark.STRONG,)


def test_an_element_to_come_is_kept_as_text_and_counted() -> None:
    read = whole()
    assert read.unknown == 1
    (unknown,) = all_of(read, model.Unknown)
    assert unknown.element == "NouvelElement"


# What is refused


BOMB = (
    '<?xml version="1.0"?>'
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><Publication ID="F1">&b;</Publication>'
)
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Publication ID="F1">&f;</Publication>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB.encode(), "document type"),
        (FILE.encode(), "document type"),
        (BOMB.encode("utf-16"), "encoding"),
        (BOMB.replace('"1.0"', '"1.0" encoding="cp037"', 1).encode("cp037"), "not XML"),
        (BOMB.replace('"1.0"', '"1.0" encoding="utf-7"', 1).encode("utf-7"), "encoding"),
        (b"<Publication ID='F1'>&unknown;</Publication>", "not XML"),
        (b"<Publication ID='F1'>", "not XML"),
        (b"", "not XML"),
        (b"<html/>", "not a sheet"),
        (b"<Publication ID='../../etc'/>", "no id"),
        (
            b"<Publication ID='F1'>" + b"<Texte>" * 50_000 + b"</Texte>" * 50_000 + b"</Publication>",
            "too deep",
        ),
        (b" " * (LARGEST_FILE + 1), "too large"),
    ],
    ids=[
        "bomb",
        "file",
        "utf-16",
        "ebcdic",
        "utf-7",
        "entity",
        "cut",
        "empty",
        "html",
        "id",
        "deep",
        "large",
    ],
)
def test_a_hostile_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableSheetError) as refused:
        read_xml(data)
    assert refused.value.why == why


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sheet_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableSheetError):
        assert read_xml(data).id
    with pytest.raises(UnreadableSheetError):
        parsed(b"\x00" + data)


def test_what_the_newer_schema_names_is_read_as_what_it_is() -> None:
    source = sheet(
        "F9",
        "Carte",
        "<Texte><Chapitre><Titre><Paragraphe>Où</Paragraphe></Titre><TitreFlottant><Paragraphe>En ville"
        "</Paragraphe></TitreFlottant><Liste type='caseACocher'><Item><Paragraphe>Prendre une photo"
        "</Paragraphe></Item></Liste><Tableau><TitreRiche><Paragraphe>Prix</Paragraphe></TitreRiche>"
        "<Rangée type='normal'><Cellule><Paragraphe>10 €</Paragraphe></Cellule></Rangée></Tableau></Chapitre>"
        "</Texte><CommentFaireSelf><Documents><Liste type='puce'><Item><Paragraphe>Votre passeport"
        "</Paragraphe></Item></Liste></Documents><Delai><Paragraphe>2 mois.</Paragraphe></Delai>"
        "</CommentFaireSelf><Conclusion><Titre><Paragraphe>Pour finir</Paragraphe></Titre>"
        "<Paragraphe>Gardez tout.</Paragraphe></Conclusion>"
        "<VideoIllustration URL='https://example.org/film'><Legende>Un film</Legende></VideoIllustration>"
        "<QuiPeutMAider ID='R3' type='Local'><Titre>Mairie</Titre><RessourceWeb URL='https://example.org'/>"
        "</QuiPeutMAider><FicheConnexe ID='F3'><Titre>Fiche proche</Titre></FicheConnexe>",
    )
    read = read_xml(source.encode())
    assert read.unknown == 0
    where, papers, delay, end, film = read.blocks
    assert isinstance(where, model.Section)
    floating, things, table = where.blocks
    assert isinstance(floating, model.Section)
    assert plain(floating.title) == "En ville"
    assert isinstance(things, model.Listing)
    assert things.is_check_list
    assert isinstance(table, model.Table)
    assert plain(table.title) == "Prix"
    assert isinstance(papers, model.Section)
    assert isinstance(delay, model.Section)
    assert (papers.is_papers, delay.id) == (True, "Delai")
    assert isinstance(end, model.Section)
    assert plain(end.title) == "Pour finir"
    assert isinstance(film, model.MoreInfo)
    assert (plain(film.title), film.to and film.to.url) == ("Un film", "https://example.org/film")
    assert [type(one) for one in (*read.contacts, *read.related)] == [model.Contact, model.Related]
    assert "Votre passeport" in list(texts(read))
