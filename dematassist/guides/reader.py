"""YAML files → values. A broken file is left out and explained; the rest still works.

Begin with ``read_resources``. Each ``Problem`` is something an author can act on: the file, the line,
the field, what is wrong and what to write. ``yaml_source.py`` reads the YAML, ``shapes.py`` compares it
with ``authoring.py``, ``resolving.py`` looks its ids up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from dematassist.guides import authoring
from dematassist.guides.resolving import (
    ById,
    Known,
    resolve_guide,
    resolve_paper,
    resolve_provider,
)
from dematassist.guides.shapes import Fault, shape_faults
from dematassist.guides.yaml_source import Document, Lines, YamlProblem, line_of, parse
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from dematassist.guides.model import Guide, Provider
    from dematassist.papers.model import PaperKind

Authored = authoring.GuideFile | authoring.ProviderFile | authoring.PaperFile
Source = TypeVar("Source", bound=Authored)
Value = TypeVar("Value")


class Problem(NamedTuple):
    """Something wrong in a file, or an advice about it when not ``is_error``.

    ``line`` counts from 1; ``field`` is a dotted path, such as ``steps.commander.actions.photo``.
    """

    file: Path
    line: int
    field: str
    what: str
    write: str
    is_error: bool = True


class Reading(NamedTuple):
    """A file that has its shape: its values, the line of each, its language and the same, typed."""

    lang: str
    values: object
    lines: Lines
    source: Authored


class Content(NamedTuple):
    """All that could be read, and all that is wrong, by file and line."""

    guides: tuple[Guide, ...]
    providers: tuple[Provider, ...]
    papers: tuple[PaperKind, ...]
    problems: tuple[Problem, ...]
    readings: Mapping[Path, Reading]
    """Every file that has its shape, even one left out for a dead id: for the checks that come after."""


class GuideReading(NamedTuple):
    """One guide file: the guide, unless it is broken, and what is wrong."""

    guide: Guide | None
    problems: tuple[Problem, ...]
    reading: Reading | None


def read_resources(resources: Path) -> Content:
    """Read every provider, paper and guide below ``resources``."""
    files = _Files()
    providers = files.folder(resources / "providers", authoring.ProviderFile, resolve_provider)
    papers = files.folder(resources / "papers", authoring.PaperFile, resolve_paper)
    known = Known(providers, papers)
    guides = files.folder(
        resources / "guides", authoring.GuideFile, lambda source, _lang: resolve_guide(source, known)
    )
    return Content(
        tuple(guides.values()),
        tuple(providers.values()),
        tuple(papers.values()),
        tuple(sorted(files.problems, key=in_reading_order)),
        files.readings,
    )


def read_guide_file(path: Path, known: Known) -> GuideReading:
    """Read one guide file, wherever it is; ``known`` holds what it may name. Never raises."""
    files = _Files()
    guide = files.file(path, authoring.GuideFile, lambda source, _lang: resolve_guide(source, known))
    return GuideReading(guide, tuple(sorted(files.problems, key=in_reading_order)), files.readings.get(path))


def known_of(content: Content) -> Known:
    """Return what the guides of a folder may name."""
    return Known(
        {(provider.lang, provider.id): provider for provider in content.providers},
        {(paper.lang, paper.id): paper for paper in content.papers},
    )


def problems_of(path: Path, lines: Lines, faults: Iterable[Fault]) -> list[Problem]:
    """Say where in the file each fault is."""
    return [
        Problem(
            path, line_of(lines, fault.path), ".".join(fault.path), fault.what, fault.write, fault.is_error
        )
        for fault in faults
    ]


def in_reading_order(problem: Problem) -> tuple[str, int, str, str]:
    """Sort problems as an author meets them: by file, from the top."""
    return str(problem.file), problem.line, problem.field, problem.what


class _Files:
    """What is read and what is found wrong while files are read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.readings: dict[Path, Reading] = {}

    def folder(
        self,
        folder: Path,
        shape: type[Source],
        resolve: Callable[[Source, str], tuple[Value, list[Fault]]],
    ) -> ById[Value]:
        """Read the ``<lang>/<id>.yaml`` files of one shape; return what each gives, by language and id."""
        found: ById[Value] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_dir() or path.name.startswith("."):
                continue
            if path.suffix != ".yaml" or path.parent.parent != folder or not _language(path):
                what = _("This file is not where it can be read.")
                write = _("Call it {folder}/fr/its-id.yaml.").format(folder=folder.name)
                self.problems.append(Problem(path, 1, "", what, write))
                continue
            value = self.file(path, shape, resolve)
            if value is not None:
                found[path.parent.name, path.stem] = value
        return found

    def file(
        self,
        path: Path,
        shape: type[Source],
        resolve: Callable[[Source, str], tuple[Value, list[Fault]]],
    ) -> Value | None:
        """Read one file; return its value, or ``None`` when something is wrong in it."""
        document = self._document(path)
        if document is None:
            return None
        faults = shape_faults(document.values, shape)
        if faults:
            self.problems += problems_of(path, document.lines, faults)
            return None
        source = msgspec.convert(document.values, shape)
        lang = _language(path) or getattr(source, "lang", "")
        self.readings[path] = Reading(lang, document.values, document.lines, source)
        value, dead = resolve(source, lang)
        faults = [*_name_faults(path, source, lang), *dead]
        self.problems += problems_of(path, document.lines, faults)
        return None if faults else value

    def _document(self, path: Path) -> Document | None:
        try:
            return parse(path.read_bytes())
        except YamlProblem as error:
            self.problems.append(Problem(path, error.line, "", error.what, error.write))
        except OSError:
            self.problems.append(
                Problem(
                    path,
                    1,
                    "",
                    _("The file cannot be opened."),
                    _("Check that it is there and that you may read it."),
                )
            )
        return None


def _language(path: Path) -> str:
    """Return the language of the folder a file is in; empty when the folder is not one."""
    return path.parent.name if re.fullmatch("[a-z]{2}", path.parent.name) else ""


def _name_faults(path: Path, source: Source, lang: str) -> list[Fault]:
    faults = []
    if source.id != path.stem:
        faults.append(
            Fault(
                ("id",),
                _("The id “{id}” is not the name of the file.").format(id=source.id),
                _("Write: {field}: {value}").format(field="id", value=path.stem),
            )
        )
    if isinstance(source, authoring.GuideFile) and source.lang != lang:
        faults.append(
            Fault(
                ("lang",),
                _("The language “{lang}” is not the one of the folder.").format(lang=source.lang),
                _("Write: {field}: {value}").format(field="lang", value=lang),
            )
        )
    return faults
