"""The draft of a copy: order of papers, sizes as they are typed, boxes that stay on their page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.copies.draft import (
    Draft,
    Paper,
    box_between,
    boxes,
    moved,
    moved_box,
    order,
    read_megabytes,
    removed,
    resized_box,
    shown_name,
    with_boxes,
)
from dematassist.copies.model import Box
from dematassist.copies.outgoing import Outgoing
from dematassist.copies.sources import Source
from dematassist.errors import Cause, UserError

A, B = Box(0.1, 0.1, 0.2, 0.2), Box(0.5, 0.5, 0.1, 0.1)


def paper(name: str, pages: int, content: bytes = b"x") -> Paper:
    return Paper(Source(name, "PDF", content), name, pages, b"")


THREE = Draft(papers=(paper("a", 2), paper("b", 3), paper("c", 1)))


def test_boxes_follow_their_page_when_papers_change_places():
    draft = with_boxes(with_boxes(THREE, 0, 2, (A,)), 1, 3, (A, B))
    assert order(draft).redact == {2: (A,), 5: (A, B)}
    assert order(moved(draft, 1, -1)).redact == {3: (A, B), 5: (A,)}
    assert order(removed(draft, 0)).redact == {3: (A, B)}
    assert boxes(draft.papers[1], 3) == (A, B)


def test_the_boxes_of_a_page_take_the_place_of_those_before_and_leave_the_other_pages():
    draft = with_boxes(with_boxes(THREE, 1, 1, (A, B)), 1, 2, (B,))
    assert order(with_boxes(draft, 1, 1, ())).redact == {4: (B,)}


@pytest.mark.parametrize(
    ("typed", "megabytes"),
    [("2", 2), ("2,5", 2.5), ("2.5 Mo", 2.5), ("500 ko", 0.5), ("", 2), ("1\u00a0MB", 1), (" 10 ", 10)],
)
def test_a_size_is_read_as_people_write_it(typed, megabytes):
    assert read_megabytes(typed) == megabytes


@pytest.mark.parametrize(
    "typed", ["0", "-2", "deux", "nan", "inf", "1e1", "2,5,5", ",", "1000", "0,001", "٢", "2 Go", "1_0"]
)
def test_what_is_no_size_is_refused(typed):
    assert read_megabytes(typed) is None
    assert order(Draft(size=typed)) is None


@given(st.text(max_size=30))
def test_no_typed_size_raises(typed):
    size = read_megabytes(typed)
    assert size is None or 0.05 <= size <= 100


@given(st.text(max_size=300))
def test_a_name_is_shown_without_letters_that_hide_or_turn(path):
    name = shown_name(path)
    assert len(name) <= 60
    assert all(letter.isprintable() for letter in name)


SIDE = st.floats(0, 1)


@given(SIDE, SIDE, SIDE, SIDE, st.lists(st.sampled_from("udlrwnth"), max_size=60))
def test_a_box_never_leaves_the_page_nor_vanishes(x1, y1, x2, y2, moves):
    box = box_between((x1, y1), (x2, y2))
    if box is None:
        return
    for move in moves:
        across = {"l": -0.03, "r": 0.03, "n": -0.03, "w": 0.03}.get(move, 0)
        down = {"u": -0.03, "d": 0.03, "h": -0.03, "t": 0.03}.get(move, 0)
        box = (moved_box if move in "udlr" else resized_box)(box, across, down)
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= 1.0000001
        assert box.top + box.height <= 1.0000001
        assert min(box.width, box.height) > 0.004


def test_a_box_drawn_past_the_edge_is_cut_and_a_mere_click_is_none():
    assert box_between((-0.5, 0.2), (0.25, 2.0)) == Box(0.0, 0.2, 0.25, 0.8)
    assert box_between((0.5, 0.5), (0.5, 0.5)) is None


def test_a_copy_is_no_longer_of_use_once_its_draft_changes():
    outgoing = Outgoing()
    outgoing.add((paper("a", 1),))
    outgoing.prepared = object()  # type: ignore[assignment]
    outgoing.change(outgoing.draft)
    assert outgoing.prepared
    outgoing.change(outgoing.draft._replace(size="1"))
    assert outgoing.prepared is None


def test_papers_that_are_too_big_together_are_refused_and_those_before_stay(monkeypatch):
    monkeypatch.setattr("dematassist.copies.outgoing.MAX_ALL_SOURCES_BYTES", 10)
    outgoing = Outgoing()
    outgoing.add((paper("a", 1, b"x" * 8),))
    with pytest.raises(UserError) as caught:
        outgoing.add((paper("b", 1, b"x" * 8),))
    assert caught.value.cause is Cause.SOURCES_TOO_BIG
    assert [p.name for p in outgoing.draft.papers] == ["a"]
