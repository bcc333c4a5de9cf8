"""What people say for an official sheet: ``resources/lexicon/official.<lang>.tsv``, and a file of one's own.

A line is an id, a tabulation, and expressions between commas; ``#`` begins a remark. A person may add lines
to ``official-words.tsv`` among the user's own files: they are used from the next import on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OWN = "official-words.tsv"
_LINE = re.compile(r"([FNR][0-9]{1,9})\t(.+)")


def read_keywords(*files: Path) -> dict[str, str]:
    """Return the expressions of each sheet, one a line. No file, or a wrong line, says none."""
    found: dict[str, str] = {}
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for line in text.splitlines():
            if entry := _LINE.fullmatch(line.strip()):
                expressions = "\n".join(one.strip() for one in entry[2].split(","))
                found[entry[1]] = "\n".join(filter(None, (found.get(entry[1]), expressions)))
    return found
