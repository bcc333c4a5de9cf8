"""The plaintext of a sealed document: any unzip opens it, and only a whole one is taken."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.vault.parcel import (
    MAX_CONTENT_BYTES,
    Content,
    DamagedParcelError,
    Unpacker,
    pack,
    padding_bytes,
)

META = b'{"format":1}'


def parcel(
    content: bytes = b"%PDF-1.7 ...", name: str = "Avis d\u2019imp\u00f4t.pdf", meta: bytes = META
) -> bytes:
    return b"".join(pack(meta, Content(name, len(content), zlib.crc32(content), (content,))))


def unpacked(data: bytes, piece: int) -> tuple[str, list[bytes], bytes]:
    metas: list[bytes] = []
    content = io.BytesIO()
    unpacker = Unpacker(metas.append, content.write)
    for at in range(0, len(data), piece):
        unpacker.write(data[at : at + piece])
    unpacker.finish()
    return unpacker.name, metas, content.getvalue()


@given(st.binary(max_size=70_000), st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 70_000))
def test_what_goes_in_comes_out_however_it_is_cut(content, name, piece):
    assert unpacked(parcel(content, name), piece) == (name, [META], content)


def test_the_zip_library_and_the_unzip_program_open_it(tmp_path):
    content = bytes(range(256)) * 400
    with zipfile.ZipFile(io.BytesIO(parcel(content))) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["meta.json", "document/Avis d\u2019imp\u00f4t.pdf", "remplissage"]
        assert opened.read(opened.namelist()[1]) == content
        assert not any(info.flag_bits & 8 for info in opened.infolist())
    if shutil.which("unzip") is None:
        pytest.skip("no unzip program: the ZIP library alone has judged")
    (tmp_path / "x.zip").write_bytes(parcel(content))
    subprocess.run(["unzip", "-q", "x.zip"], cwd=tmp_path, check=True, env={"LC_ALL": "C.UTF-8"})
    (found,) = (tmp_path / "document").iterdir()
    assert found.read_bytes() == content


def test_a_parcel_cut_anywhere_is_noticed():
    whole = parcel(b"x" * 100)
    for length in range(len(whole)):
        with pytest.raises(DamagedParcelError):
            unpacked(whole[:length], 64)


def test_one_flipped_bit_is_noticed_wherever_it_is():
    whole = parcel(b"x" * 100)
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        with pytest.raises(DamagedParcelError):
            unpacked(bytes(flipped), 64)


def test_nothing_may_follow_a_parcel():
    for more in (b"x", b"PK\x03\x04" + b"\0" * 100, parcel()):
        with pytest.raises(DamagedParcelError):
            unpacked(parcel() + more, 64)


def test_a_parcel_that_says_it_is_huge_is_refused_before_it_is_read():
    name = b"meta.json"
    header = zipfile.ZipInfo("meta.json")
    header.CRC, header.flag_bits = 0, 0x800
    header.file_size = header.compress_size = MAX_CONTENT_BYTES + 1
    with pytest.raises(DamagedParcelError):
        Unpacker(lambda _: None, lambda _: None).write(header.FileHeader() + name)


@given(st.integers(0, MAX_CONTENT_BYTES))
def test_zeros_hide_the_size_and_cost_an_eighth_at_most(size):
    padded = size + padding_bytes(size)
    assert padded >= size
    assert padded - size <= max(size // 8 + 1, 1023)
    assert padding_bytes(padded) == 0
