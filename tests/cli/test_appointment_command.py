"""``dematassist appointment``: several procedures, one list, one sheet, one event, nothing kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from icalendar import Calendar

ROOT = Path(__file__).resolve().parents[2]
FRENCH = {"LANG": "fr_FR.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}


def prepare(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dematassist", "appointment", "prepare", *arguments],
        cwd=ROOT,
        env={**os.environ, **FRENCH},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_sheet_is_printed_and_nothing_is_kept(tmp_path):
    done = prepare("rsa", "carte-vitale", "--day", "3/12/2026", "--hour", "14h30", "--have", "rib")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 décembre 2026 à 14 h 30" in done.stdout
    assert "☑ RIB" in done.stdout
    assert not (tmp_path / "dematassist" / "appointments.json").exists()


def test_the_files_are_written_and_the_list_is_json(tmp_path):
    pdf, ics = tmp_path / "rdv.pdf", tmp_path / "rdv.ics"
    done = prepare(
        *("rsa", "carte-vitale", "--day", "2026-12-03", "--with", "Mme Duval", "--question", "Et l’APL ?"),
        *(
            "--answers",
            "carte-vitale/motif=perdue",
            "-o",
            str(pdf),
            "--large-print",
            "--ics",
            str(ics),
            "--json",
        ),
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    papers = {paper["id"]: paper for paper in found["papers"]}
    assert papers["piece-identite"]["asked_by"] == ["rsa", "carte-vitale"]
    assert papers["photo-identite"]["is_sure"] is True
    assert found["own_questions"] == ["Et l’APL ?"]
    assert pdf.read_bytes().startswith(b"%PDF")
    (event,) = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert "Mme Duval" in event["summary"]


def test_wrong_use_is_told_with_what_to_do(tmp_path):
    for arguments, said in (
        (("rsa", "--ics", str(tmp_path / "x.ics")), "24/11/2026"),
        (("rsa", "--answers", "rsa/x=y"), "rsa/"),
        (("rsa", "--have", "nimporte"), "papers list"),
        (("rsa", "--day", "hier"), "hier"),
    ):
        done = prepare(*arguments)
        assert done.returncode == (1 if "--ics" in arguments else 2), arguments
        assert said in done.stderr, arguments
        assert "Traceback" not in done.stderr
