"""``dematassist file code``: bills with a code, as printers and telephones make them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copies import samples
from tests.papers.authority import FACTURE, bill, certificate, pem, signed, trust_list

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dematassist", "file", "code", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def trust(tmp_path):
    folder = tmp_path / "confiance"
    folder.mkdir()
    (folder / "tsl_signed.xml").write_bytes(trust_list())
    (folder / "TS01.pem").write_bytes(pem(certificate("TS01", "ELECTRICITE DE TEST")))
    return folder


def test_a_bill_as_a_pdf_is_read_and_verified(tmp_path, trust):
    paper = tmp_path / "facture.pdf"
    paper.write_bytes(bill(signed(FACTURE)))
    done = run(paper, "--trust", trust)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:9] == [
        "Page 1",
        "Code officiel vérifié.",
        "Signé par ELECTRICITE DE TEST, dont répond AUTORITE DE TEST.",
        "Avec la liste de confiance du 25 août 2026.",
        "Nous ne savons pas si le certificat de ce signataire a été retiré depuis.",
        "Sorte de papier\u00a0: Justificatif de domicile (une facture)",
        "Titulaire\u00a0: MME SPECIMEN NATACHA",
        "Adresse\u00a0: 145 AVENUE DES SPECIMENS, 75000 PARIS",
        "Émis le 21 août 2026",
    ]


def test_a_photograph_is_read_and_without_a_list_it_is_never_said_verified(tmp_path):
    paper = tmp_path / "photo.jpg"
    paper.write_bytes(bill(signed(FACTURE), "JPEG"))
    done = run(paper)
    assert done.returncode == 0
    assert "Code lu, non vérifié." in done.stdout
    assert "Code officiel vérifié" not in done.stdout


def test_a_code_signed_by_someone_else_is_told_and_fails(tmp_path, trust):
    paper = tmp_path / "faux.png"
    paper.write_bytes(bill(signed(FACTURE, "XX01"), "PNG"))
    done = run(paper, "--trust", trust)
    assert done.returncode == 1
    assert "Attention" in done.stdout
    assert "vérifié" not in done.stdout


def test_json_has_the_verdict_the_kind_and_every_piece_of_data(tmp_path, trust):
    paper = tmp_path / "facture.pdf"
    paper.write_bytes(bill(signed(FACTURE)))
    (said,) = json.loads(run(paper, "--trust", trust / "tsl_signed.xml", "--json").stdout)
    assert (said["verdict"], said["doubt"]) == ("unverified", "certificate-missing")
    assert said["paper_kind"] == "justificatif-domicile"
    assert said["issued_on"] == "2026-08-21"
    assert {datum["id"] for datum in said["data"]} == {"26", "24", "10", "22", "25"}


def test_a_paper_without_a_code_and_a_list_that_is_none_are_told(tmp_path):
    paper = tmp_path / "lettre.pdf"
    paper.write_bytes(samples.letter())
    done = run(paper)
    assert done.returncode == 1
    assert "lettre.pdf" in done.stderr
    done = run(paper, "--trust", paper)
    assert done.returncode == 1
    assert "tsl_signed.xml" in done.stderr
