"""The encrypted folder without a window, as a person and as a program use it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dematassist.appointments.model import Appointment
from dematassist.appointments.store import FileStore
from dematassist.journeys.model import AtEnd, Journey
from dematassist.journeys.store import SqliteStore
from dematassist.journeys.summary import Summary
from dematassist.system.paths import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "ancien mot de passe"  # noqa: S105
NEW_PASSWORD = "un nouveau mot"  # noqa: S105
PDF = b"%PDF-1.7\ncanary\n%%EOF\n"


def run(*arguments: str, secrets: str = "", lang: str = "fr_FR.UTF-8") -> subprocess.CompletedProcess[str]:
    """Run a command that is given its secrets through a pipe."""
    reading, writing = os.pipe()
    os.write(writing, secrets.encode())
    os.close(writing)
    try:
        return subprocess.run(
            [sys.executable, "-m", "dematassist", "space", *arguments, "--secrets-fd", str(reading)],
            cwd=ROOT,
            env={**os.environ, "LANG": lang},
            pass_fds=(reading,),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(reading)


@contextlib.contextmanager
def asked(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Callable[[str], None]]]:
    """Start a command; give it, and how to answer what it asks."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "dematassist", "space", *arguments, "--secrets-fd", str(reading)],
        cwd=ROOT,
        env={**os.environ, "LANG": "fr_FR.UTF-8", "PYTHONUNBUFFERED": "1"},
        pass_fds=(reading,),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        os.close(reading)
        try:
            yield child, lambda line: os.write(writing, f"{line}\n".encode())
        finally:
            os.close(writing)
            child.kill()


def with_new_sheet(child: subprocess.Popen[str], answer: Callable[[str], None]) -> tuple[list[str], str]:
    """Copy the two words that are asked; return the twelve words and all that was told."""
    told = ""
    for line in child.stdout:
        told += line
        if question := re.fullmatch(r"Mot numéro (\d+) de la fiche\s:\n", line):
            answer(words_in(told)[int(question[1]) - 1])
    assert child.wait(60) == 0, told
    return words_in(told), told


def words_in(told: str) -> list[str]:
    return re.findall(r"^ +\d+\. (\w+)$", told, re.MULTILINE)


@pytest.fixture
def made(tmp_path) -> tuple[str, list[str], str]:
    """A space: its place, its words and its recovery key."""
    place = str(tmp_path / "place")
    with asked("create", "--folder", place) as (child, answer):
        answer(PASSWORD)
        words, told = with_new_sheet(child, answer)
    assert len(words) == 12
    return place, words, re.search("AGE-SECRET-KEY-1[0-9A-Z]+", told)[0]


def test_documents_are_kept_listed_read_removed_and_restored(made, tmp_path):
    place = made[0]
    paper, other = tmp_path / "bail.pdf", tmp_path / "avis.pdf"
    paper.write_bytes(PDF)
    other.write_bytes(PDF + b"2")
    given = ("--folder", place)
    kept = run("add", str(paper), str(tmp_path / "absent.pdf"), str(other), *given, secrets=f"{PASSWORD}\n")
    assert kept.returncode == 1
    assert "absent.pdf" in kept.stderr
    assert kept.stdout.count("Conservé") == 2
    listed = run("list", "--json", *given, secrets=f"{PASSWORD}\n")
    ids = {document["original_name"]: document["id"] for document in json.loads(listed.stdout)}
    assert set(ids) == {"bail.pdf", "avis.pdf"}
    found = run("list", "bail", *given, secrets=f"{PASSWORD}\n")
    assert found.stdout == f"{ids['bail.pdf']}  bail.pdf\n"
    target = tmp_path / "copie.pdf"
    begun = ids["bail.pdf"][:10]
    assert run("get", begun, "-o", str(target), *given, secrets=f"{PASSWORD}\n").returncode == 0
    assert target.read_bytes() == PDF
    shown = run("show", begun, *given, secrets=f"{PASSWORD}\n")
    assert json.loads(shown.stdout)["size_bytes"] == len(PDF)
    assert run("remove", begun, *given, secrets=f"{PASSWORD}\n").returncode == 0
    assert begun in run("list", "--trash", *given, secrets=f"{PASSWORD}\n").stdout
    assert run("restore", begun, *given, secrets=f"{PASSWORD}\n").returncode == 0
    (path,) = Path(place).glob(f"*/objets/*/{ids['avis.pdf']}.age")
    path.write_bytes(path.read_bytes()[:-1])
    verified = run("verify", *given, secrets=f"{PASSWORD}\n")
    assert verified.returncode == 1
    assert len(verified.stdout.splitlines()) == 2
    assert "abîmé" in verified.stdout
    assert "bon\n" in verified.stdout


def test_the_password_the_sheet_and_the_key_change(made, tmp_path):
    place, words, key = made
    given = ("--folder", place)
    paper = tmp_path / "bail.pdf"
    paper.write_bytes(PDF)
    assert run("add", str(paper), *given, secrets=f"{PASSWORD}\n").returncode == 0
    assert run("password", *given, secrets=f"{PASSWORD}\n{NEW_PASSWORD}\n").returncode == 0
    refused = run("list", *given, secrets=f"{PASSWORD}\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Ce n’est pas le mot de passe." in refused.stderr
    recovered = run("recover", *given, secrets=f"{' '.join(words)}\n{PASSWORD}\n")
    assert recovered.returncode == 0, recovered.stderr
    with asked("rekey", *given) as (child, answer):
        answer(PASSWORD)
        new_words, told = with_new_sheet(child, answer)
    old = run("recover", *given, secrets=f"{' '.join(words)}\n{NEW_PASSWORD}\n")
    assert (old.returncode, old.stdout) == (1, "")
    new_key = re.search("AGE-SECRET-KEY-1[0-9A-Z]+", told)[0]
    assert new_words != words
    assert new_key != key
    by_key = run("recover", "--key", *given, secrets=f"{new_key}\n{NEW_PASSWORD}\n")
    assert by_key.returncode == 0, by_key.stderr
    assert "bail.pdf" in run("list", *given, secrets=f"{NEW_PASSWORD}\n").stdout


def test_everything_is_exported_imported_and_left_by_others(made, tmp_path):
    given = ("--folder", made[0])
    paper, bag = tmp_path / "bail.pdf", tmp_path / "tout.zip"
    paper.write_bytes(PDF)
    left = run("deposit", str(paper), *given)
    assert (left.returncode, left.stderr) == (0, "")
    listed = run("list", *given, secrets=f"{PASSWORD}\n")
    assert "Aucun document." in listed.stdout
    assert "Retrouv\u00e9" in listed.stderr
    assert run("add", str(paper), *given, secrets=f"{PASSWORD}\n").returncode == 0
    sealed = ("--sealed", *given)
    exported = run("export", "-o", str(bag), *sealed, secrets=f"{PASSWORD}\n{NEW_PASSWORD}\n")
    assert exported.returncode == 0, exported.stderr
    assert PDF not in bag.read_bytes()
    back = run("import", str(bag), *sealed, secrets=f"{PASSWORD}\n{NEW_PASSWORD}\n")
    assert back.returncode == 0, back.stderr
    assert "D\u00e9j\u00e0 l\u00e0\u00a0: 1" in back.stdout


def test_walks_and_appointments_of_this_computer_are_moved_in_listed_proved_and_exported(
    made, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    outside = SqliteStore(paths().journeys)
    at, title = datetime(2026, 11, 24, tzinfo=timezone.utc), "Ma carte Vitale"
    begun = Journey(
        id=f"{7:032x}",
        guide_id="carte-vitale",
        guide_title=title,
        started_at=at,
        updated_at=at,
        position=AtEnd(),
    )
    outside.save(begun, Summary(begun.id, "carte-vitale", title, 2, 4, False, at.isoformat()))
    outside.close()
    meeting = Appointment(id=f"{8:032x}", updated_at=at, on=date(2026, 12, 1), service="Mme Duval")
    FileStore(paths().appointments, at).save(meeting)
    given = ("--folder", made[0])
    assert "Aucune démarche." in run("walks", *given, secrets=f"{PASSWORD}\n").stdout
    moved = run("walks", "--move-in", "--json", *given, secrets=f"{PASSWORD}\n")
    assert moved.returncode == 0
    assert "Démarches rangées dans le dossier\u00a0: 1\n" in moved.stderr
    assert "Rendez-vous rangés dans le dossier\u00a0: 1\n" in moved.stderr
    assert b"Mme Duval" not in paths().appointments.read_bytes()
    (kept,) = json.loads(moved.stdout)
    assert (kept["title"], kept["step"], kept["steps"]) == ("Ma carte Vitale", 2, 4)
    assert not any(b"Ma carte Vitale" in path.read_bytes() for path in paths().journeys.parent.glob("jour*"))
    line = f"{kept['id']}  Ma carte Vitale  (Étape 2 sur 4)\n"
    assert run("walks", *given, secrets=f"{PASSWORD}\n").stdout == line
    meetings = run("appointments", *given, secrets=f"{PASSWORD}\n").stdout
    assert meetings == f"{meeting.id}  Mme Duval  (1er décembre 2026, heure pas encore connue)\n"
    (as_json,) = json.loads(run("appointments", "--json", *given, secrets=f"{PASSWORD}\n").stdout)
    assert (as_json["service"], as_json["on"]) == ("Mme Duval", "2026-12-01")
    listed = run("list", *given, secrets=f"{PASSWORD}\n").stdout
    assert listed.endswith(f"Démarches\u00a0:\n{line}Rendez-vous\u00a0:\n{meetings}")
    proved = run("verify", *given, secrets=f"{PASSWORD}\n").stdout
    assert "2 démarches et rendez-vous ont été relus" in proved
    exported = run("export", "-o", str(tmp_path / "tout.zip"), *given, secrets=f"{PASSWORD}\n")
    assert "Démarches et rendez-vous écrits\u00a0: 2" in exported.stdout


def test_wrong_words_create_nothing(tmp_path):
    with asked("create", "--folder", str(tmp_path / "place")) as (child, answer):
        for line in (PASSWORD, "abaisser", "abaisser"):
            answer(line)
        told = child.stdout.read()
        assert child.wait(60) == 1
    assert "Ce ne sont pas les deux mots" in told
    assert not (tmp_path / "place").exists()


@pytest.mark.parametrize(
    ("arguments", "secrets", "status"),
    [
        (("list",), PASSWORD, 1),
        (("list",), "", 1),
        (("recover",), "", 1),
        (("get", "abcd"), PASSWORD, 2),
        (("fly",), "", 2),
        (("create",), "", 2),
    ],
)
def test_what_cannot_be_done_is_said_in_words(tmp_path, arguments, secrets, status):
    done = run(*arguments, "--folder", str(tmp_path / "place"), secrets=secrets)
    assert done.returncode == status
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "place").exists()


def test_a_person_types_passwords_that_are_not_shown(made):
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dematassist", "space", "list", "--folder", made[0]],
        cwd=ROOT,
        env={**os.environ, "LANG": "fr_FR.UTF-8"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    ) as child:
        os.close(terminal)
        shown = b""
        while b"passe" not in shown:
            shown += os.read(controller, 1000)
        os.write(controller, f"{PASSWORD}\n".encode())
        with contextlib.suppress(OSError):
            while read := os.read(controller, 1000):
                shown += read
        assert child.wait(60) == 0, shown
    os.close(controller)
    assert PASSWORD.encode() not in shown
    assert "Aucun document." in shown.decode()


def test_a_person_who_stops_a_command_sees_no_traceback(made):
    with asked("list", "--folder", made[0]) as (child, _answer):
        told = child.stdout.readline()
        child.send_signal(signal.SIGINT)
        told += child.stdout.read()
        assert child.wait(60) == 130
    assert "Traceback" not in told
    assert "Arr\u00eat\u00e9" in told


def test_without_a_terminal_nothing_is_asked(made):
    done = subprocess.run(
        [sys.executable, "-m", "dematassist", "space", "list", "--folder", made[0]],
        cwd=ROOT,
        env={**os.environ, "LANG": "fr_FR.UTF-8"},
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "--secrets-fd" in done.stderr
