"""What becomes of a report once it has left: pure rules on what the hub says and what the person answers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec

from dematassist import wire
from dematassist.reports.model import (
    Listed,
    NotNowError,
    Receipt,
    Said,
    Sent,
    ToCorrect,
    Waiting,
    Withdrawn,
    arrived,
)

if TYPE_CHECKING:
    from dematassist.reports.model import Entry

_LISTED_FOR = timedelta(days=390)
"""For how long, less a margin, the hub lists a report."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_ABOUT_THE_SENDER = (wire.ProblemCode.KEY_UNKNOWN, wire.ProblemCode.KEY_REVOKED, wire.ProblemCode.SIGNATURE)


def resumed(entry: Entry, now: datetime) -> Entry:
    """Return the entry that waits again: it was refused for its sender, who is known since."""
    match entry.state:
        case ToCorrect(code=code) if code in _ABOUT_THE_SENDER:
            return msgspec.structs.replace(entry, state=Waiting(since=now, due_at=now, attempts=1))
        case _:
            return entry


def reported_back(entry: Entry, status: wire.ReportStatus, at: datetime, proof: Listed, key_id: str) -> Entry:
    """Return the entry with what the hub made of it: a signed feed lists it. What was tried has arrived."""
    known = msgspec.structs.replace(entry, status=status)
    match entry.state:
        case Waiting(attempts=attempts) if attempts > 0:
            return arrived(known, at, proof, key_id)
        case Withdrawn(may_have_left=True):
            return arrived(known, at, proof, key_id)
        case _:
            return known


def is_missing(entry: Entry, feed: wire.FollowUp, hub_key_id: str, now: datetime) -> bool:
    """Return whether the hub signed that it has this report, and signs now a list without it.

    It was then restored from an older copy. Reports too old are no longer listed, and those of another hub
    or sent under another key never were.
    """
    match entry.state:
        case Sent(proof=Receipt() | Listed() as proof, key_id=key_id):
            hub = proof.signed.key_id if isinstance(proof, Receipt) else proof.hub_key_id
            is_from_here = key_id == feed.desk_key_id != "" and hub == hub_key_id
            is_listed = any(status.report_id == entry.id for status in feed.statuses)
            return is_from_here and not is_listed and _age(entry.state, feed, now) < _LISTED_FOR
        case _:
            return False


def _age(sent: Sent, feed: wire.FollowUp, now: datetime) -> timedelta:
    """Return for how long the hub has had a report: by its own two times if it gives them, else by ours.

    The number of a feed is the time of its last change, in milliseconds; the clock of a desk may be wrong.
    """
    if isinstance(sent.proof, Receipt):
        age = timedelta(milliseconds=feed.sequence) - (sent.proof.signed.receipt.received_at - _EPOCH)
        if age >= timedelta():
            return age
    return now - sent.at


def told(entry: Entry, verdict: wire.Verdict) -> Entry:
    """Return the entry with « corrigé, merci » or « pas corrigé », about what the hub last said of it."""
    match entry.state:
        case Sent() if entry.status is not None and entry.status.incident_id:
            return msgspec.structs.replace(entry, said=Said(verdict, entry.status.revision))
        case _:
            raise NotNowError(entry.state)


def heard(entry: Entry, said: Said, refusal: wire.ProblemCode | None = None) -> Entry:
    """Return the entry whose verdict the hub knows, or would not hear. A newer verdict stays to be told."""
    if entry.said != said:
        return entry
    after = msgspec.structs.replace(said, is_delivered=refusal is None, refusal=refusal)
    return msgspec.structs.replace(entry, said=after)


def lost(entry: Entry, now: datetime) -> Entry:
    """Return the entry to be sent again, the same: its receiver had it and has lost it."""
    match entry.state:
        case Sent():
            return msgspec.structs.replace(entry, state=Waiting(since=now, due_at=now, attempts=1))
        case _:
            return entry
