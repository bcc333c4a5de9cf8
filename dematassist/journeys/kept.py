"""Where the walks of a person are: in their space while it is open, and outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.journeys.summary import Summary, latest_first
from dematassist.vault.two_places import TwoPlaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.journeys.model import Journey, JourneyId
    from dematassist.journeys.sealed import KeptWalk
    from dematassist.journeys.store import JourneyStore


class KeptWalks(TwoPlaces["Journey", "KeptWalk"]):
    """A ``JourneyStore`` of two places."""

    _outside: JourneyStore

    def __init__(self, outside: JourneyStore) -> None:
        super().__init__(outside)

    @property
    def is_lasting(self) -> bool:
        """Whether what is begun now is there at the next start."""
        return self.sealed is not None or self._outside.is_lasting

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every walk, the last one touched first."""
        if self.sealed is None:
            return self.outside()
        lines: dict[JourneyId, Summary] = {}
        # Of one that a move left in both places, the latest.
        for summary in (*(summary for _journey, summary in self.sealed.all()), *self._outside.summaries()):
            if summary.id not in lines or lines[summary.id].updated_at < summary.updated_at:
                lines[summary.id] = summary
        return latest_first(lines.values())

    def save(self, journey: Journey, summary: Summary) -> None:
        """Keep this walk where it is; in the space when it is new and that is open."""
        inside = self._inside_for(journey.id)
        if inside is None:
            self._outside.save(journey, summary)
        else:
            inside.save((journey, summary))

    def close(self) -> None:
        """Let go of everything."""
        self.let_go()
        self._outside.close()

    def outside(self) -> tuple[Summary, ...]:
        """Return one line for every walk that is not in the space, the last one touched first."""
        return tuple(one for one in self._outside.summaries() if one.id not in self._hidden)

    def to_move(self, journey_ids: Iterable[JourneyId]) -> tuple[KeptWalk, ...]:
        """Return walks that are outside, as ``SealedRecords.take_in`` wants them."""
        outside = {summary.id for summary in self._outside.summaries()}
        lines = {summary.id: summary for summary in self.summaries() if summary.id in outside}
        walks = (
            (self.load(journey_id), lines[journey_id]) for journey_id in journey_ids if journey_id in lines
        )
        return tuple((journey, summary) for journey, summary in walks if journey)
