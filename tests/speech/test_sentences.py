"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.speech.model import Kind, Passage
from dematassist.speech.sentences import sentences


def cut(text: str, lang: str = "fr") -> list[str]:
    passage = Passage("", text, lang)
    return [text[s.span.start : s.span.end] for s in sentences([passage])]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ouvrez le site. Cliquez.", ["Ouvrez le site.", "Cliquez."]),
        ("M. Dupont et Mme Martin viennent. Attendez.", ["M. Dupont et Mme Martin viennent.", "Attendez."]),
        ("Allez 12 av. Foch. Entrez.", ["Allez 12 av. Foch.", "Entrez."]),
        ("Voir l’art. 3 du code. Puis signez.", ["Voir l’art. 3 du code.", "Puis signez."]),
        ("Papiers, photo, etc. Gardez tout.", ["Papiers, photo, etc.", "Gardez tout."]),
        ("Le délai est de 2.5 mois. Bon.", ["Le délai est de 2.5 mois.", "Bon."]),
        ("Allez sur ameli.fr. Ouvrez.", ["Allez sur ameli.fr.", "Ouvrez."]),
        ("Appelez le 01.23.45.67.89. Parlez.", ["Appelez le 01.23.45.67.89.", "Parlez."]),
        ("Dites « Bonjour. » Puis attendez.", ["Dites « Bonjour. »", "Puis attendez."]),
        ("Vraiment ? Oui ! Bien… Fin", ["Vraiment ?", "Oui !", "Bien…", "Fin"]),
        ("Un\nDeux\n\nTrois", ["Un", "Deux", "Trois"]),
        ("J. Martin signe. Fin.", ["J. Martin signe.", "Fin."]),
        ("ما المشكلة؟ اتصل الآن.", ["ما المشكلة؟", "اتصل الآن."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_person_rests(text, parts):
    assert cut(text) == parts


@given(st.lists(st.text(max_size=60), max_size=4))
def test_every_character_that_is_no_blank_is_in_one_sentence(texts):
    passages = [Passage("", text, "fr", Kind.ITEM) for text in texts]
    found = sentences(passages)
    assert [s.passage for s in found] == sorted(s.passage for s in found)
    for number, text in enumerate(texts):
        seen = [False] * len(text)
        for sentence in found:
            if sentence.passage == number:
                for place in range(*sentence.span):
                    assert not seen[place]
                    seen[place] = True
        assert all(is_seen or letter.isspace() for is_seen, letter in zip(seen, text, strict=True))
