"""Files that come in: what is a document is known well, what is hostile is refused, and nothing hangs."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.vault import intake
from dematassist.vault.intake import Incoming, from_archive, from_bytes, from_path, require_room
from dematassist.vault.model import Concern
from dematassist.vault.names import clean_name
from dematassist.vault.recognising import is_program, recognise
from dematassist.vault.zip_rules import UnsafeArchiveError, open_zip
from tests.copies.samples import letter, loaded_pdf, locked_pdf, photograph, picture, png_bomb, scan

if TYPE_CHECKING:
    from pathlib import Path

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


DOCX = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
DOCM = zipped(
    ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")
)
ODT = zipped(
    (zipfile.ZipInfo("mimetype"), b"application/vnd.oasis.opendocument.text"),
    ("content.xml", b"<office/>"),
    how=zipfile.ZIP_STORED,
)


def cause_of(content: bytes, name: str) -> Cause:
    with pytest.raises(UserError) as raised:
        from_bytes(content, name)
    return raised.value.cause


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (letter(), "avis.pdf", "application/pdf"),
        (photograph(400, 300), "photo.JPG", "image/jpeg"),
        (scan(2), "scan.tiff", "image/tiff"),
        (picture("PNG"), "x.png", "image/png"),
        (picture("WEBP"), "x.webp", "image/webp"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "IMG_1.HEIC", "image/heic"),
        (picture("GIF"), "x.gif", "image/gif"),
        (picture("BMP"), "x.bmp", "image/bmp"),
        (DOCX, "lettre.docx", OFFICE),
        (ODT, "lettre.odt", "application/vnd.oasis.opendocument.text"),
        ("Numéro d’allocataire : 1234567".encode(), "note.txt", "text/plain"),
        ("Numéro".encode("latin-1"), "note.txt", "text/plain"),
        ("Numéro".encode("utf-16"), "note.txt", "text/plain"),
        (b"<!-- a --><!-- b --><html><body>Bonjour</body></html>", "page.html", "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "x.svg", "image/svg+xml"),
        (zipped(("a.pdf", letter(1))), "papiers.zip", "application/zip"),
    ],
)
def test_what_is_a_document_is_known_by_what_is_inside_and_worries_nobody(content, name, media_type):
    for given_name in (name, "sans-extension"):
        incoming = from_bytes(content, given_name)
        assert (incoming.media_type, incoming.concerns) == (media_type, ())
        assert (incoming.size_bytes, incoming.crc) == (len(content), zlib.crc32(content))
        assert incoming.sha256 == hashlib.sha256(content).hexdigest()
        assert b"".join(incoming.pieces()) == b"".join(incoming.pieces()) == content


@pytest.mark.parametrize(
    ("content", "name", "concern"),
    [
        (loaded_pdf(), "x.pdf", Concern.ACTIVE),
        (letter().replace(b"/Annots", b"/#4a#53 1 "), "x.pdf", Concern.ACTIVE),
        (b"%PDF-1.5\n<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S/JavaScript>>") + b"\nendstream %%EOF",
         "x.pdf", Concern.ACTIVE),
        (locked_pdf(), "x.pdf", Concern.LOCKED),
        (letter()[:-60], "x.pdf", Concern.CUT),
        (photograph(900, 700)[:-2000], "x.jpg", Concern.CUT),
        (picture("PNG")[:-20], "x.png", Concern.CUT),
        (letter(), "x.jpg", Concern.OTHER_ENDING),
        (letter() + zipped(("a.txt", b"x")), "x.pdf", Concern.TWO_KINDS),
        (picture("JPEG")[:20] + b"%PDF-1.4" + picture("JPEG")[20:], "x.jpg", Concern.TWO_KINDS),
        (b"<html>%PDF-1.7 %%EOF", "x.pdf", Concern.TWO_KINDS),
        (DOCM, "x.docm", Concern.MACROS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "x.doc", Concern.MACROS),
        (b"{\\rtf1 {\\object\\objdata 0105}}", "x.rtf", Concern.ACTIVE),
        (b"<svg onload = 'x()'/>", "x.svg", Concern.ACTIVE),
        (b"<html><script>x</script>", "x.html", Concern.ACTIVE),
        (os.urandom(500).replace(b"MZ", b"") + b"\0", "x.bin", Concern.KIND_UNKNOWN),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "x.7z", Concern.KIND_UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_worrying_is_kept_and_said(content, name, concern):
    assert concern in from_bytes(content, name).concerns


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 100, "facture.pdf"),
        (b"\x7fELF" + b"\0" * 100, "facture"),
        (b"#!/bin/sh\nrm -rf ~\n", "lisez-moi.txt"),
        (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 100, "facture.pdf.lnk"),
        (letter(), "facture.pdf.exe"),
        (letter(), "facture\u202efdp.exe"),
        (b"[InternetShortcut]\nURL=x", "impots.url"),
        (b"@echo off", "x.bat"),
        (zipped(("META-INF/MANIFEST.MF", b"x"), ("a/B.class", b"x")), "x.zip"),
        (zipped(("AndroidManifest.xml", b"x")), "caf.zip"),
    ],
)
def test_a_program_is_refused_whatever_it_is_called(content, name):
    assert cause_of(content, name) is Cause.SOURCE_IS_PROGRAM


def test_an_empty_file_and_one_too_big_are_refused():
    assert cause_of(b"", "x.pdf") is Cause.SOURCE_EMPTY
    with pytest.raises(UserError) as raised:
        from_bytes(letter(), "x.pdf", max_bytes=100)
    assert raised.value.cause is Cause.SOURCE_TOO_BIG


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (os.mkfifo, Cause.SOURCE_NOT_A_FILE),
        (lambda path: path.mkdir(), Cause.SOURCE_NOT_A_FILE),
        (lambda path: path.symlink_to("/etc/passwd"), Cause.SOURCE_IS_LINK),
        (lambda path: path.symlink_to(path), Cause.SOURCE_IS_LINK),
        (str, Cause.SOURCE_MISSING),
        (lambda path: path.touch(), Cause.SOURCE_EMPTY),
        (lambda path: path.touch() or os.truncate(path, 10_000_000_000), Cause.SOURCE_TOO_BIG),
    ],
    ids=["fifo", "folder", "link", "loop", "absent", "empty", "sparse 10 GB"],
)
def test_what_is_not_a_file_of_a_sane_size_is_refused_at_once(tmp_path, make, cause):
    make(tmp_path / "x.pdf")
    with pytest.raises(UserError) as raised, from_path(tmp_path / "x.pdf"):
        pytest.fail("it was opened")
    assert raised.value.cause is cause


def test_a_device_is_refused():
    for path in ("/dev/zero", "/dev/stdin"):
        with pytest.raises(UserError) as raised, from_path(intake_path(path)):
            pytest.fail("it was opened")
        assert raised.value.cause in (Cause.SOURCE_NOT_A_FILE, Cause.SOURCE_IS_LINK)


def intake_path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def test_the_file_looked_at_is_the_one_that_is_stored_even_if_its_name_goes_elsewhere(tmp_path):
    path = tmp_path / "x.pdf"
    content = letter()
    path.write_bytes(content)
    with from_path(path) as incoming:
        path.unlink()
        path.write_bytes(b"MZ" * 100)
        assert b"".join(incoming.pieces()) == content
    assert path.read_bytes() == b"MZ" * 100


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Avis d’impôt 2026.pdf", "Avis d’impôt 2026.pdf"),
        ("e\u0301tat.pdf", "état.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\facture.pdf", "facture.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00b\nc.pdf", "ab c.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("COM¹.txt", "_COM¹.txt"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("a<b>:c?*.pdf", "a_b__c__.pdf"),
        (" .hidden. ", "hidden"),
        ("...", "document"),
        ("", "document"),
        ("/", "document"),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_names_are_cleaned(name, expected):
    assert clean_name(name) == expected


@given(st.one_of(st.text(max_size=400), st.text("éa.\u0301 ", max_size=400)))
def test_a_clean_name_is_clean_for_every_system(name):
    clean = clean_name(name)
    assert clean
    assert clean_name(clean) == clean
    assert len(clean.encode()) <= 200
    assert not set(clean) & set('<>:"/\\|?*\0\n')
    assert clean == clean.strip(". ")


def archive(tmp_path: Path, content: bytes) -> list[Incoming]:
    path = tmp_path / "papiers.zip"
    path.write_bytes(content)
    with from_archive(path) as incoming:
        return [one._replace(pieces=b"".join(one.pieces())) for one in incoming]


def test_the_papers_of_a_zip_come_in_one_by_one_under_clean_names(tmp_path):
    paper = letter(1)
    content = zipped(
        ("dossier/", b""),
        ("dossier/Avis.pdf", paper),
        ("dossier/photo.jpg", picture("JPEG")),
        ("lettre.docx", DOCX),
        ("__MACOSX/dossier/._Avis.pdf", b"x"),
        ("dossier/.DS_Store", b"x"),
    )
    found = archive(tmp_path, content)
    assert [one.name for one in found] == ["Avis.pdf", "photo.jpg", "lettre.docx"]
    assert found[0].pieces == paper


def linked() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.pdf")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def overlapping() -> bytes:
    """Two entries over the same bytes: the second says where the first is."""
    made = bytearray(zipped(("a.pdf", b"x" * 100), ("b.pdf", b"x" * 100), how=zipfile.ZIP_STORED))
    second = made.rfind(b"PK\x01\x02")
    made[second + 42 : second + 46] = (0).to_bytes(4, "little")
    return bytes(made)


def lying() -> bytes:
    """An entry that unpacks to more than it says."""
    made = bytearray(zipped(("a.txt", b"x" * 50_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begins = made.find(mark) + at
        made[begins : begins + 4] = (1000).to_bytes(4, "little")
    return bytes(made)


def duplicated() -> bytes:
    return zipped(("a.pdf", letter(1)), ("b.pdf", letter(1))).replace(b"b.pdf", b"A.pdf")


def large(content: bytes, count: int | None = None, moved: int = 0) -> bytes:
    """The same ZIP with the ends of large ones, which may say anything."""
    at = content.rfind(b"PK\x05\x06")
    real, directory, offset = struct.unpack("<HII", content[at + 10 : at + 20])
    count = real if count is None else count
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, directory, offset)
    return content[:at] + end + struct.pack("<4sIQI", b"PK\x06\x07", 0, at + moved, 1) + content[at:]


class Counting(io.BytesIO):
    """A file that says how much of it was read."""

    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self.read_bytes += len(content)
        return content


def test_a_zip_of_too_many_files_is_refused_before_their_list_is_read():
    crowd = zipped(*((f"{number:09}.txt", b"") for number in range(20_000)), how=zipfile.ZIP_STORED)
    end = crowd.rfind(b"PK\x05\x06")
    few = crowd[: end + 10] + b"\x01\0" + crowd[end + 12 :]
    for content in (crowd, few, large(few), large(few, count=1), large(few, count=10**12)):
        stream = Counting(content)
        with pytest.raises(UnsafeArchiveError):
            open_zip(stream)
        assert stream.read_bytes < 70_000


def test_the_ends_of_a_large_zip_count_only_where_they_belong():
    content = zipped(("a.pdf", b"x"))
    with open_zip(io.BytesIO(large(content))) as opened:
        assert opened.namelist() == ["a.pdf"]
    for moved in (-1, 1, 1 << 40):
        with pytest.raises(UnsafeArchiveError):
            open_zip(io.BytesIO(large(content, moved=moved)))


@pytest.mark.parametrize(
    "content",
    [
        zipped(("../../.bashrc", b"x")),
        zipped(("/etc/passwd", b"x")),
        zipped(("C:\\x.pdf", b"x")),
        zipped(("a/..\\..\\b.pdf", b"x")),
        zipped((linked(), b"/etc/passwd")),
        duplicated(),
        zipped(*((f"{n}.txt", b"x") for n in range(501))),
        zipped(("bomb.txt", b"\0" * 30_000_000)),
        zipped(*((f"{n}.txt", os.urandom(600_000) * 85) for n in range(4)), how=zipfile.ZIP_STORED)[:200_000],
        overlapping(),
        lying(),
        zipped(("inside.zip", zipped(("a.pdf", letter(1))))),
        zipped(("inside.gz", b"\x1f\x8b" + b"\0" * 20)),
        zipped(("a.pdf", letter(1)), how=zipfile.ZIP_LZMA),
        zipped(("a.pdf", letter(1)))[:-10],
        b"PK\x05\x06" + b"\xff" * 18,
        b"PK\x03\x04" + os.urandom(300),
        letter(),
    ],
    ids=["up", "root", "drive", "backslash", "link", "twice", "many", "bomb", "cut", "overlap", "lie",
         "nested", "gzip", "lzma", "end", "false end", "noise", "pdf"],
)  # fmt: skip
def test_a_zip_that_breaks_a_rule_gives_nothing_at_all(tmp_path, content):
    with pytest.raises(UserError) as raised:
        archive(tmp_path, content)
    assert raised.value.cause is Cause.ARCHIVE_UNSAFE
    assert [path.name for path in tmp_path.iterdir()] == ["papiers.zip"]


def test_a_locked_zip_gives_nothing(tmp_path):
    locked = bytearray(zipped(("a.pdf", letter(1))))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + at] |= 1
    with pytest.raises(UserError) as raised:
        archive(tmp_path, bytes(locked))
    assert raised.value.cause is Cause.ARCHIVE_UNSAFE


def test_a_program_in_a_zip_stops_all_of_it(tmp_path):
    with pytest.raises(UserError) as raised:
        archive(tmp_path, zipped(("a.pdf", letter(1)), ("b.exe", b"MZ")))
    assert raised.value.cause is Cause.SOURCE_IS_PROGRAM


@given(
    st.binary(max_size=400),
    st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"<!--", b"\x89PNG\r\n\x1a\n", b""]),
)
def test_no_bytes_break_the_recognition(content, start):
    if start + content:
        assert recognise(start + content, "x.pdf").media_type
        is_program(start + content, "x.pdf")


LONG = 4_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"<!-- -->" * (LONG // 8),
        b"<!--" * (LONG // 4),
        b"%PDF-1.7 " + b"/J" * (LONG // 2),
        b"%PDF-1.7 " + b"/#4" * (LONG // 3),
        b"%PDF-1.7 " + b"/ObjStm stream\n" * (LONG // 15),
        b"%PDF-1.7 /ObjStm stream\n" + zlib.compress(bytes(1 << 28)),
        (b"%PDF-1.7 /ObjStm stream\n" + zlib.compress(b"")) * (LONG // 32),
        b"<html>" + b" on" * (LONG // 3),
        b"PK\x03\x04" + b"PK\x05\x06" * (LONG // 4),
        png_bomb(),
    ],
    ids=[
        "comments",
        "open comments",
        "names",
        "codes",
        "packed",
        "packed bomb",
        "packed crowd",
        "events",
        "ends",
        "png bomb",
    ],
)
def test_what_is_made_to_take_for_ever_does_not(tmp_path, content):
    """In a process of its own with a limit of processor time: a minute of it would be a minute of waiting."""
    path = tmp_path / "x"
    path.write_bytes(content)
    looks = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "from dematassist.vault.intake import from_bytes\n"
        "print(from_bytes(open(sys.argv[1], 'rb').read(), 'x').media_type)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", looks, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_document_needs_three_times_its_size_and_some_more(tmp_path, monkeypatch):
    free = 50_000_000 + 3 * 1000
    monkeypatch.setattr(intake.shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    require_room(tmp_path, 1000)
    with pytest.raises(UserError) as raised:
        require_room(tmp_path, 1001)
    assert (raised.value.cause, raised.value.details) == (Cause.DISK_SHORT, {"megabytes": "51"})
