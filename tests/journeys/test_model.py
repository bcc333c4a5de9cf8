"""The pure rules of a walk, and a random person who answers, ticks, goes back and comes again."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.guides.model import UNSURE, Guide, visible_steps
from dematassist.journeys import model
from dematassist.journeys.model import AtEnd, AtQuestion, AtStep

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def guide(library_file) -> Guide:
    from dematassist.guides.library import Library

    opened = Library(library_file)
    yield opened.guide("carte-vitale", "fr")
    opened.close()


def start(guide: Guide) -> model.Journey:
    return model.start("a" * 32, guide, NOW)


def test_a_walk_begins_at_its_first_question(guide):
    assert start(guide).position == AtQuestion("motif")


def test_an_answer_that_the_guide_does_not_have_is_refused(guide):
    with pytest.raises(ValueError, match="no answer"):
        model.answer(start(guide), guide, "motif", "mars")


def test_not_knowing_hides_no_step(guide):
    everything = visible_steps(guide, {})
    unsure = visible_steps(guide, {question.id: UNSURE for question in guide.questions})
    assert everything == unsure == guide.steps


def test_an_answer_changes_the_steps(guide):
    lost = visible_steps(guide, {"motif": "perdue", "compte": "oui"})
    assert [step.id for step in lost] == ["declarer", "commander", "attendre", "verifier"]


def test_ticks_of_a_hidden_step_come_back_with_it(guide):
    journey = model.set_tick(start(guide), ("declarer", "ouvrir"), is_ticked=True)
    journey = model.answer(journey, guide, "motif", "premiere")
    assert "declarer" not in [s.id for s in visible_steps(guide, journey.answers)]
    journey = model.answer(journey, guide, "motif", "perdue")
    assert ("declarer", "ouvrir") in journey.ticks


def test_the_day_the_end_is_first_reached_is_kept(guide):
    last = guide.steps[-1].id
    journey = model.complete_step(start(guide), guide, last, date(2026, 11, 24))
    assert (journey.position, journey.finished_on) == (AtEnd(), date(2026, 11, 24))
    again = model.complete_step(model.move(journey, AtStep(last)), guide, last, date(2026, 12, 1))
    assert again.finished_on == date(2026, 11, 24)


def test_a_step_that_is_skipped_is_not_done_and_the_last_one_ends_the_walk(guide):
    first, second, last = guide.steps[0].id, guide.steps[1].id, guide.steps[-1].id
    journey = model.skip_step(start(guide), guide, first, date(2026, 11, 24))
    assert (journey.position, journey.done_steps, journey.finished_on) == (AtStep(second), frozenset(), None)
    journey = model.skip_step(journey, guide, last, date(2026, 11, 24))
    assert (journey.position, journey.finished_on) == (AtEnd(), date(2026, 11, 24))


def test_a_step_hidden_by_a_new_answer_leads_to_the_nearest_one_before(guide):
    journey = model.move(start(guide), AtStep("verifier"))
    answers = {"motif": "mise-a-jour", "compte": "oui"}
    assert model.settled(guide, answers, journey.position) == AtStep("mettre-a-jour")
    answers = {"motif": "perdue", "compte": "oui"}
    assert model.settled(guide, answers, AtStep("mettre-a-jour")) == AtStep("verifier")


def test_a_step_that_a_newer_guide_no_longer_has_leads_to_the_first_one(guide):
    assert model.settled(guide, {}, AtStep("gone")) == AtStep(guide.steps[0].id)


def test_progress_counts_the_steps_this_person_sees(guide):
    journey = model.answer(start(guide), guide, "motif", "perdue")
    journey = model.answer(journey, guide, "compte", "oui")
    journey = model.move(journey, AtStep("commander"))
    assert model.progress(journey, guide) == (2, 4, False)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(0, 1), st.integers(0, 4)),
        st.tuples(st.just("tick"), st.integers(0, 5), st.booleans()),
        st.tuples(st.just("note"), st.integers(0, 5), st.text(max_size=20)),
        st.tuples(st.just("next"), st.none(), st.none()),
        st.tuples(st.just("back"), st.none(), st.none()),
    ),
    max_size=40,
)


def act(journey: model.Journey, guide: Guide, move: tuple) -> model.Journey:
    kind, which, what = move
    match kind:
        case "answer":
            question = guide.questions[which]
            choices = [choice.id for choice in question.choices] + [UNSURE]
            return model.answer(journey, guide, question.id, choices[what % len(choices)])
        case "tick":
            step = guide.steps[which]
            return model.set_tick(journey, (step.id, step.actions[0].id), is_ticked=what)
        case "note":
            return model.write_note(journey, (guide.steps[which].id, "n"), what)
        case "next":
            here = model.settled(guide, journey.answers, journey.position)
            if isinstance(here, AtStep):
                return model.complete_step(journey, guide, here.step, date(2026, 11, 24))
            return model.move(journey, model.following(guide, journey.answers, here))
        case _:
            before = model.preceding(guide, journey.answers, journey.position)
            return model.move(journey, before) if before else journey


@given(ACTS)
def test_whatever_a_person_does_the_walk_is_somewhere_and_nothing_is_lost(guide, acts):
    journey = start(guide)
    answers: dict[str, str] = {}
    ticks: set = set()
    notes: dict = {}
    for one in acts:
        journey = act(journey, guide, one)
        kind, which, what = one
        if kind == "answer":
            question = guide.questions[which]
            choices = [choice.id for choice in question.choices] + [UNSURE]
            answers[question.id] = choices[what % len(choices)]
        elif kind == "tick":
            tick = (guide.steps[which].id, guide.steps[which].actions[0].id)
            (ticks.add if what else ticks.discard)(tick)
        elif kind == "note":
            notes[guide.steps[which].id, "n"] = what
        here = model.settled(guide, journey.answers, journey.position)
        assert here in model.places(guide, journey.answers)
        where = model.progress(journey, guide)
        assert 0 <= where.step <= where.steps
    assert journey.answers == answers
    assert journey.ticks == ticks
    assert journey.notes == {key: text for key, text in notes.items() if text}


@given(ACTS)
def test_going_on_always_reaches_the_end_and_going_back_always_reaches_the_beginning(guide, acts):
    journey = start(guide)
    for one in acts:
        journey = act(journey, guide, one)
    for _ in range(len(guide.steps) + len(guide.questions) + 1):
        journey = act(journey, guide, ("next", None, None))
    assert model.settled(guide, journey.answers, journey.position) == AtEnd()
    for _ in range(len(guide.steps) + len(guide.questions) + 1):
        journey = act(journey, guide, ("back", None, None))
    assert journey.position == AtQuestion(guide.questions[0].id)
