"""In the values of a file, what a person reads, and what the program reads (ids, addresses, dates)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.shapes import FieldPath

KEYED_BY_IDS = frozenset(
    [
        "actions",
        "channels",
        "choices",
        "contacts",
        "notes",
        "papers",
        "questions",
        "reminders",
        "sources",
        "steps",
    ]
)
"""The fields whose lines are named by the author: their names are ids, not fields."""

CODE = frozenset(
    [
        *("caller", "channel", "confidence", "contact", "days", "help", "id", "kind", "lang", "national"),
        *("note", "official", "official_sheet", "provider", "published", "read_on", "review_on"),
        *("screen_minutes", "sides", "site", "source", "theme", "url", "when", "where", "words", "instead"),
        *("may_have_2d_doc",),
    ]
)
"""The fields that are not sentences: ids, addresses, dates, words people type in a search."""

_NOT_SPOKEN_KINDS = ("phone", "online")


def is_code(name: str, around: dict[str, object]) -> bool:
    """Return whether a field is for the program. A phone or a site has a number or an address as value."""
    return name in CODE or (name == "value" and around.get("kind") in _NOT_SPOKEN_KINDS)


def prose(values: object, path: FieldPath = (), *, is_keyed: bool = False) -> Iterator[tuple[FieldPath, str]]:
    """Give every text that a person reads, with its field."""
    if isinstance(values, str):
        yield path, values
    elif isinstance(values, list):
        for index, one in enumerate(values):
            yield from prose(one, (*path, str(index)))
    elif isinstance(values, dict):
        for name, one in values.items():
            if is_keyed or not is_code(name, values):
                yield from prose(one, (*path, name), is_keyed=not is_keyed and name in KEYED_BY_IDS)
