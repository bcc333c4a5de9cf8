"""What the scrubber finds: a kind and a place, never the value."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """A kind of personal data; the first wins where two overlap."""

    IBAN = "IBAN"
    NIR = "NIR"
    CARD = "CARD"
    EMAIL = "EMAIL"
    FISCAL = "FISCAL"
    PHONE = "PHONE"
    CAF = "CAF"
    DOB = "DOB"
    ADDRESS = "ADDRESS"
    SECRET = "SECRET"
    NAME = "NAME"


class Found(NamedTuple):
    """A kind, and where it is in the text: code points, the end not included."""

    kind: Kind
    start: int
    end: int


class Scrubbed(NamedTuple):
    """A text with its masks, and what was masked, in the order of the text."""

    text: str
    found: tuple[Found, ...]


# In French whatever the language of the person: French services read them.
MASKS = {
    Kind.IBAN: "[IBAN]",
    Kind.NIR: "[numéro de sécurité sociale]",
    Kind.CARD: "[carte bancaire]",
    Kind.EMAIL: "[e-mail]",
    Kind.FISCAL: "[numéro fiscal]",
    Kind.PHONE: "[téléphone]",
    Kind.CAF: "[numéro Caf]",
    Kind.DOB: "[date de naissance]",
    Kind.ADDRESS: "[adresse]",
    Kind.SECRET: "[code]",
    Kind.NAME: "[nom]",
}
