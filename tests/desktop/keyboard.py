"""Tab round a page as a person without a mouse does, and say what is wrong with the way.

Keys go through the X server, the tree comes through AT-SPI, and whether the focus can be seen is measured on
the picture of the screen.
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from .audit import ITEMS, SILENT, WINDOWS, Box
from .program import focus_of
from .screen import contrast

if TYPE_CHECKING:
    from PIL import Image

    from .program import Program

MOST_STOPS = 120
LEAST_CONTRAST = 3.0
"""Between a point with the focus and the same point without (WCAG 2.2, 2.4.13)."""
LEAST_THICKNESS = 1.8
"""Of the line that changes, in pixels: 2 (WCAG 2.2, 2.4.13), less what round corners take."""
LEAST_SEEN = 20
"""Of a control, in pixels each way, to judge it by."""
FRAME = 6
"""No frame is thicker, in pixels."""
MARGIN = 2
"""A frame may be drawn just around its control."""
MOST_SECONDS_TO_DRAW = 2.0
LEAST_SECONDS_STILL = 0.05

Node = dict[str, Any]
Path = tuple[int, ...]


class Moment(NamedTuple):
    """The program after one key."""

    focus: Node | None
    tree: dict[Path, Node]
    picture: Image.Image


class Walk(NamedTuple):
    """The names of the stops in order, and one line for each fault."""

    stops: list[str]
    wrong: list[str]


def walk_round(program: Program, screen: tuple[int, int] = (1024, 768)) -> Walk:
    """Press Tab until the focus has been everywhere and is back."""
    # All is asked once; then, only what Tab changes.
    program.eyes.tree()
    moments = [_moment(program)]
    order: list[Path] = []
    wrong: list[str] = []
    for _ in range(MOST_STOPS):
        before = moments[-1].focus
        program.tab(before)
        moment = _moment(program)
        moments.append(moment)
        if moment.focus is None:
            wrong.append(f"the focus is nowhere after {_said(before)}")
            break
        stop = _stop(moment.focus)
        if order and stop == order[-1]:
            if not _is_alone(moment.tree, stop):
                wrong.append(f"a trap: Tab does not leave {_said(moment.focus)}")
            break
        if order and stop == order[0]:
            break
        if stop in order:
            wrong.append(f"a trap: Tab comes back to {_said(moment.focus)} before it has been everywhere")
            break
        order.append(stop)
    else:
        wrong.append(f"no end after {MOST_STOPS} stops")
    tree = moments[-1].tree
    wrong += [f"never reached: {_said(tree[path])}" for path in _unreached(tree, order)]
    wrong += _jumps(moments)
    for index in range(1, len(moments) - 1):
        wrong += _look(moments[index - 1], moments[index], moments[index + 1], Box(0, 0, *screen))
    return Walk([_said(tree[path]) for path in order if path in tree], wrong)


def _said(node: Node | None) -> str:
    if node is None:
        return "the start"
    return f"{node['role']} {' '.join(node['labels']) or node['name']!r}"


def _moment(program: Program) -> Moment:
    """Return what there is once nothing on the screen changes while the tree is read."""
    limit = time.monotonic() + MOST_SECONDS_TO_DRAW
    while True:
        before, begun = program.picture(), time.monotonic()
        tree = {tuple(node["path"]): node for node in program.eyes.tree(again=True)}
        time.sleep(max(0, begun + LEAST_SECONDS_STILL - time.monotonic()))
        picture = program.picture()
        if picture.tobytes() == before.tobytes() or time.monotonic() > limit:
            return Moment(focus_of(tree.values()), tree, picture)


def _stop(node: Node) -> Path:
    """Return the place of the Tab stop a node belongs to: a row belongs to its list."""
    path = tuple(node["path"])
    return path[:-1] if node["role"] in ITEMS else path


def _operable(tree: dict[Path, Node]) -> list[Path]:
    parts = ("combo box", "spin button", "list", "table", "tree", "menu", "menu bar")
    return [
        path
        for path, node in tree.items()
        if {"focusable", "enabled", "showing"} <= set(node["states"])
        # A heading takes the focus from the program, at each new page; Tab does not stop there.
        and node["role"] not in ITEMS | WINDOWS | SILENT | {"heading", "scroll bar"}
        and not any(tree[path[:length]]["role"] in parts for length in range(len(path)))
    ]


def _is_alone(tree: dict[Path, Node], stop: Path) -> bool:
    return _operable(tree) in ([], [stop])


def _unreached(tree: dict[Path, Node], order: list[Path]) -> list[Path]:
    # One stop for a group of radio buttons: the arrows do the rest.
    groups = {path[:-1] for path in order if path in tree and tree[path]["role"] == "radio button"}
    return [
        path
        for path in _operable(tree)
        if path not in order and not (tree[path]["role"] == "radio button" and path[:-1] in groups)
    ]


def _jumps(moments: list[Moment]) -> list[str]:
    """Return the jumps back up the page, but for the one that begins the round again at the top."""
    wrong = []
    for old, new in pairwise(moments[1:]):
        if old.focus is None or new.focus is None:
            continue
        # Both places in one tree: the page may have scrolled in between.
        there = new.tree.get(tuple(old.focus["path"]))
        if there is None:
            continue
        start, end = Box(*there["box"]), Box(*new.focus["box"])
        tops = [new.tree[path]["box"][1] for path in _operable(new.tree) if new.tree[path]["box"][1] >= 0]
        is_in_column = start.x < end.x + end.width and end.x < start.x + start.width
        if start.y - (end.y + end.height) > 4 and is_in_column and end.y > min(tops, default=0):
            wrong.append(f"jumps back up: from {_said(there)} to {_said(new.focus)}")
    return wrong


def _look(before: Moment, at: Moment, after: Moment, screen: Box) -> list[str]:
    """Say whether the focus at this stop can be seen: one of the two steps must show it well."""
    if at.focus is None:
        return []
    path, box = tuple(at.focus["path"]), Box(*at.focus["box"])
    if not screen.holds(box):
        return [f"has the focus off the screen: {_said(at.focus)}"]
    thicknesses = []
    for other in (before, after):
        same = other.tree.get(path)
        # Only where it had no focus: at the first step it may have had it already.
        if same is not None and "focused" not in same["states"]:
            thicknesses.append(_thickness(at, other, path))
    measured = [thickness for thickness in thicknesses if thickness is not None]
    # The page may scroll so far at both steps that it is never seen without the focus.
    measured = measured or [_frame(at, path)]
    if max(measured) < LEAST_THICKNESS:
        return [f"the focus is hard to see: {_said(at.focus)}, a line of {max(measured):.1f} px"]
    return []


def _frame(moment: Moment, path: Path) -> float:
    """Return how thick the frame of a control is, in pixels, against what is around it."""
    box, (left, top, right, bottom) = Box(*moment.tree[path]["box"]), _seen(moment, path)
    around = moment.picture.getpixel((max(0, box.x - 2 * MARGIN), box.y + (top + bottom) // 2))
    part = moment.picture.crop((box.x + left, box.y + top, box.x + right, box.y + bottom))
    inside = (FRAME - left, FRAME - top, part.width - FRAME, part.height - FRAME)
    part.paste(around, inside)
    pixels = Counter(memoryview(part.convert("RGBA").tobytes()).cast("I"))
    clear = sum(
        count
        for colour, count in pixels.items()
        if contrast(tuple(colour.to_bytes(4, "little")), around) >= LEAST_CONTRAST
    )
    return clear / (2 * (part.width + part.height))


def _seen(moment: Moment, path: Path) -> tuple[int, int, int, int]:
    """Return the part of a control that is not scrolled away: left, top, right, bottom, within itself."""
    box = Box(*moment.tree[path]["box"])
    left, top, right, bottom = -MARGIN, -MARGIN, box.width + MARGIN, box.height + MARGIN
    holders = [moment.tree[path[:length]]["box"] for length in range(1, len(path))]
    for holder in [Box(*held) for held in holders] + [Box(0, 0, *moment.picture.size)]:
        if holder.width > 0 and holder.height > 0:
            left, top = max(left, holder.x - box.x), max(top, holder.y - box.y)
            right = min(right, holder.x + holder.width - box.x)
            bottom = min(bottom, holder.y + holder.height - box.y)
    return left, top, right, bottom


def _thickness(one: Moment, other: Moment, path: Path) -> float | None:
    """Return how thick a line round the control the points that changed clearly would make, in pixels.

    Only what is seen at both moments can be compared; None when it is too little, or changed its size.
    """
    box, place = Box(*one.tree[path]["box"]), Box(*other.tree[path]["box"])
    if (box.width, box.height) != (place.width, place.height):
        return None
    parts = zip(_seen(one, path), _seen(other, path), strict=True)
    left, top, right, bottom = (
        choose(pair) for choose, pair in zip((max, max, min, min), parts, strict=True)
    )
    if right - left < LEAST_SEEN or bottom - top < LEAST_SEEN:
        return None
    crops = []
    for moment, area in ((one, box), (other, place)):
        part = moment.picture.crop((area.x + left, area.y + top, area.x + right, area.y + bottom))
        crops.append(memoryview(part.convert("RGBA").tobytes()).cast("I"))
    clear = sum(
        count
        for (new, old), count in Counter(zip(*crops, strict=True)).items()
        if new != old
        and contrast(tuple(new.to_bytes(4, "little")), tuple(old.to_bytes(4, "little"))) >= LEAST_CONTRAST
    )
    sides = [(left <= 0) + (right >= box.width), (top <= 0) + (bottom >= box.height)]
    return clear / max(1, sides[0] * (bottom - top) + sides[1] * (right - left))
