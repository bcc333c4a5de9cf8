"""What a space can be seen from outside, and what is said when it opens. Frozen, no keys."""

from __future__ import annotations

from enum import Enum

import msgspec

from dematassist.vault.index import Trouble  # noqa: TC001 -- msgspec reads the annotations at run time


class Notice(Enum):
    """Something a person should know of a space that has just been opened."""

    HEADER_WAS_DAMAGED = "header-was-damaged"
    """One of the two copies of the header was not whole; it was written again."""
    HEADER_IS_OLD = "header-is-old"
    """The header is one of before: someone put it back, perhaps with a password that was changed."""
    SHEET_NEEDED = "sheet-needed"
    """The twelve words open nothing since the header was made again from the recovery key."""
    PASSWORD_KEPT = "password-kept"  # noqa: S105 -- a notice
    """It was opened with its sheet, and the new password could not be written."""
    CLOCK_WENT_BACK = "clock-went-back"
    """The clock says less than the latest time that a space of a mandate saw."""
    READ_ONLY = "read-only"
    """Nothing can be written there."""
    KEY_CHANGE_FINISHED = "key-change-finished"
    """A change of key that had been interrupted was brought to its end."""
    KEY_CHANGE_WAITS = "key-change-waits"
    """A change of key could not be brought to its end: everything is read, with either key."""


class NoSpace(msgspec.Struct, frozen=True, tag="none"):
    """There is no space here yet."""


class Locked(msgspec.Struct, frozen=True, tag="locked"):
    """There is one, and its keys are nowhere in memory."""

    has_pin: bool = False
    """Whether a short code may open it on this computer."""


class Unlocked(msgspec.Struct, frozen=True, tag="unlocked"):
    """It is open."""

    notices: tuple[Notice, ...] = ()
    index_trouble: Trouble | None = None
    """What was wrong with what is known of the documents; it was made again."""
    has_pin: bool = False
    purpose: str = ""
    """What the mandate is for; empty for a person's own space."""

    @property
    def can_write(self) -> bool:
        """Whether something can be added."""
        return Notice.READ_ONLY not in self.notices


State = NoSpace | Locked | Unlocked


class RecoverySheet(msgspec.Struct, frozen=True):
    """What is on the sheet of a new key, and which two words are asked back before the key is used."""

    words: tuple[str, ...]
    identity: str
    """The age identity, for the square code: it opens everything without this program."""
    asked: tuple[int, int]
    """The numbers, from 1, of the words to ask back."""

    def __repr__(self) -> str:
        return "RecoverySheet(…)"
