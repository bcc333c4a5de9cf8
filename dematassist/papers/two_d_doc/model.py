"""A 2D-Doc as it was read, frozen, with no I/O."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- a field of values
from enum import Enum
from typing import NamedTuple


class Header(NamedTuple):
    """The fixed part. ``issued_on`` is the day of the paper, nothing when its kind has none."""

    version: int
    authority: str
    """Who vouches for the signer: « FR03 »."""
    certificate: str
    """The signer's certificate at that authority: « AV01 »."""
    issued_on: date | None
    signed_on: date | None
    kind: str
    perimeter: str = "01"
    country: str = "FR"


class Datum(NamedTuple):
    """One piece of data. ``is_cut`` when the code says that the text was too long for it."""

    id: str
    value: str
    is_cut: bool = False


class Code(NamedTuple):
    """A whole code. ``signed`` is what the signature covers, byte for byte."""

    header: Header
    data: tuple[Datum, ...]
    signed: bytes
    signature: bytes

    def value(self, datum_id: str) -> str:
        """Return the first value of this id, or an empty text."""
        return next((datum.value for datum in self.data if datum.id == datum_id), "")


class Doubt(Enum):
    """Why a signature could not be looked at."""

    NO_LIST = "no-list"
    AUTHORITY_UNKNOWN = "authority-unknown"
    CERTIFICATE_MISSING = "certificate-missing"
    CERTIFICATE_OUT_OF_DATE = "certificate-out-of-date"
    CERTIFICATE_WITHDRAWN = "certificate-withdrawn"


class Verified(NamedTuple):
    """The signature holds, and the list names who vouches for the signer."""

    signer: str
    authority: str
    list_issued_on: date | None
    withdrawals_known_on: date | None = None
    """The day of the authority's list of withdrawn certificates; nothing when none was brought."""


class Unverified(NamedTuple):
    """The code was read; nothing says whether it is genuine."""

    doubt: Doubt


class Refused(NamedTuple):
    """The signature does not hold: the code was changed, or signed by someone else."""

    signer: str


Verdict = Verified | Unverified | Refused
