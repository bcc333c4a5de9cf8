"""The words of one's own: what people here say, and what it means, in a file that anyone may write.

The file ``synonyms.tsv`` among the user's own: what is said, a tabulation, what it means; several
expressions are between commas, ``#`` begins a remark. The search reads it when it opens: guides and
official sheets are found with these words at once. A line that is wrong says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.words import keys, split
from dematassist.system.files import explained, write_atomically
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LANG = "fr"
_LARGEST = 1_000_000
_MOST_LINES = 10_000
_HEAD = "# Ce que l’on dit, une tabulation, ce que cela veut dire. Plusieurs expressions : entre virgules.\n"


class Synonym(NamedTuple):
    """One line: what is said, and what it means."""

    said: tuple[str, ...]
    means: tuple[str, ...]


class OwnWords(NamedTuple):
    """What the search knows of them: meanings by the keys of what is said, and the words said, folded."""

    meanings: dict[str, tuple[tuple[str, str], ...]]
    known: frozenset[str]


NONE = OwnWords({}, frozenset())


def read_synonyms(path: Path) -> tuple[Synonym, ...]:
    """Return the lines of a file; none when it is not there or is no text."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8-sig", "replace")
    except OSError:
        return ()
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Synonym]:
    for line in text.splitlines()[:_MOST_LINES]:
        said, tabulation, means = line.partition("\t")
        if tabulation and not line.startswith("#"):
            synonym = Synonym(_expressions(said), _expressions(means))
            if synonym.said and synonym.means:
                yield synonym


def _expressions(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if keys(one, _LANG))


def own_words(path: Path | None) -> OwnWords:
    """Return what the search knows of a file, if there is one."""
    if path is None:
        return NONE
    meanings: dict[str, tuple[tuple[str, str], ...]] = {}
    known: set[str] = set()
    for synonym in read_synonyms(path):
        meant = tuple((one, " ".join(keys(one, _LANG))) for one in synonym.means)
        for said in synonym.said:
            place = " ".join(keys(said, _LANG))
            meanings[place] = tuple(dict.fromkeys((*meanings.get(place, ()), *meant)))
            known.update(folded(word) for word in split(said))
    return OwnWords(meanings, frozenset(known))


def add_synonym(path: Path, said: str, means: str) -> bool:
    """Write a line at the end of the file; return whether it says something. Raises ``UserError``."""
    line = "\t".join(" ".join(one.split()) for one in (said, means))
    if not list(_lines(line)):
        return False
    before = path.read_bytes() if path.exists() else _HEAD.encode()
    end = b"" if before.endswith(b"\n") else b"\n"
    with explained(path):
        private_folder(path.parent)
        write_atomically(path, before + end + line.encode() + b"\n")
    return True
