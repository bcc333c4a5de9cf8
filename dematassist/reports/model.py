"""A report on its way: what a person tells, in which state it is, and what may happen to it next.

Frozen values and pure rules, no I/O, no clock. A report is Draft while it is written, ToReview while the very
bytes that would leave are shown, Waiting once the person said yes to those bytes, then Sent with a proof.
ToCorrect was refused; Withdrawn was taken back. There is no other way from Draft to Waiting than ToReview.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple, TypeVar

import msgspec

from dematassist import wire

MAX_PAUSE = timedelta(hours=6)
"""The longest pause between two tries."""
FIRST_PAUSE = timedelta(minutes=1)


class Need(Enum):
    """What a person who is stuck needs: three intents that are never mixed."""

    SERVICE_FAILS = "service-fails"
    GUIDE_IS_WRONG = "guide-is-wrong"
    MY_CASE = "my-case"


def intent_of(need: Need) -> wire.Intent | None:
    """Return what a report for this need is about; ``None`` when a person answers, and nothing is sent."""
    match need:
        case Need.SERVICE_FAILS:
            return wire.Intent.SERVICE
        case Need.GUIDE_IS_WRONG:
            return wire.Intent.GUIDE
        case Need.MY_CASE:
            return None


class Origin(NamedTuple):
    """Where the person is: what a report is filled with before they say anything."""

    service_id: str
    guide_id: str = ""
    step_id: str = ""
    address: str = ""


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """All that a person may say of what happened. Only ``kind`` is needed."""

    kind: wire.Kind
    is_blocked: bool | None = None
    blocked_since: date | None = None
    consequence: wire.Consequence = wire.Consequence()
    contact_tried: tuple[wire.Contact, ...] = ()
    contact_reached: tuple[wire.Contact, ...] = ()
    contact_satisfaction: wire.Satisfaction | None = None
    lived_by: wire.LivedBy | None = None
    assistive: tuple[wire.Assistive, ...] = ()
    departement: str = ""
    lever: wire.Lever | None = None
    text: str = ""


class Trouble(Enum):
    """Why the last try did not succeed: one quiet line to the person."""

    NO_NETWORK = "no-network"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    NOT_YET = "not-yet"
    """The server took it, and has given it no number yet."""
    NOT_THE_HUB = "not-the-hub"
    """Something answered, and it was not the hub: a hotel's page, another server."""


class Way(Enum):
    """A way out of the outbox that gives no proof of arrival."""

    STICK = "stick"
    EMAIL = "email"
    PAPER = "paper"


class Handed(msgspec.Struct, frozen=True):
    """The report was given to this way on that day; nothing proves that it arrived."""

    way: Way
    on: date


class Receipt(msgspec.Struct, frozen=True, tag="receipt"):
    """The hub signed that it has the report."""

    signed: wire.SignedReceipt


class Listed(msgspec.Struct, frozen=True, tag="listed"):
    """A feed that the hub signed lists the report: it came by a stick, or the receipt was lost."""

    sequence: int
    hub_key_id: str = ""


class ServiceRequest(msgspec.Struct, frozen=True, tag="open311"):
    """An Open311 server has it under this number, and last said whether it is open."""

    service_request_id: str
    is_open: bool | None = None


Proof = Receipt | Listed | ServiceRequest


class Draft(msgspec.Struct, frozen=True, tag="draft"):
    """Being written."""


class ToReview(msgspec.Struct, frozen=True, tag="to-review"):
    """The person is shown the bytes that would leave; ``digest`` is theirs."""

    digest: wire.Digest


class Waiting(msgspec.Struct, frozen=True, tag="waiting"):
    """Leaves as soon as it can. ``attempts`` counts before each try: from 1 on, it may have left."""

    since: datetime
    due_at: datetime
    attempts: int = 0
    trouble: Trouble | None = None
    reference: str = ""
    """What a server that gave no number yet asks to come back with."""


class Sent(msgspec.Struct, frozen=True, tag="sent"):
    """It arrived, and this proves it."""

    at: datetime
    proof: Proof
    key_id: str = ""
    """The key of the desk that sent it; empty when it was sent unsigned."""


class ToCorrect(msgspec.Struct, frozen=True, tag="to-correct"):
    """Refused. ``code`` is why, when the hub said so; ``field`` is where in the report."""

    at: datetime
    code: wire.ProblemCode | None = None
    field: str = ""


class Withdrawn(msgspec.Struct, frozen=True, tag="withdrawn"):
    """Taken back by the person. It may have left before: then the hub may have it."""

    at: datetime
    may_have_left: bool = False


State = Draft | ToReview | Waiting | Sent | ToCorrect | Withdrawn


class Said(msgspec.Struct, frozen=True):
    """What the person says of a correction, and whether the hub knows it, or would not hear it."""

    verdict: wire.Verdict
    revision: int
    is_delivered: bool = False
    refusal: wire.ProblemCode | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the outbox, and all that is known of it."""

    report: wire.Report
    written_at: datetime
    state: State = Draft()
    handed: tuple[Handed, ...] = ()
    status: wire.ReportStatus | None = None
    """What the hub last made of it."""
    said: Said | None = None

    @property
    def id(self) -> wire.ReportId:
        """The id of the report."""
        return self.report.report_id


class Counts(NamedTuple):
    """What is not sent yet, always visible."""

    drafts: int = 0
    waiting: int = 0
    to_correct: int = 0
    oldest_waiting: datetime | None = None


class NotNowError(ValueError):
    """The report is in a state where this cannot be done."""

    def __init__(self, state: State) -> None:
        self.state = state
        super().__init__(type(state).__name__)


def begun(report: wire.Report, now: datetime) -> Entry:
    """Return a report that was just begun."""
    return Entry(report=report, written_at=now)


def details_of(report: wire.Report) -> Details:
    """Return what the person said, to be changed."""
    return Details(**{name: getattr(report, name) for name in Details.__struct_fields__})


def with_details(report: wire.Report, details: Details) -> wire.Report:
    """Return the report with these details. Who was reached was tried; lists have one order."""
    said = {name: getattr(details, name) for name in Details.__struct_fields__}
    reached = _in_order(wire.Contact, details.contact_reached)
    said["contact_reached"] = reached
    said["contact_tried"] = _in_order(wire.Contact, (*details.contact_tried, *reached))
    said["contact_satisfaction"] = details.contact_satisfaction if reached else None
    said["blocked_since"] = details.blocked_since if details.is_blocked else None
    said["assistive"] = _in_order(wire.Assistive, details.assistive)
    return msgspec.structs.replace(report, **said)


def changed(entry: Entry, report: wire.Report) -> Entry:
    """Return the entry with another content: it is a draft again. Never once it may have left."""
    match entry.state:
        case Draft() | ToReview() | ToCorrect() | Waiting(attempts=0):
            return msgspec.structs.replace(entry, report=report, state=Draft())
        case _:
            raise NotNowError(entry.state)


def reviewed(entry: Entry) -> Entry:
    """Return the entry whose bytes are being shown. Looking at what waits or has left changes nothing."""
    match entry.state:
        case Draft() | ToReview() | ToCorrect():
            return _in_state(entry, ToReview(wire.digest(entry.report)))
        case Waiting() | Sent() | Withdrawn():
            return entry


def approved(entry: Entry, digest: wire.Digest, now: datetime) -> Entry:
    """Return the entry that waits to leave. Only the bytes the person was shown may."""
    match entry.state:
        case ToReview(digest=shown) if shown == digest == wire.digest(entry.report):
            return _in_state(entry, Waiting(since=now, due_at=now))
        case _:
            raise NotNowError(entry.state)


def attempted(entry: Entry) -> Entry:
    """Return the entry about to be sent. Kept before the network is touched: from now on it may have left."""
    match entry.state:
        case Waiting(attempts=attempts):
            return _in_state(entry, msgspec.structs.replace(entry.state, attempts=attempts + 1))
        case _:
            raise NotNowError(entry.state)


def postponed(entry: Entry, due_at: datetime, trouble: Trouble, reference: str = "") -> Entry:
    """Return the entry that will be tried again. One that no longer waits stays as it is."""
    match entry.state:
        case Waiting(reference=before):
            state = msgspec.structs.replace(
                entry.state, due_at=due_at, trouble=trouble, reference=reference or before
            )
            return _in_state(entry, state)
        case _:
            return entry


def refused(entry: Entry, at: datetime, code: wire.ProblemCode | None, field: str = "") -> Entry:
    """Return the entry that its receiver will never take as it is."""
    match entry.state:
        case Waiting():
            return _in_state(entry, ToCorrect(at, code, field))
        case _:
            return entry


def arrived(entry: Entry, at: datetime, proof: Proof, key_id: str = "") -> Entry:
    """Return the entry with the proof that it arrived. A proof that comes after a withdrawal still holds."""
    match entry.state:
        case Sent(proof=Receipt()):
            return entry
        case _:
            return _in_state(entry, Sent(at, proof, key_id))


def seen_there(entry: Entry, *, is_open: bool) -> Entry:
    """Return the entry that an Open311 server says to be open or closed."""
    match entry.state:
        case Sent(proof=ServiceRequest() as proof):
            seen = msgspec.structs.replace(proof, is_open=is_open)
            return _in_state(entry, msgspec.structs.replace(entry.state, proof=seen))
        case _:
            return entry


def hurried(entry: Entry, now: datetime) -> Entry:
    """Return the entry to be tried now: what it waited for is back. A hub that asked to wait is obeyed."""
    match entry.state:
        case Waiting(trouble=Trouble.NO_NETWORK | Trouble.NO_ANSWER | Trouble.NOT_THE_HUB):
            return _in_state(entry, msgspec.structs.replace(entry.state, due_at=now))
        case _:
            return entry


def withdrawn(entry: Entry, at: datetime) -> Entry:
    """Return the entry taken back. What is proven to have arrived cannot be."""
    match entry.state:
        case Sent():
            raise NotNowError(entry.state)
        case Withdrawn():
            return entry
        case Waiting(attempts=attempts):
            return _in_state(entry, Withdrawn(at, may_have_left=attempts > 0 or bool(entry.handed)))
        case Draft() | ToReview() | ToCorrect():
            return _in_state(entry, Withdrawn(at, may_have_left=bool(entry.handed)))


def handed(entry: Entry, way: Way, on: date) -> Entry:
    """Return the entry given to a way out without proof; only what the person said yes to."""
    match entry.state:
        case Waiting(attempts=attempts):
            state = msgspec.structs.replace(entry.state, attempts=max(attempts, 1))
            one = Handed(way, on)
            ways = entry.handed if one in entry.handed else (*entry.handed, one)
            return msgspec.structs.replace(entry, state=state, handed=ways)
        case Withdrawn(at=at):
            # Taken back while it was being handed over: it has left all the same.
            return _in_state(entry, Withdrawn(at, may_have_left=True))
        case Sent():
            return entry
        case Draft() | ToReview() | ToCorrect():
            raise NotNowError(entry.state)


def is_due(waiting: Waiting, now: datetime) -> bool:
    """Return whether to try now. A date further than any pause comes from a clock that was wrong."""
    return waiting.due_at <= now or waiting.due_at - now > MAX_PAUSE


def pause(attempts: int, share: float, least: timedelta = timedelta()) -> timedelta:
    """Return how long to wait after this many tries: anywhere (``share``, 0 to 1) below a doubling bound.

    « Full jitter »: desks that lost the hub together do not come back together. ``least`` was asked for.
    """
    bound = min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 16), MAX_PAUSE)
    wait: timedelta = bound * share
    return max(wait, min(least, MAX_PAUSE))


def _in_state(entry: Entry, state: State) -> Entry:
    return msgspec.structs.replace(entry, state=state)


_Value = TypeVar("_Value", bound=Enum)


def _in_order(kind: type[_Value], given: tuple[_Value, ...]) -> tuple[_Value, ...]:
    return tuple(value for value in kind if value in given)
