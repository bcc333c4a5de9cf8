"""Is a folder of guides fit to ship? What the reader refuses, and what makes a guide hard to use.

``check`` gathers the problems of ``reader.py`` (a file that does not load) and of ``faults.py``: answers
that lead nowhere, a step without a human for someone, plain language, French typography, siblings in
other languages that say something else. An error stops a release; an advice is weighed by the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides import authoring
from dematassist.guides.check_report import CheckReport, GuideFigures, guide_figures
from dematassist.guides.faults import guide_faults, paper_faults, plain_faults, source_faults, text_faults
from dematassist.guides.jargon import Jargon, read_jargon
from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.reader import (
    Content,
    Problem,
    Reading,
    in_reading_order,
    known_of,
    problems_of,
    read_guide_file,
    read_resources,
)
from dematassist.guides.resolving import FALLBACK
from dematassist.guides.shapes import Fault
from dematassist.guides.siblings import sibling_faults
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dematassist.guides.model import Guide


def check(resources: Path, paths: Sequence[Path] = ()) -> CheckReport:
    """Check these files and folders, or everything below ``resources`` when there are none.

    A path in another folder of resources (an author's copy) is checked in that folder. A file that is in
    none is read as a guide that uses the providers and papers of ``resources``.
    """
    problems: list[Problem] = []
    figured: list[GuideFigures] = []
    for root, wanted in _by_root(resources, paths).items():
        found = _Checking(root)
        for path in wanted:
            if not path.exists():
                problems.append(Problem(path, 1, "", _("There is no such file."), _("Check its name.")))
            elif root not in (path, *path.parents):
                for draft in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
                    found.add_draft(draft)
        kept = set(wanted) or {root}
        problems += [problem for problem in found.problems() if _is_in(problem.file, kept)]
        figured += [figure for path, figure in found.figures() if _is_in(path, kept)]
    return CheckReport(tuple(sorted(problems, key=in_reading_order)), tuple(figured))


def _by_root(resources: Path, paths: Sequence[Path]) -> dict[Path, list[Path]]:
    """Group the paths by the folder of resources they are in."""
    grouped: dict[Path, list[Path]] = {} if paths else {resources.resolve(): []}
    for path in (path.resolve() for path in paths):
        root = next((one for one in (path, *path.parents) if (one / "providers").is_dir()), resources)
        grouped.setdefault(root.resolve(), []).append(path)
    return grouped


def _is_in(file: Path, kept: set[Path]) -> bool:
    return file in kept or any(parent in kept for parent in file.parents)


class _Checking:
    """One folder of resources, read, and what the rules say of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._content: Content = read_resources(root)
        self._jargon: Jargon = read_jargon(root / "lexicon")
        self._guides: dict[Path, Guide] = {
            root / "guides" / guide.lang / f"{guide.id}.yaml": guide for guide in self._content.guides
        }
        self._readings = dict(self._content.readings)
        self._problems = [*self._content.problems, *self._jargon.problems]
        self._problems += read_lexicon(root / "lexicon").problems

    def add_draft(self, path: Path) -> None:
        """Read a guide that is in no folder of resources."""
        read = read_guide_file(path, known_of(self._content))
        self._problems += read.problems
        if read.reading:
            self._readings[path] = read.reading
        if read.guide:
            self._guides[path] = read.guide

    def problems(self) -> list[Problem]:
        found = list(self._problems)
        for path, document in self._jargon.readings.items():
            found += problems_of(path, document.lines, text_faults(document.values, FALLBACK))
        for path, reading in self._readings.items():
            faults = [*text_faults(reading.values, reading.lang), *source_faults(reading)]
            if isinstance(reading.source, authoring.PaperFile):
                faults += paper_faults(reading.source, {paper.id for paper in self._content.papers})
            if path in self._guides:
                faults += guide_faults(self._guides[path])
                faults += plain_faults(self._guides[path], self._jargon)
            if reading.lang != FALLBACK:
                faults += self._sibling_faults(path, reading)
            found += problems_of(path, reading.lines, faults)
        return found

    def _sibling_faults(self, path: Path, reading: Reading) -> Iterator[Fault]:
        kind = path.parent.parent.name if self._root in path.parents else "guides"
        french = self._readings.get(self._root / kind / FALLBACK / path.name)
        if french:
            yield from sibling_faults(reading.values, french.values)
        else:
            yield Fault(
                (),
                _("There is no French file of this name, or it is broken."),
                _("Write the French file first: the others are its translations."),
            )

    def figures(self) -> Iterator[tuple[Path, GuideFigures]]:
        for path, guide in self._guides.items():
            yield path, guide_figures(guide, self._readings[path], self._jargon)
