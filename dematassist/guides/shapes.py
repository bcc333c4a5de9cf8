"""Every fault that keeps values from having a shape of ``authoring.py``, in words an author knows.

msgspec decides whether values are good, and stops at the first fault with a path that hides the keys.
Here the same shapes are walked again, only when it refused: every fault comes out, with its full path.
"""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import inspect

from dematassist.folding import folded
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FieldPath = tuple[str, ...]
"""Where a field is in a file, from the top: ``("steps", "declarer", "plan_b", "0", "text")``."""


class Fault(NamedTuple):
    """Something wrong at a field, and what to write instead."""

    path: FieldPath
    what: str
    write: str
    is_error: bool = True


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name was meant, or all that can be written."""
    names = list(known)
    near = difflib.get_close_matches(name, names, 1)
    if near:
        return _("Perhaps “{name}”?").format(name=near[0])
    if names:
        return _("Write one of: {names}.").format(names=", ".join(names))
    return _("Take it away: there is none here.")


def shape_faults(values: object, shape: type[msgspec.Struct]) -> list[Fault]:
    """Return the faults of values that ``msgspec.convert`` refuses for this shape; empty when it accepts."""
    try:
        msgspec.convert(values, shape)
    except msgspec.ValidationError as error:
        found = list(_of(values, inspect.type_info(shape), ()))
        return found or [Fault((), str(error), _("Look at another file of the same kind."))]
    return []


def _of(value: object, kind: inspect.Type, path: FieldPath) -> Iterator[Fault]:
    if isinstance(kind, inspect.UnionType):
        # Every union of these shapes is « this, or nothing ».
        if value is None:
            return
        kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    if value is None:
        yield Fault(
            path,
            _("This field is empty."),
            _("Write a value after the colon, or take the line away."),
        )
    elif type(kind) in _CHECKS:
        yield from _CHECKS[type(kind)](value, kind, path)


def _of_fields(value: object, kind: inspect.StructType, path: FieldPath) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in kind.fields}
    required = [name for name, field in fields.items() if field.required]
    if not isinstance(value, dict):
        yield Fault(
            path,
            _("Fields with a name are expected here."),
            _("Write below, one a line, each with a colon: {names}.").format(names=", ".join(required)),
        )
        return
    meant: set[str] = set()
    for name in value:
        if name not in fields:
            near = difflib.get_close_matches(name, [known for known in fields if known not in value], 1)
            meant.update(near)
            write = _("Perhaps “{name}”?").format(name=near[0]) if near else _("Take this line away.")
            yield Fault((*path, name), _("Unknown field “{name}”.").format(name=name), write)
    for name in required:
        if name not in value and name not in meant:
            yield Fault(
                path,
                _("The field “{name}” is missing.").format(name=name),
                _("Add a line: {name}: …").format(name=name),
            )
    for name, field in fields.items():
        if name in value:
            yield from _of(value[name], field.type, (*path, name))


def _of_named(value: object, kind: inspect.DictType, path: FieldPath) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(
            path,
            _("Lines with a name are expected here."),
            _("Write below, one a line: a short name, a colon, a space, then the rest."),
        )
        return
    yield from _of_length(len(value), kind.min_length, kind.max_length, path)
    for name, one in value.items():
        yield from _of(name, kind.key_type, (*path, name))
        yield from _of(one, kind.value_type, (*path, name))


def _of_list(value: object, kind: inspect.ListType, path: FieldPath) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(
            path,
            _("A list is expected here."),
            _("Write one thing a line, each after a dash and a space."),
        )
        return
    yield from _of_length(len(value), kind.min_length, kind.max_length, path)
    for index, one in enumerate(value):
        yield from _of(one, kind.item_type, (*path, str(index)))


def _of_length(count: int, low: int | None, high: int | None, path: FieldPath) -> Iterator[Fault]:
    if low is not None and count < low:
        what = _("There are too few of them: {count}.").format(count=count)
        yield Fault(path, what, _("Write at least {low}.").format(low=low))
    if high is not None and count > high:
        what = _("There are too many of them: {count}.").format(count=count)
        yield Fault(path, what, _("Keep {high} at most.").format(high=high))


def _of_text(value: object, kind: inspect.StrType, path: FieldPath) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield Fault(
            path,
            _("A colon followed by a space cuts this sentence in two."),
            _("Put the whole sentence between double quotes."),
        )
    elif isinstance(value, list):
        yield Fault(path, _("A list stands where one text is expected."), _("Write one text."))
    elif not isinstance(value, str):
        yield Fault(
            path,
            _("This is read as a number, a day, a yes or a no: a text is expected."),
            _("Put it between double quotes."),
        )
    elif kind.min_length and not value.strip():
        yield Fault(path, _("This text is empty."), _("Write it, or take the line away."))
    elif kind.max_length and len(value) > kind.max_length:
        yield Fault(
            path,
            _("This text has {count} letters, and {high} at most may be written.").format(
                count=len(value), high=kind.max_length
            ),
            _("Make it shorter."),
        )
    elif kind.pattern and not re.search(kind.pattern, value):
        yield _of_pattern(value, kind.pattern, path)


def _of_choice(value: object, kind: inspect.EnumType, path: FieldPath) -> Iterator[Fault]:
    names = [str(member.value) for member in kind.cls]
    if value not in names:
        yield Fault(path, _refused(value), _("Write one of: {names}.").format(names=", ".join(names)))


def _of_day(value: object, _kind: inspect.DateType, path: FieldPath) -> Iterator[Fault]:
    if isinstance(value, datetime) or not (isinstance(value, date) or _is_day(value)):
        yield Fault(path, _refused(value), _("Write the year, the month and the day, like 2026-11-21."))


def _of_whole_number(value: object, kind: inspect.IntType, path: FieldPath) -> Iterator[Fault]:
    low, high = kind.ge or 0, kind.le or 0
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        write = _("Write a whole number, from {low} to {high}.").format(low=low, high=high)
        yield Fault(path, _refused(value), write)


def _of_yes_or_no(value: object, _kind: inspect.BoolType, path: FieldPath) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault(path, _refused(value), _("Write true or false."))


def _refused(value: object) -> str:
    said = str(value)
    return _("“{value}” cannot be written here.").format(value=said if len(said) < 80 else said[:80] + "…")  # noqa: PLR2004 -- a line


def _of_pattern(value: str, pattern: str, path: FieldPath) -> Fault:
    what = _refused(value)
    if "https" in pattern:
        if value.startswith("http://"):
            what = _("This address is not protected: it begins with http://.")
        return Fault(path, what, _("Write an address that begins with https://, without spaces."))
    if "FNR" in pattern:
        return Fault(path, what, _("Write the letter and the number of the official sheet, like F265."))
    if "{2}" in pattern:
        return Fault(path, what, _("Write a language in two small letters: fr, en, ar."))
    slug = re.sub(r"[^a-z0-9]+", "-", folded(value)).strip("-")
    return Fault(
        path,
        what,
        _("Use small letters without accents, digits and hyphens: {name}").format(name=slug or "…"),
    )


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_CHECKS: dict[type, Callable[[object, Any, FieldPath], Iterator[Fault]]] = {
    inspect.StructType: _of_fields,
    inspect.DictType: _of_named,
    inspect.ListType: _of_list,
    inspect.StrType: _of_text,
    inspect.EnumType: _of_choice,
    inspect.DateType: _of_day,
    inspect.IntType: _of_whole_number,
    inspect.BoolType: _of_yes_or_no,
}
