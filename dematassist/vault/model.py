"""What is known of a person's papers, frozen, with no I/O."""

from __future__ import annotations

import re
import unicodedata
from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.papers.model import Sides  # noqa: TC001 -- msgspec reads the annotations at run time

if TYPE_CHECKING:
    from collections.abc import Iterable

DocumentId = str
"""32 hexadecimal digits, at random: it says nothing of what is inside."""
MAX_LINE_LETTERS = 200
MAX_NOTE_LETTERS = 5_000
MAX_PAGES = 9_999
SOON_DAYS = 60
"""How long before its end a paper is recalled: many services take weeks to give another."""
TRASH_DAYS = 30

_ID = re.compile(r"[0-9a-f]{32}")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class OfficialCode(Enum):
    """What the square code (2D-Doc) of a paper was worth when it was read."""

    ABSENT = "absent"
    VERIFIED = "verified"
    """Signed by who it says, by the state's list: « code officiel vérifié »."""
    UNVERIFIED = "unverified"
    """There, but nobody on the state's list vouches for it."""
    TO_READ = "to-read"
    """What came with the paper says that there is one: it is believed once it is read again here."""


class Concern(Enum):
    """What was noticed of a file when it came in."""

    ACTIVE = "active"
    """It holds what acts: a script, a file inside, a call to a program."""
    MACROS = "macros"
    LOCKED = "locked"
    """It has a password of its own."""
    KIND_UNKNOWN = "kind-unknown"
    """Kept sealed and never opened here."""
    OTHER_ENDING = "other-ending"
    """Its name says another kind of file."""
    CUT = "cut"
    """Its end is missing."""
    TWO_KINDS = "two-kinds"
    """It is also a file of another kind."""


class DocumentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a person, or the code on the paper, says of it. Empty or ``None`` when not known."""

    kind: str = ""
    """The id of a kind of paper."""
    title: str = ""
    holder: str = ""
    """Whose paper it is."""
    issued: date | None = None
    expires: date | None = None
    sides: Sides | None = None
    """What of the paper this file shows."""
    pages: int | None = None
    note: str = ""
    official_code: OfficialCode = OfficialCode.ABSENT


def to_read_again(facts: DocumentFacts) -> DocumentFacts:
    """Return facts that someone else may have written: the code is not believed on their word."""
    if facts.official_code is OfficialCode.ABSENT:
        return facts
    return msgspec.structs.replace(facts, official_code=OfficialCode.TO_READ)


class Stored(msgspec.Struct, frozen=True, tag="stored"):
    """The document is in the space."""


class Missing(msgspec.Struct, frozen=True, tag="missing"):
    """It is known, but its sealed file is not there any more."""


class Trashed(msgspec.Struct, frozen=True, tag="trashed"):
    """It was put in the trash on this day."""

    on: date


State = Stored | Missing | Trashed


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the space."""

    id: DocumentId
    facts: DocumentFacts
    original_name: str
    """The name of the file, cleaned: it can be given to any system."""
    media_type: str
    size_bytes: int
    sha256: str
    added: date
    concerns: tuple[Concern, ...] = ()
    state: State = Stored()

    @property
    def shown_name(self) -> str:
        """The title, or the name of the file when it has none."""
        return self.facts.title or self.original_name


class Ended(NamedTuple):
    """The paper was valid until some day in the past."""

    days_ago: int


class EndsSoon(NamedTuple):
    """The paper is still valid, for these days after today."""

    days_left: int


class Reminder(NamedTuple):
    """A paper to replace."""

    document: Document
    end: Ended | EndsSoon


def is_document_id(text: str) -> bool:
    """Return whether a text can be the id of a document: nothing else ever becomes a path."""
    return _ID.fullmatch(text) is not None


def end_of(facts: DocumentFacts, today: date, soon_days: int = SOON_DAYS) -> Ended | EndsSoon | None:
    """Return how a paper ends, or ``None`` when it has no end, or a far one."""
    if facts.expires is None:
        return None
    days = (facts.expires - today).days
    if days < 0:
        return Ended(-days)
    return EndsSoon(days) if days <= soon_days else None


def reminders(documents: Iterable[Document], today: date, soon_days: int = SOON_DAYS) -> tuple[Reminder, ...]:
    """Return the papers to replace, the first to end first.

    A paper that its holder has again (same kind, ends later) is not recalled, nor one that is not there.
    """
    kept = [document for document in documents if isinstance(document.state, Stored)]
    lasts: dict[tuple[str, str], date] = {}
    for document in kept:
        facts = document.facts
        if facts.kind and facts.expires:
            owned = (facts.kind, _same(facts.holder))
            lasts[owned] = max(facts.expires, lasts.get(owned, facts.expires))
    found: list[tuple[date, Reminder]] = []
    for document in kept:
        facts = document.facts
        end = end_of(facts, today, soon_days)
        if end is None or facts.expires is None:
            continue
        if facts.expires == lasts.get((facts.kind, _same(facts.holder)), facts.expires):
            found.append((facts.expires, Reminder(document, end)))
    found.sort(key=lambda pair: (pair[0], pair[1].document.id))
    return tuple(reminder for _day, reminder in found)


def is_past_trash(on: date, today: date) -> bool:
    """Return whether what was trashed on that day may go. A clock set back keeps it longer."""
    return (today - on).days >= TRASH_DAYS


def tidied(facts: DocumentFacts) -> DocumentFacts:
    """Return the facts as they are kept: no letter that hides or turns the writing, bounded lengths."""
    pages = facts.pages if facts.pages is not None and 1 <= facts.pages <= MAX_PAGES else None
    return msgspec.structs.replace(
        facts,
        kind=tidy_line(facts.kind),
        title=tidy_line(facts.title),
        holder=tidy_line(facts.holder),
        note=tidy_text(facts.note, MAX_NOTE_LETTERS),
        pages=pages,
    )


def visible(text: str) -> str:
    """Return a text in NFC without the letters nobody sees: controls, direction marks, joiners."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in _UNSEEN)


def tidy_line(text: str, most: int = MAX_LINE_LETTERS) -> str:
    """Return a text on one line, ``most`` letters long at most, without the letters nobody sees."""
    return " ".join(visible(" ".join(text.split())).split())[:most].strip()


def tidy_text(text: str, most: int) -> str:
    """Return a text in its lines, ``most`` letters long at most, without the letters nobody sees."""
    return "\n".join(visible(line).rstrip() for line in text.splitlines())[:most].strip()


def _same(holder: str) -> str:
    return " ".join(holder.casefold().split())
