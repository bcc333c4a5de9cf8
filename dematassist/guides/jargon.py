"""Hard words of the administration and their plain meaning, as written in ``resources/lexicon``.

``jargon.fr.yaml`` is a list of entries: ``word``, ``means``, and ``also`` for its other names.
``everyday.fr.yaml`` is a list of long words and acronyms that everyone knows, which need no meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import msgspec

from dematassist.guides.plain_language import QUOTED, hard_words
from dematassist.guides.reader import Problem, problems_of
from dematassist.guides.shapes import Fault, shape_faults
from dematassist.guides.words import key, keys
from dematassist.guides.yaml_source import Document, YamlProblem, parse
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hard word, its meaning in plain words, and its other names."""

    word: _Words
    means: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    also: list[_Words] = []


class _JargonFile(msgspec.Struct, frozen=True):
    terms: list[Term]


class _EverydayFile(msgspec.Struct, frozen=True):
    words: list[_Words]


_File = TypeVar("_File", _JargonFile, _EverydayFile)


class Jargon(NamedTuple):
    """The terms that could be read, the keys of every word that needs no more explanation, the problems."""

    terms: tuple[Term, ...]
    known: frozenset[str]
    problems: tuple[Problem, ...]
    readings: Mapping[Path, Document]
    """The files that could be read: for the checks that come after."""

    def unexplained(self, text: str) -> list[str]:
        """Return the hard words of a text that have no meaning here, in order."""
        return [word for word in hard_words(text) if key(word, "fr") not in self.known]

    def terms_in(self, text: str) -> list[Term]:
        """Return the terms that a text uses, outside quotes."""
        said = keys(QUOTED.sub(" . ", text), "fr")
        return [
            term
            for term in self.terms
            if any(_is_within(keys(name, "fr"), said) for name in (term.word, *term.also))
        ]


def read_jargon(folder: Path) -> Jargon:
    """Read the hard words and the everyday ones. A broken file is left out and explained."""
    problems: list[Problem] = []
    readings: dict[Path, Document] = {}
    written = _read(folder / "jargon.fr.yaml", "terms", _JargonFile, problems, readings)
    everyday = _read(folder / "everyday.fr.yaml", "words", _EverydayFile, problems, readings)
    terms = written.terms if written else []
    for path, document in readings.items():
        problems += problems_of(path, document.lines, _repeated(document.values))
    names = [name for term in terms for name in (term.word, *term.also)]
    names += everyday.words if everyday else []
    known = frozenset(one for name in names for one in keys(name, "fr"))
    return Jargon(tuple(terms), known, tuple(problems), readings)


def _read(
    path: Path, name: str, shape: type[_File], problems: list[Problem], readings: dict[Path, Document]
) -> _File | None:
    try:
        document = parse(path.read_bytes())
    except YamlProblem as error:
        problems.append(Problem(path, error.line, "", error.what, error.write))
        return None
    except OSError:
        what = _("The file cannot be opened.")
        problems.append(Problem(path, 1, "", what, _("Check that it is there and that you may read it.")))
        return None
    values = {name: document.values}
    faults = [Fault(fault.path[1:], *fault[1:]) for fault in shape_faults(values, shape)]
    problems += problems_of(path, document.lines, faults)
    if faults:
        return None
    readings[path] = document
    return msgspec.convert(values, shape)


def _repeated(entries: object) -> Iterator[Fault]:
    """Say which words are written twice in a file."""
    seen: set[str] = set()
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        names = [entry["word"], *entry.get("also", [])] if isinstance(entry, dict) else [str(entry)]
        for name in names:
            if name.casefold() in seen:
                what = _("“{id}” is written twice.").format(id=name)
                yield Fault((str(index),), what, _("Keep one of the two."))
            seen.add(name.casefold())


def _is_within(part: list[str], whole: list[str]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))
