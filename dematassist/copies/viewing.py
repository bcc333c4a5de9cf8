"""A paper as pictures to look at, drawn by the child.

What comes back is pixels, which nothing has to decode: a child that a hostile file took over can show
something else than the paper, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies import wire
from dematassist.copies.asking import ask
from dematassist.copies.model import BYTES_A_PIXEL, LONGEST_SEEN_PX, Pixels
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.asking import Done
    from dematassist.copies.sources import Source


class Seen(NamedTuple):
    """The pages asked for, and how many pages the paper has."""

    pictures: tuple[Pixels, ...]
    pages: int


def pictures(
    source: Source, width_px: int, first_page: int, last_page: int, report: Callable[[int, int], object]
) -> Seen:
    """Draw the pages from one to another (from 1), ``width_px`` wide at most. Raises ``UserError``."""
    done = ask(wire.Show(width_px, first_page, last_page), (source,), report)
    try:
        drawn = checked(done)
    except ValueError as error:
        raise UserError(Cause.SOURCE_DAMAGED, path=source.path) from error
    return Seen(drawn, max(done.said.pages, len(drawn)))


def checked(done: Done) -> tuple[Pixels, ...]:
    """Return the pictures of an answer. Raises ``ValueError``: none, or other bytes than its size says."""
    drawn = tuple(
        Pixels(width, height, rgb) for (width, height), rgb in zip(done.said.sizes, done.files, strict=True)
    )
    if not drawn:
        raise ValueError
    for picture in drawn:
        sides_are_sound = all(1 <= side <= LONGEST_SEEN_PX for side in picture[:2])
        if not sides_are_sound or len(picture.rgb) != picture.width * picture.height * BYTES_A_PIXEL:
            raise ValueError(picture[:2])
    return drawn
