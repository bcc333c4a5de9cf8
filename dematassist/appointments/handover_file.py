"""The hand-over note as one small file, sealed by words that the person carries apart from it.

The file is age (age-encryption.org/v1) with a passphrase, around JSON: the ``age`` program opens it too. What
is opened is hostile until read: bounded before it is opened, then held to its shape.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dematassist.appointments.handing_over import FORMAT, HandOverNote, tidied
from dematassist.errors import Cause, UserError
from dematassist.system.sources import explained_source, open_source

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 256 * 1024
"""Thirty procedures with all their notes take a tenth of it."""
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([0-9]{1,2})\n[A-Za-z0-9+/]{43}\n--- "
)
_MOST_WORK = 21
"""The work of a passphrase, as a power of two: 1 more takes twice the time and the memory (2 GB here)."""


class _Format(msgspec.Struct):
    format: int


def sealed(note: HandOverNote, words: str) -> bytes:
    """Return the file of a note. It takes a second or more, on purpose: guessing the words does too."""
    from pyrage.passphrase import encrypt

    content: bytes = encrypt(msgspec.json.encode(note), normalised(words))
    return content


def open_note(path: Path, words: str) -> HandOverNote:
    """Return what a file passes on.

    Raises ``UserError``: not such a file, damaged, made by a newer program, other words; and those of a file.
    """
    from pyrage import DecryptError
    from pyrage.passphrase import decrypt

    with explained_source(path), open_source(path) as stream:
        content = stream.read(MAX_BYTES + 1)
    header = _HEADER.match(content)
    if len(content) > MAX_BYTES or header is None or int(header[1]) > _MOST_WORK:
        raise UserError(Cause.HAND_OVER_NOT_OURS, path=str(path))
    if not words.strip():
        raise UserError(Cause.HAND_OVER_WORDS, path=str(path))
    try:
        plain = decrypt(content, normalised(words))
    except DecryptError as error:
        raise UserError(Cause.HAND_OVER_WORDS, path=str(path)) from error
    return read_note(plain, str(path))


def read_note(plain: bytes, path: str) -> HandOverNote:
    """Read what was sealed. Whoever sealed it is not known: it is held to its shape and its bounds."""
    try:
        if msgspec.json.decode(plain, type=_Format).format > FORMAT:
            raise UserError(Cause.HAND_OVER_TOO_NEW, path=path)
        return tidied(msgspec.json.decode(plain, type=HandOverNote))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(Cause.HAND_OVER_NOT_OURS, path=path) from error


def normalised(words: str) -> str:
    """Return words as they are sealed with: however they are spaced, and in whichever case."""
    return " ".join(words.casefold().split())
