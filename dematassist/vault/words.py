"""The twelve French words of a recovery sheet (BIP-39): 128 random bits that a person can copy by hand."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.folding import folded

if TYPE_CHECKING:
    from mnemonic import Mnemonic

ENTROPY_BYTES = 16
WORDS = 12
SHORTEST_START = 4
"""The first four letters of a word of the list are those of no other."""
_LONGEST_TYPED = 400


def words_of(entropy: bytes) -> tuple[str, ...]:
    """Return the twelve words of 16 bytes, in the letters (NFC) that a keyboard makes."""
    return tuple(unicodedata.normalize("NFC", _french().to_mnemonic(entropy)).split(" "))


def entropy_of(typed: str) -> bytes:
    """Return the 16 bytes of twelve words, typed with or without accents and capitals, or by their start.

    Raises ``UserError``: there are not twelve, one is not in the list, or two were exchanged.
    """
    given = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", typed[:_LONGEST_TYPED]))
    if len(given) != WORDS:
        raise UserError(Cause.SHEET_WORDS_COUNT, count=str(len(given)))
    words = []
    for number, one in enumerate(given, 1):
        word = known_word(one)
        if not word:
            raise UserError(Cause.SHEET_WORD_UNKNOWN, number=str(number))
        words.append(word)
    try:
        return bytes(_french().to_entropy(words))
    except ValueError as error:
        raise UserError(Cause.SHEET_WORDS_WRONG) from error


def known_word(typed: str) -> str:
    """Return the word of the list that was typed, whole or by its first letters; empty when there is none."""
    wanted = folded(typed)
    if len(wanted) < SHORTEST_START:
        return ""
    word = _by_start().get(wanted[:SHORTEST_START], "")
    return word if folded(word).startswith(wanted) else ""


def plain_words() -> tuple[str, ...]:
    """Return the words of the list that any keyboard can write: those without an accent."""
    return tuple(word for word in _french().wordlist if word.isascii())


@lru_cache(maxsize=1)
def _french() -> Mnemonic:
    # Only where a sheet is made or read.
    from mnemonic import Mnemonic

    return Mnemonic("french")


@lru_cache(maxsize=1)
def _by_start() -> dict[str, str]:
    return {folded(word)[:SHORTEST_START]: word for word in _french().wordlist}
