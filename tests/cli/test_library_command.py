from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.guides.official.samples import everything, sheet, write_zip

if TYPE_CHECKING:
    from pathlib import Path

LONG = "".join(f"<Paragraphe>mot{number} {number * 7919}</Paragraphe>" for number in range(20_000))


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DEMATASSIST_HOME": str(home), "LANG": "fr_FR.UTF-8", "LANGUAGE": ""}
    return subprocess.run(
        [sys.executable, "-m", "dematassist", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=60,
        check=False,
    )


def archive(folder: Path, **titles: str) -> Path:
    sheets = {f"{name}.xml": sheet(name, title, modified="2030-01-02") for name, title in titles.items()}
    return write_zip(folder / "vosdroits-latest.zip", sheets)


def test_sheets_are_imported_found_read_compared_and_removed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    source = write_zip(
        tmp_path / "a.zip",
        {"F1.xml": everything(), "F265.xml": sheet("F265", "Vitale", modified="2030-01-02")},
    )
    assert json.loads(command(home, "library", "status", "--json").stdout)["present"] is False
    done = command(home, "library", "import", str(source))
    assert (done.returncode, done.stderr) == (0, "")
    status = json.loads(command(home, "library", "status", "--json").stdout)
    assert (status["sheets"], status["edition"], status["licence"]) == (
        2,
        "2030-01-02",
        "Licence Ouverte 2.0",
    )
    found = json.loads(command(home, "search", "carte vitalle perdue", "--json").stdout)
    assert found[0]["kind"] == "guide"
    assert ("F265", "fiche") in [(hit["id"], hit["kind"]) for hit in found]
    assert (
        json.loads(command(home, "show", "F1", "--json").stdout)["title"] == "Carte d’identité : tout savoir"
    )
    read = command(home, "show", "F1").stdout
    assert "Texte d’un élément à venir." in read
    assert "Licence Ouverte 2.0" in read
    stale = json.loads(command(home, "guides", "stale", "--json").stdout)
    assert [(one["guide"], one["sheet"], one["changed"]) for one in stale] == [
        ("carte-vitale", "F265", "2030-01-02")
    ]
    command(home, "library", "import", str(archive(tmp_path, F1="Autre")))
    changes = json.loads(command(home, "library", "changes", "--json").stdout)
    assert [(one["what"], one["id"]) for one in changes] == [("removed", "F265"), ("changed", "F1")]
    assert command(home, "library", "remove").returncode == 0
    gone = command(home, "show", "F1")
    assert gone.returncode == 1
    assert "F1" in gone.stderr
    assert "Traceback" not in gone.stderr


def test_a_file_that_is_no_archive_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "photo.zip").write_bytes(b"PK\x03\x04 cut")
    done = command(tmp_path / "home", "library", "import", str(tmp_path / "photo.zip"))
    assert done.returncode == 1
    assert "photo.zip" in done.stderr
    assert "Traceback" not in done.stderr


def test_guides_are_found_when_the_official_sheets_are_damaged(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command(home, "library", "import", str(archive(tmp_path, F1="Un")))
    next(home.rglob("official.db")).write_bytes(b"damaged" * 1_000)
    done = command(home, "search", "carte vitale", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["id"] == "carte-vitale"
    assert "fiches officielles" in done.stderr


IMPORT = """
import sys, resource, time
from datetime import date
from pathlib import Path
from dematassist.errors import UserError
from dematassist.guides.lexicon import Lexicon
from dematassist.guides.official import importer, making, reading
reading.EVERY = 1
def stop(*_given, **_named):
    print("half", flush=True)
    time.sleep(60)
never = lambda *_given, **_named: None
moment, on_progress = sys.argv[3], never
if moment == "reading":
    on_progress = stop
if moment == "finishing":
    making.Index.finish = stop
if moment == "replacing":
    Path.replace = stop
if moment == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    given = Path(sys.argv[1]), Path(sys.argv[2]), Lexicon((), (), ()), date(2026, 2, 3)
    importer.take_in(*given, on_progress=on_progress)
except UserError as error:
    print(error.cause.value)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
@pytest.mark.parametrize("moment", ["reading", "finishing", "replacing"])
def test_an_import_that_is_killed_leaves_the_old_library_and_begins_again_by_itself(
    tmp_path: Path, moment: str
) -> None:
    home = tmp_path / "home"
    command(home, "library", "import", str(archive(tmp_path, F1="Un")))
    target = next(home.rglob("official.db"))
    source = archive(tmp_path, F2="Deux", F3="Trois")
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(source), str(target), moment], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half\n"
        child.send_signal(signal.SIGKILL)
    assert json.loads(command(home, "show", "F1", "--json").stdout)["title"] == "Un"
    status = json.loads(command(home, "library", "status", "--json").stdout)
    assert (status["sheets"], status["cut_short"]) == (1, str(source))
    assert command(home, "library", "import").returncode == 0
    status = json.loads(command(home, "library", "status", "--json").stdout)
    assert (status["sheets"], status["cut_short"]) == (2, None)
    whole = tmp_path / "whole"
    command(whole, "library", "import", str(source))
    for text in ("Trois ", "Deux "):
        found = [command(one, "search", text, "--json").stdout for one in (home, whole)]
        assert found[0] == found[1]
    assert [path.name for path in target.parent.iterdir() if "official" in path.name] == ["official.db"]


def test_without_an_import_that_was_cut_short_the_archive_has_to_be_named(tmp_path: Path) -> None:
    done = command(tmp_path / "home", "library", "import")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nommez l’archive" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
def test_a_full_disk_leaves_the_old_library(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command(home, "library", "import", str(archive(tmp_path, F1="Un")))
    target = next(home.rglob("official.db"))
    source = write_zip(tmp_path / "long.zip", {"F2.xml": sheet("F2", "Deux", f"<Texte>{LONG}</Texte>")})
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(source), str(target), "full"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout in {"disk-full\n", "file-unwritable\n"}, done.stderr
    assert json.loads(command(home, "show", "F1", "--json").stdout)["title"] == "Un"
    assert [path.name for path in target.parent.iterdir() if "official" in path.name] == ["official.db"]


def test_words_of_ones_own_are_added_listed_and_used_by_the_search(tmp_path: Path) -> None:
    home = tmp_path / "home"
    refused = command(home, "library", "synonyms", "--add", "le", "RSA")
    assert refused.returncode == 2
    added = command(home, "library", "synonyms", "--add", "le schmilblick", "carte Vitale")
    assert added.returncode == 0
    assert "le schmilblick = carte Vitale" in added.stdout
    assert str(home / "synonyms.tsv") in added.stdout
    listed = json.loads(command(home, "library", "synonyms", "--json").stdout)
    assert listed == [{"said": ["le schmilblick"], "means": ["carte Vitale"]}]
    found = json.loads(command(home, "search", "schmilblick", "--json").stdout)
    assert found[0]["id"] == "carte-vitale"


def test_what_to_bring_for_an_official_sheet_is_printed_without_a_window(tmp_path: Path) -> None:
    home, written = tmp_path / "home", tmp_path / "f1.pdf"
    source = write_zip(tmp_path / "a.zip", {"F1.xml": everything()})
    command(home, "library", "import", str(source))
    done = command(home, "sheet", "F1", "-o", str(written))
    assert (done.returncode, done.stderr) == (0, "")
    assert written.read_bytes().startswith(b"%PDF")
    gone = command(home, "sheet", "F2", "-o", str(tmp_path / "f2.pdf"))
    assert gone.returncode == 1
    assert "F2" in gone.stderr
    assert "Traceback" not in gone.stderr
