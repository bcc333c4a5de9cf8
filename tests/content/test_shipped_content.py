"""What is shipped is clean: it loads, says what it must, and is plain enough for everyone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dematassist.guides.authoring import FILES, json_schema
from dematassist.guides.checks import check
from dematassist.guides.faults import LONGEST_SENTENCE_WORDS, LONGEST_STEP_WORDS
from dematassist.guides.model import ChannelKind, NoteKind
from dematassist.guides.reader import Content, read_resources

if TYPE_CHECKING:
    from dematassist.guides.check_report import CheckReport

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources"
AIMED_READING_EASE = 80
LOWEST_READING_EASE = 70


@pytest.fixture(scope="module")
def content() -> Content:
    return read_resources(RESOURCES)


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(RESOURCES)


def test_every_file_loads(content):
    assert content.problems == ()
    assert len(content.guides) == len(list((RESOURCES / "guides").rglob("*.yaml")))


def test_there_is_no_error(report):
    assert [problem for problem in report.problems if problem.is_error] == []


def test_every_french_guide_is_plain(report):
    french = [row for row in report.figures if row.lang == "fr"]
    assert french
    for row in french:
        assert row.all.longest_sentence_words <= LONGEST_SENTENCE_WORDS, row.id
        assert row.longest_step_words <= LONGEST_STEP_WORDS, row.id
        assert row.lowest_reading_ease >= LOWEST_READING_EASE, row.id
        assert row.median_reading_ease >= AIMED_READING_EASE, row.id


def test_every_long_word_and_acronym_of_a_guide_is_in_a_lexicon(report):
    unknown = {row.id: row.jargon for row in report.figures if row.jargon}
    assert unknown == {}, "explain them in lexicon/jargon.fr.yaml, or add them to lexicon/everyday.fr.yaml"


def test_every_step_has_a_simple_wording(content):
    for guide in content.guides:
        assert [step.id for step in guide.steps if step.simple is None] == [], (guide.lang, guide.id)


def test_every_guide_has_a_human_way_and_says_what_comes_after(content):
    for guide in content.guides:
        assert guide.no_other_way or any(way.kind is not ChannelKind.ONLINE for way in guide.channels)
        assert guide.words, guide.id
        assert guide.for_whom, guide.id
        assert guide.after.worry, guide.id
        assert guide.after.silence, guide.id
        assert guide.after.appeal, guide.id


def test_every_guide_keeps_a_date_or_a_number_of_what_was_done(content):
    for guide in content.guides:
        kinds = {note.kind for step in guide.steps for note in step.notes}
        assert kinds & {NoteKind.DATE, NoteKind.NUMBER}, guide.id


def test_every_translation_has_its_french_guide(content):
    french = {guide.id for guide in content.guides if guide.lang == "fr"}
    assert {guide.id for guide in content.guides} == french


@pytest.mark.parametrize("kind", FILES)
def test_the_exported_schema_is_the_one_of_the_code(kind):
    exported = json.loads((RESOURCES / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    assert exported == json_schema(kind), (
        f"run: dematassist guides schema {kind} > resources/schema/{kind}.json"
    )


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_refuses_unknown_fields_at_every_level(kind):
    for name, shape in json_schema(kind)["$defs"].items():
        if shape.get("type") == "object":
            assert shape["additionalProperties"] is False, name
