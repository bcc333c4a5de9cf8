"""What a person does with a report, done and kept: one verb, one method, which returns what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist import wire
from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.reports import draft, follow_up, model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from dematassist.reports.membership import Membership
    from dematassist.reports.model import Counts, Details, Entry, Origin, Way
    from dematassist.reports.outbox import Outbox
    from dematassist.reports.session_outbox import SessionOutbox
    from dematassist.system.clock import Clock

_CHANGED = changed(Changed.REPORTS)
_UNUSABLE_IDS = (wire.ProblemCode.OTHER_CONTENT, wire.ProblemCode.OTHER_SENDER)
"""The receiver has another report under this id: a corrected one takes a new id."""


class Review(NamedTuple):
    """The very bytes that would leave, and their digest: « oui » to it is « oui » to them only."""

    body: bytes
    digest: wire.Digest


class Reports:
    """The reports of this desk. Any thread may use it."""

    def __init__(
        self, outbox: Outbox | SessionOutbox, clock: Clock, known: Callable[[], Iterable[str]] = tuple
    ) -> None:
        """``known`` gives what the program knows of the person, to be masked in what they write."""
        self._outbox = outbox
        self._clock = clock
        self._known = known

    @property
    def is_lasting(self) -> bool:
        """Whether reports are there at the next start."""
        return self._outbox.is_lasting

    def entries(self) -> tuple[Entry, ...]:
        """Return the reports, the oldest first: of this desk, or of one session at a shared computer."""
        return self._outbox.entries()

    def entry(self, report_id: wire.ReportId) -> Entry:
        """Return one report. Raises ``UserError(REPORT_UNKNOWN)``."""
        return self._outbox.entry(report_id)

    def counts(self) -> Counts:
        """Return how many are not sent yet, and since when the oldest waits."""
        return self._outbox.counts()

    def write_report(
        self, where: Origin, intent: wire.Intent, kind: wire.Kind
    ) -> tuple[wire.ReportId, Changes]:
        """Keep a report made by one click; return its id and what changed."""
        report = draft.filled(self._new_id(), where, intent, kind, self._clock.today())
        self._outbox.add(model.begun(draft.checked(report), self._clock.now()))
        return report.report_id, _CHANGED

    def add_to_report(self, report_id: wire.ReportId, details: Details) -> tuple[wire.ReportId, Changes]:
        """Keep what more the person says, masked; return the id of the report and what changed.

        The report is a draft again. Its id is another one when the receiver has something else under it.
        Raises ``UserError``: REPORT_LEFT once it may have left, REPORT_TOO_LONG, REPORT_UNCLEAR.
        """
        before = self._outbox.entry(report_id)
        report = draft.completed(before.report, details, self._known())
        if report == before.report:
            return report_id, NOTHING
        match before.state:
            case model.ToCorrect(code=code) if code in _UNUSABLE_IDS:
                return self._write_again(report)
            case _:
                self._change(report_id, lambda entry: model.changed(entry, report))
                return report_id, _CHANGED

    def review_report(self, report_id: wire.ReportId) -> tuple[Review, Changes]:
        """Return the very bytes that would leave, to be shown to the person, and what changed."""
        entry = self._change(report_id, model.reviewed)
        return Review(wire.canonical(entry.report), wire.digest(entry.report)), _CHANGED

    def send_later(self, report_id: wire.ReportId, digest: wire.Digest) -> Changes:
        """Have the report leave as soon as it can: the person said yes to the bytes with this digest.

        Raises ``UserError(REPORT_NOT_SEEN)`` when they are not the ones that would leave.
        """
        now = self._clock.now()
        self._change(report_id, lambda entry: model.approved(entry, digest, now), Cause.REPORT_NOT_SEEN)
        return _CHANGED

    def withdraw_report(self, report_id: wire.ReportId) -> Changes:
        """Take the report back. Raises ``UserError(REPORT_LEFT)`` when it has arrived."""
        now = self._clock.now()
        self._change(report_id, lambda entry: model.withdrawn(entry, now))
        return _CHANGED

    def carry(self, target: Path, hub: Membership) -> tuple[int, Changes]:
        """Write what waits in one file for a stick; return how many reports it holds, and what changed.

        Raises ``UserError``: NOTHING_TO_CARRY, and those of a disk.
        """
        from dematassist.reports.carrying import carry

        return carry(self._outbox, hub, target, self._clock.today()), _CHANGED

    def write_email(
        self, report_id: wire.ReportId, target: Path, *, to: str = "", subject: str, text: str
    ) -> Changes:
        """Write a report as an e-mail for a mail program (``.eml``); ``to`` may be left for the person.

        Raises ``UserError``: REPORT_NOT_SEEN before the person said yes, MAILBOX, and those of a disk.
        """
        from dematassist.reports.carrying import write_email

        today = self._clock.today()
        write_email(self._outbox, report_id, target, today, to=to, subject=subject, text=text)
        return _CHANGED

    def hand_over(self, report_id: wire.ReportId, way: Way) -> Changes:
        """Say that a report was given by hand. Raises ``UserError(REPORT_NOT_SEEN)`` before the yes."""
        today = self._clock.today()
        self._change(report_id, lambda entry: model.handed(entry, way, today), Cause.REPORT_NOT_SEEN)
        return _CHANGED

    def say_outcome(self, report_id: wire.ReportId, verdict: wire.Verdict) -> Changes:
        """Keep « corrigé, merci » or « pas corrigé », to be told to the hub at the next occasion."""
        self._change(report_id, lambda entry: follow_up.told(entry, verdict), Cause.REPORT_NOT_FOLLOWED)
        return _CHANGED

    def _write_again(self, report: wire.Report) -> tuple[wire.ReportId, Changes]:
        import msgspec

        now = self._clock.now()
        again = msgspec.structs.replace(report, report_id=self._new_id())
        self._outbox.replace(
            report.report_id, lambda entry: model.withdrawn(entry, now), model.begun(again, now)
        )
        return again.report_id, _CHANGED

    def _change(
        self, report_id: wire.ReportId, rule: Callable[[Entry], Entry], otherwise: Cause = Cause.REPORT_LEFT
    ) -> Entry:
        try:
            return self._outbox.change(report_id, rule)
        except model.NotNowError:
            raise UserError(otherwise, id=report_id) from None

    def _new_id(self) -> wire.ReportId:
        import uuid

        return str(uuid.UUID(hex=self._clock.new_id(), version=4))
