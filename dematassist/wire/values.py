"""The limits of messages, the shapes of their fields, and the words that fields may hold."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Annotated, Literal

from msgspec import Meta

MAX_BYTES = 64 * 1024
"""The size of one message on its way to the hub."""
MAX_DEPTH = 8
MAX_TEXT_CHARACTERS = 2_000
MAX_PARCEL_BYTES = 16 * 1024 * 1024
"""The size of a file of reports carried by hand, and of a feed."""
MAX_SENT_BYTES = 256 * 1024
"""The size of a parcel of reports on its way to the hub, and of its answer."""
MAX_SENT_REPORTS = 50

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
