"""What a tick costs in the encrypted folder, against the file outside and a bare wait for the disk.

    python packaging/benchmarks/bench_walks.py [--ticks 200] [--walks 100] [--in FOLDER]

All in one run, in turns. A tick is a whole ``save``: it returns once the change is on the disk, or after
40 ms when it is not yet. Ticks come two tenths of a second apart, as a quick person makes them: meanwhile
the worker writes the row of the one before.
"""

# ruff: noqa: E402 -- the checkout is measured, whatever is installed
from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dematassist.journeys.model import AtStep, Journey
from dematassist.journeys.sealed import WALKS
from dematassist.journeys.store import SqliteStore
from dematassist.journeys.summary import Summary
from dematassist.vault.sealing import PATIENCE_SECONDS, SealedRecords, Sealing
from dematassist.vault.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.journeys.sealed import KeptWalk
    from dematassist.journeys.store import JourneyStore

_PASSWORD = "un mot de passe de mesure"  # noqa: S105
_BETWEEN_SECONDS = 0.2


def walk(number: int, tick: int) -> tuple[Journey, Summary]:
    """Return a walk of nobody, with one more tick each time."""
    at = datetime.now(timezone.utc)
    journey = Journey(
        id=f"{number:032x}",
        guide_id="carte-vitale",
        guide_title="Carte Vitale",
        started_at=at,
        updated_at=at,
        position=AtStep("commander"),
        ticks=frozenset((f"step {one}", "action") for one in range(tick % 30)),
        notes={("step", f"note {one}"): "12 rue de l’Exemple" for one in range(10)},
    )
    return journey, Summary(journey.id, "carte-vitale", "Carte Vitale", 2, 4, False, at.isoformat())


def took(act: Callable[[], object]) -> float:
    """Return how long an act takes, in seconds."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def ticks(
    sealing: Sealing,
    sealed: SealedRecords[Journey, KeptWalk],
    outside: JourneyStore,
    file: Path,
    count: int,
) -> tuple[list[float], list[float], list[float], int]:
    """Tick inside, outside, and wait for the disk, in turns; return each time, and how many were late."""
    inside, plain, bare, late = [], [], [], 0
    descriptor = os.open(file, os.O_CREAT | os.O_RDWR)
    for tick in range(count):
        changed = walk(1, tick)
        inside.append(took(lambda changed=changed: sealed.save(changed)))
        late += sealing.is_saving
        time.sleep(_BETWEEN_SECONDS)
        plain.append(took(lambda changed=changed: outside.save(*changed)))
        os.pwrite(descriptor, os.urandom(4096), 0)
        bare.append(took(lambda: os.fsync(descriptor)))
    os.close(descriptor)
    return inside, plain, bare, late


def said(seconds: list[float]) -> str:
    """Return the median, and what one in twenty exceeds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]
    return f"{statistics.median(ordered) * 1e3:.1f} / {p95 * 1e3:.1f} / {ordered[-1] * 1e3:.1f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=200)
    parser.add_argument("--walks", type=int, default=100)
    parser.add_argument("--in", dest="folder", type=Path, help="a folder of the disk to measure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        space = Space(folder / "space")
        sheet = space.prepare(_PASSWORD)
        space.create(tuple(sheet.words[number - 1] for number in sheet.asked))
        with closing(SqliteStore(folder / "journeys.db")) as outside:
            sealing = Sealing(space)
            sealed = SealedRecords(sealing, WALKS)
            sealed.take_in(walk(number, number) for number in range(2, given.walks + 1))
            inside, plain, bare, late = ticks(sealing, sealed, outside, folder / "bare", given.ticks)
            sealing.close()
        space.lock()
        unlocking = took(lambda: space.open(_PASSWORD))
        reading = took(lambda: SealedRecords(sealing, WALKS, sealing.read()))
        space.lock()
    for what, figure in (
        ("tick in the folder, median / p95 / longest", said(inside)),
        ("tick outside", said(plain)),
        ("a bare wait for the disk", said(bare)),
        (f"later than {PATIENCE_SECONDS * 1e3:.0f} ms", f"{late} of {given.ticks}"),
        (f"unlock a folder of {given.walks} walks", f"{unlocking:.2f} s"),
        ("read them in the window", f"{reading * 1e3:.0f} ms"),
    ):
        print(f"{what:<45}{figure}")


if __name__ == "__main__":
    main()
