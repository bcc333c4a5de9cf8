"""Speaks AT-SPI for the tests: one JSON request a line in, one JSON answer a line out.

Run by Debian's Python, which has PyGObject. The program is looked at from outside, as Orca does.
"""

import json
import sys
import warnings

import gi

warnings.simplefilter("ignore", DeprecationWarning)

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 -- after the version is chosen


def program():
    """Return the program, or None when it is not on the bus."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and (child.get_name() or "") == "DematAssist":
            return child
    return None


def walk(node, path=()):
    """Give every accessible below ``node``, in order."""
    yield node, path
    for index in range(min(node.get_child_count(), 500)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child, (*path, index))


def described(node, path=()):
    """Return what a test needs to know of an accessible."""
    states = node.get_state_set()
    said = {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "states": sorted(
            name
            for name in ("focused", "focusable", "showing", "visible", "checked", "enabled", "editable")
            if states.contains(getattr(Atspi.StateType, name.upper()))
        ),
        "path": list(path),
        "relations": [relation.get_relation_type().value_nick for relation in node.get_relation_set()],
    }
    try:
        box = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        said["box"] = [box.x, box.y, box.width, box.height]
    except (AttributeError, RuntimeError):
        said["box"] = [0, 0, 0, 0]
    text = node.get_text_iface()
    if text is not None and said["role"] in ("text", "entry"):
        said["text"] = Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))
    return said


def find(role, name):
    """Return the showing accessibles of that role whose name begins with ``name``."""
    root = program()
    if root is None:
        return []
    found = []
    for node, path in walk(root):
        is_named = (not role or node.get_role_name() == role) and (node.get_name() or "").startswith(name)
        if is_named and node.get_state_set().contains(Atspi.StateType.SHOWING):
            found.append((node, path))
    return found


def answer(request):
    """Do one request."""
    kind = request["do"]
    if kind == "tree":
        root = program()
        return [] if root is None else [described(node, path) for node, path in walk(root)]
    if kind == "focused":
        root = program()
        for node, path in walk(root) if root is not None else ():
            states = node.get_state_set()
            if states.contains(Atspi.StateType.FOCUSED) and node.get_role_name() != "frame":
                return described(node, path)
        return None
    found = find(request.get("role", ""), request["name"])
    if kind == "find":
        return [described(node, path) for node, path in found]
    if kind == "press":
        if not found:
            return False
        return found[0][0].get_action_iface().do_action(0)
    if kind == "focus":
        return bool(found) and found[0][0].get_component_iface().grab_focus()
    raise ValueError(kind)


for line in sys.stdin:
    try:
        result = {"ok": answer(json.loads(line))}
    except Exception as error:  # noqa: BLE001 -- said to the test, which decides
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result), flush=True)
