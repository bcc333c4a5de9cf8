"""An official sheet kept by whoever follows it: its text stays when the library is replaced or removed."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from dematassist.errors import UserError

if TYPE_CHECKING:
    from dematassist.guides.official.model import Sheet
    from dematassist.guides.official.store import Official


class KeptSheet(msgspec.Struct, frozen=True):
    """The State's own XML of one sheet, packed, and the day of the edition it was in."""

    packed: bytes
    audience: str
    edition: date


class Since(Enum):
    """What became of a sheet since someone began to follow it."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def guide_id_of(sheet_id: str) -> str:
    """Return the id of the guide made of a sheet: a slug, as the ids of all guides are."""
    return sheet_id.lower()


def sheet_id_of(guide_id: str) -> str:
    """Return the id of the sheet that a guide is made of; empty for a guide of ours."""
    return guide_id.upper() if re.fullmatch("[fnr][0-9]{1,9}", guide_id) else ""


def since(sheet: KeptSheet, sheet_id: str, official: Official) -> Since:
    """Return what became of a kept sheet in the library as it is now."""
    with suppress(UserError, zlib.error):
        now = official.kept(sheet_id, sheet.audience)
        is_same = zlib.decompress(now.packed) == zlib.decompress(sheet.packed)
        return Since.SAME if is_same else Since.CHANGED
    return Since.GONE


def kept(xml: bytes, audience: str, edition: date) -> KeptSheet:
    """Return a sheet as it is kept."""
    return KeptSheet(zlib.compress(xml, 9), audience, edition)


def opened(sheet: KeptSheet) -> Sheet:
    """Read a kept sheet. Raises ``UnreadableSheetError``: what is on a disk may be damaged."""
    # What reads a sheet costs 5 ms: only who opens a walk along one needs it.
    from dematassist.guides.official.model import Audience
    from dematassist.guides.official.reader import LARGEST_FILE, UnreadableSheetError, read_xml

    try:
        xml = zlib.decompressobj().decompress(sheet.packed, LARGEST_FILE)
        return read_xml(xml, Audience(sheet.audience))
    except (zlib.error, ValueError) as error:
        raise UnreadableSheetError("not whole") from error
