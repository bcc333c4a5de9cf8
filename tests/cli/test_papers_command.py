"""``dematassist papers``: the kinds of paper, without a window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRENCH = {"LANG": "fr_FR.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}


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


def test_the_kinds_of_paper_are_listed_by_name():
    listed = run("papers", "list", **FRENCH).stdout.splitlines()
    assert any(line.startswith("rib ") and "RIB" in line for line in listed)
    found = json.loads(run("papers", "list", "--json").stdout)
    assert len(found) == len(listed) >= 40
    assert {"id", "name", "other_names"} == set(found[0])


def test_a_paper_says_what_it_looks_like_where_to_get_it_and_who_asks():
    done = run("papers", "show", "justificatif-domicile", **FRENCH)
    assert (done.returncode, done.stderr) == (0, "")
    for said in (
        "Justificatif de domicile",
        "Aussi appelé\u00a0:",
        "À quoi il ressemble",
        "Où l’obtenir",
        "2D-Doc",
    ):
        assert said in done.stdout, said
    assert "carte-identite" in done.stdout
    found = json.loads(run("papers", "show", "justificatif-domicile", "--json").stdout)
    assert "carte-identite" in found["asked_by"]
    assert found["may_have_2d_doc"] is True


def test_an_unknown_paper_is_told_with_what_to_do():
    done = run("papers", "show", "nimporte", **FRENCH)
    assert done.returncode == 2
    assert "«\u00a0nimporte\u00a0»" in done.stderr
    assert "dematassist papers list" in done.stderr
