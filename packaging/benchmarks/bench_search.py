"""How fast the search answers, and what it costs: a table, on this machine, in one run.

    python packaging/benchmarks/bench_search.py [--documents 5000] [--rounds 5]

Compiles the shipped guides (and as many made-up documents as asked: the weight of the official sheets),
then asks the questions of ``tests/guides/queries``. Memory and first query are those of a new process;
the command line is compared with ``python -c pass``.
"""

# ruff: noqa: E402 -- the checkout is measured, whatever is installed
from __future__ import annotations

import argparse
import itertools
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dematassist.guides.compiler import compile_library, guide_document
from dematassist.guides.index import Document, Index
from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.library import FORMAT, Library
from dematassist.guides.reader import read_resources
from dematassist.guides.words import split

QUERIES = ROOT / "tests" / "guides" / "queries"
_WORDS_A_SHEET = 500
_RARE_WORDS = 20_000
_NEW_PROCESS = """
import resource, sys, time
from pathlib import Path
def pss():
    try:
        return sum(int(l.split()[1]) for l in open("/proc/self/smaps_rollup") if l.startswith("Pss:"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
import sqlite3, re, json, threading, enum, unicodedata
before = pss()
started = time.perf_counter()
from dematassist.guides.library import Library
library = Library(Path(sys.argv[1]))
library.search("j'ai perdu ma carte vitalle", "fr")
first = time.perf_counter() - started
for text in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
    library.search(text, "fr")
print(first, pss() - before)
"""


def questions() -> list[tuple[str, str]]:
    """Return every question with the guide that answers it."""
    import yaml

    found = []
    for path in sorted(QUERIES.glob("*.yaml")):
        for guide_id, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found += [(guide_id, text) for text in texts]
    return found


def made_up(count: int, said: list[str], chance: random.Random) -> list[Document]:
    """Return documents as long as official sheets, whose words are as frequent as those of a language.

    The words of the guides come as often as they do there; the others are made of their syllables.
    """
    syllables = sorted({word[:3].lower() for word in said if word.isalpha()})
    rare = ["".join(chance.choices(syllables, k=3)) for _number in range(_RARE_WORDS)]
    weights = list(itertools.accumulate(1 / (rank + 50) for rank in range(_RARE_WORDS)))

    def text(length: int) -> str:
        common = chance.choices(said, k=length * 2 // 3)
        return " ".join(common + chance.choices(rare, cum_weights=weights, k=length - len(common)))

    found = []
    for number in range(count):
        title, summary, body = text(7), text(30), text(_WORDS_A_SHEET)
        texts = (title, "", summary, body)
        found.append(Document("fiche", f"F{number}", "particuliers", "fr", title, summary, texts))
    return found


def library(path: Path, documents: int) -> None:
    """Compile the guides, and made-up documents beside them."""
    compile_library(ROOT / "resources", path)
    if not documents:
        return
    content = read_resources(ROOT / "resources")
    path.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        connection.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))
        index = Index(connection)
        connection.execute("BEGIN")
        said: list[str] = []
        for guide in content.guides:
            document = guide_document(guide)
            index.add(document)
            if guide.lang == "fr":
                said += [word for text in document.texts for word in split(text)]
        for document in made_up(documents, said, random.Random(1)):  # noqa: S311 -- the same each time
            index.add(document)
        index.finish(read_lexicon(ROOT / "resources" / "lexicon"))
        connection.execute("COMMIT")


def seconds(command: list[str], compiled: Path) -> float:
    """Return how long a command takes, its modules compiled beforehand as an installed program has them."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How fast the search answers.")
    parser.add_argument("--documents", type=int, default=0, help="made-up documents beside the guides")
    parser.add_argument("--rounds", type=int, default=5, help="times each question is asked")
    given = parser.parse_args()
    asked = questions()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        started = time.perf_counter()
        library(path, given.documents)
        compiled = time.perf_counter() - started
        opened = Library(path)
        took, ranks = [], []
        for number in range(given.rounds + 1):
            for guide_id, text in asked:
                started = time.process_time()
                answer = opened.search(text, "fr")
                if number:
                    took.append((time.process_time() - started) * 1e3)
                else:
                    found = [hit.id for hit in answer.hits]
                    ranks.append(found.index(guide_id) + 1 if guide_id in found else 0)
        opened.close()
        texts = Path(folder) / "texts"
        texts.write_text("\n".join(text for _guide, text in asked), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", _NEW_PROCESS, str(path), str(texts)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        first, memory = done.stdout.split()
        size = path.stat().st_size
        bare, whole = command_line(Path(folder))
    took.sort()
    p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
    lines = [
        ("questions", f"{len(asked)}, {given.documents} made-up documents"),
        *(() if given.documents else quality(ranks)),
        (
            "a query, warm, CPU, p50 / p95 / max",
            " / ".join(f"{ms:.2f}" for ms in (p50, p95, took[-1])) + " ms",
        ),
        ("first query of a process, opening and imports in", f"{float(first) * 1e3:.0f} ms"),
        ("memory of the search after all questions", f"{int(memory) / 1024:.1f} MiB"),
        ("library file / compiling it", f"{size / 1024:.0f} KiB / {compiled:.1f} s"),
        (
            "command line: search / python -c pass",
            f"{whole * 1e3:.0f} / {bare * 1e3:.0f} ms = {whole / bare:.2f} ×",
        ),
    ]
    for name, value in lines:
        print(f"{name:50} {value}")


def command_line(folder: Path) -> tuple[float, float]:
    """Return the seconds of ``python -c pass`` and of a search from the command line, run by turns."""
    nothing = [sys.executable, "-c", "pass"]
    search = [sys.executable, "-m", "dematassist", "search", "j'ai perdu ma carte verte"]
    pairs = [(seconds(nothing, folder), seconds(search, folder)) for _number in range(12)][1:]
    bare, whole = (statistics.median(times) for times in zip(*pairs, strict=True))
    return bare, whole


def quality(ranks: list[int]) -> list[tuple[str, str]]:
    """Say how well the questions were answered; made-up documents would only blur it."""
    first, third = (sum(0 < rank <= among for rank in ranks) / len(ranks) for among in (1, 3))
    return [
        ("right guide first / in first 3", f"{first:.1%} / {third:.1%}"),
        ("mean reciprocal rank", f"{sum(1 / rank for rank in ranks if rank) / len(ranks):.3f}"),
    ]


if __name__ == "__main__":
    main()
