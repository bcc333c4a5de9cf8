"""The library: what it lists and opens, and what becomes of a damaged file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from builders import guide, library, provider

from dematassist.errors import Cause, UserError
from dematassist.guides.library import FORMAT, Library
from dematassist.guides.model import Theme
from dematassist.papers.model import PaperKind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path):
    opened = library(
        tmp_path / "library.db",
        guide("rsa", title="Demander le RSA", theme=Theme.SOCIAL, summary="Un revenu."),
        guide("passeport", title="Faire un passeport", theme=Theme.PAPERS),
        guide("carte-identite", title="Refaire sa carte", theme=Theme.PAPERS),
        guide("carte-identite", lang="en", title="Get a new card", theme=Theme.PAPERS),
        providers=(
            provider("caf", "Caf", is_national=True),
            provider("caf", "Caf (in English)", lang="en", is_national=True),
            provider("mairie", "Mairie"),
        ),
        papers=(
            PaperKind(id="rib", lang="fr", name="RIB"),
            PaperKind(id="bail", lang="fr", name="Bail"),
            PaperKind(id="bail", lang="ar", name="عقد"),
        ),
    )
    yield opened
    opened.close()


def test_guides_are_listed_by_title(small):
    assert [(entry.id, entry.title) for entry in small.guides("fr")] == [
        ("rsa", "Demander le RSA"),
        ("passeport", "Faire un passeport"),
        ("carte-identite", "Refaire sa carte"),
    ]
    first = small.guides("fr")[0]
    assert (first.lang, first.theme, first.summary) == ("fr", Theme.SOCIAL, "Un revenu.")


def test_a_guide_without_sibling_is_listed_in_french_and_says_so(small):
    assert {entry.id: entry.lang for entry in small.guides("en")} == {
        "rsa": "fr",
        "passeport": "fr",
        "carte-identite": "en",
    }


def test_a_guide_opens_in_the_language_asked_else_in_french(small):
    assert small.guide("carte-identite", "en").title == "Get a new card"
    assert small.guide("carte-identite", "ar").lang == "fr"
    assert small.guide("rsa", "fr") == guide(
        "rsa", title="Demander le RSA", theme=Theme.SOCIAL, summary="Un revenu."
    )


def test_a_guide_that_does_not_exist_is_told(small):
    with pytest.raises(UserError) as told:
        small.guide("rsa'; DROP TABLE guide; --", "fr")
    assert told.value.cause is Cause.GUIDE_UNKNOWN
    assert told.value.details["id"] == "rsa'; DROP TABLE guide; --"
    assert small.guide("rsa", "fr")


def test_themes_are_counted_each_guide_once(small):
    for lang in ("fr", "en"):
        assert small.theme_counts(lang) == {"papiers": 2, "social": 1}


def test_providers_and_papers_fall_back_to_french(small):
    assert [found.name for found in small.providers("fr")] == ["Caf", "Mairie"]
    assert [found.name for found in small.providers("en")] == ["Caf (in English)", "Mairie"]
    assert [found.name for found in small.papers("fr")] == ["Bail", "RIB"]
    assert [found.name for found in small.papers("ar")] == ["RIB", "عقد"]


def test_national_providers_are_those_to_call_outside_a_guide(small):
    assert [found.name for found in small.national_providers("en")] == ["Caf (in English)"]


def test_a_missing_library_is_told(tmp_path):
    for path in (tmp_path / "nowhere.db", tmp_path / "no folder" / "library.db", tmp_path):
        with pytest.raises(UserError) as told:
            Library(path)
        assert told.value.cause is Cause.LIBRARY_MISSING
        assert told.value.details["path"] == str(path)


@pytest.mark.parametrize("content", [b"", b"not a library", b"SQLite format 3\0" + b"\0" * 4096])
def test_a_file_that_is_no_library_is_told(tmp_path, content):
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(UserError) as told:
        Library(path)
    assert told.value.cause is Cause.LIBRARY_DAMAGED


def test_a_library_of_another_format_is_told(tmp_path):
    library(tmp_path / "library.db", guide()).close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (FORMAT + "9",))
    connection.close()
    with pytest.raises(UserError) as told:
        Library(tmp_path / "library.db")
    assert told.value.cause is Cause.LIBRARY_DAMAGED


def test_a_library_cut_in_the_middle_is_told_and_never_answers_nonsense(tmp_path):
    path = tmp_path / "library.db"
    library(path, guide("rsa", title="RSA", body=("Lisez. " * 2_000,))).close()
    whole = path.read_bytes()
    for size in range(512, len(whole), 4096):
        path.write_bytes(whole[:size])
        assert {cause for cause, _answer in answers(path)} <= {None, Cause.LIBRARY_DAMAGED}
        assert all(answer for cause, answer in answers(path) if cause is None)


def answers(path: Path) -> list[tuple[Cause | None, object]]:
    """Return what a library answers to a search, a guide and a list, or why it does not."""
    try:
        opened = Library(path)
    except UserError as error:
        return [(error.cause, None)]
    found: list[tuple[Cause | None, object]] = []
    asked = (
        lambda: opened.search("rsa", "fr").hits,
        lambda: opened.guide("rsa", "fr"),
        lambda: opened.guides("fr"),
    )
    for ask in asked:
        try:
            found.append((None, ask()))
        except UserError as error:
            found.append((error.cause, None))
    opened.close()
    return found


def test_a_body_that_is_no_guide_is_told(tmp_path):
    path = tmp_path / "library.db"
    library(path, guide("rsa"), providers=(provider("caf"),)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE guide SET body = '{}'")
        connection.execute("UPDATE provider SET body = x'00'")
    connection.close()
    opened = Library(path)
    for ask in (lambda: opened.guide("rsa", "fr"), lambda: opened.providers("fr")):
        with pytest.raises(UserError) as told:
            ask()
        assert told.value.cause is Cause.LIBRARY_DAMAGED
    opened.close()


def test_a_library_can_be_read_where_nothing_can_be_written(tmp_path):
    """SQLite is asked for no lock and no journal: a program in a read-only folder answers too."""
    path = tmp_path / "library.db"
    library(path, guide("rsa", title="RSA")).close()
    path.chmod(0o444)
    before = sorted(tmp_path.iterdir())
    opened = Library(path)
    assert opened.search("rsa", "fr").hits
    assert sorted(tmp_path.iterdir()) == before
    opened.close()


def test_a_library_compiled_anew_is_read_again(tmp_path):
    path = tmp_path / "library.db"
    opened = library(path, guide("rsa", title="Ancien titre"))
    assert opened.guide("rsa", "fr").title == "Ancien titre"
    assert opened.search("ancien", "fr").hits
    library(tmp_path / "new.db", guide("rsa", title="Nouveau titre")).close()
    with opened.closed():
        (tmp_path / "new.db").replace(path)
    assert opened.guide("rsa", "fr").title == "Nouveau titre"
    assert not opened.search("ancien", "fr").hits
    opened.close()


def test_several_threads_ask_while_the_library_is_replaced(tmp_path):
    path = tmp_path / "library.db"
    opened = library(path, guide("rsa", title="Demander le RSA"))
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                assert opened.search("demender le rsa", "fr").hits[0].id == "rsa"
                assert opened.guide("rsa", "fr").id == "rsa"
        except BaseException as error:  # noqa: BLE001 -- told by the thread that judges
            failures.append(error)

    threads = [threading.Thread(target=ask) for _number in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        library(tmp_path / "new.db", guide("rsa", title=f"Demander le RSA {number}")).close()
        with opened.closed():
            (tmp_path / "new.db").replace(path)
    stop.set()
    for thread in threads:
        thread.join()
    opened.close()
    assert not failures


def test_a_search_loads_none_of_the_slow_modules(tmp_path):
    path = tmp_path / "library.db"
    library(path, guide("rsa", title="RSA")).close()
    program = (
        "import sys; from pathlib import Path\n"
        "from dematassist.guides.library import Library\n"
        "from dematassist.guides.reasons import why_sentence\n"
        f"hits = Library(Path({str(path)!r})).search('rsa', 'fr').hits\n"
        "assert hits and why_sentence(hits[0].why)\n"
        "print(*{'msgspec', 'yaml', 'babel', 'asyncio', 'PySide6'} & {*sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
