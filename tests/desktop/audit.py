"""What is wrong in a tree seen from outside: unnamed, twice the same, off the screen, without a label."""

from __future__ import annotations

from typing import Any

CONTROLS = {
    "push button",
    "check box",
    "radio button",
    "text",
    "entry",
    "combo box",
    "slider",
    "link",
    "heading",
}
LABELLED = {"entry", "combo box", "slider", "spin button"}
STRANGE = {"unknown", "invalid", "redundant object"}


def audit(tree: list[dict[str, Any]], screen: tuple[int, int] = (1024, 768)) -> list[str]:
    """Return one line for everything wrong."""
    wrong = []
    shown = [node for node in tree if "showing" in node["states"] and node["role"] != "application"]
    names: dict[tuple[str, str], int] = {}
    for node in shown:
        role, name = node["role"], node["name"].strip()
        if role in STRANGE:
            wrong.append(f"strange role: {role} {name!r}")
        if role in CONTROLS and "focusable" in node["states"] and not name:
            wrong.append(f"no name: {role} at {node['box']}")
        if role in ("push button", "check box", "entry"):
            names[role, name] = names.get((role, name), 0) + 1
        is_field = role in LABELLED or (role == "text" and "editable" in node["states"])
        if is_field and "labelled-by" not in node["relations"]:
            wrong.append(f"no label: {role} {name!r}")
        x, _y, width, height = node["box"]
        if "focusable" in node["states"] and role in CONTROLS:
            if width <= 0 or height <= 0:
                wrong.append(f"no size: {role} {name!r}")
            if x + width <= 0 or x >= screen[0]:
                wrong.append(f"beside the screen: {role} {name!r} at {node['box']}")
            if role in ("push button", "check box", "radio button", "entry") and min(width, height) < 44:
                wrong.append(f"smaller than 44 px: {role} {name!r} {width}×{height}")
    wrong += [f"{count} times: {role} {name!r}" for (role, name), count in names.items() if count > 1]
    return wrong
