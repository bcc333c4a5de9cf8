from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.official import packs
from dematassist.guides.official.aside import Aside
from dematassist.guides.official.packs import Packs, packed, unpacked


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_every_sheet_comes_back_from_its_pack(sheets: list[bytes]) -> None:
    written: dict[int, bytes] = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packs, "_SIZE", 100)
        keeping = Packs(written.__setitem__)
        places = [keeping.add(one) for one in sheets]
        keeping.finish()
    kept = {number: packed(data) for number, data in written.items()}
    assert [unpacked(kept[place.pack], place.start, place.size) for place in places] == sheets


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_damaged_pack_gives_another_text(place: int, change: int) -> None:
    sheet = b"<Publication ID='F1'/>" * 50
    data = bytearray(packed(sheet))
    data[place % len(data)] ^= change
    try:
        found = unpacked(bytes(data), 0, len(sheet))
    except ValueError as error:
        assert str(error) == "damaged pack"  # noqa: PT017 -- a few bits of a pack mean nothing
    else:
        assert found == sheet


def test_a_pack_that_is_cut_is_said() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpacked(packed(b"<Publication/>" * 50)[:-12], 0, 10)


def test_work_done_beside_keeps_its_order_and_says_what_went_wrong() -> None:
    done: list[int] = []
    with closing(Aside()) as aside:
        for number in range(20):
            aside.do(done.append, number)
        aside.wait()
        assert done == list(range(20))
        aside.do(int, "x")
        with pytest.raises(ValueError, match="invalid literal"):
            aside.wait()
