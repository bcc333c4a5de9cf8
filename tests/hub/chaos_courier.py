"""The program's own courier in its own process, on the files of one desk, until it is killed.

``chaos_courier.py FOLDER SKEW_DAYS``: its clock is wrong by that many days. Its pauses are the real ones, two
thousand times shorter.
"""

from __future__ import annotations

import random
import sys
import threading
from datetime import timedelta
from pathlib import Path

from dematassist.reports.courier import Courier, Pace
from dematassist.reports.delivery import Network
from dematassist.reports.exchange import Exchange
from dematassist.reports.feed import FeedFile
from dematassist.reports.membership import MembershipFile
from dematassist.reports.outbox import open_outbox
from tests.reports.places import SkewedClock

SHORTER = 2_000


def main() -> None:
    """Send and read for ever."""
    folder, skew_days = Path(sys.argv[1]), int(sys.argv[2])
    clock = SkewedClock()
    clock.skew = timedelta(days=skew_days)
    outbox, problem = open_outbox(folder / "reports.db", clock.now())
    assert problem is None, problem
    assert outbox.is_lasting
    exchange = Exchange(
        outbox,
        MembershipFile(folder / "hub.json", clock.now()),
        FeedFile(folder / "feed.json"),
        clock,
        Network(pause_seconds=5),
        folder / "lock",
        lambda: random.random() / SHORTER,  # noqa: S311 -- chaos, not a secret
    )
    courier = Courier(exchange, lambda _done: None, pace=Pace(look=0.01, feed=0.3, disk=0.1))
    courier.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
