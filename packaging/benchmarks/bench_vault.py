"""What sealing documents costs against the ``age`` program, and a space of 10,000: a table, in one run.

    python packaging/benchmarks/bench_vault.py [--small 1000] [--large 10] [--documents 10000] [--in FOLDER]

Each file is stored and read by us, then by ``age``, in turns. Storing is a whole ``add_document``: looked
at, sealed, on the disk, read back and proved, then its row in the index. ``age`` writes to the cache of the
system and starts a process for each file; its second line waits for the disk after each one.
"""

# ruff: noqa: E402 -- the checkout is measured, whatever is installed
from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dematassist.system.clock import SystemClock
from dematassist.vault.documents import Added
from dematassist.vault.intake import from_path
from dematassist.vault.keys import keys_of, new_identity
from dematassist.vault.model import Document, DocumentFacts
from dematassist.vault.opening import open_documents
from dematassist.vault.shelves import Place, Shelves
from dematassist.vault.streams import Nowhere

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dematassist.vault.documents import Documents
    from dematassist.vault.keys import SpaceKeys

_SMALL_BYTES, _LARGE_BYTES = 200_000, 50_000_000
_KINDS = ("passeport", "avis-imposition", "fiche-paie", "justificatif-domicile", "bail", "carte-vitale")
_QUESTIONS = (
    "passeport",
    "avis 2024",
    "camille bulletin",
    "jus dom",
    "rue des lilas",
    "exemple 2021",
    "pasport exmple",
    "zzzz",
)


class Took(NamedTuple):
    """Seconds that one pass took, by who did it."""

    ours: float
    age: float
    age_synced: float


def took(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


class Turns:
    """One file after the other: stored and read by us, then by ``age``."""

    def __init__(self, folder: Path) -> None:
        identity = new_identity()
        keys = keys_of(identity, bytes(16))
        (folder / "space").mkdir(parents=True)
        (folder / "key").write_text(f"{identity}\n")
        self._documents = open_documents(folder / "space", keys, SystemClock()).documents
        self._source, self._sealed = folder / "paper.pdf", folder / "paper.age"
        self._seal = ["age", "-r", keys.recipient, "-o", str(self._sealed), str(self._source)]
        self._open = ["age", "-d", "-i", str(folder / "key"), "-o", os.devnull, str(self._sealed)]

    def one(self, size: int) -> tuple[Took, Took]:
        """Return what storing and reading one new file took."""
        self._source.write_bytes(b"%PDF-1.7\n" + os.urandom(size - 20) + b"\n%%EOF\n")
        added: list[Added] = []
        ours = took(lambda: added.append(store(self._documents, self._source)))
        age = took(self._seal_by_age)
        stored = Took(ours, age, took(self._seal_by_age_on_the_disk))
        ours = took(lambda: self._documents.read(added[0].document.id, Nowhere()))
        age = took(lambda: subprocess.run(self._open, check=True))
        return stored, Took(ours, age, age)

    def close(self) -> None:
        """Let go of the space."""
        self._documents.close()

    def _seal_by_age(self) -> None:
        self._sealed.unlink(missing_ok=True)
        subprocess.run(self._seal, check=True)

    def _seal_by_age_on_the_disk(self) -> None:
        self._seal_by_age()
        descriptor = os.open(self._sealed, os.O_RDWR)
        os.fsync(descriptor)
        os.close(descriptor)


def against_age(folder: Path, count: int, size: int) -> tuple[Took, Took]:
    """Store then read ``count`` files of ``size`` bytes, in turns; return what storing and reading took."""
    with closing(Turns(folder)) as turns:
        stored, read = zip(*(turns.one(size) for _number in range(count)), strict=True)
    return summed(stored), summed(read)


def summed(several: Sequence[Took]) -> Took:
    """Return the sum of each column."""
    return Took(*(sum(column) for column in zip(*several, strict=True)))


def store(documents: Documents, source: Path) -> Added:
    """Store a file as a person does."""
    with from_path(source) as incoming:
        added = documents.add_document(incoming, DocumentFacts(title=source.stem))
    assert isinstance(added, Added)
    return added


def made_up(number: int) -> Document:
    """Return what is known of a paper of nobody."""
    chance = random.Random(number)  # noqa: S311 -- nothing secret
    kind = chance.choice(_KINDS)
    issued = date(2015, 1, 1) + timedelta(chance.randrange(4000))
    facts = DocumentFacts(
        kind=kind,
        title=f"{kind.replace('-', ' ').capitalize()} {issued.year}",
        holder=chance.choice(("Camille Exemple", "Dominique Exemple", "Sacha Modèle")),
        issued=issued,
        expires=issued + timedelta(3650),
        note=chance.choice(("", "12 rue des Lilas", "à renvoyer à la Caf")),
    )
    return Document(
        id=f"{number:032x}",
        facts=facts,
        original_name=f"scan-{number}.pdf",
        media_type="application/pdf",
        size_bytes=_SMALL_BYTES,
        sha256=f"{number:064x}",
        added=issued,
    )


def many(folder: Path, count: int) -> list[tuple[str, str]]:
    """Return what opening, listing and searching a space of ``count`` documents take."""
    keys = keys_of(new_identity(), bytes(16))
    folder.mkdir()
    space = open_documents(folder, keys, SystemClock())
    papers = [made_up(number) for number in range(count)]
    shelves = Shelves(folder)
    for paper in papers:
        path = shelves.path(paper.id, Place.OBJECTS)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    space.register.keep(*papers)
    space.documents.close()
    # The first opening of a day also copies the index.
    opened, copying = opening(folder, keys)
    opened.close()
    turns = [turn(folder, keys, papers, number) for number in range(5)]
    unlocking, listing, changing = (
        statistics.median(column) for column in list(zip(*turns, strict=True))[:3]
    )
    searching = [seconds for one in turns for seconds in one.searching]
    clear = statistics.median(in_clear(folder / "clear.db", papers) for _turn in range(5))
    return [
        (f"unlock {count:,} / read as many rows in clear", f"{unlocking:.2f} s = {unlocking / clear:.0f} ×"),
        ("unlock, first of the day (the index is copied)", f"{copying:.2f} s"),
        (f"list {count:,}", f"{listing * 1e3:.1f} ms"),
        (
            f"search in {count:,}, median / longest",
            f"{statistics.median(searching) * 1e3:.1f} / {max(searching) * 1e3:.1f} ms",
        ),
        ("keep what is said of one", f"{changing * 1e3:.1f} ms"),
    ]


class Turn(NamedTuple):
    """Seconds of one opening of a large space, and of what is done then."""

    unlocking: float
    listing: float
    changing: float
    searching: tuple[float, ...]


def turn(folder: Path, keys: SpaceKeys, papers: list[Document], number: int) -> Turn:
    """Open a space, list it, search it, change one document."""
    documents, unlocking = opening(folder, keys)
    with closing(documents):
        assert len(documents.list()) == len(papers)
        listing = took(documents.list)
        searching = tuple(took(lambda text=text: documents.search(text)) for text in _QUESTIONS)
        facts = DocumentFacts(title=f"Changé {number}")
        changing = took(lambda: documents.set_facts(papers[number].id, facts))
    return Turn(unlocking, listing, changing, searching)


def opening(folder: Path, keys: SpaceKeys) -> tuple[Documents, float]:
    """Open a space; return its documents and how long it took."""
    started = time.perf_counter()
    documents = open_documents(folder, keys, SystemClock()).documents
    return documents, time.perf_counter() - started


def in_clear(path: Path, papers: list[Document]) -> float:
    """Return how long SQLite takes to open and read as many rows that are not sealed."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE row (id TEXT PRIMARY KEY, body TEXT)")
        plain.executemany("INSERT INTO row VALUES (?, ?)", ((paper.id, repr(paper)) for paper in papers))
        plain.commit()

    def read() -> None:
        with closing(sqlite3.connect(path)) as plain:
            plain.execute("SELECT * FROM row").fetchall()

    return took(read)


def rows(count: int, size: int, folder: Path) -> list[tuple[str, str]]:
    """Return the lines of the table for files of one size."""
    stored, read = against_age(folder, count, size)
    what = f"{count:,} × {size / 1e6:g} MB"
    return [
        (
            f"store {what}: ours / age",
            f"{stored.ours:.1f} / {stored.age:.1f} s = {stored.ours / stored.age:.2f} ×",
        ),
        (
            f"store {what}: ours / age on the disk",
            f"{stored.ours:.1f} / {stored.age_synced:.1f} s = {stored.ours / stored.age_synced:.2f} ×",
        ),
        (f"read {what}: ours / age", f"{read.ours:.1f} / {read.age:.1f} s = {read.ours / read.age:.2f} ×"),
    ]


def stalls() -> list[tuple[str, str]]:
    """Return for how long a window stands still while 50 MB are stored, on a screen of its own if it can."""
    program = [sys.executable, str(Path(__file__).with_name("window_while_storing.py"))]
    screen = ["xvfb-run", "-a"] if shutil.which("xvfb-run") else []
    env = os.environ if screen else os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([*screen, *program], env=env, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return [(f"longest gap of the window, {step}", f"{gap:.0f} ms") for step, gap in found.items()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--large", type=int, default=10)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--in", dest="folder", type=Path, help="a folder of the disk to measure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        lines = (
            *rows(given.small, _SMALL_BYTES, folder / "small"),
            *rows(given.large, _LARGE_BYTES, folder / "large"),
            *many(folder / "many", given.documents),
            *stalls(),
        )
    for what, value in lines:
        print(f"{what:50} {value}")


if __name__ == "__main__":
    main()
