"""Emergency and violence numbers, read from a small file of their own: a broken library never hides 112."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

ALWAYS = (
    ("112", ""),
    ("15", ""),
    ("17", ""),
    ("18", ""),
    ("114", ""),
    ("115", ""),
    ("119", ""),
    ("39 19", ""),
)
"""What is shown when even that file cannot be read: the numbers alone."""


class EmergencyNumber(NamedTuple):
    """A number and when to dial it."""

    number: str
    when: str
    is_emergency: bool
    """Whether it is for a danger now, rather than someone to listen."""


def emergency_numbers(resources: Path, lang: str) -> tuple[EmergencyNumber, ...]:
    """Return the numbers with their words in ``lang``, else in French; the most urgent first."""
    try:
        content = json.loads((resources / "help" / "emergency.json").read_bytes())
        return tuple(
            EmergencyNumber(entry["number"], entry.get(lang) or entry["fr"], bool(entry["is_emergency"]))
            for entry in content["numbers"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return tuple(EmergencyNumber(number, when, is_emergency=True) for number, when in ALWAYS)
