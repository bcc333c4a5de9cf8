"""The same guide in two languages: everything but the words must be the same.

A tick, an answer or a note made on the French guide is the same one on its Arabic sibling, and a fact
does not change with the language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.guides.prose import KEYED_BY_IDS, is_code
from dematassist.guides.shapes import Fault
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dematassist.guides.shapes import FieldPath

_ITS_OWN = frozenset(["lang", "published", "words"])
_DATES = frozenset(["read_on", "review_on"])
_HOUR = re.compile(r"\b\d{1,2}(?::\d\d| ?h(?: ?\d\d)?\b| ?[ap]\.?m\b)(?: ?[ap]\.?m\b)?")
_NUMBER = re.compile(r"\d+(?:[ .,:/]\d+)*")


def sibling_faults(
    own: object, french: object, path: FieldPath = (), *, is_keyed: bool = False
) -> Iterator[Fault]:
    """Compare the values of a file with those of its French sibling, field by field."""
    if isinstance(own, dict) and isinstance(french, dict):
        yield from _of_names(own, french, path, is_keyed=is_keyed)
        for name in french.keys() & own.keys():
            here = (*path, name)
            if not is_keyed and is_code(name, french):
                yield from _of_code(own[name], french[name], here)
            else:
                below_ids = not is_keyed and name in KEYED_BY_IDS
                yield from sibling_faults(own[name], french[name], here, is_keyed=below_ids)
    elif isinstance(own, list) and isinstance(french, list):
        if any(isinstance(one, dict) for one in french):
            yield from _of_groups(own, french, path)
        else:
            # Sentences may be cut in another way: what is said by all of them counts.
            yield from _of_numbers(" ".join(map(str, own)), " ".join(map(str, french)), path)
    else:
        yield from _of_numbers(str(own), str(french), path)


def _of_groups(own: list[object], french: list[object], path: FieldPath) -> Iterator[Fault]:
    if len(own) != len(french):
        yield Fault(
            path,
            _("The French file has {n} of them, this one has {m}.").format(n=len(french), m=len(own)),
            _("Write as many, in the same order."),
        )
        return
    for index, (one, other) in enumerate(zip(own, french, strict=True)):
        yield from sibling_faults(one, other, (*path, str(index)))


def _of_numbers(own: str, french: str, path: FieldPath) -> Iterator[Fault]:
    missing = _numbers(french) - _numbers(own)
    if missing:
        yield Fault(
            path,
            _("The French text has numbers that this one has not: {numbers}.").format(
                numbers=", ".join(sorted(missing))
            ),
            _("Write them in digits too, or check the translation."),
            is_error=False,
        )


def _of_names(
    own: dict[str, object], french: dict[str, object], path: FieldPath, *, is_keyed: bool
) -> Iterator[Fault]:
    for name in french:
        if name not in own and name not in _ITS_OWN:
            yield Fault(
                path,
                _("The French file has “{name}” here.").format(name=name),
                _("Add a line: {name}: …").format(name=name),
            )
    for name in own:
        if name not in french and name not in _ITS_OWN:
            yield Fault(
                (*path, name),
                _("The French file has no “{name}” here.").format(name=name),
                _("Take it away, or add it to the French file."),
            )
    if is_keyed and own.keys() == french.keys() and list(own) != list(french):
        yield Fault(
            path,
            _("The order is not the one of the French file."),
            _("Write them in this order: {names}.").format(names=", ".join(french)),
        )


def _of_code(own: object, french: object, path: FieldPath) -> Iterator[Fault]:
    if own == french or path[-1] in _ITS_OWN:
        return
    if path[-1] in _DATES:
        yield Fault(
            path,
            _("The French file was read on another day."),
            _("Compare the two again, then write: {value}").format(value=french),
            is_error=False,
        )
    else:
        yield Fault(
            path,
            _("This is not the same as in the French file."),
            _("Write: {field}: {value}").format(field=path[-1], value=_as_yaml(french)),
        )


def _as_yaml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_as_yaml(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_as_yaml(one)}" for name, one in value.items()) + "}"
    return str(value)


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text as bare digits; hours are left out, languages tell them otherwise."""
    spaced = text.replace("\u00a0", " ").replace("\u202f", " ")
    return {re.sub(r"\D", "", found) for found in _NUMBER.findall(_HOUR.sub(" ", spaced))}
