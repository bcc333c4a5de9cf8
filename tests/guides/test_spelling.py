"""Spelling: how a word is read with the words of a library."""

from __future__ import annotations

import sqlite3

import pytest
from builders import entry, guide, lexicon, library

from dematassist.folding import folded
from dematassist.guides.spelling import Vocabulary


@pytest.fixture
def vocabulary(tmp_path):
    opened = library(
        tmp_path / "library.db",
        guide("logement", title="Demander une allocation logement", words=("carte Vitale", "carte grise")),
        guide("sejour", title="Titre de séjour", words=("sécurité sociale", "FranceConnect", "pôle emploi")),
        guide("caf", title="La Caf", words=("vital", "carnet", "Caf", "Caf", "reçu")),
        guide("health", lang="en", title="Lost health card", words=("doctor",)),
        words=lexicon(entry("voiture", said=("bagnole",))),
    )
    opened.close()
    connection = sqlite3.connect(tmp_path / "library.db")
    yield Vocabulary(lambda query, values: connection.execute(query, values).fetchall())
    connection.close()


@pytest.fixture
def reading_of(tmp_path):
    """Makes the vocabulary of a library of these guides."""
    connections = []

    def made(*guides):
        path = tmp_path / f"{len(connections)}.db"
        library(path, *guides).close()
        connections.append(sqlite3.connect(path))
        return Vocabulary(lambda query, values, one=connections[-1]: one.execute(query, values).fetchall())

    yield made
    for connection in connections:
        connection.close()


def meant(vocabulary, text, *langs, is_typing=False):
    return [reading.meant for reading in vocabulary.read(text, langs or ("fr",), is_typing=is_typing)]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("vitalle", "Vitale"),
        ("viatle", "Vitale"),
        ("alocation", "allocation"),
        ("aloquasion", "allocation"),
        ("sécuritée", "sécurité"),
        ("griz", "grise"),
        ("kaf", "Caf"),
        ("bagnolle", "bagnole"),
        ("lojement", "logement"),
    ],
)
def test_a_word_nobody_wrote_so_is_repaired(vocabulary, typed, understood):
    (reading,) = vocabulary.read(typed, ("fr",), is_typing=False)
    assert (reading.said, reading.meant, reading.is_repaired) == (typed, understood, True)


@pytest.mark.parametrize("typed", ["vitale", "Vitales", "sejour", "SEJOUR", "bagnole", "securite"])
def test_a_word_the_library_has_is_not_repaired_with_or_without_accents(vocabulary, typed):
    (reading,) = vocabulary.read(typed, ("fr",), is_typing=False)
    assert not reading.is_repaired


def test_a_word_without_its_accents_is_looked_for_under_the_stem_it_has_with_them(vocabulary):
    with_accents, without = (
        vocabulary.read(text, ("fr",), is_typing=False) for text in ("sécurité", "securite")
    )
    assert with_accents[0].keys == without[0].keys


@pytest.mark.parametrize("typed", ["xyzzyx", "zz", "12345", "c2s", "azertyuiop"])
def test_a_word_like_no_other_stays_as_it_is(vocabulary, typed):
    assert meant(vocabulary, typed) == [typed]


def test_a_short_word_is_repaired_by_one_slip_only(vocabulary):
    assert meant(vocabulary, "cuf") == ["Caf"]
    assert meant(vocabulary, "cuv") == ["cuv"]


def test_the_closest_word_wins_then_the_most_frequent(vocabulary):
    assert meant(vocabulary, "vitalee") == ["Vitale"]
    assert meant(vocabulary, "carrte") == ["carte"]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("lallocation", ["allocation"]),
        ("dallocation", ["allocation"]),
        ("lalocasion", ["allocation"]),
        ("quil", []),
    ],
)
def test_an_article_stuck_to_a_word_is_taken_away(vocabulary, typed, understood):
    assert meant(vocabulary, typed) == understood


def test_a_repair_that_sounds_otherwise_counts_less(vocabulary):
    (heard,) = vocabulary.read("vitalle", ("fr",), is_typing=False)
    (read,) = vocabulary.read("vitape", ("fr",), is_typing=False)
    assert heard.meant == read.meant == "Vitale"
    assert heard.weight == 1 > read.weight
    assert heard.rarity > read.rarity


def test_a_number_and_a_unit_count_less(vocabulary):
    six, months, card = vocabulary.read("six mois carte", ("fr",), is_typing=False)
    assert six.weight == months.weight < card.weight == 1


def test_a_cedilla_sounds_as_two_s(vocabulary):
    assert meant(vocabulary, "resu") == ["reçu"]


def test_two_words_stuck_together_are_parted(vocabulary):
    assert meant(vocabulary, "poleemploi") == ["pôle", "emploi"]
    assert meant(vocabulary, "cartevitale") == ["carte", "Vitale"]


def test_the_beginning_of_a_word_stuck_to_another_is_one(vocabulary):
    assert meant(vocabulary, "bizcarnet") == ["bizcarnet"]
    assert meant(vocabulary, "secucarnet") == ["sécurité", "carnet"]
    assert meant(vocabulary, "allocvitale") == ["allocation", "Vitale"]


def test_a_word_without_its_article_is_not_preferred_to_a_likelier_one_a_slip_away(vocabulary):
    assert meant(vocabulary, "socail") == ["sociale"]


def test_two_letters_swapped_are_found_among_many_neighbours(tmp_path):
    # So many words have more groups of letters in common with « ecsale » than what was meant.
    ends = [f"{one}u{two}u" * 2 for one in "bdfgmnv" for two in "bdfgmnv"]
    others = tuple(f"ecsal{end} {end}csale" for end in ends)
    opened = library(tmp_path / "library.db", guide("one", title="Escale", words=others))
    opened.close()
    connection = sqlite3.connect(tmp_path / "library.db")
    many = Vocabulary(lambda query, values: connection.execute(query, values).fetchall())
    assert meant(many, "ecsale") == ["Escale"]
    connection.close()


def test_a_slip_that_one_official_text_has_is_read_as_the_word_that_many_have(tmp_path):
    guides = [guide(f"g{number}", title="Points du permis") for number in range(60)]
    opened = library(tmp_path / "library.db", guide("slip", title="Combien de poins"), *guides)
    opened.close()
    connection = sqlite3.connect(tmp_path / "library.db")
    many = Vocabulary(lambda query, values: connection.execute(query, values).fetchall())
    (reading,) = many.read("poin", ("fr",), is_typing=False)
    assert (reading.meant, reading.is_repaired) == ("Points", True)
    assert set(reading.looked_for) == {"point", "poin"}
    connection.close()


def test_two_words_written_as_one_by_the_library_are_joined(reading_of):
    read = reading_of(guide("connect", title="FranceConnect", words=("France", "connect")))
    france, connect = read.read("france connect", ("fr",), is_typing=False)
    assert read.joined(france, connect, ("fr",)) == ("franceconnect",)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("carte vi tale", ["carte", "vitale"]),
        ("allo cation", ["allocation"]),
        ("la c a f", ["caf"]),
        ("caf2", ["caf", "2"]),
    ],
)
def test_a_word_cut_in_two_and_an_acronym_spelled_are_put_together(vocabulary, typed, understood):
    assert meant(vocabulary, typed) == understood


def test_a_word_put_together_says_that_it_was_repaired(vocabulary):
    (reading,) = vocabulary.read("allo cation", ("fr",), is_typing=False)
    assert (reading.said, reading.meant, reading.is_repaired) == ("allo cation", "allocation", True)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("lacarte", ["carte"]),
        ("monallocation", ["allocation"]),
        ("dusejour", ["sejour"]),
        ("unecartte", ["carte"]),
        ("lesalocations", ["allocation"]),
        ("ala", []),
        ("cartevitalle", ["carte", "Vitale"]),
        ("sejoursociall", ["séjour", "sociale"]),
    ],
)
def test_an_article_or_a_word_stuck_to_another_is_parted_though_that_one_is_misspelt(
    vocabulary, typed, understood
):
    assert [folded(one) for one in meant(vocabulary, typed)] == [folded(one) for one in understood]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("combien de pints sur mon permis", "points"),
        ("des pints de peinture", "peints"),
        ("pints", "peints"),
    ],
)
def test_the_other_words_of_the_question_tell_which_of_two_near_words_is_meant(reading_of, typed, understood):
    read = reading_of(
        guide("permis", title="Permis", words=("combien de points sur le permis",)),
        guide("murs", title="Peinture", words=("murs peints", "peinture", "plafonds peints")),
    )
    assert understood in meant(read, typed)


def test_a_rare_word_that_nobody_says_is_read_as_one_that_is_said_with_the_others(reading_of):
    school = guide("cantine", title="Payer", words=("aide pour la cantine des enfants",))
    rarely = reading_of(school, guide("chiens", title="La race canine", words=("un chien",)))
    word = rarely.read("canine des enfants", ("fr",), is_typing=False)[0]
    assert (word.meant, set(word.looked_for)) == ("cantine", {"cantin", "canin"})
    said = reading_of(school, guide("chiens", title="Race", words=("expression canine",)))
    assert meant(said, "canine des enfants")[0] == "canine"


def test_the_last_word_may_be_the_beginning_of_one_while_typing(vocabulary):
    (typing,) = vocabulary.read("alloc", ("fr",), is_typing=True)
    assert typing.begun or typing.keys == {"fr": "alloc"}
    carte, begun = vocabulary.read("carte vit", ("fr",), is_typing=True)
    assert not carte.begun
    assert set(begun.begun + begun.looked_for) >= {"vital"}
    assert not begun.is_repaired


def test_a_beginning_is_not_one_once_the_word_is_finished(vocabulary):
    (reading,) = vocabulary.read("vit", ("fr",), is_typing=False)
    assert not reading.begun


def test_a_word_is_read_once(vocabulary):
    assert meant(vocabulary, "carte carte cartes la carte") == ["carte"]


def test_a_word_of_another_language_asked_for_is_known(vocabulary):
    assert meant(vocabulary, "lost card vitale", "en", "fr") == ["lost", "card", "vitale"]
    assert meant(vocabulary, "docter", "en", "fr") == ["doctor"]


def test_a_rare_word_says_more_than_a_common_one(vocabulary):
    carte, sejour = vocabulary.read("carte allocation", ("fr",), is_typing=False)
    unknown, common = vocabulary.read("zzzyzz ouvrez", ("fr",), is_typing=False)
    assert unknown.rarity > common.rarity
    assert carte.rarity > 0
    assert sejour.rarity > 0


def test_an_empty_library_reads_too(tmp_path):
    library(tmp_path / "empty.db").close()
    connection = sqlite3.connect(tmp_path / "empty.db")
    vocabulary = Vocabulary(lambda query, values: connection.execute(query, values).fetchall())
    assert meant(vocabulary, "carte vitalle") == ["carte", "vitalle"]
    connection.close()
