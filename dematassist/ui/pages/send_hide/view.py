"""What the page says where parts of a paper are hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies.draft import moved_box, resized_box
from dematassist.copies.model import Box
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_BOX = Box(0.3, 0.45, 0.4, 0.04)
"""Where a new box is: in the middle, as wide as a few words, as high as a line or two."""
_STEP = 0.01


class HideView(NamedTuple):
    """What is said around the picture."""

    title: str
    intro: tuple[str, ...]


class Action(NamedTuple):
    """One way to change a box, in words."""

    id: str
    words: str
    change: Callable[[Box], Box]


def hide_view(name: str) -> HideView:
    """Say what the page is for."""
    return HideView(
        title=_("Hide a part of “{name}”").format(name=name),
        intro=(
            _("Draw a black box on what nobody needs to know. With the mouse, draw it on the picture."),
            _("With the keyboard, add a box, then move it with the buttons or with the arrows."),
            _("What is under a box is really taken out of the copy. Your paper does not change."),
        ),
    )


def actions() -> tuple[Action, ...]:
    """Return every way to change a box."""
    return (
        Action("up", _("Higher"), lambda box: moved_box(box, 0, -_STEP)),
        Action("down", _("Lower"), lambda box: moved_box(box, 0, _STEP)),
        Action("left", _("To the left"), lambda box: moved_box(box, -_STEP, 0)),
        Action("right", _("To the right"), lambda box: moved_box(box, _STEP, 0)),
        Action("wider", _("Wider"), lambda box: resized_box(box, _STEP, 0)),
        Action("narrower", _("Narrower"), lambda box: resized_box(box, -_STEP, 0)),
        Action("taller", _("Taller"), lambda box: resized_box(box, 0, _STEP)),
        Action("flatter", _("Flatter"), lambda box: resized_box(box, 0, -_STEP)),
    )


def boxes_line(boxes: tuple[Box, ...], chosen: int) -> str:
    """Say how many boxes there are, and where the one that is chosen lies."""
    if not boxes:
        return _("Nothing is hidden on this page.")
    count = ngettext("{n} box on this page.", "{n} boxes on this page.", len(boxes)).format(n=len(boxes))
    return f"{count} {where_line(boxes[chosen], chosen + 1)}"


def where_line(box: Box, number: int) -> str:
    """Say where a box lies, in hundredths of the page."""
    return _(
        "Box {n}: from {top} % to {bottom} % of the height, from {left} % to {right} % of the width."
    ).format(
        n=number,
        top=round(box.top * 100),
        bottom=round((box.top + box.height) * 100),
        left=round(box.left * 100),
        right=round((box.left + box.width) * 100),
    )


def page_line(page: int, pages: int) -> str:
    """Say which page is shown."""
    return _("Page {page} of {pages}").format(page=page, pages=pages)
