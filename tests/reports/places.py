"""A desk of the tests: its files in a folder, and what acts on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dematassist import wire
from dematassist.reports.delivery import Network
from dematassist.reports.exchange import Exchange
from dematassist.reports.feed import FeedFile
from dematassist.reports.membership import MembershipFile
from dematassist.reports.model import Origin
from dematassist.reports.outbox import Outbox
from dematassist.reports.record import Reports
from dematassist.system.clock import SystemClock

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.reports.model import State

WHERE = Origin("caf", "prime-activite", "declarer", "https://www.caf.fr")


class SkewedClock(SystemClock):
    """A clock that is wrong."""

    def __init__(self) -> None:
        self.skew = timedelta()

    def now(self) -> datetime:
        return super().now() + self.skew


class Place:
    """A desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SkewedClock()
        self.network = Network(pause_seconds=5)
        self.open()

    def open(self) -> None:
        self.outbox = Outbox(self.folder / "reports.db")
        self.membership = MembershipFile(self.folder / "hub.json", self.clock.now())
        feed = FeedFile(self.folder / "feed.json")
        self.exchange = Exchange(
            self.outbox, self.membership, feed, self.clock, self.network, self.folder / "lock", lambda: 0.5
        )
        self.reports = Reports(self.outbox, self.clock)

    def close(self) -> None:
        self.outbox.close()

    def write(self, kind: wire.Kind = wire.Kind.ERROR_MESSAGE, where: Origin = WHERE) -> str:
        """Write a report and say yes to it."""
        report_id, _changes = self.reports.write_report(where, wire.Intent.SERVICE, kind)
        review, _changes = self.reports.review_report(report_id)
        self.reports.send_later(report_id, review.digest)
        return report_id

    def state(self, report_id: str) -> State:
        return self.reports.entry(report_id).state
