"""The outbox: nothing is lost, whatever stops the program, fills the disk or damages the file."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import uuid
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.reports import follow_up, model
from dematassist.reports.model import Draft, Entry, Listed, Origin, Sent, ToReview, Waiting
from dematassist.reports.outbox import Outbox, open_outbox
from dematassist.reports.record import Reports
from tests.conftest import ROOT, FixedClock
from tests.wire.messages import REPORTS, report

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)


def entry(number: int = 1, **changes: object) -> Entry:
    written = report(report_id=str(uuid.UUID(int=number, version=4)), **changes)
    return Entry(report=written, written_at=NOW + timedelta(seconds=number))


@pytest.fixture(params=["file", "memory"])
def outbox(request, tmp_path):
    made = Outbox(tmp_path / "data" / "reports.db" if request.param == "file" else None)
    yield made
    made.close()


def test_what_is_added_is_read_whole_the_oldest_first(outbox):
    for number in (2, 1, 3):
        outbox.add(entry(number))
    assert outbox.entries() == (entry(1), entry(2), entry(3))
    assert outbox.entry(entry(2).id) == entry(2)


def test_a_rule_that_refuses_changes_nothing(outbox):
    outbox.add(entry())
    with pytest.raises(model.NotNowError):
        outbox.change(entry().id, model.attempted)
    assert outbox.entries() == (entry(),)


def test_of_two_changes_that_go_together_none_is_done_alone(outbox):
    outbox.add(entry(1))
    outbox.add(entry(2))
    with pytest.raises(sqlite3.IntegrityError):
        outbox.replace(entry(1).id, lambda one: model.withdrawn(one, NOW), entry(2, text="autre"))
    assert outbox.entries() == (entry(1), entry(2))


def test_entries_are_asked_by_kind_of_state(outbox):
    outbox.add(entry(1))
    outbox.add(msgspec.structs.replace(entry(2), state=Waiting(NOW, NOW, 3, model.Trouble.BUSY)))
    assert [one.id for one in outbox.entries(Waiting)] == [entry(2).id]
    assert [one.id for one in outbox.entries(Draft)] == [entry(1).id]
    assert outbox.counts() == model.Counts(drafts=1, waiting=1, oldest_waiting=NOW)


def test_threads_take_turns_and_none_loses_the_work_of_another(outbox):
    outbox.add(msgspec.structs.replace(entry(), state=Waiting(NOW, NOW)))

    def attempt() -> None:
        for _ in range(25):
            outbox.change(entry().id, model.attempted)

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outbox.entry(entry().id).state.attempts == 100


def test_two_programs_may_use_the_same_file(tmp_path):
    first, second = Outbox(tmp_path / "reports.db"), Outbox(tmp_path / "reports.db")
    first.add(msgspec.structs.replace(entry(), state=Waiting(NOW, NOW)))
    first.change(entry().id, model.attempted)
    second.change(entry().id, model.attempted)
    assert first.entry(entry().id).state.attempts == 2
    first.close()
    second.close()


def test_the_file_and_those_beside_it_are_for_this_user_only(tmp_path):
    outbox = Outbox(tmp_path / "data" / "reports.db")
    outbox.add(entry())
    for path in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    outbox.close()


def test_kill_9_before_any_statement_leaves_what_was_told_or_what_was_being_done(tmp_path):
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "killed_outbox.py"), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True, timeout=100,
    )  # fmt: skip
    killed, status = map(int, done.stdout.split())
    print(f"killed before {killed} statements")
    assert status == 0
    assert killed >= 20
    # What each verb leaves, in order; the last one may have been kept without being told.
    lives = (tmp_path / str(killed + 1) / "told").read_text().splitlines()
    states = [line.split()[0] for line in lives]
    for number in range(1, killed + 1):
        told = (tmp_path / str(number) / "told").read_text().splitlines()
        outbox, problem = open_outbox(tmp_path / str(number) / "reports.db", NOW)
        assert problem is None
        found = outbox.entries()
        outbox.close()
        last = {line.split()[1]: line.split()[0] for line in told}
        assert set(last) <= {one.id for one in found}
        for one in found:
            state = type(one.state).__name__
            known = last.get(one.id)
            # Withdrawing the first report and beginning the second are one transaction told by two lines.
            following = states[len(told) : len(told) + 2]
            assert state == known or state in following, (number, told, state)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_kept_aside_and_a_new_one_works(tmp_path, content):
    path = tmp_path / "reports.db"
    path.write_bytes(content)
    outbox, problem = open_outbox(path, NOW)
    outbox.add(entry())
    assert outbox.entries() == (entry(),)
    assert problem.cause is Cause.REPORTS_DAMAGED
    assert Path(problem.details["kept"]).read_bytes() == content
    outbox.close()


def test_what_can_still_be_read_in_a_damaged_file_is_taken_over_and_counted(tmp_path):
    path = tmp_path / "reports.db"
    outbox = Outbox(path)
    for number in range(1, 80):
        outbox.add(entry(number, text="x" * 1500))
    outbox.close()
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    content[4096 * (pages // 2) : 4096 * (pages // 2) + 2048] = b"\xaa" * 2048
    path.write_bytes(content)
    outbox, problem = open_outbox(path, NOW)
    found = outbox.entries()
    assert problem.cause is Cause.REPORTS_DAMAGED
    assert len(found) == int(problem.details["read"]) >= 40
    assert all(one == entry(uuid.UUID(one.id).int & 0xFFFF, text="x" * 1500) for one in found)
    outbox.close()


@pytest.mark.parametrize("column", ["body", "digest", "about"])
def test_a_report_that_is_not_the_one_written_is_found_at_the_next_opening(tmp_path, column):
    path = tmp_path / "reports.db"
    outbox = Outbox(path)
    outbox.add(msgspec.structs.replace(entry(1), state=Waiting(NOW, NOW)))
    outbox.add(msgspec.structs.replace(entry(2), state=Waiting(NOW, NOW)))
    outbox.close()
    with sqlite3.connect(path) as connection:
        (before,) = connection.execute(f"SELECT {column} FROM report ORDER BY written_at").fetchone()
        after = before.replace(b"caf", b"cag") if column == "body" else before[:-1]
        connection.execute(f"UPDATE report SET {column} = ? WHERE report_id = ?", (after, entry(1).id))
    connection.close()
    outbox, problem = open_outbox(path, NOW)
    assert problem.cause is Cause.REPORTS_DAMAGED
    found = {one.id: one for one in outbox.entries()}
    assert found[entry(2).id].state == Waiting(NOW, NOW)
    if column == "about":
        # Its bytes are whole and its state is lost: the person reads it again.
        assert found[entry(1).id].state == ToReview(wire.digest(entry(1).report))
    else:
        assert entry(1).id not in found
        assert problem.details["read"] == "1"
    outbox.close()


def test_a_file_of_a_newer_program_is_not_touched(tmp_path):
    path = tmp_path / "reports.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (x)")
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    outbox, problem = open_outbox(path, NOW)
    assert Path(problem.details["kept"]).read_bytes() == before
    outbox.close()


def test_a_folder_that_cannot_be_written_keeps_reports_in_memory_and_says_so(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is needed")
    outbox, problem = open_outbox(blocked / "reports.db", NOW)
    assert isinstance(problem, UserError)
    assert not outbox.is_lasting
    outbox.add(entry())
    assert outbox.entries() == (entry(),)
    outbox.close()


def test_a_full_disk_is_said_and_loses_nothing_already_kept(tmp_path):
    """On a real file system of 300 KB, filled for real."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(folder)], check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("this machine may not mount a file system")
    try:
        outbox, kept = Outbox(folder / "reports.db"), 0
        while _is_done(partial(outbox.add, entry(kept + 1, text="x" * 2000)), unless=Cause.DISK_FULL):
            kept += 1
        assert len(outbox.entries()) == kept > 0
        outbox.close()
        outbox, problem = open_outbox(folder / "reports.db", NOW)
        assert problem is None
        assert len(outbox.entries()) == kept
        outbox.close()
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def _is_done(do, *, unless: Cause) -> bool:
    """Do it; return whether it was not refused for that cause."""
    try:
        do()
    except UserError as error:
        if error.cause is not unless:
            raise
        return False
    return True


class OutboxMachine(RuleBasedStateMachine):
    """Anything a person, a hub and a power cut may do, against a dictionary."""

    written = Bundle("written")

    @initialize()
    def open(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory(prefix="outbox-")
        self.path = Path(self.folder.name) / "reports.db"
        self.clock = FixedClock()
        self.expected: dict[str, Entry] = {}
        self.shown: dict[str, str] = {}
        self._open()

    def _open(self) -> None:
        self.outbox = Outbox(self.path)
        self.reports = Reports(self.outbox, self.clock)

    def _mirror(self, report_id: str, rule_: object) -> None:
        before = self.expected[report_id]
        try:
            expected = rule_(before)
        except model.NotNowError:
            expected = before
        self.expected[report_id] = expected

    @rule(target=written, kind=st.sampled_from(wire.Kind))
    def write(self, kind):
        report_id, _changes = self.reports.write_report(Origin("caf"), wire.Intent.SERVICE, kind)
        self.expected[report_id] = self.outbox.entry(report_id)
        return report_id

    @rule(target=written, report_id=written, other=REPORTS)
    def add(self, report_id, other):
        details = msgspec.structs.replace(model.details_of(other), text="Essai")
        now = report_id

        def do() -> None:
            nonlocal now
            now, _changes = self.reports.add_to_report(report_id, details)

        if not _is_done(do, unless=Cause.REPORT_LEFT):
            return multiple()
        if now != report_id:
            self._mirror(report_id, lambda one: model.withdrawn(one, self.clock.now()))
            self.expected[now] = self.outbox.entry(now)
            return now
        merged = model.with_details(self.expected[report_id].report, details)
        if merged != self.expected[report_id].report:
            self._mirror(report_id, lambda one: model.changed(one, merged))
        return multiple()

    @rule(report_id=written)
    def review(self, report_id):
        review, _changes = self.reports.review_report(report_id)
        self.shown[report_id] = review.digest
        assert wire.decode(review.body, wire.Report) == self.expected[report_id].report
        self._mirror(report_id, model.reviewed)

    @rule(report_id=written)
    def approve(self, report_id):
        digest = self.shown.get(report_id, "0" * 64)
        before = self.expected[report_id].state
        self._mirror(report_id, lambda one: model.approved(one, digest, self.clock.now()))
        is_approved = _is_done(
            lambda: self.reports.send_later(report_id, digest), unless=Cause.REPORT_NOT_SEEN
        )
        assert is_approved == (self.expected[report_id].state != before)

    @rule(report_id=written)
    def withdraw(self, report_id):
        self._mirror(report_id, lambda one: model.withdrawn(one, self.clock.now()))
        _is_done(lambda: self.reports.withdraw_report(report_id), unless=Cause.REPORT_LEFT)

    @rule(
        report_id=written,
        what=st.sampled_from(
            [
                model.attempted,
                lambda one: model.postponed(one, NOW, model.Trouble.BUSY),
                lambda one: model.refused(one, NOW, wire.ProblemCode.OTHER_CONTENT),
                lambda one: model.refused(one, NOW, wire.ProblemCode.NOT_EXPECTED, "text"),
                lambda one: follow_up.lost(one, NOW),
                lambda one: model.handed(one, model.Way.STICK, NOW.date()),
            ]
        ),
    )
    def deliver(self, report_id, what):
        self._mirror(report_id, what)
        try:
            self.outbox.change(report_id, what)
        except model.NotNowError:
            return

    @rule(report_id=written)
    def arrive(self, report_id):
        """A proof comes only for what was tried."""
        state = self.expected[report_id].state
        if isinstance(state, Waiting) and state.attempts:
            self._mirror(report_id, lambda one: model.arrived(one, NOW, Listed(1)))
            self.outbox.change(report_id, lambda one: model.arrived(one, NOW, Listed(1)))

    @rule()
    def cut_the_power(self):
        self.outbox.close()
        self._open()

    @invariant()
    def nothing_is_lost(self):
        if not hasattr(self, "outbox"):
            return
        found = {one.id: one for one in self.outbox.entries()}
        assert found == self.expected
        counts = self.outbox.counts()
        states = [one.state for one in found.values()]
        assert counts.waiting == sum(isinstance(state, Waiting) for state in states)
        assert counts.oldest_waiting == min(
            (state.since for state in states if isinstance(state, Waiting)), default=None
        )

    @invariant()
    def only_bytes_that_were_shown_wait_or_have_left(self):
        for one in getattr(self, "expected", {}).values():
            if isinstance(one.state, (Waiting, Sent)):
                assert self.shown[one.id] == wire.digest(one.report)

    def teardown(self):
        if hasattr(self, "outbox"):
            self.outbox.close()
            self.folder.cleanup()


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
