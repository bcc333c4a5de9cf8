"""What people say and what it means, as authors write it in ``resources/lexicon``.

``synonyms.<lang>.yaml`` is a list of entries. ``means`` is the official or usual word; each word of
``same`` is the very same thing: every one finds all the others. ``said`` leads to them and not back.
``fillers.<lang>.yaml`` is a list of expressions that say nothing of the subject (« j’ai besoin de »).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.yaml_source import Lines, YamlProblem, line_of, parse
from dematassist.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.guides.reader import Problem


class Entry(NamedTuple):
    """One meaning, the ways to name it, and what people say that leads to it."""

    lang: str
    means: str
    same: tuple[str, ...]
    said: tuple[str, ...]


class Lexicon(NamedTuple):
    """Every entry and filler (language, expression) that could be read, and all that is wrong."""

    entries: tuple[Entry, ...]
    fillers: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def read_lexicon(folder: Path) -> Lexicon:
    """Read the files of a folder. A broken entry is left out and explained."""
    entries: list[Entry] = []
    fillers: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.*.yaml")):
        kind, lang = path.name.split(".")[:2]
        file = _File(path, problems)
        if kind == "synonyms":
            entries += [entry for item in file.items() if (entry := file.entry(item, lang))]
        elif kind == "fillers":
            fillers += [(lang, text) for item in file.items() if (text := file.text(item))]
    return Lexicon(tuple(entries), tuple(fillers), tuple(problems))


class _Item(NamedTuple):
    """A value of the file and its path from the top."""

    value: object
    path: tuple[str, ...]


class _File:
    """One file being read."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self._path = path
        self._problems = problems
        self._lines: Lines = {(): 1}

    def items(self) -> list[_Item]:
        """Return the items of the list that the file holds."""
        try:
            document = parse(self._path.read_bytes())
        except YamlProblem as error:
            self._say(error.line, "", error.what, error.write)
            return []
        except OSError as error:
            self._say(1, "", _("The file cannot be opened."), error.strerror or "")
            return []
        self._lines = document.lines
        return self._list(_Item(document.values, ()))

    def entry(self, item: _Item, lang: str) -> Entry | None:
        """Return an entry, or ``None`` when it is not one."""
        fields = item.value
        if not isinstance(fields, dict):
            self._refuse(item.path, _("This is not an entry."), _("Write: means: …, said: [ … ]"))
            return None
        for name in fields.keys() - {"means", "same", "said"}:
            what = _("Unknown field “{name}”.").format(name=name)
            self._refuse((*item.path, name), what, _("The fields are: means, same, said."))
            return None
        means = self.text(_Item(fields.get("means"), (*item.path, "means")))
        words = {
            name: self._texts(_Item(fields.get(name, []), (*item.path, name))) for name in ("same", "said")
        }
        return Entry(lang, means, words["same"], words["said"]) if means else None

    def text(self, item: _Item) -> str:
        """Return a text; empty when it is not one."""
        if isinstance(item.value, str) and item.value.strip():
            return item.value.strip()
        self._refuse(item.path, _("A word is expected here."), _("Put it between quotes."))
        return ""

    def _texts(self, item: _Item) -> tuple[str, ...]:
        return tuple(text for one in self._list(item) if (text := self.text(one)))

    def _list(self, item: _Item) -> list[_Item]:
        if isinstance(item.value, list):
            return [_Item(value, (*item.path, str(n))) for n, value in enumerate(item.value)]
        self._refuse(item.path, _("A list is expected here."), _("Begin each line with a dash."))
        return []

    def _refuse(self, path: tuple[str, ...], what: str, write: str) -> None:
        self._say(line_of(self._lines, path), ".".join(path), what, write)

    def _say(self, line: int, field: str, what: str, write: str) -> None:
        # Imported on use: an import of official sheets has entries, and no problems.
        from dematassist.guides.reader import Problem

        self._problems.append(Problem(self._path, line, field, what, write))
