"""Every page, seen as assistive technology and as eyes see it: names, roles, nothing cut, nothing lost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from dematassist.system.settings import Comfort, Font, Scheme
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.labels import Heading, Line
from dematassist.ui.widgets.paint import TARGET

from .conftest import come_to_rest, every_route

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.window import Window

LOOKS = {
    "usual": ("fr", Comfort()),
    "200 %": ("fr", Comfort(text_percent=200)),
    "300 %": ("fr", Comfort(text_percent=300)),
    "spaced, dark, Lexend": (
        "fr",
        Comfort(text_percent=150, scheme=Scheme.DARK, font=Font.LEXEND, spacing=4, line_spacing=250),
    ),
    "OpenDyslexic 200 %": ("fr", Comfort(text_percent=200, font=Font.OPENDYSLEXIC, spacing=3)),
    "high contrast": ("fr", Comfort(scheme=Scheme.CONTRAST_DARK, has_large_targets=True)),
    "Arabic 200 %": ("ar", Comfort(text_percent=200)),
    "English": ("en", Comfort()),
}


AFTER_THE_LAST = 40
"""Pixels that may be left empty under what a page shows last."""


CHECKS: dict[str, Callable[[Window], list[object]]] = {}
_findings: dict[str, dict[str, list[object]]] = {}


@pytest.fixture(params=LOOKS)
def findings(request, build) -> dict[str, list[object]]:
    """Go once through every page in this look, and make every check on it."""
    look = request.param
    if look not in _findings:
        lang, comfort = LOOKS[look]
        window = build(lang, comfort)
        found: dict[str, list[object]] = {name: [] for name in CHECKS}
        for page, route in every_route(window).items():
            window.go(route)
            come_to_rest(window)
            for name, check in CHECKS.items():
                found[name] += [(page, *finding) for finding in check(window)]
        _findings[look] = found
    return _findings[look]


def check(function: Callable[[Window], list[object]]) -> Callable[[dict[str, list[object]]], None]:
    """Make a test of a function that lists what is wrong on a page."""
    CHECKS[function.__name__] = function

    def test(findings):
        assert findings[function.__name__] == []

    test.__doc__ = function.__doc__
    return test


def shown(window: QWidget) -> list[QWidget]:
    return [widget for widget in children(window, QWidget) if widget.isVisibleTo(window)]


def focusable(window: QWidget) -> list[QWidget]:
    return [w for w in shown(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled()]


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@check
def test_everything_that_takes_the_focus_has_a_name_and_a_role(window):
    bad = (QAccessible.Role.Client, QAccessible.Role.NoRole)
    return [
        (type(widget).__name__,)
        for widget in focusable(window)
        if not name_of(widget).strip() or QAccessible.queryAccessibleInterface(widget).role() in bad
    ]


@check
def test_two_controls_of_a_page_never_have_the_same_name(window):
    kinds = (Button, CheckBox, QLineEdit)
    names = [name_of(widget) for widget in focusable(window) if isinstance(widget, kinds)]
    return [(name,) for name in set(names) if names.count(name) > 1]


@check
def test_the_name_of_a_button_begins_with_what_is_seen(window):
    return [
        (name_of(button),)
        for button in children(window, Button)
        if not name_of(button).startswith(button.text().replace("&&", "&"))
    ]


@check
def test_every_field_has_a_label_that_is_its_buddy(window):
    buddies = {line.buddy() for line in children(window, Line) if line.buddy()}
    return [(name_of(field),) for field in children(window, QLineEdit) if field not in buddies]


@check
def test_a_page_has_one_heading_of_level_1_and_it_is_seen_as_a_heading(window):
    headings = [h for h in children(window, Heading) if h.level == 1 and h.isVisibleTo(window)]
    if len(headings) != 1:
        return [(len(headings),)]
    role = QAccessible.queryAccessibleInterface(headings[0]).role()
    is_right = role == QAccessible.Role.Heading and name_of(headings[0]) == headings[0].text()
    return [] if is_right else [(role,)]


@check
def test_the_focus_is_on_the_page_as_soon_as_it_opens(window):
    return [] if isinstance(window.focusWidget(), Heading | QLineEdit) else [(window.focusWidget(),)]


@check
def test_what_can_be_pressed_is_44_pixels_high_and_wide(window):
    return [
        (name_of(widget), widget.size().toTuple())
        for widget in shown(window)
        if isinstance(widget, Button | CheckBox | RadioButton | QLineEdit)
        and min(widget.width(), widget.height()) < TARGET
    ]


@check
def test_no_word_is_cut(window):
    cut = []
    for widget in shown(window):
        if isinstance(widget, Button | CheckBox | RadioButton | Line):
            needed = widget.heightForWidth(widget.width())
            if widget.height() < needed or widget.width() < widget.minimumSizeHint().width():
                cut.append((name_of(widget), widget.size().toTuple(), needed))
        elif (
            isinstance(widget, QTextEdit)
            and widget.viewport().height() < widget.document().size().height() - 1
        ):
            cut.append((widget.accessibleName(), widget.size().toTuple()))
    return cut


@check
def test_a_page_ends_where_what_it_shows_ends(window):
    page = window._page
    lowest = max(
        widget.mapTo(page.widget(), QPoint(0, widget.height())).y()
        for widget in children(page.column, QWidget)
        if widget.isVisibleTo(page)
    )
    room = page.widget().height()
    left_over = room - max(lowest, page.viewport().height())
    return [(left_over,)] if left_over > AFTER_THE_LAST else []


@check
def test_nothing_is_wider_than_the_window(window):
    wide = []
    for widget in focusable(window):
        left = widget.mapTo(window, QPoint(0, 0)).x()
        if left < 0 or left + widget.width() > window.width():
            wide.append((name_of(widget), left, widget.width()))
    return wide


@check
def test_the_buttons_that_never_leave_are_on_every_page(window):
    bar = [button for button in children(window._bottom, Button) if button.isVisibleTo(window)]
    low = [b for b in bar if b.mapTo(window, QPoint(0, b.height())).y() > window.height()]
    return [(len(bar), len(low))] if len(bar) != 5 or low else []


def ways_back(window: Window, widgets: list[QWidget]) -> list[tuple[str, str]]:
    """Return where the eye goes up, or back along a line, from one of these to the next."""
    boxes = [QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) for widget in widgets]
    is_mirrored = window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    found = []
    for place, (box, following) in enumerate(pairwise(boxes)):
        is_before = box.right() <= following.left() if is_mirrored else following.right() <= box.left()
        is_same_line = box.top() < following.bottom() and following.top() < box.bottom()
        if following.bottom() <= box.top() or (is_same_line and is_before):
            found.append((name_of(widgets[place]), name_of(widgets[place + 1])))
    return found


@check
def test_tab_and_screen_readers_go_through_a_page_as_the_eye_does(window):
    """WCAG 2.2, 1.3.2 and 2.4.3."""
    start, stops = window.focusWidget(), []
    # Qt is not asked what comes next: PySide would make each widget the parent of the next one.
    for _ in range(len(focusable(window)) + 1):
        window.focusNextChild()
        stops.append(window.focusWidget())
        if stops[-1] is start:
            break
    first = stops.index(window._top.controls()[0])
    in_page = [widget for widget in stops[first:] + stops[:first] if window.page.isAncestorOf(widget)]
    # What a screen reader goes through is what Qt has under each other, in the same order.
    return [*ways_back(window, in_page), *ways_back(window, focusable(window.page))]


@check
def test_tab_goes_through_everything_once_and_comes_round(window):
    expected = set(focusable(window))
    # Tab enters a group of radio buttons once: arrows do the rest, as everywhere.
    groups = {button: button.group() for button in children(window, RadioButton)}
    seen: list[QWidget] = []
    start = window.focusWidget()
    for _ in range(len(expected) + 5):
        seen.append(window.focusWidget())
        window.focusNextChild()
        if window.focusWidget() is start:
            break
    else:
        return [("a trap",)]
    reached = {groups.get(widget) or widget for widget in seen}
    missed = {groups.get(widget) or widget for widget in expected} - reached
    return [(name_of(w) if isinstance(w, QWidget) else "a group",) for w in missed]
