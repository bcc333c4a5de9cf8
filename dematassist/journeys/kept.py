"""The walks of a person wherever they are kept: on the computer, and in their space while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.journeys.summary import latest_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.journeys.model import Journey, JourneyId
    from dematassist.journeys.sealed import KeptWalk, SealedStore
    from dematassist.journeys.store import JourneyStore
    from dematassist.journeys.summary import Summary


class KeptWalks:
    """A ``JourneyStore`` of two places.

    A walk stays where it is until it is moved in; a new one is begun in the space when that is open. Once the
    space is closed, nothing of its walks is here, and none of them is ever written outside.
    """

    def __init__(self, outside: JourneyStore) -> None:
        self._outside = outside
        self.sealed: SealedStore | None = None
        """The walks of the space, while it is open."""
        self._hidden: set[JourneyId] = set()
        """The ids of walks of a space that was closed: something may still ask for them."""
        self._deleted_outside: set[JourneyId] = set()

    @property
    def is_lasting(self) -> bool:
        """Whether what is begun now is there at the next start."""
        return self.sealed is not None or self._outside.is_lasting

    def open(self, sealed: SealedStore) -> None:
        """Have the walks of a space here, from now on."""
        self.sealed = sealed
        self._hidden -= sealed.ids()

    def let_go(self) -> frozenset[JourneyId]:
        """Have nothing here of the space, from now on; return the ids of its walks."""
        if self.sealed is None:
            return frozenset()
        ids = self.sealed.known_ids()
        self._hidden |= ids
        self.sealed.close()
        self.sealed = None
        return ids

    def adopt(self, walk: KeptWalk) -> None:
        """Have here a walk that came into the open space."""
        if self.sealed is not None:
            self.sealed.adopt(walk)
            self._hidden.discard(walk[0].id)

    def is_here(self, journey_id: JourneyId) -> bool:
        """Return whether a walk can be shown now."""
        return journey_id not in self._hidden and self.load(journey_id) is not None

    def is_sealed(self, journey_id: JourneyId) -> bool:
        """Return whether a walk is kept in the open space."""
        return self.sealed is not None and journey_id in self.sealed.ids()

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every walk, the last one touched first."""
        if self.sealed is None:
            return tuple(one for one in self._outside.summaries() if one.id not in self._hidden)
        lines: dict[JourneyId, Summary] = {}
        # Of one that a move left in both places, the latest.
        for summary in (*self.sealed.summaries(), *self._outside.summaries()):
            if summary.id not in lines or lines[summary.id].updated_at < summary.updated_at:
                lines[summary.id] = summary
        return latest_first(lines.values())

    def load(self, journey_id: JourneyId) -> Journey | None:
        """Return this walk, or ``None``. Raises ``UserError(SPACE_LOCKED)`` when its space was closed."""
        self._require_shown(journey_id)
        places = (self.sealed, self._outside) if self.sealed else (self._outside,)
        found = [journey for journey in (place.load(journey_id) for place in places) if journey]
        return max(found, key=lambda journey: journey.updated_at, default=None)

    def save(self, journey: Journey, summary: Summary) -> None:
        """Keep this walk where it is; in the space when it is new and that is open."""
        self._require_shown(journey.id)
        self._place_of(journey.id).save(journey, summary)

    def delete(self, journey_id: JourneyId) -> None:
        """Forget this walk, everywhere."""
        self._require_shown(journey_id)
        if not self.is_sealed(journey_id):
            self._deleted_outside.add(journey_id)
        if self.sealed:
            self.sealed.delete(journey_id)
        self._outside.delete(journey_id)

    def close(self) -> None:
        """Let go of everything."""
        self.let_go()
        self._outside.close()

    # --- moving in --------------------------------------------------------------------------------------

    def outside(self) -> tuple[Summary, ...]:
        """Return one line for every walk that is not in the space, the last one touched first."""
        return tuple(one for one in self._outside.summaries() if one.id not in self._hidden)

    def to_move(self, journey_ids: Iterable[JourneyId]) -> tuple[KeptWalk, ...]:
        """Return walks that are outside, as ``SealedStore.take_in`` wants them."""
        outside = {summary.id for summary in self._outside.summaries()}
        lines = {summary.id: summary for summary in self.summaries() if summary.id in outside}
        walks = (
            (self.load(journey_id), lines[journey_id]) for journey_id in journey_ids if journey_id in lines
        )
        return tuple((journey, summary) for journey, summary in walks if journey)

    def moved(self, walks: Iterable[KeptWalk]) -> int:
        """Have these walks, which the space has now, nowhere else; return how many are.

        One that was changed meanwhile stays outside. Raises ``UserError``.
        """
        assert self.sealed
        count = 0
        for journey, summary in walks:
            left = self._outside.load(journey.id)
            if left is None or left == journey or left.updated_at < journey.updated_at:
                self.sealed.adopt((journey, summary))
                self._outside.delete(journey.id)
                count += 1
        return count

    def _require_shown(self, journey_id: JourneyId) -> None:
        if journey_id in self._hidden:
            raise UserError(Cause.SPACE_LOCKED)

    def _place_of(self, journey_id: JourneyId) -> JourneyStore:
        if self.sealed is None:
            return self._outside
        is_outside = journey_id in self._deleted_outside or self._outside.load(journey_id) is not None
        return self._outside if is_outside and not self.is_sealed(journey_id) else self.sealed
