"""The lexicon of hard words: read, refused with its line, found in a text."""

from __future__ import annotations

import pytest

from dematassist.guides.jargon import read_jargon

JARGON = """\
- word: récépissé
  means: Un papier qui prouve que vous avez déposé votre demande.
- word: commission de recours amiable
  also: [CRA]
  means: Un groupe de personnes qui regarde de nouveau votre dossier.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "jargon.fr.yaml").write_text(JARGON, encoding="utf-8")
    (tmp_path / "everyday.fr.yaml").write_text("- téléphone\n- maintenant\n", encoding="utf-8")
    return tmp_path


def test_the_lexicon_is_read(folder):
    jargon = read_jargon(folder)
    assert jargon.problems == ()
    assert [term.word for term in jargon.terms] == ["récépissé", "commission de recours amiable"]
    assert jargon.terms[1].also == ["CRA"]


def test_a_hard_word_is_unexplained_unless_a_lexicon_knows_it_or_one_of_its_forms(folder):
    jargon = read_jargon(folder)
    assert jargon.unexplained("Les récépissés, la commission, les téléphones, maintenant, la CRA.") == []
    assert jargon.unexplained("La subrogation, maintenant.") == ["subrogation"]


def test_a_term_is_found_in_any_form_but_not_in_quotes_nor_in_pieces(folder):
    jargon = read_jargon(folder)
    assert [term.word for term in jargon.terms_in("Gardez les récépissés.")] == ["récépissé"]
    assert [term.word for term in jargon.terms_in("Écrivez à la CRA.")] == ["commission de recours amiable"]
    assert jargon.terms_in("Le papier «\u00a0récépissé\u00a0».") == []
    assert jargon.terms_in("Un recours, une commission.") == []


@pytest.mark.parametrize(
    ("file", "text", "line", "field", "what"),
    [
        (
            "jargon.fr.yaml",
            JARGON.replace("means: Un papier", "mean: Un papier"),
            2,
            "0.mean",
            "Unknown field",
        ),
        ("jargon.fr.yaml", "récépissé: un papier\n", 1, "", "A list is expected"),
        ("jargon.fr.yaml", "- récépissé\n", 1, "0", "Fields with a name"),
        ("jargon.fr.yaml", "- word: [a\n- word: b\n", 1, "", "never closed"),
        ("jargon.fr.yaml", JARGON + "- {word: CRA, means: Un groupe.}\n", 6, "2", "“CRA” is written twice"),
        ("everyday.fr.yaml", "- téléphone\n- 12\n", 2, "1", "a text is expected"),
        ("everyday.fr.yaml", "- téléphone\n- Téléphone\n", 2, "1", "“Téléphone” is written twice"),
    ],
)
def test_a_slip_is_told_with_its_line(folder, file, text, line, field, what):
    (folder / file).write_text(text, encoding="utf-8")
    problem = read_jargon(folder).problems[0]
    assert (problem.file, problem.line, problem.field) == (folder / file, line, field)
    assert what in problem.what
    assert problem.write


def test_a_lexicon_that_is_not_there_is_told_and_the_other_one_is_read(folder):
    (folder / "jargon.fr.yaml").unlink()
    jargon = read_jargon(folder)
    assert [problem.what for problem in jargon.problems] == ["The file cannot be opened."]
    assert jargon.terms == ()
    assert jargon.unexplained("maintenant") == []
