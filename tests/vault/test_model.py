"""What is known of papers: reminders, tidy facts, the trash; no clock but the day given."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.vault.model import (
    MAX_LINE_LETTERS,
    MAX_NOTE_LETTERS,
    Document,
    DocumentFacts,
    Ended,
    EndsSoon,
    Missing,
    State,
    Stored,
    Trashed,
    end_of,
    is_document_id,
    is_past_trash,
    reminders,
    tidied,
)

TODAY = date(2026, 11, 24)


def paper(number: int, state: State = Stored(), **facts: object) -> Document:  # noqa: B008 -- frozen
    return Document(
        id=f"{number:032x}",
        facts=DocumentFacts(**facts),
        original_name="scan.pdf",
        media_type="application/pdf",
        size_bytes=1,
        sha256="0" * 64,
        added=TODAY,
        state=state,
    )


@pytest.mark.parametrize(
    ("expires", "end"),
    [
        (None, None),
        (date(2026, 11, 23), Ended(1)),
        (date(2026, 11, 24), EndsSoon(0)),
        (date(2027, 1, 23), EndsSoon(60)),
        (date(2027, 1, 24), None),
        (date.min, Ended((TODAY - date.min).days)),
        (date.max, None),
    ],
)
def test_a_paper_ends_on_its_last_day(expires, end):
    assert end_of(DocumentFacts(expires=expires), TODAY) == end


def test_reminders_come_with_the_first_to_end_first():
    late, soon, far = paper(1, expires=date(2026, 12, 1)), paper(2, expires=date(2026, 1, 1)), paper(3)
    assert [r.document for r in reminders([late, far, soon], TODAY)] == [soon, late]


def test_a_paper_its_holder_has_again_is_not_recalled():
    old = paper(1, kind="passeport", holder="Camille  EXEMPLE", expires=date(2026, 1, 1))
    new = paper(2, kind="passeport", holder="camille exemple", expires=date(2036, 1, 1))
    other = paper(3, kind="passeport", holder="Dominique Exemple", expires=date(2026, 1, 1))
    assert [r.document for r in reminders([old, new, other], TODAY)] == [other]


def test_two_papers_of_no_known_kind_are_both_recalled():
    one, other = paper(1, expires=date(2026, 1, 1)), paper(2, expires=date(2026, 2, 1))
    assert [r.document for r in reminders([one, other], TODAY)] == [one, other]


def test_what_is_not_in_the_space_any_more_is_neither_recalled_nor_in_place_of_another():
    old = paper(1, kind="passeport", expires=date(2026, 1, 1))
    gone = paper(2, Missing(), kind="passeport", expires=date(2036, 1, 1))
    trashed = paper(3, Trashed(TODAY), kind="passeport", expires=date(2026, 1, 2))
    assert [r.document for r in reminders([old, gone, trashed], TODAY)] == [old]


@pytest.mark.parametrize(
    ("today", "may_go"),
    [(date(2026, 12, 23), False), (date(2026, 12, 24), True), (date(2016, 11, 24), False)],
)
def test_the_trash_keeps_for_thirty_days_and_longer_when_the_clock_goes_back(today, may_go):
    assert is_past_trash(TODAY, today) is may_go


@pytest.mark.parametrize(
    "text", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "../" + "0" * 29, "0" * 32 + "\n"]
)
def test_only_an_id_is_an_id(text):
    assert is_document_id("0123456789abcdef" * 2)
    assert not is_document_id(text)


def test_facts_lose_the_letters_that_hide_or_turn_the_writing():
    facts = tidied(
        DocumentFacts(
            title="  Avis\u202e d’impôt\x00\t2026 \u200b x",
            note="un\u2066\ndeux \r\n\x1b[31mtrois\n",
            pages=0,
        )
    )
    assert facts.title == "Avis d’impôt 2026 x"
    assert facts.note == "un\ndeux\n[31mtrois"
    assert facts.pages is None


@given(st.text(max_size=2 * MAX_LINE_LETTERS), st.text(max_size=MAX_NOTE_LETTERS + 50), st.integers())
def test_tidied_facts_stay_as_they_are(line, note, pages):
    once = tidied(DocumentFacts(kind=line, title=line, holder=line, note=note, pages=pages))
    assert tidied(once) == once
    assert len(once.title) <= MAX_LINE_LETTERS
    assert len(once.note) <= MAX_NOTE_LETTERS
    assert msgspec.json.decode(msgspec.json.encode(once), type=DocumentFacts) == once


@given(st.dates(), st.dates(), st.integers(0, 400))
def test_no_pair_of_days_breaks_a_reminder(expires, today, soon_days):
    found = reminders([paper(1, expires=expires)], today, soon_days)
    assert bool(found) is (expires <= today or expires - today <= timedelta(days=soon_days))
