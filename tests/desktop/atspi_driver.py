"""Speaks AT-SPI for the tests: one JSON request a line in, one JSON answer a line out.

Run by Debian's Python, which has PyGObject. The program is looked at from outside, as Orca does. Between two
requests the main loop runs, so that events are heard when they happen.
"""

from __future__ import annotations

import json
import os
import sys
import warnings

import gi

# libatspi marks its stable getters as deprecated.
warnings.simplefilter("ignore", DeprecationWarning)
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 -- after the version is chosen

NAME = sys.argv[1]
"""The name the program has on the bus."""
STATES = (
    "active",
    "checked",
    "editable",
    "enabled",
    "focusable",
    "focused",
    "selected",
    "showing",
    "visible",
)
EVENTS = (
    "object:announcement",
    "object:property-change:accessible-description",
    "object:property-change:accessible-name",
    "object:state-changed:focused",
    "window:activate",
)
"""What makes a screen reader speak."""
WINDOWS = ("dialog", "frame", "window")
VIEWS = ("list", "page tab list", "table", "tree", "tree table")
ROWS = ("list item", "menu item", "page tab", "table cell", "tree item")
MOST_CHILDREN = 500

heard: list[dict[str, str]] = []
listeners: list[Atspi.EventListener] = []


def program() -> Atspi.Accessible | None:
    """Return the program, or None when it is not on the bus."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and (child.get_name() or "") == NAME and child.get_child_count():
            return child
    return None


def walk(node, path=()):
    """Give every accessible below ``node``, in order."""
    yield node, path
    for index in range(min(node.get_child_count(), MOST_CHILDREN)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child, (*path, index))


def described(node, path=()) -> dict[str, object]:
    """Return what a test needs to know of an accessible."""
    states = node.get_state_set()
    relations = {
        relation.get_relation_type().value_nick: [
            relation.get_target(i).get_name() or "" for i in range(relation.get_n_targets())
        ]
        for relation in node.get_relation_set()
    }
    said = {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "states": [name for name in STATES if states.contains(getattr(Atspi.StateType, name.upper()))],
        "path": list(path),
        "relations": sorted(relations),
        "labels": relations.get("labelled-by", []),
        "box": [0, 0, 0, 0],
        "key": "",
    }
    component = node.get_component_iface()
    if component is not None:
        box = component.get_extents(Atspi.CoordType.SCREEN)
        said["box"] = [box.x, box.y, box.width, box.height]
    action = node.get_action_iface()
    if action is not None and action.get_n_actions():
        said["key"] = action.get_key_binding(0) or ""
    text = node.get_text_iface()
    if text is not None and said["role"] in ("text", "entry"):
        said["text"] = Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))
    return said


def find(role: str, name: str):
    """Return the showing accessibles of that role whose name begins with ``name``."""
    root = program()
    return [
        (node, path)
        for node, path in (walk(root) if root is not None else ())
        if (node.get_name() or "").startswith(name)
        and (not role or node.get_role_name() == role)
        and node.get_state_set().contains(Atspi.StateType.SHOWING)
    ]


def focused():
    """Return what has the focus, or None: the outermost, since a view also says it of its parts.

    Qt says it of the current row of every view, whether or not the view has it: a row is believed only when
    its view has the focus.
    """
    root = program()
    for node, path in walk(root) if root is not None else ():
        role = node.get_role_name()
        if not node.get_state_set().contains(Atspi.StateType.FOCUSED) or role in (*WINDOWS, *ROWS):
            continue
        if role not in VIEWS:
            return node, path
        rows = ((row, at) for row, at in walk(node, path) if row.get_role_name() in ROWS)
        return next(
            (found for found in rows if found[0].get_state_set().contains(Atspi.StateType.FOCUSED)),
            (node, path),
        )
    return None


def listen(events) -> bool:
    """Begin to keep what is heard: these events, else those that make a screen reader speak."""

    def on_event(event) -> None:
        try:
            said = event.any_data if isinstance(event.any_data, str) else event.source.get_name()
        except (AttributeError, GLib.Error):
            said = ""
        if event.type != "object:state-changed:focused" or event.detail1:
            heard.append({"event": event.type.removeprefix("object:"), "said": said or ""})

    listener = Atspi.EventListener.new(on_event)
    for event in events or EVENTS:
        listener.register(event)
    listeners.append(listener)
    return True


def answer(request):
    """Do one request."""
    kind = request["do"]
    if kind == "listen":
        return listen(request.get("events"))
    if kind == "heard":
        said, heard[:] = list(heard), []
        return said
    if kind == "tree":
        root = program()
        return [] if root is None else [described(node, path) for node, path in walk(root)]
    if kind == "focused":
        found = focused()
        return described(*found) if found else None
    found = find(request.get("role", ""), request["name"])
    if kind == "find":
        return [described(node, path) for node, path in found]
    if not found:
        return False
    if kind == "press":
        return found[0][0].get_action_iface().do_action(0)
    if kind == "focus":
        return found[0][0].get_component_iface().grab_focus()
    raise ValueError(kind)


class Requests:
    """The requests on standard input, answered as they arrive; the loop ends with them."""

    def __init__(self, loop: GLib.MainLoop) -> None:
        self.loop = loop
        self.unfinished = b""
        GLib.io_add_watch(0, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.on_content)

    def on_content(self, descriptor: int, _condition: GLib.IOCondition) -> bool:
        """Answer every whole line."""
        content = os.read(descriptor, 65536)
        if not content:
            self.loop.quit()
            return False
        *lines, self.unfinished = (self.unfinished + content).split(b"\n")
        for line in lines:
            try:
                result = {"ok": answer(json.loads(line))}
            except Exception as error:  # noqa: BLE001 -- said to the test, which decides
                result = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(result), flush=True)
        return True


if __name__ == "__main__":
    main_loop = GLib.MainLoop()
    requests = Requests(main_loop)
    main_loop.run()
