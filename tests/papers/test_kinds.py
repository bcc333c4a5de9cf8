"""The kinds of paper that are shipped, and what is said of them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from dematassist.facts import Confidence
from dematassist.guides.checks import check
from dematassist.guides.library import Library
from dematassist.ui.pages.papers.view import papers_view

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def library(library_file):
    opened = Library(library_file)
    yield opened
    opened.close()


def test_at_least_forty_five_kinds_are_complete(library):
    complete = [
        kind
        for kind in library.papers("fr")
        if kind.other_names and kind.looks_like and kind.given_by and kind.where_to_get
    ]
    assert len(complete) >= 45


def test_every_duration_has_an_official_source_and_a_day(library):
    found = [(kind.id, fact) for kind in library.papers("fr") for fact in kind.accepted]
    assert len(found) >= 10
    for kind_id, fact in found:
        assert fact.provenance.source.url.startswith("https://"), kind_id
        assert fact.provenance.source.is_official, kind_id
        assert fact.provenance.read_on < fact.provenance.review_on
        assert fact.provenance.confidence is not Confidence.LOW


def test_what_may_be_given_instead_is_a_kind_and_another_one(library):
    kinds = {kind.id: kind for kind in library.papers("fr")}
    for kind in kinds.values():
        assert set(kind.instead) <= kinds.keys() - {kind.id}, kind.id


def test_every_guide_says_of_each_paper_where_it_comes_from_or_that_it_is_unknown(library):
    kinds = {kind.id: kind for kind in library.papers("fr")}
    for entry in library.guides("fr"):
        guide = library.guide(entry.id, "fr")
        views = papers_view(guide, {}, kinds, TODAY)
        assert [view.name for view in views] == [need.name for need in guide.papers]
        for view, need in zip(views, guide.papers, strict=True):
            text = " ".join(view.lines)
            known = kinds[need.id].where_to_get
            assert (known in text) if known else ("we do not know" in text)
            assert all(fact.value in text for fact in kinds[need.id].accepted)


def test_a_duration_to_be_read_again_is_said_to_be_checked(library):
    kinds = {kind.id: kind for kind in library.papers("fr")}
    guide = library.guide("carte-identite", "fr")
    late = papers_view(guide, {}, kinds, date(2031, 1, 1))
    now = papers_view(guide, {}, kinds, TODAY)
    assert late != now
    assert sum(len(view.lines) for view in late) > sum(len(view.lines) for view in now)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "instead: [carte-identite, passeport, titre-sejour]",
            "instead: [carte-identitee]",
            "carte-identite",
        ),
        ("sides: both", "sides: middle", "front, both, all-pages"),
        ("given_by:", "given_buy:", "given_by"),
        ("given_by:", "accepted:\n  - {value: Un an., source: x, confidence: high}\ngiven_by:", "read_on"),
    ],
)
def test_a_mistake_in_a_paper_is_told_with_what_to_write(tmp_path, old, new, said):
    root = tmp_path / "resources"
    shutil.copytree(RESOURCES / "papers" / "fr", root / "papers" / "fr")
    (root / "providers").mkdir()
    (root / "lexicon").mkdir()
    file = root / "papers" / "fr" / "piece-identite.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [problem for problem in check(root, [file]).problems if problem.is_error]
    assert any(said in f"{problem.what} {problem.write}" for problem in problems), problems
