"""Passwords: the one that is offered, made of French words, and what is asked of one's own."""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.clock import random_bytes
from dematassist.vault.words import plain_words

OFFERED_WORDS = 6
SHORTEST = 10
LONGEST = 256
PIN_DIGITS = 6


class Passphrase(NamedTuple):
    """An offered password, and how many bits an attacker has to guess."""

    text: str
    bits: int


def offered() -> Passphrase:
    """Return a new password of words without accents, each drawn alike."""
    words = plain_words()
    chosen = " ".join(words[_below(len(words))] for _ in range(OFFERED_WORDS))
    return Passphrase(chosen, int(OFFERED_WORDS * math.log2(len(words))))


def normalised(password: str) -> bytes:
    """Return the bytes of a password, the same on each system and keyboard (NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def check_password(password: str) -> None:
    """Raise ``UserError`` when a new password is too short, or longer than anybody types."""
    length = len(unicodedata.normalize("NFKC", password[: LONGEST + 1]))
    if length < SHORTEST:
        raise UserError(Cause.PASSWORD_TOO_SHORT, letters=str(SHORTEST))
    if length > LONGEST:
        raise UserError(Cause.PASSWORD_TOO_LONG, letters=str(LONGEST))


def check_pin(pin: str) -> None:
    """Raise ``UserError`` when a new code is not six digits, or one digit six times."""
    if not (len(pin) == PIN_DIGITS and pin.isascii() and pin.isdigit() and len(set(pin)) > 1):
        raise UserError(Cause.PIN_UNFIT, digits=str(PIN_DIGITS))


def two_to_ask(count: int) -> tuple[int, int]:
    """Return the numbers, from 1 and in order, of two words of a sheet to ask back."""
    first = _below(count)
    second = (first + 1 + _below(count - 1)) % count
    return min(first, second) + 1, max(first, second) + 1


def _below(limit: int) -> int:
    """Return a number from 0 to ``limit`` excluded, each alike."""
    # A draw in the last turn, which is not whole, would favour the first numbers.
    whole = (1 << 32) // limit * limit
    while (drawn := int.from_bytes(random_bytes(4), "big")) >= whole:
        pass
    return drawn % limit
