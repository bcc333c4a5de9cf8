"""Every text of an official sheet, once, in the order it is read.

For the search, the command line, and the proof that nothing is dropped. A paragraph is one line; what the
State writes as an attribute (a form number, an address) is no text of the sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dematassist.guides.official import model, text
from dematassist.guides.official.later import Later
from dematassist.guides.official.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.official.model import Sheet

_FIRST = ("over_title", "title", "subject", "summary", "cerfa", "other_number", "written_by")
_WORDS: dict[type, tuple[str, ...]] = {
    model.Level: ("title",),
    model.Notice: ("title",),
    model.Service: ("source", "places"),
    model.Contact: ("complement", "source", "places"),
    model.WebAddress: ("source",),
    model.MoreInfo: ("source",),
    model.Reference: ("complement", "source"),
}
"""Fields that are words, though not runs."""
_ORDER = (
    "trail",
    "intro",
    "blocks",
    "terms",
    "services",
    "contacts",
    "related",
    "more",
    "references",
    "around",
)


def texts(sheet: Sheet) -> Iterator[str]:
    """Yield every text of a sheet: its header, its blocks, then what the State says of the file."""
    yield from (text for name in _FIRST if (text := getattr(sheet, name)))
    for name in _ORDER:
        yield from texts_of(getattr(sheet, name))
    yield from (text for _element, text in sheet.meta)


def texts_of(part: Any) -> Iterator[str]:
    """Yield every text of blocks, of one block or of any part of one."""
    if isinstance(part, tuple | Later):
        if isinstance(part, tuple) and part and isinstance(part[0], text.Run):
            yield plain(part)
        else:
            for one in part:
                yield from texts_of(one)
    elif isinstance(part, msgspec.Struct):
        words = _WORDS.get(type(part), ())
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if name in words:
                yield from (value,) if isinstance(value, str) else value
            elif value.__class__ in (tuple, Later) and value:
                yield from texts_of(value)
