"""What a person keeps in their space while it is open, and outside it: walks, appointments.

This is made before the first window: it imports nothing of a space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dematassist.vault.records import Record
    from dematassist.vault.sealing import SealedRecords


class Dated(Protocol):
    """Something with an id, that says when it last changed."""

    @property
    def id(self) -> str:
        """32 hexadecimal digits."""
        ...

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        ...


ValueT = TypeVar("ValueT", bound=Dated)
ValueT_co = TypeVar("ValueT_co", bound=Dated, covariant=True)
ThingT = TypeVar("ThingT")
"""What is kept: the value itself, or the value with what is shown of it."""


class Outside(Protocol[ValueT_co]):
    """What keeps things outside the space."""

    def load(self, thing_id: str, /) -> ValueT_co | None:
        """Return one, or ``None``."""
        ...

    def delete(self, thing_id: str, /) -> None:
        """Forget one. Forgetting one that is not kept does nothing."""
        ...


class TwoPlaces(Generic[ValueT, ThingT]):
    """A store of two places.

    A thing stays where it is until it is moved in; a new one is begun in the space when that is open. Once
    the space is closed, nothing of what it has is here, and none of it is ever written outside.
    """

    def __init__(self, outside: Outside[ValueT]) -> None:
        self._outside = outside
        self.sealed: SealedRecords[ValueT, ThingT] | None = None
        """What the space has, while it is open."""
        self._hidden: set[str] = set()
        """The ids of what a space that was closed has: something may still ask for them."""
        self._deleted_outside: set[str] = set()

    def open(self, sealed: SealedRecords[ValueT, ThingT]) -> None:
        """Have what a space has here, from now on."""
        self.sealed = sealed
        self._hidden -= sealed.ids()

    def let_go(self) -> frozenset[str]:
        """Have nothing here of the space, from now on; return the ids of what it had."""
        if self.sealed is None:
            return frozenset()
        ids = self.sealed.known_ids()
        self._hidden |= ids
        self.sealed.let_go()
        self.sealed = None
        return ids

    def take_up(self, records: Iterable[Record]) -> bool:
        """Have here what came into the open space since it was read, as from « Tout emporter ».

        Return whether anything did.
        """
        if self.sealed is None:
            return False
        came = self.sealed.others(records)
        for thing in came:
            self.sealed.adopt(thing)
            self._hidden.discard(self.sealed.value_of(thing).id)
        return bool(came)

    def is_here(self, thing_id: str) -> bool:
        """Return whether one can be shown now."""
        return thing_id not in self._hidden and self.load(thing_id) is not None

    def is_sealed(self, thing_id: str) -> bool:
        """Return whether one is kept in the open space."""
        return self.sealed is not None and thing_id in self.sealed.ids()

    def load(self, thing_id: str) -> ValueT | None:
        """Return one, or ``None``. Raises ``UserError(SPACE_LOCKED)`` when its space was closed."""
        self._require_shown(thing_id)
        found = [self._outside.load(thing_id), self.sealed.load(thing_id) if self.sealed else None]
        # Of one that a move left in both places, the latest.
        return max((one for one in found if one), key=lambda one: one.updated_at, default=None)

    def delete(self, thing_id: str) -> None:
        """Forget one, everywhere."""
        self._require_shown(thing_id)
        if not self.is_sealed(thing_id):
            self._deleted_outside.add(thing_id)
        if self.sealed:
            self.sealed.delete(thing_id)
        self._outside.delete(thing_id)

    def moved(self, things: Iterable[ThingT]) -> int:
        """Have these, which the space has now, nowhere else; return how many are.

        One that was changed meanwhile stays outside. Raises ``UserError``.
        """
        assert self.sealed
        count = 0
        for thing in things:
            value = self.sealed.value_of(thing)
            left = self._outside.load(value.id)
            if left is None or left == value or left.updated_at < value.updated_at:
                self.sealed.adopt(thing)
                self._outside.delete(value.id)
                count += 1
        return count

    def _inside_for(self, thing_id: str) -> SealedRecords[ValueT, ThingT] | None:
        """Return where one is to be kept when that is in the space. Raises ``UserError(SPACE_LOCKED)``."""
        self._require_shown(thing_id)
        if self.is_sealed(thing_id) or not self._is_of_outside(thing_id):
            return self.sealed
        return None

    def _is_of_outside(self, thing_id: str) -> bool:
        return thing_id in self._deleted_outside or self._outside.load(thing_id) is not None

    def _require_shown(self, thing_id: str) -> None:
        if thing_id in self._hidden:
            raise UserError(Cause.SPACE_LOCKED)
