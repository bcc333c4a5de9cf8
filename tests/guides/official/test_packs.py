from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.official import packs
from dematassist.guides.official.packs import Packs, unpacked


def deflated(data: bytes) -> bytes:
    """Return bytes as a zip has them."""
    deflating = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflating.compress(data) + deflating.flush()


@given(st.lists(st.tuples(st.binary(max_size=60), st.booleans()), max_size=20))
def test_every_sheet_comes_back_from_its_pack(sheets: list[tuple[bytes, bool]]) -> None:
    written: dict[int, bytes] = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packs, "_SIZE", 100)
        patched.setattr(packs, "_ALONE", 30)
        keeping = Packs(written.__setitem__)
        places = [keeping.add(data, deflated(data) if is_deflated else b"") for data, is_deflated in sheets]
        keeping.finish()
    found = [unpacked(written[place.pack], place.start, place.size) for place in places]
    assert found == [data for data, _is_deflated in sheets]


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_damaged_pack_gives_another_text(place: int, change: int) -> None:
    sheet = b"<Publication ID='F1'/>" * 1_000
    written: dict[int, bytes] = {}
    kept = Packs(written.__setitem__).add(sheet, deflated(sheet))
    data = bytearray(written[kept.pack])
    data[place % len(data)] ^= change
    try:
        found = unpacked(bytes(data), 0, len(sheet))
    except ValueError as error:
        assert str(error) == "damaged pack"  # noqa: PT017 -- a few bits of a pack mean nothing
    else:
        assert found == sheet


def test_a_pack_that_is_cut_is_said() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpacked(zlib.compress(b"<Publication/>" * 50)[:-12], 0, 10)
