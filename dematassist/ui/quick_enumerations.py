"""Makes the members of Qt's enumerations when they are first needed.

PySide6 makes all the enumerations of a class when the class is first named. ``Qt`` and ``QLocale`` alone
have two thousand members, which Python's ``enum`` takes a third of the start to make, and the first page
needs forty. PySide6 asks the module ``enum`` for each enumeration. Here it gets the class that it asked for,
still empty: Python's own ``enum`` fills that very class when somebody names it (``Qt.Key``), or when Qt
returns one of its members. From then on nothing tells it from one that was made at once.

What differs: a member named without its enumeration, as was done long ago (``Qt.AlignLeft``), is found only
once the enumeration was named. This program names them in full: the stubs of PySide6 know no other way.

Where a version of Python or of PySide6 makes enumerations in another way, they are made at once, as usual.
"""

from __future__ import annotations

import enum
from contextlib import contextmanager
from enum import EnumMeta
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Asked(NamedTuple):
    """What PySide6 asked for: kind, members, and what ``enum`` is told besides."""

    kind: EnumMeta
    members: list[tuple[str, int]]
    named: dict[str, Any]


_STOCK = {kind: getattr(enum, kind) for kind in ("Enum", "Flag", "IntEnum", "IntFlag")}
_OF_ANY_CLASS = frozenset({"__dict__", "__doc__", "__weakref__"})
_waiting: dict[type, _Asked] = {}
_lock = RLock()


class _InPlace(type):
    """Fills the class that waits where ``type`` would make one: ``EnumMeta`` asks whoever comes after it."""

    def __new__(cls, _name: str, _bases: tuple[type, ...], names: dict[str, Any], *, waiting: type) -> Any:
        for name, value in names.items():
            type.__setattr__(waiting, name, value)
        for name, value in tuple(names.items()):
            if hasattr(type(value), "__set_name__"):
                value.__set_name__(waiting, name)
        return waiting


class _Waiting(EnumMeta, _InPlace):
    """The class of an enumeration that has no member yet."""

    def __get__(cls, _instance: object, _owner: type | None = None) -> Any:
        """Be filled when it is read from the class that it is in."""
        _fill(cls)
        return cls

    def __call__(cls, *given: Any, **named: Any) -> Any:
        """Be filled when Qt returns a member."""
        _fill(cls)
        return cls(*given, **named)

    def __setattr__(cls, name: str, value: Any) -> None:
        """Be filled at once when it turns out to be in a module: nothing tells when it is read from there."""
        super().__setattr__(name, value)
        if name == "__qualname__" and "." not in value:
            _fill(cls)


class _Promising(EnumMeta):
    """The class of what is in the place of ``Enum``, ``Flag``, ``IntEnum`` and ``IntFlag`` meanwhile.

    The Python inside PySide6 that runs then keeps it, and asks it what it would ask the true one.
    """

    def __call__(cls, name: str, members: Any, **named: Any) -> Any:  # type: ignore[override]
        kind = _STOCK[cls.__name__]
        promised: type = type.__new__(_Waiting, name, (kind,), {})
        _waiting[promised] = _Asked(kind, members, named)
        return promised

    def __new__(cls, name: str, bases: tuple[type, ...], names: Any, **named: Any) -> Any:
        """Make an enumeration that is written as a class, as usual."""
        true = tuple(_STOCK[base.__name__] if type(base) is _Promising else base for base in bases)
        with _known_as(_STOCK):
            return EnumMeta(name, true, names, **named)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _STOCK[cls.__name__])

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, _STOCK[cls.__name__])


def _fill(waiting: type) -> None:
    """Make the members of an enumeration, once."""
    with _lock:
        asked = _waiting.pop(waiting, None)
        if asked is None:
            return
        # PySide6 has said since where it is, and what it answers to a value without a name.
        said = {name: value for name, value in vars(waiting).items() if name not in _OF_ANY_CLASS}
        # Python's own module looks for its own names.
        with _known_as(_STOCK):
            names = _Waiting.__prepare__(waiting.__name__, (asked.kind,))
            for name, value in asked.members:
                names[name] = value
            EnumMeta.__new__(_Waiting, waiting.__name__, (asked.kind,), names, waiting=waiting, **asked.named)
        for name, value in said.items():
            type.__setattr__(waiting, name, value)
        waiting.__class__ = EnumMeta


def fill_all() -> None:
    """Make the members of every enumeration that still waits."""
    for waiting in tuple(_waiting):
        _fill(waiting)


def waiting_members() -> int:
    """Return how many members nobody needed yet."""
    return sum(len(asked.members) for asked in _waiting.values())


@contextmanager
def members_later() -> Iterator[None]:
    """Have the enumerations that PySide6 makes in this block filled when they are needed, if that works here.

    For a block that imports and names what is of Qt, and nothing else.
    """
    promising = {kind: type.__new__(_Promising, kind, (stock,), {}) for kind, stock in _STOCK.items()}
    with _known_as(promising):
        is_sound = _works(promising["Flag"])
    with _known_as(promising if is_sound else _STOCK):
        yield


@contextmanager
def _known_as(kinds: dict[str, Any]) -> Iterator[None]:
    """Have the module ``enum`` know these by their names."""
    before = {kind: vars(enum)[kind] for kind in kinds}
    vars(enum).update(kinds)
    try:
        yield
    finally:
        vars(enum).update(before)


def _works(promising: Any) -> bool:
    """Return whether an enumeration filled late is what it should be."""
    try:
        late = promising("Late", [("ONE", 1), ("TWO", 2)])
        late.__module__ = __name__
        _fill(late)
        one, two = late
        both = one | two
        return one is late["ONE"] and both.value == one.value + two.value and type(late) is EnumMeta
    except Exception:  # noqa: BLE001 -- whatever it is, enumerations are then made as usual
        return False
