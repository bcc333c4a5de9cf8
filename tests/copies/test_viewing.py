"""Papers drawn by the child, and what broken or hostile ones do to it: nothing but a sentence."""

from __future__ import annotations

import io
import random

import pikepdf
import pytest
from PIL import Image

from dematassist.copies import wire
from dematassist.copies.asking import Done, ask
from dematassist.copies.model import LONGEST_SEEN_PX, Pixels
from dematassist.copies.sources import Source, source_kind
from dematassist.copies.viewing import checked, pictures
from dematassist.errors import Cause, UserError
from dematassist.ui.widgets.picture import pixmap_of

from . import samples

ROUNDS = 10
MAY_BE_TOLD = {
    *(Cause.SOURCE_DAMAGED, Cause.SOURCE_LOCKED, Cause.SOURCE_EMPTY, Cause.SOURCE_KIND_UNKNOWN),
    *(Cause.SOURCE_TOO_SLOW, Cause.SOURCE_TOO_MANY_PAGES, Cause.SOURCE_TOO_MANY_PIXELS, Cause.SOURCE_HEIC),
}
BASES = {
    "letter": lambda: samples.letter(2),
    "loaded": samples.loaded_pdf,
    "scan": lambda: samples.scan(2),
    "png": lambda: samples.picture("PNG"),
    "jpeg": lambda: samples.picture("JPEG"),
    "webp": lambda: samples.picture("WEBP"),
}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, repeat or swap a few places, more often near the beginning, where the structure is."""
    made = bytearray(content)
    for _round in range(chance.randint(1, 12)):
        at = min(int(len(made) * chance.random() ** 3), max(len(made) - 9, 0))
        match chance.randrange(5):
            case 0:
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                made[at : at + 4] = chance.choice(
                    [b"\xff\xff\xff\xff", b"\0\0\0\0", b"9999", b"\x7f\xff\xff\xff"]
                )
            case 2:
                del made[at : at + chance.randint(1, 200)]
            case 3:
                made[at:at] = made[at : at + chance.randint(1, 200)]
            case _:
                made = made[: max(len(made) - chance.randint(1, len(made) // 2 + 1), 8)]
    return bytes(made)


@pytest.mark.parametrize("base", BASES)
def test_a_mutated_paper_is_drawn_or_told(base, qapp):
    chance = random.Random(base)  # noqa: S311 -- the same mutations at each run
    good = BASES[base]()
    for number in range(ROUNDS):
        content = mutated(good, chance)
        for picture in drawn_or_told(content, number):
            shown = pixmap_of(picture)
            assert (shown.width(), shown.height()) == picture[:2]


def drawn_or_told(content: bytes, number: int) -> tuple[Pixels, ...]:
    """Return the pictures, at least one, or none when a person was told why."""
    told: UserError | None = None
    drawn: tuple[Pixels, ...] = ()
    try:
        source = Source("mutated", source_kind(content, "mutated"), content)
        drawn = pictures(source, 200, 1, 2, lambda *_: None).pictures
    except UserError as error:
        told = error
    assert drawn or (told and told.cause in MAY_BE_TOLD and told.details["path"] == "mutated"), number
    return drawn


def test_a_good_paper_is_as_wide_as_asked():
    drawn, pages = pictures(Source("a", "TIFF", samples.scan(2)), 300, 1, 5, lambda *_: None)
    assert len(drawn) == pages == 2
    assert drawn[0].width == pytest.approx(300, abs=2)


def test_the_colours_of_a_paper_are_those_that_are_shown(qapp):
    drawn, _pages = pictures(Source("a", "PNG", coloured()), 30, 1, 1, lambda *_: None)
    seen = pixmap_of(drawn[0]).toImage()
    corners = [seen.pixelColor(x, y).getRgb()[:3] for x in (2, 28) for y in (2, 38)]
    assert corners == [(200, 0, 0), (0, 150, 0), (0, 0, 250), (255, 255, 255)]


def coloured() -> bytes:
    """Return a picture of which each quarter has its colour."""
    picture = Image.new("RGB", (31, 41), (200, 0, 0))
    picture.paste((0, 150, 0), (0, 20, 31, 41))
    picture.paste((0, 0, 250), (15, 0, 31, 20))
    picture.paste((255, 255, 255), (15, 20, 31, 41))
    saved = io.BytesIO()
    picture.save(saved, "PNG")
    return saved.getvalue()


def test_a_receipt_as_long_as_a_street_is_drawn_smaller():
    picture = Image.new("L", (10, 60_000), 255)
    saved = io.BytesIO()
    picture.save(saved, "PNG")
    drawn, _pages = pictures(Source("a", "PNG", saved.getvalue()), 1000, 1, 1, lambda *_: None)
    assert drawn[0].height <= LONGEST_SEEN_PX


@pytest.mark.parametrize(
    ("sizes", "lengths"),
    [
        ((), ()),
        (((2, 2),), ()),
        ((), (12,)),
        (((2, 2),), (11,)),
        (((2, 2),), (13,)),
        (((-2, -2),), (12,)),
        (((0, 2),), (0,)),
        (((LONGEST_SEEN_PX + 1, 1),), ((LONGEST_SEEN_PX + 1) * 3,)),
        (((2, 2), (2, 3)), (18, 12)),
    ],
)
def test_pixels_that_are_not_those_of_a_picture_are_shown_to_nobody(sizes, lengths):
    blobs = tuple(wire.Blob("RGB", length) for length in lengths)
    said = wire.Finished(blobs, pages=1, sizes=sizes)
    with pytest.raises(ValueError):  # noqa: PT011 -- whatever is wrong
        checked(Done(said, tuple(bytes(length) for length in lengths)))


def test_one_page_is_drawn_alone_and_the_number_of_pages_is_told():
    drawn, pages = pictures(Source("a", "PDF", samples.letter(3)), 300, 2, 2, lambda *_: None)
    assert (len(drawn), pages) == (1, 3)


def test_a_page_that_is_a_bomb_of_content_is_ended_by_the_watchdog():
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = pdf.make_stream(b"0 0 m 9 9 l S " * 200_000, Type=pikepdf.Name.XObject,
                               Subtype=pikepdf.Name.Form, BBox=[0, 0, 600, 800])  # fmt: skip
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(B=form))
        page.obj.Contents = pdf.make_stream(b"/B Do " * 100_000)
        saved = io.BytesIO()
        pdf.save(saved, compress_streams=True)
    assert len(saved.getvalue()) < 100_000
    with pytest.raises(UserError) as caught:
        ask(
            wire.Show(300, 1, 1),
            [Source("bomb", "PDF", saved.getvalue())],
            lambda *_: None,
            silence_seconds=2,
        )
    assert caught.value.cause is Cause.SOURCE_TOO_SLOW
