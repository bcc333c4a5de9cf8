"""What a person is preparing to send: papers in their order, limits, mark, hidden parts. Frozen, no I/O."""

from __future__ import annotations

from typing import NamedTuple

from dematassist.copies.model import MEGABYTE, Box, Format, Order, Pixels
from dematassist.copies.sources import Source  # noqa: TC001 -- a field of a value

USUAL_MEGABYTES = 2.0
"""Our own careful choice when the site says nothing."""
_MOST_MEGABYTES = 100.0
_LEAST_MEGABYTES = 0.05
_NAME_LETTERS = 60
_LEAST_SIDE = 0.01


class Paper(NamedTuple):
    """A file chosen, as it was read then: the copy is made of this, whatever becomes of the file."""

    source: Source
    name: str
    pages: int
    small: Pixels
    """Its first page, small."""
    hidden: tuple[tuple[int, Box], ...] = ()
    """The parts to black out, each with its page in this paper (from 1)."""


class Draft(NamedTuple):
    """A copy as it is being prepared. ``size`` and ``mark`` are as they were typed."""

    papers: tuple[Paper, ...] = ()
    format: Format = Format.PDF
    size: str = ""
    is_marked: bool = False
    mark: str = ""
    has_contents: bool = False
    """Whether a page that lists the papers comes first; in a PDF only."""
    guide_id: str = ""
    """The guide for which the mark was proposed."""

    @property
    def pages(self) -> int:
        """How many pages the copy will have."""
        return sum(paper.pages for paper in self.papers)


def moved(draft: Draft, index: int, by: int) -> Draft:
    """Return the draft with a paper moved up (-1) or down (1)."""
    papers = list(draft.papers)
    papers.insert(index + by, papers.pop(index))
    return draft._replace(papers=tuple(papers))


def removed(draft: Draft, index: int) -> Draft:
    """Return the draft without a paper."""
    return draft._replace(papers=(*draft.papers[:index], *draft.papers[index + 1 :]))


def boxes(paper: Paper, page: int) -> tuple[Box, ...]:
    """Return the parts to black out on a page of a paper."""
    return tuple(box for number, box in paper.hidden if number == page)


def with_boxes(draft: Draft, index: int, page: int, chosen: tuple[Box, ...]) -> Draft:
    """Return the draft with these parts to black out on a page of a paper, instead of those before."""
    paper = draft.papers[index]
    others = tuple(pair for pair in paper.hidden if pair[0] != page)
    changed = paper._replace(hidden=(*others, *((page, box) for box in chosen)))
    return draft._replace(papers=(*draft.papers[:index], changed, *draft.papers[index + 1 :]))


def order(draft: Draft) -> Order | None:
    """Return what is asked of the copy; ``None`` when the size cannot be understood."""
    megabytes = read_megabytes(draft.size)
    if megabytes is None:
        return None
    redact: dict[int, tuple[Box, ...]] = {}
    before = 0
    for paper in draft.papers:
        for page, box in paper.hidden:
            redact[before + page] = (*redact.get(before + page, ()), box)
        before += paper.pages
    return Order(
        format=draft.format,
        max_bytes=int(megabytes * MEGABYTE),
        # The hard spaces of French would be refused, as they could be letters that do not show.
        mark=" ".join(draft.mark.split()) if draft.is_marked else "",
        redact=redact,
    )


def read_megabytes(typed: str) -> float | None:
    """Read « 2 », « 2,5 Mo », « 500 ko »; nothing typed is our usual size. ``None``: not a size we can do."""
    text = typed.strip().lower().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if not text:
        return USUAL_MEGABYTES
    factor = 1.0
    for unit, worth in (("mo", 1.0), ("mb", 1.0), ("ko", 0.001), ("kb", 0.001)):
        if text.endswith(unit):
            text, factor = text.removesuffix(unit), worth
            break
    number = text.replace(",", ".")
    # Only figures and one mark: float() also reads « nan », « 1e3 » and digits of other scripts.
    whole, _dot, rest = number.partition(".")
    if not (whole + rest).isascii() or not (whole + rest).isdigit() or len(number) > 10:  # noqa: PLR2004
        return None
    megabytes = float(number) * factor
    return megabytes if _LEAST_MEGABYTES <= megabytes <= _MOST_MEGABYTES else None


def shown_name(path: str) -> str:
    """Return the name of a file as it can be shown: no letter that hides or turns, not too long."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(letter if letter.isprintable() else "·" for letter in name)
    if len(seen) > _NAME_LETTERS:
        half = _NAME_LETTERS // 2 - 1
        seen = f"{seen[:half]}…{seen[-half:]}"
    return seen


def moved_box(box: Box, across: float, down: float) -> Box:
    """Return the box moved, kept on the page."""
    return Box(
        min(max(box.left + across, 0.0), 1.0 - box.width),
        min(max(box.top + down, 0.0), 1.0 - box.height),
        box.width,
        box.height,
    )


def resized_box(box: Box, across: float, down: float) -> Box:
    """Return the box wider or higher (or less), kept on the page and large enough to be seen."""
    return Box(
        box.left,
        box.top,
        min(max(box.width + across, _LEAST_SIDE), 1.0 - box.left),
        min(max(box.height + down, _LEAST_SIDE), 1.0 - box.top),
    )


def box_between(one: tuple[float, float], other: tuple[float, float]) -> Box | None:
    """Return the box with these two corners, cut to the page; ``None`` when it is too small to be meant."""
    (left, right), (top, bottom) = (
        sorted(min(max(side, 0.0), 1.0) for side in sides) for sides in zip(one, other, strict=True)
    )
    if right - left < _LEAST_SIDE or bottom - top < _LEAST_SIDE / 2:
        return None
    return Box(left, top, right - left, bottom - top)
