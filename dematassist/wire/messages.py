"""The messages themselves, strict and frozen. Each field says in its type what it may hold."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import Annotated

import msgspec
from msgspec import Meta

from dematassist.wire.values import (
    MAX_SENT_REPORTS,
    Assistive,
    Contact,
    Count,
    Departement,
    Digest,
    Intent,
    KeyId,
    Kind,
    Lever,
    Line,
    LivedBy,
    Moment,
    OptionalSlug,
    ProblemCode,
    PublicKey,
    ReportId,
    Right,
    Satisfaction,
    Signature,
    Slug,
    Stage,
    Standing,
    Text,
    Verdict,
    Version,
)


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every message is: frozen, strict, and without its empty fields on the wire."""


class Consequence(Message, frozen=True):
    """What the problem costs a person."""

    right: Right | None = None
    days_lost: Annotated[int, Meta(ge=0, le=3_650)] | None = None
    euros: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None


class Report(Message, frozen=True):
    """One dysfunction met by one person. Nothing in it says who."""

    version: Version
    report_id: ReportId
    written_on: date
    program_version: Annotated[str, Meta(max_length=40, pattern="^[A-Za-z0-9.+_-]*$")]
    service_id: Slug
    kind: Kind
    intent: Intent = Intent.SERVICE
    guide_id: OptionalSlug = ""
    step_id: OptionalSlug = ""
    address: Line = ""
    is_blocked: bool | None = None
    blocked_since: date | None = None
    consequence: Consequence = Consequence()
    contact_tried: Annotated[tuple[Contact, ...], Meta(max_length=len(Contact))] = ()
    contact_reached: Annotated[tuple[Contact, ...], Meta(max_length=len(Contact))] = ()
    contact_satisfaction: Satisfaction | None = None
    lived_by: LivedBy | None = None
    assistive: Annotated[tuple[Assistive, ...], Meta(max_length=len(Assistive))] = ()
    departement: Departement = ""
    lever: Lever | None = None
    text: Text = ""

    def __post_init__(self) -> None:
        _refuse_line_ends(
            self.report_id, self.program_version, self.service_id, self.guide_id, self.step_id, self.address,
            self.departement,
        )  # fmt: skip


class Receipt(Message, frozen=True):
    """The hub has this report, written on its disk."""

    version: Version
    report_id: ReportId
    digest: Digest
    standing: Standing
    received_at: Moment


class SignedReceipt(Message, frozen=True):
    """A receipt and the hub's signature of its canonical bytes."""

    receipt: Receipt
    key_id: KeyId
    signature: Signature


class Incident(Message, frozen=True):
    """One problem of one step that several people met. Counts are absent while they could single one out."""

    incident_id: Slug
    service_id: Slug
    kind: Kind
    stage: Stage
    revision: Count
    opened_on: date
    changed_on: date
    guide_id: OptionalSlug = ""
    step_id: OptionalSlug = ""
    lever: Lever | None = None
    reports: Count | None = None
    places: Count | None = None
    way_round: Text = ""
    answer: Text = ""
    shown_until: date | None = None


class ReportStatus(Message, frozen=True):
    """What became of one report of the desk that asks."""

    report_id: ReportId
    standing: Standing
    incident_id: OptionalSlug = ""
    stage: Stage | None = None
    revision: Count = 0


class FollowUp(Message, frozen=True):
    """The feed: open incidents for everybody, and every report the hub has from the desk that asked.

    ``sequence`` only grows, even when the hub was restored from an old copy: a smaller one is a replay.
    A report with a receipt that is not in ``statuses`` was lost by such a restoration: send it again.
    """

    version: Version
    sequence: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    hub: Line
    incidents: tuple[Incident, ...] = ()
    statuses: tuple[ReportStatus, ...] = ()
    desk_key_id: Annotated[str, Meta(pattern="^([0-9a-f]{16})?$")] = ""


class SignedFollowUp(Message, frozen=True):
    """A feed and the hub's signature of its canonical bytes; also what a feed file on a stick holds."""

    follow_up: FollowUp
    key_id: KeyId
    signature: Signature


class FollowUpRequest(Message, frozen=True):
    """What a desk signs once to read what became of its reports (the header ``Desk-Signature``)."""

    version: Version
    key_id: KeyId


class Outcome(Message, frozen=True):
    """« Corrigé, merci » or « pas corrigé », about one revision of the incident of a report."""

    version: Version
    report_id: ReportId
    revision: Count
    verdict: Verdict


class Enrolment(Message, frozen=True):
    """A desk makes itself known with a code that serves once."""

    version: Version
    code: Annotated[str, Meta(pattern="^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$")]
    public_key: PublicKey


class Enrolled(Message, frozen=True):
    """The hub knows the desk, and tells its own key, which the desk keeps."""

    version: Version
    key_id: KeyId
    hub_public_key: PublicKey
    hub_key_id: KeyId
    hub: Line


class SignedReport(Message, frozen=True):
    """A report and its desk's signature; both empty when no desk sends it."""

    report: Report
    key_id: Annotated[str, Meta(pattern="^([0-9a-f]{16})?$")] = ""
    signature: Annotated[str, Meta(pattern="^([A-Za-z0-9+/]{86}==)?$")] = ""


class Parcel(Message, frozen=True):
    """Reports handed over together: in one request, or carried by hand in one file."""

    version: Version
    reports: Annotated[tuple[SignedReport, ...], Meta(max_length=1_000)]


class Handled(Message, frozen=True):
    """What the hub did with one report of a parcel: a receipt, or why there is none."""

    report_id: ReportId
    receipt: SignedReceipt | None = None
    refusal: ProblemCode | None = None
    retry_seconds: Count = 0
    """How long to wait before it is sent again; 0 when that is of no use."""


class ParcelAnswer(Message, frozen=True):
    """What the hub did with each report of a parcel, in the same order."""

    version: Version
    handled: Annotated[tuple[Handled, ...], Meta(max_length=MAX_SENT_REPORTS)]


class Problem(Message, frozen=True):
    """Why the hub refused (RFC 9457). ``title`` and ``detail`` are sentences of the hub for a person."""

    type: Annotated[str, Meta(max_length=100)]
    title: Annotated[str, Meta(max_length=200)]
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: Annotated[str, Meta(max_length=1_000)] = ""
    field: Annotated[str, Meta(max_length=200)] = ""


def _refuse_line_ends(*values: str) -> None:
    """In a pattern, ``$`` also matches before a line end; none of these may have one."""
    if any("\n" in value or "\r" in value for value in values):
        raise ValueError("a line end")
