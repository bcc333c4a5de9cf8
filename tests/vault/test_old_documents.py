"""Documents of every format that was ever released open, and say what they always said.

``tests/data/vault/documents-1`` was made by the first format. A new format gets a folder of its own; the
former ones stay as they are.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import msgspec

from dematassist.papers.model import Sides
from dematassist.vault.keys import keys_of
from dematassist.vault.model import Concern, DocumentFacts, OfficialCode, Stored, Trashed
from dematassist.vault.opening import open_documents
from dematassist.vault.rows import Kind
from tests.conftest import FixedClock
from tests.vault.making import content_of, opened_by_age

FIRST = Path(__file__).resolve().parents[1] / "data" / "vault" / "documents-1"
KEYS = keys_of("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", bytes(range(16)))
PASSPORT, NOTICE, LEASE = (f"{number:032x}" for number in (1, 2, 3))
DAY = date(2026, 11, 24)
FACTS = {
    PASSPORT: DocumentFacts(
        kind="passeport", title="Passeport", holder="Camille Exemple", issued=date(2021, 3, 4),
        expires=date(2031, 3, 4), sides=Sides.ALL_PAGES, pages=2, note="à renouveler",
        official_code=OfficialCode.VERIFIED,
    ),
    NOTICE: DocumentFacts(kind="avis-imposition", title="Avis d’impôt 2026"),
    LEASE: DocumentFacts(title="Bail"),
}  # fmt: skip
CONTENTS = {
    PASSPORT: b"Passeport de Camille Exemple\n",
    NOTICE: b"%PDF-1.7 /JavaScript %%EOF\n",
    LEASE: b"Bail\n",
}


def check(space: Path) -> None:
    opened = open_documents(space, KEYS, FixedClock())
    documents = opened.documents
    everything = {one.id: one for one in (*documents.list(), *documents.trash())}
    assert {document_id: one.facts for document_id, one in everything.items()} == FACTS
    assert {document_id: content_of(documents, document_id) for document_id in everything} == CONTENTS
    assert [one.state for one in everything.values()].count(Stored()) == 2
    assert everything[LEASE].state == Trashed(DAY)
    assert everything[NOTICE].concerns == (Concern.ACTIVE,)
    assert everything[PASSPORT].original_name == "Passeport é.txt"
    assert opened.found.list() == ()
    opened.documents.close()


def test_a_space_of_the_first_format_opens_with_all_it_held(tmp_path):
    space = shutil.copytree(FIRST, tmp_path / "space")
    check(space)
    opened = open_documents(space, KEYS, FixedClock())
    assert opened.trouble is None
    assert opened.register.index.bodies(Kind.RECORD) == {f"{7:032x}": b'{"guide":"carte-vitale"}'}
    assert opened.register.index.setting("header-changes") == b"3"
    opened.documents.close()


def test_the_sealed_files_of_the_first_format_alone_tell_the_same(tmp_path):
    space = shutil.copytree(FIRST, tmp_path / "space", ignore=shutil.ignore_patterns("index*"))
    check(space)


def test_the_age_program_alone_opens_every_file_of_the_first_format():
    contents, told = {}, {}
    for path in FIRST.rglob("*.age"):
        inside = opened_by_age(KEYS, path)
        if path.name.endswith(".fiche.age"):
            told[path.name[:32]] = msgspec.json.decode(inside)["said"]["facts"]["title"]
            continue
        with zipfile.ZipFile(io.BytesIO(inside)) as archive:
            meta, document, _padding = archive.namelist()
            contents[msgspec.json.decode(archive.read(meta))["said"]["id"]] = archive.read(document)
    assert contents == CONTENTS
    assert told == {NOTICE: "Avis d’impôt 2026"}
