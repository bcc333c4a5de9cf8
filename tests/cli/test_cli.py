"""The door without a window, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dematassist", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_search_finds_with_everyday_words_and_says_why():
    done = run("search", "j'ai perdu ma carte verte", "--json", LANG="fr_FR.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    first = json.loads(done.stdout)[0]
    assert {"id", "title", "kind", "score", "why"} <= set(first)
    assert (first["id"], first["kind"]) == ("carte-vitale", "guide")
    assert "carte Vitale" in first["why"]


def test_nothing_found_is_said_with_who_helps():
    done = run("search", "xyzzy", LANG="fr_FR.UTF-8")
    assert done.returncode == 0
    assert "39 39" in done.stdout
    assert json.loads(run("search", "xyzzy", "--json").stdout) == []


def test_a_guide_is_read_whole_and_a_step_alone():
    whole = run("show", "carte-vitale", LANG="fr_FR.UTF-8")
    assert "36 46" in whole.stdout
    assert "Ce n’est pas un site officiel" in whole.stdout
    step = run("show", "carte-vitale", "--step", "2", LANG="fr_FR.UTF-8")
    assert step.stdout.startswith("Déclarer la perte ou le vol")
    said = json.loads(run("show", "carte-vitale", "--step", "2", "--json").stdout)
    assert said["id"] == "declarer"
    assert json.loads(run("show", "carte-vitale", "--json").stdout)["id"] == "carte-vitale"


def test_the_language_of_the_terminal_is_spoken():
    assert "Refaire" in run("show", "carte-vitale", LANG="fr_FR.UTF-8").stdout
    assert "Refaire" not in run("show", "carte-vitale", LANG="en_GB.UTF-8").stdout
    assert "Refaire" in run("show", "carte-vitale", LANG="xx_YY").stdout


def test_a_sheet_is_a_pdf_and_answers_change_it(tmp_path):
    target = tmp_path / "fiche.pdf"
    done = run("sheet", "carte-vitale", "-o", str(target), "--answers", "motif=perdue", "compte=oui")
    assert (done.returncode, done.stderr) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-")
    large = tmp_path / "large.pdf"
    assert run("sheet", "carte-vitale", "-o", str(large), "--large-print").returncode == 0
    assert large.stat().st_size != target.stat().st_size


def test_the_list_and_the_checks_of_guides():
    entries = json.loads(run("guides", "list", "--json").stdout)
    assert "carte-vitale" in [entry["id"] for entry in entries]
    done = run("guides", "check", "resources/guides/fr/carte-vitale.yaml")
    assert done.returncode == 0, done.stdout
    assert json.loads(run("guides", "schema", "guide").stdout)["$defs"]


def test_a_broken_guide_is_told_with_its_line(tmp_path):
    broken = (ROOT / "resources/guides/fr/carte-vitale.yaml").read_text()
    path = tmp_path / "carte-vitale.yaml"
    path.write_text(broken.replace("theme: sante", "thème: sante"))
    done = run("guides", "check", str(path))
    assert done.returncode == 1
    assert "carte-vitale.yaml" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["guides"], ["search"], ["show"], ["show", "rien"], ["show", "carte-vitale", "--step", "99"]],
)
def test_wrong_use_is_said_in_words_and_ends_with_2(arguments):
    done = run(*arguments, LANG="fr_FR.UTF-8")
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_an_answer_the_guide_does_not_have_lists_those_it_has(tmp_path):
    done = run("sheet", "carte-vitale", "-o", str(tmp_path / "f.pdf"), "--answers", "motif=mars")
    assert done.returncode == 2
    assert "motif=perdue" in done.stderr


def test_a_file_that_cannot_be_written_is_said_and_ends_with_1(tmp_path):
    (tmp_path / "file").write_text("")
    done = run("sheet", "carte-vitale", "-o", str(tmp_path / "file" / "f.pdf"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path) in done.stderr


@pytest.mark.parametrize("command", [("gui",), ()])
def test_without_a_screen_the_window_says_so_and_names_the_commands(command):
    env = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    done = run(*command, LANG="fr_FR.UTF-8", **env)
    assert done.returncode == 1
    assert "dematassist search" in done.stderr


def test_the_self_test_says_that_everything_is_there():
    done = run("self-test", "--json")
    assert done.returncode == 0, done.stdout
    assert all(result["is_good"] for result in json.loads(done.stdout))


def test_a_reader_that_goes_away_is_not_a_traceback():
    child = subprocess.Popen(
        [sys.executable, "-m", "dematassist", "show", "rsa", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    child.stdout.read(10)
    child.stdout.close()
    assert "Traceback" not in child.stderr.read()
    child.stderr.close()
    child.wait(timeout=30)


def test_lines_are_said_as_a_person_reads_them():
    done = subprocess.run(
        [sys.executable, "-m", "dematassist", "speech", "text"],
        cwd=ROOT,
        input="Appelez le 36 46.\n1 234,56 €\nla CPAM\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "Appelez le trente-six, quarante-six.",
        "mille deux cent trente-quatre euros et cinquante-six centimes",
        "la C P A M",
    ]


def test_bytes_that_are_no_letters_say_nothing_and_every_line_has_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "dematassist", "speech", "text"],
        cwd=ROOT,
        input=b"caf\xe9 12 \xe2\x82\xac\r\n***\n\xff\xfe\nla CAF",
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.decode().splitlines() == ["caf douze euros", "", "", "la caf"]
    assert done.stderr == b""


def test_a_reader_that_goes_away_ends_the_saying_without_a_traceback():
    with subprocess.Popen(
        [sys.executable, "-m", "dematassist", "speech", "text"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        child.stdout.close()
        _out, told = child.communicate(b"La CPAM\n" * 2000, timeout=60)
    assert told == b""


def test_a_text_is_saved_as_a_sound_file_that_lasts_as_long_as_it_is_said(tmp_path):
    target = tmp_path / "son.wav"
    done = run("speech", "save", "-o", str(target), "Bonjour à tous. Voici la liste des papiers.")
    assert (done.returncode, done.stderr) == (0, "")
    with wave.open(str(target)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    assert 2 < seconds < 8
    assert f"{seconds:.1f}" in done.stdout


def test_the_voices_of_the_computer_are_listed():
    voices = json.loads(run("speech", "voices", "--json").stdout)
    assert {"engine", "id", "name", "lang"} == set(voices[0])
    assert "espeak" in {voice["engine"] for voice in voices}


def test_a_speed_that_makes_no_sense_is_wrong_use():
    assert run("speech", "say", "--speed", "9", "Bonjour").returncode == 2


def test_a_file_a_site_accepts_is_made_without_a_window(tmp_path):
    from PIL import Image

    photo = tmp_path / "photo.png"
    Image.effect_noise((900, 600), 60).save(photo)
    target = tmp_path / "envoi.pdf"
    given = ("file", "prepare", str(photo), str(photo), "-o", str(target))
    done = run(*given, "--max-mb", "0,5", "--mark", "Copie pour la Caf", LANG="fr_FR.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Enregistré\u00a0: {target} (0")
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_size <= 500_000
    before = target.read_bytes()
    for wrong in (("--max-mb", "0"), ("--max-mb", "nan"), (), ("--max-mb", "1", "--format", "jpg")):
        refused = run(*given, *wrong)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.strip()
    too_small = run(*given, "--max-mb", "0.005", LANG="fr_FR.UTF-8")
    assert too_small.returncode == 1
    assert "Traceback" not in too_small.stderr
    assert "illisible" in too_small.stderr
    assert target.read_bytes() == before
    absent = run("file", "prepare", str(tmp_path / "absent.pdf"), "-o", str(target), "--max-mb", "1")
    assert absent.returncode == 1
    assert "absent.pdf" in absent.stderr
