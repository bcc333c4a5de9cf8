"""The messages that the application and the hub send each other: values, limits, bytes and signatures.

Pure: no file, no clock, no sentence for a person. Both sides import this file and nothing else of each
other. A message is ``decode``d from bytes nobody trusts; it is signed, compared and stored as its
``canonical`` bytes (RFC 8785), so that the same report has the same digest on every machine.

The desk signs with its own Ed25519 key, the hub with its own. ``Purpose`` is signed with the message: what
was signed for one use cannot be replayed for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from nacl.signing import SigningKey

MAX_BYTES = 64 * 1024
"""The size of one message on its way to the hub."""
MAX_DEPTH = 8
MAX_TEXT_CHARACTERS = 2_000
MAX_PARCEL_BYTES = 16 * 1024 * 1024
"""The size of a file of reports carried by hand, and of a feed."""

DESK_KEY_HEADER = "Desk-Key"
DESK_SIGNATURE_HEADER = "Desk-Signature"
IDEMPOTENCY_HEADER = "Idempotency-Key"
PROBLEM_TYPE = "application/problem+json"

Version = Literal[1]
# PostgreSQL cannot keep U+0000, and no other control character is ever typed.
_NO_CONTROL = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
ReportId = Annotated[
    str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
"""A UUID of version 4, in small letters: version 7 would tell when it was written."""
Slug = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9._-]*$", max_length=80)]
"""The id of a guide, a service or a step."""
OptionalSlug = Annotated[str, Meta(pattern="^([a-z0-9][a-z0-9._-]*)?$", max_length=80)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
KeyId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
PublicKey = Annotated[str, Meta(pattern="^[A-Za-z0-9+/]{43}=$")]
Signature = Annotated[str, Meta(pattern="^[A-Za-z0-9+/]{86}==$")]
Text = Annotated[str, Meta(max_length=MAX_TEXT_CHARACTERS, pattern=_NO_CONTROL)]
Line = Annotated[str, Meta(max_length=500, pattern=_NO_CONTROL)]
Departement = Annotated[str, Meta(pattern="^(0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-8]|98[4678])?$")]
Moment = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class Intent(Enum):
    """What a report is about. A question on one's own case goes to a person, never to the hub."""

    SERVICE = "service"
    GUIDE = "guide"


class Kind(Enum):
    """What happened (« Je donne mon avis » asks it as ``bug_kind``)."""

    PAGE_DOWN = "page-down"
    ERROR_MESSAGE = "error-message"
    DOCUMENT_REFUSED = "document-refused"
    ACCOUNT_OR_CODE = "account-or-code"
    NO_ANSWER = "no-answer"
    INCOMPREHENSIBLE = "incomprehensible"
    INACCESSIBLE = "inaccessible"
    OTHER = "other"


class Lever(Enum):
    """Where an improvement seems to be: the service's design, who orders it, or training and local help."""

    OFFER = "offer"
    ORDER = "order"
    USE = "use"


class Right(Enum):
    """Which right or service of life is held up."""

    INCOME = "income"
    HOUSING = "housing"
    HEALTH = "health"
    FAMILY = "family"
    WORK = "work"
    DISABILITY = "disability"
    RETIREMENT = "retirement"
    RESIDENCE = "residence"
    IDENTITY = "identity"
    MOBILITY = "mobility"
    EDUCATION = "education"
    JUSTICE = "justice"
    TAX = "tax"
    OTHER = "other"


class Contact(Enum):
    """Who was tried or reached: the answers of « Je donne mon avis » to ``contact_tried``."""

    DESK = "desk"
    PHONE = "phone"
    EMAIL = "email"
    CHAT = "chat"
    RELATIVE = "relative"
    ASSOCIATION = "association"


class Satisfaction(Enum):
    """The three answers of « Je donne mon avis » to ``contact_satisfaction``."""

    BAD = "bad"
    MEDIUM = "medium"
    GOOD = "good"


class LivedBy(Enum):
    """Who met the problem."""

    USER = "user"
    CAREGIVER = "caregiver"


class Assistive(Enum):
    """A family of assistive technology; never a product, which would single a person out."""

    SCREEN_READER = "screen-reader"
    MAGNIFIER = "magnifier"
    KEYBOARD_ONLY = "keyboard-only"
    SWITCH = "switch"
    VOICE_CONTROL = "voice-control"
    READ_ALOUD = "read-aloud"
    OTHER = "other"


class Stage(Enum):
    """Where an incident is in its life."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    SENT = "sent"
    ANSWERED = "answered"
    FIXED = "fixed"
    NOT_FIXED = "not-fixed"
    GUIDE_UPDATED = "guide-updated"


class Standing(Enum):
    """What the hub made of a report: held for a person to read, joined to an incident, or set aside."""

    HELD = "held"
    JOINED = "joined"
    SET_ASIDE = "set-aside"


class Verdict(Enum):
    """What the person who reported says of a correction."""

    FIXED = "fixed"
    NOT_FIXED = "not-fixed"


class ProblemCode(Enum):
    """Why the hub refused. On the wire, ``Problem.type`` is ``urn:dematassist:`` and this value."""

    NOT_FOUND = "not-found"
    METHOD = "method-not-allowed"
    NOT_JSON = "not-json"
    NOT_EXPECTED = "not-expected"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    KEY_MISMATCH = "idempotency-key-mismatch"
    OTHER_CONTENT = "other-content-same-id"
    OTHER_SENDER = "other-sender"
    KEY_UNKNOWN = "key-unknown"
    KEY_REVOKED = "key-revoked"
    SIGNATURE = "signature-wrong"
    CODE = "code-refused"
    REVISION = "revision-unknown"
    TOO_MANY = "too-many"
    BUSY = "busy"
    BROKEN = "broken"


class Purpose(Enum):
    """What a signature is for; signed with the message."""

    REPORT = "dematassist report 1"
    RECEIPT = "dematassist receipt 1"
    FOLLOW_UP = "dematassist follow-up 1"
    FOLLOW_UP_REQUEST = "dematassist follow-up request 1"
    OUTCOME = "dematassist outcome 1"


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
    """Reports carried to the hub by hand, in one file."""

    version: Version
    reports: Annotated[tuple[SignedReport, ...], Meta(max_length=1_000)]


class Problem(Message, frozen=True):
    """Why the hub refused (RFC 9457). ``title`` and ``detail`` are sentences of the hub for a person."""

    type: Annotated[str, Meta(max_length=100)]
    title: Annotated[str, Meta(max_length=200)]
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: Annotated[str, Meta(max_length=1_000)] = ""
    field: Annotated[str, Meta(max_length=200)] = ""


class MessageError(ValueError):
    """Bytes that are not the message expected. ``field`` says where, never what was there."""

    def __init__(self, code: ProblemCode, field: str = "") -> None:
        self.code = code
        self.field = field
        super().__init__(code.value)


MessageT = TypeVar("MessageT", bound=Message)


def decode(raw: bytes, kind: type[MessageT], *, max_bytes: int = MAX_BYTES) -> MessageT:
    """Return the message in these bytes. ``MessageError`` when they are not one, or are too much."""
    if len(raw) > max_bytes:
        raise MessageError(ProblemCode.TOO_LARGE)
    if _depth(raw) > MAX_DEPTH:
        raise MessageError(ProblemCode.TOO_DEEP)
    try:
        message = msgspec.json.decode(raw, type=kind)
        # Half a character of UTF-16, or a lone one, is not text that can be kept.
        msgspec.json.encode(message).decode()
    except msgspec.ValidationError as error:
        raise MessageError(ProblemCode.NOT_EXPECTED, _where(error)) from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MessageError(ProblemCode.NOT_JSON) from None
    return message


def canonical(message: msgspec.Struct) -> bytes:
    """Return the one way to write this message (JSON Canonicalization Scheme, RFC 8785)."""
    import rfc8785

    return rfc8785.dumps(msgspec.to_builtins(message))


def digest(message: msgspec.Struct) -> Digest:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(message)).hexdigest()


def key_id(public_key: PublicKey) -> KeyId:
    """Return the short name of a key, the same everywhere."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:16]


def public_key(seed: bytes) -> PublicKey:
    """Return the public half of the key made from 32 random bytes."""
    return base64.b64encode(bytes(_signing_key(seed).verify_key)).decode()


def sign(purpose: Purpose, message: msgspec.Struct, seed: bytes) -> Signature:
    """Return the Ed25519 signature of a message for this purpose."""
    return base64.b64encode(_signing_key(seed).sign(_signed_bytes(purpose, message)).signature).decode()


def is_signed(purpose: Purpose, message: msgspec.Struct, signature: str, key: PublicKey) -> bool:
    """Return whether this key signed the message for this purpose."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        signed = base64.b64decode(signature, validate=True)
        VerifyKey(base64.b64decode(key, validate=True)).verify(_signed_bytes(purpose, message), signed)
    # PyNaCl says ValueError and TypeError for a key or a signature of another length.
    except (BadSignatureError, binascii.Error, ValueError, TypeError):
        return False
    return True


def sign_receipt(receipt: Receipt, seed: bytes) -> SignedReceipt:
    """Return the receipt with the hub's signature."""
    return SignedReceipt(
        receipt=receipt,
        key_id=key_id(public_key(seed)),
        signature=sign(Purpose.RECEIPT, receipt, seed),
    )


def is_receipt_of(signed: SignedReceipt, report: Report, hub_key: PublicKey) -> bool:
    """Return whether the hub with this key really has this report, unchanged."""
    return (
        signed.key_id == key_id(hub_key)
        and signed.receipt.report_id == report.report_id
        and signed.receipt.digest == digest(report)
        and is_signed(Purpose.RECEIPT, signed.receipt, signed.signature, hub_key)
    )


def sign_follow_up(follow_up: FollowUp, seed: bytes) -> SignedFollowUp:
    """Return the feed with the hub's signature."""
    return SignedFollowUp(
        follow_up=follow_up,
        key_id=key_id(public_key(seed)),
        signature=sign(Purpose.FOLLOW_UP, follow_up, seed),
    )


def is_feed_of(signed: SignedFollowUp, hub_key: PublicKey) -> bool:
    """Return whether the hub with this key wrote this feed."""
    return signed.key_id == key_id(hub_key) and is_signed(
        Purpose.FOLLOW_UP, signed.follow_up, signed.signature, hub_key
    )


def sign_report(report: Report, seed: bytes) -> SignedReport:
    """Return the report with its desk's signature."""
    return SignedReport(
        report=report, key_id=key_id(public_key(seed)), signature=sign(Purpose.REPORT, report, seed)
    )


@lru_cache(maxsize=4)
def _signing_key(seed: bytes) -> SigningKey:
    # The halves of a key take as long to make as a signature: a hub signs each receipt with the same.
    from nacl.signing import SigningKey

    return SigningKey(seed)


def _signed_bytes(purpose: Purpose, message: msgspec.Struct) -> bytes:
    return purpose.value.encode() + b"\n" + canonical(message)


def _depth(raw: bytes) -> int:
    """Return how deep brackets go, outside strings: a bomb is told before it is read."""
    depth = deepest = 0
    in_string = is_escaped = False
    for byte in raw:
        if is_escaped:
            is_escaped = False
        elif in_string:
            is_escaped, in_string = byte == ord("\\"), byte != ord('"')
        elif byte == ord('"'):
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _where(error: msgspec.ValidationError) -> str:
    """Return the path of the field at fault; a name nobody expected is told only as « unknown field »."""
    said = str(error)
    if "unknown field" in said:
        return "unknown field"
    path = said.rpartition(" - at `")[2].rstrip("`") if " - at `" in said else ""
    if "missing required field" in said:
        path += "." + said.partition("missing required field `")[2].partition("`")[0]
    return path.removeprefix("$").removeprefix(".")


def _refuse_line_ends(*values: str) -> None:
    """In a pattern, ``$`` also matches before a line end; none of these may have one."""
    if any("\n" in value or "\r" in value for value in values):
        raise ValueError("a line end")
