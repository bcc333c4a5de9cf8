"""A space of every past version opens, by each of its ways; its own LISEZMOI.txt opens it without us."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dematassist.appointments.sealed import APPOINTMENTS
from dematassist.journeys.sealed import WALKS
from dematassist.vault.model import DocumentFacts
from dematassist.vault.readme import readme
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from dematassist.vault.sealing import SealedRecords
from dematassist.vault.space import Space
from dematassist.vault.states import Unlocked

if TYPE_CHECKING:
    from dematassist.vault.model import Document

OLD_SPACES = Path(__file__).resolve().parents[1] / "data" / "spaces"
VERSIONS = ("version-1", "version-1-walks", "version-1-appointments")
"""The second is of when walks were first kept there, the third of when appointments were."""
PASSWORD = "six mots choisis au hasard"  # noqa: S105
WORDS = "désastre revanche protéger rapide saturer ovation mortier protéger blafard vaillant neveu énergie"
IDENTITY = "AGE-SECRET-KEY-1SAWLC0Q74PZ2ZAZR5AJ85AK8DF43RS0L0GE84KNWZPSD68UHMPHSD48E9L"
RECORDS = (f"{7:032x}", f"{9:032x}")
"""A walk, then an appointment."""
LEASE, BILL = b"%PDF-1.7\nBail de personne.\n%%EOF\n", b"\x89PNG\r\n\x1a\nfacture de personne"


@pytest.fixture(params=VERSIONS)
def space(request, tmp_path):
    shutil.copytree(OLD_SPACES / request.param, tmp_path / "space")
    opened = Space(tmp_path / "space")
    yield opened
    opened.lock()


def by_name(space: Space) -> dict[str, Document]:
    return {document.original_name: document for document in space.documents()}


def test_there_is_an_old_space_of_each_version():
    assert sorted(path.name for path in OLD_SPACES.glob("version-*")) == sorted(VERSIONS)


@pytest.mark.parametrize(
    "way_in",
    [
        lambda space: space.open(PASSWORD),
        lambda space: space.recover_with_words(WORDS, PASSWORD),
        lambda space: space.recover_with_key(IDENTITY, PASSWORD),
    ],
    ids=["password", "words", "square code"],
)
def test_an_old_space_opens_and_all_is_there(space, way_in, request):
    assert way_in(space) == Unlocked()
    found = by_name(space)
    assert set(found) == {"bail.pdf", "facture été.png"}
    lease = DocumentFacts(kind="bail", title="Bail", issued=date(2026, 3, 1), expires=date(2029, 2, 28))
    bill = DocumentFacts(title="Facture d\u2019eau", holder="Personne Inventée", note="Payée.")
    assert found["bail.pdf"].facts == lease
    assert found["facture été.png"].facts == bill
    assert space.read(found["bail.pdf"].id) == LEASE
    assert space.read(found["facture été.png"].id) == BILL
    assert all(one.wrong is None for one in space.verify())
    records = space.records(Kind.RECORD)
    versions = [version for version in VERSIONS if version in request.node.name]
    assert {record.id for record in records} == set(RECORDS[: VERSIONS.index(versions[-1])])
    (walks, appointments) = (SealedRecords(None, codec, records).all() for codec in (WALKS, APPOINTMENTS))
    assert all("2026-0042" in walk.notes.values() for walk, _summary in walks)
    assert all(one.service == "Personne Inventée, assistante sociale" for one in appointments)
    assert len(walks) + len(appointments) == len(records)


def test_an_appointment_is_of_the_kind_that_programs_of_before_know_and_seal_again(tmp_path):
    """A program that knew walks alone opens this folder, carries it away, changes its key: nothing is lost.

    A row of another kind would be a damaged index to it, and gone with the next change of key.
    """
    shutil.copytree(OLD_SPACES / VERSIONS[-1], tmp_path / "space")
    (folder,) = (tmp_path / "space").iterdir()
    with closing(sqlite3.connect(folder / "index.db")) as index:
        kinds = {kind for (kind,) in index.execute("SELECT DISTINCT kind FROM row")}
    assert kinds <= {"document", "journey", "setting", "state"}
    assert {path.stem for path in (folder / "parcours").iterdir()} == set(RECORDS)


def test_an_old_space_goes_on_with_a_new_key(space):
    space.open(PASSWORD)
    walk = Record(f"{8:032x}", "{}")
    space.keep_records(Kind.RECORD, walk)
    before = set(space.records(Kind.RECORD))
    sheet = space.prepare_key(PASSWORD)
    space.change_key(tuple(sheet.words[number - 1] for number in sheet.asked))
    space.lock()
    space.recover_with_words(" ".join(sheet.words), PASSWORD)
    assert space.read(by_name(space)["bail.pdf"].id) == LEASE
    for path in space.folder.glob("index*"):
        path.unlink()
    space.lock()
    space.open(PASSWORD)
    assert set(space.records(Kind.RECORD)) == before
    assert walk in before


def test_the_commands_of_the_text_left_beside_the_documents_open_them(space, tmp_path):
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    text = (space.folder / "LISEZMOI.txt").read_bytes().decode("utf-8")
    commands = re.findall(r"^ +((?:age|unzip) .*)\r$", text, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["age", "unzip"]
    (space.folder / "cle.txt").write_text(IDENTITY + "\r\n")
    contents = []
    for path in sorted(space.folder.glob("objets/*/*.age")):
        if path.name.endswith(".fiche.age"):
            continue
        for command in commands:
            named = command.replace("objets/XX/NOM.age", str(path.relative_to(space.folder)))
            subprocess.run(named.split(), cwd=space.folder, check=True, capture_output=True)
        (document,) = (space.folder / "document").iterdir()
        contents.append(document.read_bytes())
        shutil.rmtree(space.folder / "document")
        for left in ("document.zip", "meta.json", "remplissage"):
            (space.folder / left).unlink()
    assert sorted(contents) == sorted([LEASE, BILL])


def test_the_text_left_beside_the_documents_is_for_every_editor():
    text = readme()
    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line) <= 90 for line in text.splitlines())
    assert not re.search(r"[ \t][:;!?»]", text)
