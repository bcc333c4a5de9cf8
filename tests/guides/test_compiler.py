"""The compiler: same sources same bytes, the old file or the new one, and broken sources left out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from builders import lexicon

from dematassist.errors import Cause, UserError
from dematassist.guides.compiler import (
    Document,
    Index,
    compile_library,
    is_stale,
    sources_fingerprint,
)
from dematassist.guides.library import Library
from dematassist.guides.search import Search

ROOT = Path(__file__).parents[2]
FOLDERS = ("guides", "providers", "papers", "lexicon")


@pytest.fixture
def resources(tmp_path):
    """A copy of the shipped sources with two guides only, to be broken at will."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / "resources" / folder, tmp_path / "resources" / folder)
    for path in (tmp_path / "resources" / "guides").rglob("*.yaml"):
        if path.stem not in {"carte-vitale", "rsa"}:
            path.unlink()
    return tmp_path / "resources"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "build" / "library.db"


def titles(path: Path) -> dict[str, str]:
    opened = Library(path)
    found = {entry.id: entry.title for entry in opened.guides("fr")}
    opened.close()
    return found


def test_the_shipped_sources_compile_without_a_problem(target):
    resources = ROOT / "resources"
    report = compile_library(resources, target)
    assert report.problems == ()
    assert report.guides == len(list((resources / "guides").rglob("*.yaml")))
    assert report.providers == len(list((resources / "providers").rglob("*.yaml")))
    assert report.papers == len(list((resources / "papers").rglob("*.yaml")))
    assert len(titles(target)) == len(list((resources / "guides" / "fr").glob("*.yaml")))


def test_what_is_compiled_is_what_was_read(resources, target):
    from dematassist.guides.reader import read_resources

    compile_library(resources, target)
    opened = Library(target)
    for read in read_resources(resources).guides:
        assert opened.guide(read.id, read.lang) == read
    opened.close()


def test_the_same_sources_give_the_same_bytes(resources, tmp_path):
    compile_library(resources, tmp_path / "one.db")
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    program = (
        "from pathlib import Path; from dematassist.guides.compiler import compile_library\n"
        f"compile_library(Path({str(resources)!r}), Path({str(tmp_path / 'two.db')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, cwd=ROOT)
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_a_library_is_stale_when_a_source_changes_appears_or_goes(resources, target):
    assert is_stale(target, resources)
    compile_library(resources, target)
    assert not is_stale(target, resources)
    source = resources / "guides" / "fr" / "carte-vitale.yaml"
    content = source.read_text(encoding="utf-8")

    source.write_text(content.replace("36 46", "36 47"), encoding="utf-8")
    os.utime(source, ns=(1, 1))
    assert is_stale(target, resources)
    compile_library(resources, target)
    assert not is_stale(target, resources)

    (resources / "lexicon" / "synonyms.xx.yaml").write_text("- means: rsa\n")
    assert is_stale(target, resources)
    compile_library(resources, target)
    (resources / "lexicon" / "synonyms.xx.yaml").unlink()
    assert is_stale(target, resources)


def test_a_damaged_or_older_library_is_stale(resources, target):
    compile_library(resources, target)
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("DELETE FROM meta WHERE key = 'fingerprint'")
    assert is_stale(target, resources)
    target.write_bytes(b"no library")
    assert is_stale(target, resources)


def test_the_lock_of_an_editor_is_no_source(resources):
    before = sources_fingerprint(resources)
    (resources / "guides" / "fr" / ".#rsa.yaml").symlink_to("someone@somewhere.1234")
    assert sources_fingerprint(resources) == before


def test_a_broken_guide_is_left_out_and_told(resources, target):
    broken = resources / "guides" / "fr" / "carte-vitale.yaml"
    broken.write_text(broken.read_text(encoding="utf-8") + "\nbogus: [\n", encoding="utf-8")
    report = compile_library(resources, target)
    assert [problem.file for problem in report.problems] == [broken]
    assert "carte-vitale" not in titles(target)
    assert len(titles(target)) == len(list((resources / "guides" / "fr").glob("*.yaml"))) - 1


def test_a_broken_lexicon_is_told_and_the_search_still_answers(resources, target):
    (resources / "lexicon" / "synonyms.fr.yaml").write_text("- means: [\n")
    report = compile_library(resources, target)
    assert [problem.file.name for problem in report.problems] == ["synonyms.fr.yaml"]
    opened = Library(target)
    assert opened.search("carte vitale", "fr").hits[0].id == "carte-vitale"
    opened.close()


def test_no_source_at_all_is_an_empty_library(tmp_path, target):
    assert compile_library(tmp_path / "nowhere", target) == (0, 0, 0, ())
    opened = Library(target)
    assert opened.guides("fr") == ()
    assert opened.search("rsa", "fr").hits == ()
    opened.close()


def test_a_place_that_cannot_be_written_is_told(resources, tmp_path):
    (tmp_path / "a file").write_text("")
    with pytest.raises(UserError) as told:
        compile_library(resources, tmp_path / "a file" / "library.db")
    assert told.value.cause is Cause.FILE_UNWRITABLE


def test_a_failure_leaves_the_old_library_and_nothing_else(resources, target):
    compile_library(resources, target)
    before = target.read_bytes()

    class RefusedError(Exception):
        """What another program does at the worst moment."""

    class Refusing:
        def __enter__(self) -> None:
            raise RefusedError

        def __exit__(self, *_error: object) -> None:
            raise AssertionError

    with pytest.raises(RefusedError):
        compile_library(resources, target, replacing=Refusing())
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit to the size of a file")
@pytest.mark.parametrize("size", [0, 4096, 65536, 200_000])
def test_a_disk_without_room_leaves_the_old_library(resources, target, size):
    compile_library(resources, target)
    before = target.read_bytes()
    program = (
        "import resource; from pathlib import Path\n"
        "from dematassist.errors import UserError; from dematassist.guides.compiler import compile_library\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "try:\n"
        f"    compile_library(Path({str(resources)!r}), Path({str(target)!r}))\n"
        "except UserError as error:\n"
        "    print(error.cause.name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() in {"DISK_FULL", "FILE_UNWRITABLE"}
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_an_open_library_is_closed_while_it_is_replaced(resources, target):
    compile_library(resources, target)
    opened = Library(target)
    assert opened.guides("fr")
    (resources / "guides" / "fr" / "carte-vitale.yaml").unlink()
    compile_library(resources, target, replacing=opened.closed())
    assert "carte-vitale" not in {entry.id for entry in opened.guides("fr")}
    opened.close()


def test_documents_of_several_kinds_and_audiences_are_found_together():
    """A sheet with several audiences is found once: a hit does not say for whom it is."""
    with closing(sqlite3.connect(":memory:")) as connection:
        index = Index(connection)
        for audience in ("particuliers", "associations"):
            texts = ("Demander le RSA", "RSA", "", "Le RSA est une aide.")
            index.add(Document("fiche", "F12004", audience, "fr", texts[0], "", texts))
        index.add(Document("guide", "rsa", "particuliers", "fr", "Le RSA", "", texts, prior=1.5))
        index.finish(lexicon())
        search = Search(lambda query, values: connection.execute(query, values).fetchall())
        hits = search.answer("rsa", "fr", 9).hits
    assert [(hit.kind, hit.id) for hit in hits] == [("guide", "rsa"), ("fiche", "F12004")]
