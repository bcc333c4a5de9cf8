"""The French cases of the scrubber: a kind, and a sentence where « { } » stand around what is personal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[1] / "data" / "reports"


class Case(NamedTuple):
    kind: str
    text: str
    values: tuple[tuple[int, int], ...]


def cases(name: str) -> list[Case]:
    """Return the cases of a file."""
    found = []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        kind, marked = line.split("\t")
        text, values = "", []
        for place, part in enumerate(re.split(r"[{}]", marked)):
            if place % 2:
                values.append((len(text), len(text) + len(part)))
            text += part
        found.append(Case(kind, text, tuple(values)))
    return found
