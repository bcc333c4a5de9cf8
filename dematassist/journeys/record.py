"""What a person does on a walk, done and kept: one verb, one method, which returns what changed.

A method returns only once the change is on disk: what a person sees ticked is saved. (Measured: one
commit is 1 to 3 ms on a solid disk and one ``fsync`` on a hard one.)
"""

from __future__ import annotations

from datetime import timezone
from typing import TYPE_CHECKING, NamedTuple

from dematassist.changes import NOTHING, Changed, Changes, changed
from dematassist.errors import Cause, UserError
from dematassist.journeys.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.guides.library import Library
    from dematassist.guides.model import Guide
    from dematassist.guides.official.following import Followed
    from dematassist.guides.official.kept import KeptSheet
    from dematassist.journeys.model import Journey, JourneyId, NoteKey, Position, Tick
    from dematassist.journeys.store import JourneyStore
    from dematassist.system.clock import Clock


class Walk(NamedTuple):
    """A journey and the guide it walks through, in one language; ``followed`` when that is a sheet."""

    journey: Journey
    guide: Guide
    followed: Followed | None = None


class Journeys:
    """The walks of this person. Used from one thread."""

    def __init__(self, store: JourneyStore, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._open: dict[JourneyId, Journey] = {}
        self._followed: tuple[KeptSheet, Followed] | None = None

    @property
    def is_lasting(self) -> bool:
        """Whether walks are there at the next start."""
        return self._store.is_lasting

    def summaries(self) -> tuple[Summary, ...]:
        """Return one line for every walk, the last one touched first."""
        return self._store.summaries()

    def walk(self, journey_id: JourneyId, lang: str) -> Walk:
        """Return this walk with its guide in ``lang``. Raises ``UserError(GUIDE_UNKNOWN)``."""
        journey = self._journey(journey_id)
        if journey.sheet is not None:
            followed = self._follow(journey.sheet)
            return Walk(journey, followed.guide, followed)
        return Walk(journey, self._library.guide(journey.guide_id, lang))

    def untouched(self, guide_id: str) -> JourneyId | None:
        """Return a walk of this guide that was begun and where nothing was said or done; the last one."""
        import msgspec

        from dematassist.journeys import model

        for summary in self.summaries():
            if summary.guide_id != guide_id or summary.is_finished:
                continue
            try:
                journey, guide = self._pair(summary.id)
            except UserError:
                # It can no longer be read: that must not stop a new one.
                continue
            begun = model.start(journey.id, guide, journey.started_at)
            if journey == msgspec.structs.replace(
                begun, updated_at=journey.updated_at, guide_title=journey.guide_title, sheet=journey.sheet
            ):
                return journey.id
        return None

    def start(self, guide_id: str, lang: str) -> tuple[JourneyId, Changes]:
        """Begin a walk; return its id and what changed."""
        from dematassist.journeys import model

        guide = self._library.guide(guide_id, lang)
        journey = model.start(self._clock.new_id(), guide, self._clock.now())
        return journey.id, self._keep(journey, guide)

    def follow(self, sheet: KeptSheet) -> tuple[JourneyId, Changes]:
        """Begin a walk along an official sheet; return its id and what changed."""
        import msgspec

        from dematassist.journeys import model

        guide = self._follow(sheet).guide
        begun = model.start(self._clock.new_id(), guide, self._clock.now())
        journey = msgspec.structs.replace(begun, sheet=sheet)
        return journey.id, self._keep(journey, guide)

    def renew(self, journey_id: JourneyId, sheet: KeptSheet) -> Changes:
        """Follow this edition of the sheet from now on: what has the same words stays answered and ticked."""
        import msgspec

        journey = msgspec.structs.replace(self._journey(journey_id), sheet=sheet)
        return self._keep(journey, self._follow(sheet).guide)

    def guide_made_of(self, sheet: KeptSheet) -> Guide:
        """Return the guide that following this sheet would give."""
        return self._follow(sheet).guide

    def answer(self, journey_id: JourneyId, question_id: str, choice_id: str) -> Changes:
        """Keep the answer to a question."""
        from dematassist.journeys import model

        journey, guide = self._pair(journey_id)
        return self._keep(model.answer(journey, guide, question_id, choice_id), guide)

    def tick(self, journey_id: JourneyId, tick: Tick, *, is_ticked: bool) -> Changes:
        """Tick an action, or take the tick away."""
        from dematassist.journeys import model

        journey, guide = self._pair(journey_id)
        return self._keep(model.set_tick(journey, tick, is_ticked=is_ticked), guide)

    def write_note(self, journey_id: JourneyId, key: NoteKey, text: str) -> Changes:
        """Keep what a person wrote down; an empty text takes it away."""
        from dematassist.journeys import model

        journey, guide = self._pair(journey_id)
        if journey.notes.get(key, "") == text:
            return NOTHING
        return self._keep(model.write_note(journey, key, text), guide)

    def move(self, journey_id: JourneyId, position: Position) -> Changes:
        """Go to a place of the walk."""
        from dematassist.journeys import model

        journey, guide = self._pair(journey_id)
        if journey.position == position:
            return NOTHING
        return self._keep(model.move(journey, position), guide)

    def complete_step(self, journey_id: JourneyId, step_id: str) -> Changes:
        """Say that a step is done, and go to the next one."""
        from dematassist.journeys import model

        journey, guide = self._pair(journey_id)
        return self._keep(model.complete_step(journey, guide, step_id, self._clock.today()), guide)

    def skip_step(self, journey_id: JourneyId, step_id: str) -> Changes:
        """Go past a step that is not for this person."""
        from dematassist.journeys import model

        journey, guide = self._pair(journey_id)
        return self._keep(model.skip_step(journey, guide, step_id, self._clock.today()), guide)

    def let_go(self, journey_ids: Iterable[JourneyId]) -> None:
        """Hold nothing of these walks in memory: their space is closed."""
        for journey_id in journey_ids:
            self._open.pop(journey_id, None)

    def forget(self, journey_id: JourneyId) -> tuple[Journey, Changes]:
        """Forget a walk; return it, so that ``restore`` can undo, and what changed."""
        journey = self._journey(journey_id)
        self._store.delete(journey_id)
        self._open.pop(journey_id, None)
        return journey, changed(Changed.JOURNEYS, journey_id=journey_id)

    def restore(self, journey: Journey) -> Changes:
        """Keep a whole walk: one just forgotten, or one that another desk handed over."""
        self._write(journey, self._guide(journey))
        return changed(Changed.JOURNEYS, journey_id=journey.id)

    def _journey(self, journey_id: JourneyId) -> Journey:
        if journey_id not in self._open:
            journey = self._store.load(journey_id)
            if journey is None:
                raise UserError(Cause.JOURNEYS_DAMAGED, journey=journey_id)
            self._open[journey_id] = journey
        return self._open[journey_id]

    def _pair(self, journey_id: JourneyId) -> tuple[Journey, Guide]:
        # The rules of a walk do not depend on the language of the guide: ids are the same in all.
        journey = self._journey(journey_id)
        return journey, self._guide(journey)

    def _guide(self, journey: Journey) -> Guide:
        if journey.sheet is not None:
            return self._follow(journey.sheet).guide
        return self._library.guide(journey.guide_id, "fr")

    def _follow(self, sheet: KeptSheet) -> Followed:
        # Read again only when another sheet is asked for: a person walks one way at a time.
        if self._followed is None or self._followed[0] != sheet:
            from dematassist.guides.official.following import followed_of
            from dematassist.guides.official.reader import UnreadableSheetError

            try:
                self._followed = (sheet, followed_of(sheet, self._library))
            except UnreadableSheetError as error:
                raise UserError(Cause.JOURNEYS_DAMAGED) from error
        return self._followed[1]

    def _keep(self, journey: Journey, guide: Guide) -> Changes:
        import msgspec

        self._write(msgspec.structs.replace(journey, updated_at=self._clock.now()), guide)
        return changed(Changed.JOURNEYS, journey_id=journey.id)

    def _write(self, journey: Journey, guide: Guide) -> None:
        from dematassist.journeys import model

        where = model.progress(journey, guide)
        summary = Summary(
            journey.id,
            journey.guide_id,
            journey.guide_title,
            where.step,
            where.steps,
            where.is_finished,
            journey.updated_at.astimezone(timezone.utc).isoformat(),
        )
        # Before saving: when the disk is full, the person is told and goes on; the next save holds it all.
        self._open[journey.id] = journey
        self._store.save(journey, summary)
