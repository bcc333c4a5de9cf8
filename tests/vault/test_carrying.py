"""« Tout emporter »: others open it without us, it comes back whole, and nothing in it is trusted."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.papers.model import Sides
from dematassist.vault import bag
from dematassist.vault.bringing import bring_in
from dematassist.vault.carrying import Carried, carry_out
from dematassist.vault.model import Document, DocumentFacts, OfficialCode, Trashed
from dematassist.vault.opening import OpenSpace, open_documents
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from tests.conftest import FixedClock
from tests.vault.making import add, content_of, some_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS, OTHER_KEYS = some_keys(), some_keys()
DAY = date(2026, 11, 24)
PASSPHRASE = "framboise tunnel été marcher"  # noqa: S105 -- of a test
WALK = f"{7:032x}"


@contextmanager
def opened(folder: Path, keys=KEYS) -> Iterator[OpenSpace]:
    folder.mkdir(exist_ok=True)
    clock = FixedClock()
    # The ids of one space are not those of another.
    clock.made = keys.index[0] << 32
    space = open_documents(folder, keys, clock)
    try:
        yield space
    finally:
        space.documents.close()


def fill(space: OpenSpace) -> dict[str, bytes]:
    documents = space.documents
    add(documents, b"%PDF-1.7 un %%EOF", "scan.pdf", title="Avis d’impôt 2025/2026", expires=DAY, note="=1+1")
    add(
        documents,
        b"%PDF-1.7 deux %%EOF",
        "scan.PDF",
        title="Avis d’impôt 2025/2026",
        sides=Sides.BOTH,
        pages=2,
    )
    trashed = add(documents, b"trois", "aux.txt", holder="Camille Exemple")
    documents.remove(trashed.id)
    space.records.keep(Kind.RECORD, Record(WALK, '{"guide":"carte-vitale"}'))
    return {one.id: content_of(documents, one.id) for one in (*documents.list(), *documents.trash())}


@pytest.fixture
def source(tmp_path: Path) -> Iterator[OpenSpace]:
    with opened(tmp_path / "source") as space:
        fill(space)
        yield space


def everything(space: OpenSpace) -> tuple[dict[Document, bytes], dict[str, str]]:
    documents = (*space.documents.list(), *space.documents.trash())
    return (
        {document: content_of(space.documents, document.id) for document in documents},
        {record.id: record.body for record in space.records.all(Kind.RECORD)},
    )


def test_what_is_carried_opens_without_us(source, tmp_path):
    target = tmp_path / "tout.zip"
    assert carry_out(source, target, DAY) == Carried(3, 1, ())
    assert target.stat().st_mode & 0o777 == 0o600
    out = tmp_path / "out"
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        archive.extractall(out)
    (folder,) = out.iterdir()
    assert folder.name == "documents-2026-11-24"
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--quiet", "--strict", "-c", manifest], cwd=folder, check=True)
    listed = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {name for name in listed if name.startswith("data/documents/")} == {
        "data/documents/Avis d’impôt 2025-2026.pdf",
        "data/documents/Avis d’impôt 2025-2026 (2).pdf",
    }
    assert "data/corbeille/_aux.txt" in listed
    assert (folder / "data" / "parcours" / f"{WALK}.json").read_bytes() == b'{"guide":"carte-vitale"}'
    assert (folder / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    info = dict(line.split(": ") for line in (folder / "bag-info.txt").read_text().splitlines())
    payload = [path for path in (folder / "data").rglob("*") if path.is_file()]
    assert info["Payload-Oxum"] == f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    table = (folder / "data" / "documents.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [13] * 4
    assert "'=1+1" in {row[7] for row in rows}
    listed_again = msgspec.json.decode((folder / "data" / "documents.json").read_bytes(), type=bag.Listed)
    assert {entry.document for entry in listed_again.documents} == set(everything(source)[0])


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_what_is_carried_comes_back_whole_in_another_space_and_only_once(source, tmp_path, passphrase):
    target = tmp_path / "tout"
    carry_out(source, target, DAY, passphrase)
    with opened(tmp_path / "other", OTHER_KEYS) as other:
        brought = bring_in(other, target, passphrase)
        assert (brought.documents, brought.records, brought.already_there, brought.refused) == (3, 1, 0, ())
        assert everything(other) == everything(source)
        brought = bring_in(other, target, passphrase)
        assert (brought.documents, brought.records, brought.already_there) == (0, 0, 3)
        assert everything(other) == everything(source)
    with opened(tmp_path / "other", OTHER_KEYS) as other:
        assert everything(other) == everything(source)


def test_the_age_program_opens_what_a_password_seals(source, tmp_path):
    if shutil.which("script") is None:
        pytest.skip("no script program, to type a password to age")
    carry_out(source, tmp_path / "tout.age", DAY, PASSPHRASE)
    with subprocess.Popen(
        ["script", "-qec", "age --decrypt -o tout.zip tout.age", "/dev/null"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, bufsize=0,
    ) as age:  # fmt: skip
        said = b""
        while b"passphrase" not in said:
            said += age.stdout.read(1)
        age.stdin.write(f"{PASSPHRASE}\n".encode())
        while age.stdout.read(1):
            pass
    assert age.returncode == 0
    with zipfile.ZipFile(tmp_path / "tout.zip") as archive:
        assert archive.testzip() is None


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
DAYS = st.none() | st.dates()
FACTS = st.builds(
    DocumentFacts, kind=TEXT, title=TEXT, holder=TEXT, issued=DAYS, expires=DAYS, note=TEXT,
    sides=st.none() | st.sampled_from(Sides), pages=st.none() | st.integers(1, 99),
    official_code=st.sampled_from([OfficialCode.ABSENT]),
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.binary(max_size=300), TEXT, FACTS, st.booleans()),
        max_size=5,
        unique_by=lambda paper: paper[0],
    ),
    st.dictionaries(st.integers(1, 99), st.text(max_size=50).map(json.dumps), max_size=3),
)
def test_whatever_is_carried_comes_back(papers, walks):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder / "source") as source, opened(folder / "other", OTHER_KEYS) as other:
            for content, title, facts, is_trashed in papers:
                # No first letters of a program.
                added = add(source.documents, b"." + content, f"{title}.pdf")
                source.documents.set_facts(added.id, facts)
                if is_trashed:
                    source.documents.remove(added.id)
            for number, body in walks.items():
                source.records.keep(Kind.RECORD, Record(f"{number:032x}", body))
            carry_out(source, folder / "tout.zip", DAY)
            bring_in(other, folder / "tout.zip")
            assert everything(other) == everything(source)


def test_a_document_that_cannot_be_read_is_said_and_stops_nothing(source, tmp_path):
    lost = source.documents.list()[0]
    next((tmp_path / "source").rglob(f"{lost.id}.age")).unlink()
    carried = carry_out(source, tmp_path / "tout.zip", DAY)
    assert (carried.documents, [one.id for one in carried.left_out]) == (2, [lost.id])
    with opened(tmp_path / "other", OTHER_KEYS) as other:
        brought = bring_in(other, tmp_path / "tout.zip")
        assert (brought.documents, brought.refused) == (2, (lost.original_name,))


def test_an_official_code_is_not_believed_on_the_word_of_a_file(tmp_path):
    with opened(tmp_path / "source") as source, opened(tmp_path / "other", OTHER_KEYS) as other:
        add(source.documents, b"un", official_code=OfficialCode.VERIFIED)
        carry_out(source, tmp_path / "tout.zip", DAY)
        bring_in(other, tmp_path / "tout.zip")
        assert other.documents.list()[0].facts.official_code is OfficialCode.TO_READ


def test_a_password_is_asked_for_and_a_wrong_one_is_said(source, tmp_path):
    target = tmp_path / "tout.age"
    carry_out(source, target, DAY, PASSPHRASE)
    for passphrase, cause in (("", Cause.BAG_LOCKED), ("une autre phrase", Cause.BAG_PASSWORD_WRONG)):
        with pytest.raises(UserError) as raised:
            bring_in(source, target, passphrase)
        assert raised.value.cause is cause
    with pytest.raises(UserError) as raised:
        carry_out(source, target, DAY, "court")
    assert raised.value.cause is Cause.PASSWORD_TOO_SHORT


def test_too_much_for_a_password_is_said_before_anything_is_written(source, tmp_path, monkeypatch):
    monkeypatch.setattr(bag, "MAX_SEALED_BYTES", 10)
    with pytest.raises(UserError) as raised:
        carry_out(source, tmp_path / "tout.age", DAY, PASSPHRASE)
    assert raised.value.cause is Cause.BAG_TOO_BIG
    assert not list(tmp_path.glob("*tout*"))


class Stopped(Exception):  # noqa: N818 -- as the window names it
    """What a person's click raises in the work."""


def test_carrying_can_be_stopped_and_leaves_the_former_file(source, tmp_path):
    target = tmp_path / "tout.zip"
    target.write_bytes(b"former")

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        carry_out(source, target, DAY, on_progress=stop)
    assert target.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["tout.zip"]


def changed(path: Path, name: str, content: bytes | None) -> None:
    """Write a bag again with one file changed, or taken away."""
    with zipfile.ZipFile(path) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for filename, former in files.items():
            if not filename.endswith(name):
                archive.writestr(filename, former)
            elif content is not None:
                archive.writestr(filename, content)


def test_one_changed_document_costs_that_document_alone(source, tmp_path):
    target = tmp_path / "tout.zip"
    for content in (b"%PDF-1.7 ux %%EOF", None, b""):
        carry_out(source, target, DAY)
        changed(target, "documents/Avis d’impôt 2025-2026.pdf", content)
        with opened(tmp_path / f"other{content!r}".replace("/", ""), OTHER_KEYS) as other:
            brought = bring_in(other, target)
            assert (brought.documents, len(brought.refused)) == (2, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("documents.json", b"{}"),
        ("documents.json", None),
        ("/manifest-sha256.txt", b"\xff"),
        ("/manifest-sha256.txt", b"one\n"),
        ("/manifest-sha256.txt", None),
        ("tagmanifest-sha256.txt", b"0  bagit.txt\n"),
        ("bag-info.txt", b"Payload-Oxum: 0.0\n"),
        ("bagit.txt", b"BagIt-Version: 9\n"),
        ("bagit.txt", None),
    ],
)
def test_a_bag_that_is_not_whole_is_refused_as_a_whole(source, tmp_path, name, content):
    target = tmp_path / "tout.zip"
    carry_out(source, target, DAY)
    changed(target, name, content)
    with opened(tmp_path / "other", OTHER_KEYS) as other:
        with pytest.raises(UserError) as raised:
            bring_in(other, target)
        assert raised.value.cause is Cause.BAG_DAMAGED
        assert everything(other) == ({}, {})


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06", b"%PDF-1.7", os.urandom(500), b"age-encryption.org/v1\n"]
)
def test_what_is_not_a_bag_is_refused(source, tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(UserError) as raised:
        bring_in(source, tmp_path / "x", PASSPHRASE)
    assert raised.value.cause in (Cause.BAG_DAMAGED, Cause.BAG_PASSWORD_WRONG)


def forged(path: Path, document: Document, file: str, content: bytes, extra: str = "") -> None:
    """A bag made by somebody else, right in its form."""
    files = {bag.JSON_NAME: bag.json_of([bag.Entry(file, document)]), file: content}
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/bagit.txt", bag.BAGIT)
        archive.writestr("x/manifest-sha256.txt", bag.manifest_of(sums))
        for name, body in files.items():
            archive.writestr(f"x/{name}", body)
        if extra:
            archive.writestr(extra, b"x")


def told(content: bytes, **changes: object) -> Document:
    document = Document(
        id="f" * 32, facts=DocumentFacts(title="Faux\u202e"), original_name="../../x\u202e.pdf",
        media_type="text/html", size_bytes=1, sha256=hashlib.sha256(content).hexdigest(), added=DAY,
    )  # fmt: skip
    return msgspec.structs.replace(document, **changes)


def test_what_a_bag_says_is_not_believed_without_looking(tmp_path):
    content = b"%PDF-1.7 /JavaScript %%EOF"
    forged(
        tmp_path / "x.zip",
        told(content, id="../../../etc", state=Trashed(date.min)),
        "data/documents/a.pdf",
        content,
    )
    with opened(tmp_path / "space") as space:
        assert bring_in(space, tmp_path / "x.zip").documents == 1
        (document,) = space.documents.trash()
        assert (document.facts.title, document.original_name) == ("Faux", "x.pdf")
        assert (document.media_type, document.size_bytes) == ("application/pdf", len(content))
        assert document.concerns
        assert len(document.id) == 32


def test_an_id_that_is_taken_is_not_replaced(tmp_path):
    with opened(tmp_path / "space") as space:
        mine = add(space.documents, b"le mien")
        forged(tmp_path / "x.zip", told(b"un autre", id=mine.id), "data/documents/a.txt", b"un autre")
        assert bring_in(space, tmp_path / "x.zip").documents == 1
        assert content_of(space.documents, mine.id) == b"le mien"
        assert len(space.documents.list()) == 2


@pytest.mark.parametrize("extra", ["../x", "y/x", "/x"])
def test_a_bag_that_leaves_its_folder_is_refused(tmp_path, extra):
    forged(tmp_path / "x.zip", told(b"un"), "data/documents/a.txt", b"un", extra)
    with opened(tmp_path / "space") as space, pytest.raises(UserError) as raised:
        bring_in(space, tmp_path / "x.zip")
    assert raised.value.cause is Cause.BAG_DAMAGED


def test_a_program_in_a_bag_is_refused_and_said(tmp_path):
    forged(tmp_path / "x.zip", told(b"MZ\x90", original_name="x.exe"), "data/documents/a.exe", b"MZ\x90")
    with opened(tmp_path / "space") as space:
        assert bring_in(space, tmp_path / "x.zip").refused == ("x.exe",)
        assert space.documents.list() == ()


def test_a_manifest_keeps_every_name_apart():
    assert bag.read_manifest(bag.manifest_of({"data/a%0A\n\rb": "0"})) == {"data/a%0A\n\rb": "0"}
