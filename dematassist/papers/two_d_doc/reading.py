"""From the bytes of a code to what it says. Whatever the bytes, it ends, and says whether it is a 2D-Doc."""

from __future__ import annotations

import base64
import binascii
from datetime import date, timedelta
from enum import Enum

from dematassist.papers.two_d_doc.identifiers import DAYS_AS_FIGURES, DAYS_AS_HEX, FIXED
from dematassist.papers.two_d_doc.model import Code, Datum, Header

MAX_BYTES = 4096
"""A Data Matrix holds 2,335 letters at most; the wildest one is refused before it is read."""
_GS, _RS, _US = "\x1d", "\x1e", "\x1f"
_FIRST_DAY = date(2000, 1, 1)
_NO_DAY = "FFFF"
_LENGTHS = {1: 22, 2: 22, 3: 24, 4: 26}
"""How long the header is, by version."""


class Fault(Enum):
    """Why these bytes are no 2D-Doc that can be read."""

    NOT_2D_DOC = "not-2d-doc"
    VERSION_UNKNOWN = "version-unknown"
    MALFORMED = "malformed"


class UnreadableCode(Exception):  # noqa: N818 -- what is read, not a bug
    """These bytes are no 2D-Doc that can be read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def read_code(raw: bytes) -> Code:
    """Read a code. Raises ``UnreadableCode``, and nothing else, whatever the bytes."""
    if not raw.startswith(b"DC") or len(raw) > MAX_BYTES:
        raise UnreadableCode(Fault.NOT_2D_DOC)
    signed, mark, rest = raw.partition(_US.encode())
    if not mark:
        raise UnreadableCode(Fault.MALFORMED)
    text = signed.decode("latin-1")
    header, length = _header(text)
    # After the signature, a mark may begin what nobody signed: it is left out.
    signature = _unfolded(rest.partition(_GS.encode())[0])
    return Code(header, _data(text[length:]), signed, signature)


def day_of_hex(text: str) -> date | None:
    """Read a day counted from 2000 in hexadecimal; ``None`` for « no day » and for what is none."""
    if len(text) != 4 or text == _NO_DAY or not _is_hex(text):  # noqa: PLR2004 -- four figures
        return None
    return _FIRST_DAY + timedelta(days=int(text, 16))


def day_of_figures(text: str) -> date | None:
    """Read a day written with its day, month and year; ``None`` for what is none."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 -- eight figures
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def day_of(datum: Datum) -> date | None:
    """Return the day that a piece of data holds, when it holds one."""
    if datum.id in DAYS_AS_HEX:
        return day_of_hex(datum.value)
    if datum.id in DAYS_AS_FIGURES:
        return day_of_figures(datum.value)
    return None


def _header(text: str) -> tuple[Header, int]:
    version = text[2:4]
    if not (version.isascii() and version.isdigit()):
        raise UnreadableCode(Fault.NOT_2D_DOC)
    length = _LENGTHS.get(int(version))
    if length is None:
        raise UnreadableCode(Fault.VERSION_UNKNOWN)
    fixed = text[:length]
    if len(fixed) < length or not (fixed.isascii() and fixed.isalnum()):
        raise UnreadableCode(Fault.MALFORMED)
    issued, signed = fixed[12:16], fixed[16:20]
    if not (_is_hex(issued) and _is_hex(signed)):
        raise UnreadableCode(Fault.MALFORMED)
    return (
        Header(
            version=int(version),
            authority=fixed[4:8],
            certificate=fixed[8:12],
            issued_on=day_of_hex(issued),
            signed_on=day_of_hex(signed),
            kind=fixed[20:22],
            perimeter=fixed[22:24] or "01",
            country=fixed[24:26] or "FR",
        ),
        length,
    )


def _data(text: str) -> tuple[Datum, ...]:
    """Read the pieces of data, one after the other."""
    found: list[Datum] = []
    at = 0
    while at < len(text):
        if text[at] in (_GS, _RS):
            # After data of a fixed length, some writers put a mark all the same.
            at += 1
            continue
        datum_id = text[at : at + 2]
        if len(datum_id) < 2 or not (datum_id.isascii() and datum_id.isalnum()):  # noqa: PLR2004 -- two letters
            raise UnreadableCode(Fault.MALFORMED)
        at += 2
        end = _next_mark(text, at)
        if datum_id in FIXED:
            # A mark inside ends it: some writers do not fill up with spaces.
            end = min(end, at + FIXED[datum_id])
        is_cut = text[end : end + 1] == _RS
        found.append(Datum(datum_id, _shown(text[at:end]), is_cut))
        at = end
    return tuple(found)


def _shown(value: str) -> str:
    """Return a value without letters that command a terminal; the signed bytes keep them."""
    return "".join(letter if letter.isprintable() else " " for letter in value).strip()


def _next_mark(text: str, at: int) -> int:
    places = (text.find(_GS, at), text.find(_RS, at))
    return min((place for place in places if place >= 0), default=len(text))


def _unfolded(signature: bytes) -> bytes:
    letters = signature.strip().rstrip(b"=")
    try:
        return base64.b32decode(letters + b"=" * (-len(letters) % 8))
    except (binascii.Error, ValueError) as error:
        raise UnreadableCode(Fault.MALFORMED) from error


def _is_hex(text: str) -> bool:
    return bool(text) and all(letter in "0123456789ABCDEF" for letter in text)
