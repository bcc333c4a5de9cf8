from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from builders import guide, library
from hypothesis import given
from hypothesis import strategies as st

from dematassist.errors import UserError
from dematassist.guides.asking import Reason
from dematassist.guides.library import Library
from dematassist.guides.own_words import Synonym, add_synonym, own_words, read_synonyms


def test_what_people_here_say_leads_to_what_it_means(tmp_path):
    path, own = tmp_path / "library.db", tmp_path / "synonyms.tsv"
    library(path, guide("rsa", title="Demander le RSA"), guide("apl", title="Une aide au logement")).close()
    own.write_text("# remarque\nle schmilblick, la thune du mois\tRSA\n", encoding="utf-8")
    opened = Library(path, own)
    for text, said in (("schmilblick", "schmilblick"), ("toucher la thune du mois", "thune mois")):
        hit = opened.search(text, "fr").hits[0]
        assert hit.id == "rsa"
        assert [(why.reason, why.said, why.meant) for why in hit.why] == [(Reason.SYNONYM, said, "RSA")]
    opened.close()
    without = Library(path)
    assert not without.search("schmilblick ", "fr").hits
    without.close()


def test_words_are_added_one_line_after_the_other_and_read_again(tmp_path):
    own = tmp_path / "here" / "synonyms.tsv"
    assert read_synonyms(own) == ()
    assert add_synonym(own, "le  schmilblick", "RSA")
    assert add_synonym(own, "la thune,\tles sous", "argent, aide")
    assert not add_synonym(own, "le", "RSA")
    assert not add_synonym(own, "# chut", "RSA")
    assert read_synonyms(own) == (
        Synonym(("le schmilblick",), ("RSA",)),
        Synonym(("la thune", "les sous"), ("argent", "aide")),
    )
    assert own.read_text(encoding="utf-8").startswith("# Ce que l’on dit")


def test_a_file_written_by_hand_keeps_what_was_in_it(tmp_path):
    own = tmp_path / "synonyms.tsv"
    own.write_bytes("# à moi\nun\tdeux".encode())
    add_synonym(own, "trois", "quatre")
    assert own.read_text(encoding="utf-8") == "# à moi\nun\tdeux\ntrois\tquatre\n"


@pytest.mark.skipif(sys.platform == "win32", reason="folders of POSIX")
def test_a_place_where_nothing_can_be_written_is_told(tmp_path):
    (tmp_path / "here").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(UserError):
        add_synonym(tmp_path / "here" / "synonyms.tsv", "trois", "quatre")


@given(st.binary(max_size=300))
def test_any_file_is_read(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synonyms.tsv"
        path.write_bytes(content)
        own = own_words(path)
        assert all(meanings for meanings in own.meanings.values())
        assert len(read_synonyms(path)) >= bool(own.meanings)
