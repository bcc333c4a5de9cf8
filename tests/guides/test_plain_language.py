"""The figures of plain language, on texts counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.plain_language import figures, hard_words, sentences, syllables, words_of

HEARD = """
1 le les de des eau oui page carte pièces vie août vingt vient aident gardent vent
2 demande argent essai souvent moment parents voyage famille travaille payer année entrée reçue créer
2 guichet première noël vitale euros question
3 demandé essayez envoyez document documents téléphone vérifier oublié quotidien réunion préfecture appareil
4 identité appartement réaliser réclamation conciliateur allocataire propriétaire européenne
"""


@pytest.mark.parametrize("line", HEARD.strip().splitlines())
def test_syllables_are_those_that_are_heard(line):
    count, *words = line.split()
    assert {word: syllables(word) for word in words} == dict.fromkeys(words, int(count))
    assert {syllables(word.upper()) for word in words} == {int(count)}


def test_a_word_of_consonants_or_digits_has_one_syllable():
    assert syllables("36") == syllables("CPF") == syllables("r") == 1


def test_a_number_an_hour_and_an_address_are_one_word_each():
    assert words_of("Appelez le 36\u00a046 à 8\u00a0h\u00a030, ou allez sur www.ameli.fr/contact.") == [
        "Appelez",
        "le",
        "36\u00a046",
        "à",
        "8\u00a0h\u00a030",
        "ou",
        "allez",
        "sur",
        "adresse",
    ]
    assert words_of("Prenez rendez-vous à l’accueil.") == ["Prenez", "rendez-vous", "à", "l’accueil"]


def test_a_point_inside_a_number_or_an_address_ends_no_sentence():
    assert sentences("Allez sur ameli.fr. Payez 1.50 euro ! Fini ?") == [
        "Allez sur ameli.fr.",
        "Payez 1.50 euro !",
        "Fini ?",
    ]
    assert sentences("Cliquez sur «\u00a0Fini ?\u00a0» Puis attendez… C’est tout") == [
        "Cliquez sur «\u00a0Fini ?",
        "Puis attendez…",
        "C’est tout",
    ]
    assert sentences("") == sentences(" … ") == []


def test_figures_add_up():
    counted = figures(["Le chat dort. Il attend son administration.", "Oui"])
    assert (counted.sentences, counted.words, counted.longest_sentence_words) == (3, 8, 4)
    assert counted.long_words == 1
    assert counted.words_per_sentence == 2.7
    assert counted.long_words_share == 0.125
    # le 1, chat 1, dort 1, il 1, attend 2, son 1, administration 5 (« tion » is one sound), oui 1
    assert counted.syllables == 13
    assert counted.reading_ease == round(207 - 1.015 * 8 / 3 - 73.6 * 13 / 8)


def test_harder_words_and_longer_sentences_read_less_easily():
    easy = figures(["Appelez la Caf. Demandez votre carte."])
    long_words = figures(["Contactez l’administration. Sollicitez votre renouvellement."])
    long_sentence = figures(["Appelez la Caf, demandez votre carte."])
    assert easy.reading_ease > 70 > long_words.reading_ease
    assert easy.reading_ease > long_sentence.reading_ease


def test_nothing_to_read_is_easy():
    assert figures([]).reading_ease == figures([""]).reading_ease == 130
    assert figures([]).words_per_sentence == figures([]).long_words_share == 0


def test_hard_words_are_long_ones_and_acronyms_outside_quotes():
    assert hard_words("Demandez l’attestation à la CPAM, pas « Renouvellement ».") == ["attestation", "CPAM"]


@given(st.text())
def test_any_text_can_be_counted(text):
    counted = figures([text])
    assert counted.words >= counted.sentences >= 0
    assert counted.syllables >= counted.words >= counted.long_words
