"""A sheet read piece by piece says what it says when it is read whole."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.official import model
from dematassist.guides.official.later import Later
from dematassist.guides.official.model import Audience
from dematassist.guides.official.reader import open_xml, read_xml
from dematassist.guides.official.slices import sliced
from tests.guides.official.samples import FORM, everything, sheet
from tests.guides.official.test_reader import grown

PADDING = f"<Texte><Paragraphe>{'long ' * 4000}</Paragraphe></Texte>"
IF = "<Condition><estVrai var='a'/></Condition>"
HEAD = "<Titre><Paragraphe>Prix</Paragraphe></Titre>"


def padded(text: str) -> bytes:
    """Return a sheet made long enough to be cut."""
    return text.replace("</Publication>", f"{PADDING}</Publication>").encode()


def long(body: str) -> bytes:
    return padded(sheet("F9", "Carte", f"<Texte>{body}</Texte>"))


NAMES = (  # noqa: SIM905 -- one a line would be a page
    "Texte Chapitre SousChapitre BlocCas ListeSituations Cas Situation Titre TitreAlternatif Introduction"
    " Condition estVrai FragmentConditionne Paragraphe Liste Item Source OuSAdresser Etapes Conclusion X"
).split()
INSIDE = st.recursive(
    st.tuples(st.sampled_from(NAMES), st.lists(st.just("·"), max_size=2)),
    lambda inner: st.tuples(st.sampled_from(NAMES), st.lists(st.one_of(st.just("·"), inner), max_size=4)),
    max_leaves=20,
)
CUT = st.sampled_from(("Texte/Chapitre", "Texte/BlocCas/Cas", "ListeSituations/Situation", "Source/Chapitre"))


def counted(read: model.Sheet) -> model.Sheet:
    """Return a sheet without the count of what is unknown: what is not read yet has none."""
    return msgspec.structs.replace(read, unknown=0)


@pytest.mark.parametrize("text", [everything(), FORM], ids=["sheet", "form"])
def test_a_sheet_opened_is_the_sheet_read(text: str) -> None:
    for data in (text.encode(), padded(text)):
        assert counted(open_xml(data, Audience.PEOPLE)) == counted(read_xml(data, Audience.PEOPLE))


@given(st.lists(st.tuples(CUT, INSIDE, st.booleans()), min_size=1, max_size=3))
def test_any_sheet_opened_is_the_sheet_read(parts: list[Any]) -> None:
    root = ET.Element("Publication", {"ID": "F1"})
    numbers = iter(range(10_000))
    for path, tree, is_titled in parts:
        place = root
        for name in path.split("/"):
            place = ET.SubElement(place, name)
        if is_titled:
            ET.SubElement(place, "Titre").text = f"mot{next(numbers)}"
        place.append(grown(tree, numbers))
    data = padded(f'<?xml version="1.0" encoding="utf-8"?>{ET.tostring(root, encoding="unicode")}')
    assert counted(open_xml(data, Audience.PEOPLE)) == counted(read_xml(data, Audience.PEOPLE))


CHAPTER = f"<Chapitre>{HEAD}{IF}<Paragraphe>Un euro.</Paragraphe></Chapitre>"


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        (CHAPTER, 1),
        (f"<BlocCas><Cas a='>'>{HEAD}{CHAPTER}</Cas><Cas/><Situation>{HEAD}</Situation></BlocCas>", 2),
        # A chapter read as mere words of something else.
        (f"<OuSAdresser><Source>{CHAPTER}</Source></OuSAdresser>", 0),
        # What belongs to its head comes late.
        (
            f"<Chapitre>{HEAD}<Paragraphe>Un.</Paragraphe><TitreAlternatif>Deux</TitreAlternatif></Chapitre>",
            0,
        ),
        (
            f"<Chapitre>{HEAD}<Paragraphe>Un.</Paragraphe>{IF}</Chapitre>",
            0,
        ),
        # A title in a title: the first end is not that of the outer one.
        (f"<Chapitre><Titre><Titre>Prix</Titre></Titre></Chapitre>{CHAPTER}", 1),
        # What looks like elements, and is none.
        (f"{CHAPTER}<!-- <Chapitre> -->", 0),
        (f"{CHAPTER}<Paragraphe><![CDATA[</Chapitre>]]></Paragraphe>", 0),
        (f"{CHAPTER}<?cut <Chapitre>?>", 0),
        (f"<Cas _slice='0'>{HEAD}</Cas>{CHAPTER}", 0),
        (CHAPTER.replace("<Chapitre>", "<Chapitre _slice='0'>"), 0),
        (f"<ListeSituations xmlns='urn:x'>{CHAPTER}</ListeSituations>", 0),
    ],
)
def test_what_is_cut_is_read_as_it_was_written(body: str, cut: int) -> None:
    data = long(body)
    found = sliced(data)
    assert (len(found.slices) if found else 0) == cut
    assert counted(open_xml(data, Audience.PEOPLE)) == counted(read_xml(data, Audience.PEOPLE))


def test_another_encoding_or_a_short_sheet_is_read_whole() -> None:
    data = long(CHAPTER)
    assert sliced(data.replace(b"UTF-8", b"ISO-8859-1")) is None
    assert sliced(sheet("F9", "Carte", f"<Texte>{CHAPTER}</Texte>").encode()) is None


def test_a_chapter_tells_unread_whether_it_has_chapters() -> None:
    first, second = open_xml(long(f"{CHAPTER}<Chapitre>{HEAD}{CHAPTER}</Chapitre>"), Audience.PEOPLE).blocks[
        :2
    ]
    assert isinstance(first, model.Section)
    assert isinstance(second, model.Section)
    assert isinstance(first.blocks, Later)
    assert isinstance(second.blocks, Later)
    assert (first.blocks.has_chapters, second.blocks.has_chapters) == (False, True)
    assert not second.blocks.is_read
    assert len(second.blocks) == 1
    assert second.blocks.is_read
