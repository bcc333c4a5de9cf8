"""What a person does is done, kept, and said as changes."""

from __future__ import annotations

import pytest

from dematassist.changes import NOTHING, Changed
from dematassist.errors import Cause, UserError
from dematassist.journeys.model import AtStep
from dematassist.journeys.record import Journeys
from dematassist.journeys.store import MemoryStore


@pytest.fixture
def journeys(library, clock):
    return Journeys(MemoryStore(), library, clock)


@pytest.fixture
def begun(journeys):
    journey_id, _changes = journeys.start("carte-vitale", "fr")
    return journey_id


def test_a_walk_begun_is_in_the_list(journeys, begun):
    (line,) = journeys.summaries()
    assert (line.id, line.guide_id, line.step, line.is_finished) == (begun, "carte-vitale", 0, False)


@pytest.mark.parametrize(
    "touch",
    [
        lambda walks, begun: walks.answer(begun, "motif", "perdue"),
        lambda walks, begun: walks.tick(begun, ("declarer", "ouvrir"), is_ticked=True),
        lambda walks, begun: walks.write_note(begun, ("declarer", "date"), "2026-11-24"),
        lambda walks, begun: walks.move(begun, AtStep("commander")),
    ],
)
def test_a_walk_is_untouched_until_something_is_said_or_done(journeys, begun, touch):
    assert journeys.untouched("carte-vitale") == begun
    assert journeys.untouched("rsa") is None
    touch(journeys, begun)
    assert journeys.untouched("carte-vitale") is None


def test_a_walk_that_can_no_longer_be_read_does_not_stop_a_new_one(library, clock, monkeypatch):
    store = MemoryStore()
    journeys = Journeys(store, library, clock)
    journeys.start("carte-vitale", "fr")
    monkeypatch.setattr(store, "load", lambda _id: None)
    assert Journeys(store, library, clock).untouched("carte-vitale") is None


def test_ticking_changes_this_journey_only(journeys, begun):
    changes = journeys.tick(begun, ("declarer", "ouvrir"), is_ticked=True)
    assert changes.kinds == {Changed.JOURNEYS}
    assert changes.journey_id == begun
    assert ("declarer", "ouvrir") in journeys.walk(begun, "fr").journey.ticks


def test_writing_the_same_note_again_changes_nothing(journeys, begun):
    journeys.write_note(begun, ("declarer", "date"), "2026-11-24")
    assert journeys.write_note(begun, ("declarer", "date"), "2026-11-24") == NOTHING


def test_a_walk_is_the_same_in_another_language(journeys, begun):
    journeys.tick(begun, ("declarer", "ouvrir"), is_ticked=True)
    walk = journeys.walk(begun, "en")
    assert walk.guide.lang == "en"
    assert ("declarer", "ouvrir") in walk.journey.ticks


def test_a_forgotten_walk_can_be_taken_back(journeys, begun):
    journeys.tick(begun, ("declarer", "ouvrir"), is_ticked=True)
    journey, _changes = journeys.forget(begun)
    assert journeys.summaries() == ()
    journeys.restore(journey)
    assert ("declarer", "ouvrir") in journeys.walk(begun, "fr").journey.ticks


def test_a_guide_that_is_not_there_is_said(journeys):
    with pytest.raises(UserError) as caught:
        journeys.start("nothing", "fr")
    assert caught.value.cause is Cause.GUIDE_UNKNOWN


def test_when_the_disk_is_full_the_walk_goes_on_and_the_next_save_holds_everything(library, clock):
    class FullOnce(MemoryStore):
        is_full = False

        def save(self, journey, summary):
            if self.is_full:
                raise UserError(Cause.DISK_FULL, path="x")
            super().save(journey, summary)

    store = FullOnce()
    journeys = Journeys(store, library, clock)
    journey_id, _changes = journeys.start("carte-vitale", "fr")
    store.is_full = True
    with pytest.raises(UserError):
        journeys.tick(journey_id, ("declarer", "ouvrir"), is_ticked=True)
    store.is_full = False
    journeys.move(journey_id, AtStep("commander"))
    assert ("declarer", "ouvrir") in store.load(journey_id).ticks
