"""What is wrong in a tree seen from outside, as a screen reader sees it: one line for each fault."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

Node = dict[str, Any]

BUTTONS = {"push button", "toggle button", "check box", "radio button", "link"}
FIELDS = {"text", "entry", "password text", "spin button", "combo box", "slider"}
ITEMS = {"list item", "table cell", "tree item", "menu item", "page tab"}
WINDOWS = {"frame", "dialog", "window", "alert", "file chooser"}
IMAGES = {"image", "icon", "drawing area", "animation"}
SPOKEN_PARTS = {"combo box", "spin button"}
"""What speaks for its own parts."""
SILENT = {"unknown", "invalid", "redundant object", "filler", "panel", "layered pane", "label"}
"""Roles that do not say what a thing does; a label says that it does nothing."""
TARGET = 44
"""The smallest side of a target, in pixels (WCAG 2.2, 2.5.5)."""
_MARKUP = re.compile(r"</?(a|b|br|div|em|h\d|html|i|li|p|span|strong|u|ul)\b[^>]*>", re.IGNORECASE)


class Box(NamedTuple):
    """A rectangle of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, other: Box) -> bool:
        """Return whether the middle of another is inside."""
        x, y = other.x + other.width / 2, other.y + other.height / 2
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def audit(tree: list[Node], screen: tuple[int, int] = (1024, 768)) -> list[str]:
    """Return one line for everything wrong in the tree of one program on a screen of that size."""
    return _Audit(tree, Box(0, 0, *screen)).found()


class _Audit:
    def __init__(self, tree: list[Node], screen: Box) -> None:
        self.screen = screen
        self.by_path = {tuple(node["path"]): node for node in tree}
        self.shown = [node for node in tree if "showing" in node["states"] and self.is_met(node)]
        self.operable = [
            node
            for node in self.shown
            if {"focusable", "enabled"} <= set(node["states"]) and node["role"] not in ITEMS | WINDOWS
        ]

    def ancestors(self, node: Node) -> list[Node]:
        """Return what holds a node, from the program down."""
        path = node["path"]
        return [self.by_path[tuple(path[:length])] for length in range(len(path))]

    def is_met(self, node: Node) -> bool:
        """Return whether a person meets this by itself: not a part of a list that is not open."""
        return len(node["path"]) > 0 and not any(a["role"] in SPOKEN_PARTS for a in self.ancestors(node))

    def found(self) -> list[str]:
        wrong = []
        for node in self.shown:
            wrong += self.wording(node)
        for node in self.operable:
            wrong += self.naming(node) + self.size_and_place(node)
        return wrong + self.twins() + self.windows()

    @staticmethod
    def asked(node: Node) -> str:
        """Return what a screen reader says a field is for."""
        labels = " ".join(node["labels"]).strip()
        # Qt on Linux gives a combo box its value as its name: only a label can ask the question.
        return labels if node["role"] == "combo box" else labels or node["name"].strip()

    def naming(self, node: Node) -> list[str]:
        role, name = node["role"], node["name"].strip()
        wrong = []
        if role in SILENT:
            wrong.append(f"takes the focus as a {role}: {name!r} at {node['box']}")
        elif not self.asked(node):
            wrong.append(f"no name: {role} at {node['box']}")
        is_typed_in = role in FIELDS and (role != "text" or "editable" in node["states"])
        if is_typed_in and "labelled-by" not in node["relations"]:
            wrong.append(f"no label: {role} {name!r}")
        return wrong

    def wording(self, node: Node) -> list[str]:
        role, name, description = node["role"], node["name"], node["description"]
        wrong = []
        if _MARKUP.search(name) or _MARKUP.search(description):
            wrong.append(f"markup read aloud: {role} {name!r}")
        if role in IMAGES and not name and not description:
            wrong.append(f"an image without words at {node['box']}")
        if role in ITEMS - {"table cell"} and not name.strip():
            wrong.append(f"an empty {role} at {node['box']}")
        return wrong

    def size_and_place(self, node: Node) -> list[str]:
        role, box = node["role"], Box(*node["box"])
        said = f"{role} {self.asked(node)!r}"
        if box.width <= 0 or box.height <= 0:
            return [f"no size: {said}"]
        wrong = []
        is_target = role in BUTTONS or (role in FIELDS and (role != "text" or "editable" in node["states"]))
        if is_target and min(box.width, box.height) < TARGET:
            wrong.append(f"smaller than {TARGET} px: {said} {box.width}×{box.height}")
        window = Box(*self.by_path[tuple(node["path"][:1])]["box"])
        # What scrolls can be brought in: downwards and upwards only, one direction of scrolling.
        down = Box(box.x, window.y + window.height // 2, box.width, 0) if self.scrolls(node) else box
        if not (window.holds(down) and self.screen.holds(down)):
            wrong.append(f"off the screen: {said} at {list(box)}")
        return wrong

    def scrolls(self, node: Node) -> bool:
        """Return whether a scroll bar that shows moves this node."""
        bars = [n["path"] for n in self.shown if n["role"] == "scroll bar"]
        # Qt puts the bar in a box of its own, beside the view that holds what it moves.
        return any(node["path"][: len(bar) - 2] == bar[:-2] and len(bar) > 2 for bar in bars)

    def twins(self) -> list[str]:
        """Return the names that two things of one window have, and the access keys."""
        wrong = []
        # A read-only text does nothing: two may say the same.
        acting = [
            n for n in self.operable if n["role"] in BUTTONS or "editable" in n["states"]
        ]  # fmt: skip
        names = Counter((n["path"][0], n["role"], self.asked(n)) for n in acting if self.asked(n))
        wrong += [f"{count} times: {role} {name!r}" for (_, role, name), count in names.items() if count > 1]
        keys = Counter((n["path"][0], n["key"]) for n in acting if n["key"].startswith(("Alt+", "<Alt>")))
        wrong += [f"{count} times: the access key {key}" for (_, key), count in keys.items() if count > 1]
        return wrong

    def windows(self) -> list[str]:
        wrong = []
        for window in self.shown:
            if len(window["path"]) != 1:
                continue
            box = Box(*window["box"])
            inside = [n for n in self.shown if n["path"][:1] == window["path"]]
            if not window["name"].strip():
                wrong.append("a window without a title")
            if window["role"] not in WINDOWS:
                wrong.append(f"a window that says it is a {window['role']}: {window['name']!r}")
            if box.width > self.screen.width or box.height > self.screen.height:
                wrong.append(f"a window larger than the screen: {box.width}×{box.height}")
            if "active" in window["states"] and not any("focused" in n["states"] for n in inside):
                wrong.append(f"nothing has the focus in {window['name']!r}")
        return wrong
