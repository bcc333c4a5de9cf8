"""The lexicon: what is read, and what is wrong where."""

from __future__ import annotations

from pathlib import Path

import pytest

from dematassist.guides.lexicon import Entry, read_lexicon

SHIPPED = Path(__file__).parents[2] / "resources" / "lexicon"


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_entries_and_fillers_are_read(tmp_path):
    write(tmp_path, "synonyms.fr.yaml", "- means: RSA\n  same: [revenu solidaire]\n  said: [RMI]\n")
    write(tmp_path, "fillers.en.yaml", '- i need\n- "no"\n')
    lexicon = read_lexicon(tmp_path)
    assert lexicon.entries == (Entry("fr", "RSA", ("revenu solidaire",), ("RMI",)),)
    assert lexicon.fillers == (("en", "i need"), ("en", "no"))
    assert lexicon.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("- means: RSA\n  sayd: [RMI]\n", 2, "0.sayd"),
        ("- means: RSA\n- said: [RMI]\n", 2, "1.means"),
        ("- means: RSA\n  said: RMI\n", 2, "0.said"),
        ("- means: RSA\n  said:\n    - RMI\n    - on\n", 4, "0.said.1"),
        ("- RSA\n", 1, "0"),
        ("means: RSA\n", 1, ""),
        ("- means: ''\n", 1, "0.means"),
        ("- [\n", 2, ""),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, text, line, field):
    write(tmp_path, "synonyms.fr.yaml", text)
    (problem,) = read_lexicon(tmp_path).problems
    assert (problem.file.name, problem.line, problem.field) == ("synonyms.fr.yaml", line, field)
    assert problem.what
    assert problem.write


def test_a_broken_entry_does_not_hide_the_others(tmp_path):
    write(tmp_path, "synonyms.fr.yaml", "- means: RSA\n  said: [RMI, 12]\n- 3\n- means: APL\n")
    lexicon = read_lexicon(tmp_path)
    assert [(entry.means, entry.said) for entry in lexicon.entries] == [("RSA", ("RMI",)), ("APL", ())]
    assert [problem.field for problem in lexicon.problems] == ["0.said.1", "1"]


def test_a_folder_without_lexicon_is_an_empty_one(tmp_path):
    assert read_lexicon(tmp_path / "nowhere") == ((), (), ())


def test_the_shipped_lexicon_is_sound():
    lexicon = read_lexicon(SHIPPED)
    assert lexicon.problems == ()
    assert {entry.lang for entry in lexicon.entries} == {"fr", "en", "ar"}


def test_no_expression_of_the_shipped_lexicon_is_too_long_to_be_found():
    from dematassist.guides.asking import LONGEST_EXPRESSION
    from dematassist.guides.words import keys

    lexicon = read_lexicon(SHIPPED)
    long = [
        text
        for entry in lexicon.entries
        for text in (entry.means, *entry.same, *entry.said)
        if not 1 <= len(dict.fromkeys(keys(text, entry.lang))) <= LONGEST_EXPRESSION
    ]
    long += [text for lang, text in lexicon.fillers if len(keys(text, lang)) > LONGEST_EXPRESSION]
    assert not long
