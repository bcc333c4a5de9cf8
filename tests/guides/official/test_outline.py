from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.official.outline import by_name, document, leads_to
from dematassist.guides.official.reader import parsed, parts_of, read_tree
from dematassist.guides.official.texts import texts_of
from tests.guides.official.samples import everything, sheet
from tests.guides.official.test_reader import TREES, grown

if TYPE_CHECKING:
    from collections.abc import Iterable


def said(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


@given(st.lists(TREES, max_size=6))
def test_the_words_of_a_sheet_are_found_where_they_are_shown(trees: list[Any]) -> None:
    numbers = iter(range(10_000))
    root = ET.Element("Publication", {"ID": "F1"})
    for tree in trees:
        root.append(grown(tree, numbers))
    read = read_tree(root)
    found = document(parts_of(root, None), by_name(root))
    shown = said(texts_of((read.blocks, read.services, read.contacts, read.related)))
    assert said([found.texts[3]]) == shown
    assert not said(texts_of(read.intro)) - said([found.texts[2]])


def test_the_outline_of_a_sheet_has_its_title_its_numbers_and_its_headings() -> None:
    parts = parts_of(parsed(everything().encode()), None)
    title, words, summary, _body = document(parts, by_name(parts.root), "petite carte").texts
    assert title == "Carte d’identité : tout savoir"
    assert words.split()[0] == "F1"
    assert words.endswith("petite carte")
    assert {"Ce que dit la fiche.", "Pièces à donner", "Vous êtes majeur"} <= set(summary.split("\n"))


def test_what_stands_inside_a_word_does_not_cut_it() -> None:
    inside = "Le 1<Exposant>er</Exposant> enfant<Indice>2</Indice>x"
    body = f"<Texte><Paragraphe>{inside}</Paragraphe></Texte>"
    parts = parts_of(parsed(sheet("F1", "T", body).encode()), None)
    assert document(parts, by_name(parts.root)).texts[3] == "Le 1er enfant2x"


def test_a_sheet_leads_to_those_it_has_links_to() -> None:
    body = (
        "<Texte><Paragraphe><LienInterne LienPublication='F2'>voir</LienInterne></Paragraphe></Texte>"
        "<QuestionReponse ID='F3'>Et ?</QuestionReponse>"
    )
    assert leads_to(by_name(parsed(sheet("F1", "T", body).encode()))) == {"F2", "F3"}
