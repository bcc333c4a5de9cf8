"""The official sheets asked by several engines in turn: ours, one FTS5 table, whoosh, tantivy.

The others are given the same fields, weights, stems, keywords and synonyms, and the question without what
says nothing of its subject; « one table, plain » is FTS5 as it comes, asked for any of the words typed.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.asking import LONGEST_EXPRESSION
from dematassist.guides.official.archive import files
from dematassist.guides.official.outline import by_name, document
from dematassist.guides.official.reader import UnreadableSheetError, parsed, parts_of
from dematassist.guides.words import keys
from tests.guides.official.quality import Question, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dematassist.guides.index import Document
    from dematassist.guides.lexicon import Lexicon
    from dematassist.guides.official.store import Official

    Part = list[tuple[str, float]]

_HERE = Path(__file__).resolve().parent
_OFFICIAL, _SYNONYM = 0.85, 0.7
_LIMIT = 20


class Asked(NamedTuple):
    """What an engine did with one question: milliseconds of processor, and the first right sheet."""

    milliseconds: float
    rank: int


def documents(archives: Iterable[Path], said: Mapping[str, str]) -> Iterator[Document]:
    """Yield what the search looks at in each sheet."""
    had = set()
    for archive in archives:
        for file in files(archive):
            with contextlib.suppress(UnreadableSheetError):
                parts = parts_of(parsed(file.xml()), file.audience)
                if (parts.id, parts.audience) not in had:
                    had.add((parts.id, parts.audience))
                    yield document(parts, by_name(parts.root), said.get(parts.id, ""))


class Wording:
    """A question as the other engines are asked: its parts, each with what the lexicon says it means."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._fillers = {tuple(keys(text, lang)) for lang, text in lexicon.fillers if lang == "fr"}
        self._meanings: dict[tuple[str, ...], list[tuple[str, float]]] = {}
        for entry in (entry for entry in lexicon.entries if entry.lang == "fr"):
            meant = [
                (" ".join(keys(text, "fr")), _SYNONYM if number else _OFFICIAL)
                for number, text in enumerate((entry.means, *entry.same))
            ]
            for text in (entry.means, *entry.same, *entry.said):
                self._meanings.setdefault(tuple(keys(text, "fr")), []).extend(meant)

    def parts(self, text: str) -> list[Part]:
        """Return the parts of a question; the longest expression wins."""
        said = keys(text, "fr")
        parts: list[Part] = []
        place = 0
        while place < len(said):
            for length in range(min(LONGEST_EXPRESSION, len(said) - place), 0, -1):
                run = tuple(said[place : place + length])
                if run in self._meanings:
                    parts.append([(" ".join(run), 1.0), *self._meanings[run]])
                    break
                if run in self._fillers:
                    break
            else:
                length = 1
                parts.append([(said[place], 1.0)])
            place += length
        return parts or [[(key, 1.0)] for key in said]


def _timed(ask: Callable[[], Iterable[str]], question: Question) -> Asked:
    started = time.process_time()
    found = ask()
    return Asked((time.process_time() - started) * 1e3, rank(found, question))


class OneTable:
    """One FTS5 table in memory, a column a field."""

    def __init__(self, rows: Iterable[tuple[str, ...]], weights: str) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._weights = weights
        self._connection.execute(
            "CREATE VIRTUAL TABLE sheet USING fts5(id UNINDEXED, title, words, summary, body,"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        self._connection.executemany("INSERT INTO sheet VALUES (?,?,?,?,?)", rows)

    def ask(self, expressions: Iterable[str]) -> list[str]:
        """Return the ids of the sheets that have any of these expressions."""
        query = " OR ".join('"{}"'.format(one.replace('"', " ")) for one in expressions)
        rows = self._connection.execute(
            f"SELECT id FROM sheet WHERE sheet MATCH ? ORDER BY bm25(sheet, {self._weights}) LIMIT {_LIMIT}",
            (query,),
        )
        return [row[0] for row in rows] if query else []

    def close(self) -> None:
        """Let the table go."""
        self._connection.close()


class Rival:
    """An engine in a process and an environment of its own."""

    def __init__(self, python: Path, engine: str, path: Path) -> None:
        self._process = subprocess.Popen(
            [python, _HERE / "official_rival.py", engine, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the engine ended")
        return line

    def ask(self, parts: list[Part], question: Question) -> Asked:
        """Ask one question."""
        assert self._process.stdin
        print(json.dumps(parts), file=self._process.stdin, flush=True)
        milliseconds, found = json.loads(self._read())
        return Asked(milliseconds, rank(found, question))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def compare(
    official: Official, asked: list[Question], found: list[Document], lexicon: Lexicon, folder: Path
) -> dict[str, list[Asked]]:
    """Ask every engine each question in turn; return what each answered."""
    wording = Wording(lexicon)
    stems = [(one.id, [" ".join(keys(text, "fr")) for text in one.texts]) for one in found]
    path = folder / "documents.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in stems), encoding="utf-8")
    python = environment(folder)
    plain = ((one.id, one.texts[0], "", one.texts[2], one.texts[3]) for one in found)
    results: dict[str, list[Asked]] = {}
    with contextlib.ExitStack() as stack:

        def opened(engine: OneTable | Rival) -> OneTable | Rival:
            stack.callback(engine.close)
            return engine

        tables = {
            "one FTS5 table, plain": opened(OneTable(plain, "0, 10, 0, 3, 1")),
            "one FTS5 table, same words": opened(
                OneTable(((one, *texts) for one, texts in stems), "0, 4, 3, 1.5, 1")
            ),
        }
        rivals = {name: opened(Rival(python, name, path)) for name in ("tantivy", "whoosh")}
        for is_counted in (False, True):
            for question in asked if is_counted else asked[:20]:
                parts = wording.parts(question.text)
                ways: dict[str, Callable[[], Iterable[str]]] = {
                    "ours": lambda text=question.text: [
                        hit.id for hit in (official.search(f"{text} ", "fr", _LIMIT) or ()).hits
                    ],
                    "one FTS5 table, plain": lambda text=question.text: tables["one FTS5 table, plain"].ask(
                        re.findall(r"\w+", text)
                    ),
                    "one FTS5 table, same words": lambda parts=parts: tables[
                        "one FTS5 table, same words"
                    ].ask(expression for part in parts for expression, _worth in part),
                }
                answers = {name: _timed(way, question) for name, way in ways.items()}
                answers |= {name: rival.ask(parts, question) for name, rival in rivals.items()}
                if is_counted:
                    for name, answer in answers.items():
                        results.setdefault(name, []).append(answer)
    return results


def environment(folder: Path) -> Path:
    """Make an environment with the other engines; return its Python."""
    place = folder / "engines"
    venv.create(place, with_pip=True)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "whoosh==2.7.4", "tantivy"], check=True)
    return python


def ranks(answers: list[Asked]) -> list[int]:
    """Return the places of the right sheets."""
    return [one.rank for one in answers]


def p95(answers: list[Asked]) -> float:
    """Return the milliseconds that nineteen questions of twenty take at most."""
    return statistics.quantiles((one.milliseconds for one in answers), n=20)[-1]
