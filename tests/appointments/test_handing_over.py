"""A hand-over note: what was chosen and nothing else leaves; what comes in is held to its shape."""

from __future__ import annotations

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dematassist import i18n
from dematassist.appointments.handing_over import (
    HandOverNote,
    Item,
    PaperNames,
    Part,
    Said,
    SharedProcedure,
    agreed,
    hand_over,
    is_empty,
    offered,
    resumed,
)
from dematassist.appointments.handover_file import MAX_BYTES, open_note, read_note, sealed
from dematassist.errors import Cause, UserError
from dematassist.journeys.model import AtEnd, AtQuestion, AtStep, Journey, places
from dematassist.journeys.record import Walk
from dematassist.sheets.hand_over import hand_over_sheet
from dematassist.sheets.model import lines
from dematassist.sheets.pdf import render_pdf
from tests.sheets.checkers import findings
from tests.sheets.samples import RESOURCES

from .samples import NOW, TODAY

PAPERS = PaperNames(("RIB",), ("Fiches de paie",))
SAID = Said("Mme Duval", "Camille Exemple", "Je ne lis pas bien.\nMerci.")
WORDS = "abandon chemise banane exemple cousin bateau"
CANARY = "dossier 4417"


@pytest.fixture
def walk(library) -> Walk:
    journey = Journey(
        id="a" * 32, guide_id="carte-vitale", guide_title="Carte Vitale", started_at=NOW, updated_at=NOW,
        position=AtStep("commander"), answers={"motif": "perdue", "compte": "oui"},
        ticks=frozenset({("declarer", "ouvrir")}), done_steps=frozenset({"declarer"}),
        notes={("commander", "date"): "2026-11-24", ("declarer", "numero"): CANARY},
    )  # fmt: skip
    return Walk(journey, library.guide("carte-vitale", "fr"))


def everything(walk: Walk) -> frozenset[Item]:
    return frozenset((*offered(walk), Item(Part.IN_HAND), Item(Part.MISSING)))


def test_without_a_choice_nothing_is_passed_on(walk):
    note = hand_over([walk], frozenset(), PAPERS, Said("Mme Duval"), TODAY)
    assert is_empty(note)
    said = msgspec.json.encode(note).decode()
    for private in ("carte-vitale", CANARY, "RIB", "perdue"):
        assert private not in said


def test_each_thing_is_passed_on_by_itself_and_only_then(walk):
    whole = msgspec.json.encode(hand_over([walk], everything(walk), PAPERS, SAID, TODAY)).decode()
    witnesses = {
        Item(Part.ANSWERS, walk.journey.id): '"perdue"',
        Item(Part.IN_HAND): "RIB",
        Item(Part.MISSING): "Fiches de paie",
        Item(Part.NOTE, walk.journey.id, "commander", "date"): '2026-11-24"]',
    }
    for item, witness in witnesses.items():
        assert witness in whole, item
        less = hand_over([walk], everything(walk) - {item}, PAPERS, SAID, TODAY)
        assert witness not in msgspec.json.encode(less).decode(), item


@given(st.data())
def test_what_is_of_a_procedure_that_is_not_shared_is_not_shared(data):
    ids = st.sampled_from(["a", "b"])
    items = st.builds(Item, st.sampled_from(Part), ids | st.just(""), st.just("s"), st.just("n"))
    chosen = data.draw(st.frozensets(items))
    shared = agreed(chosen)
    assert shared <= chosen
    assert agreed(shared) == shared
    for item in shared:
        assert not item.journey_id or any(
            one.part is Part.PROCEDURE and one.journey_id == item.journey_id for one in shared
        )


def test_the_walk_goes_on_at_the_other_desk_where_it_was(walk):
    note = hand_over([walk], everything(walk), PAPERS, SAID, TODAY)
    (shared,) = read_note(msgspec.json.encode(note), "f").procedures
    journey = resumed(shared, walk.guide, "b" * 32, NOW)
    assert journey.id == "b" * 32
    kept = ("answers", "ticks", "done_steps", "position")
    assert [getattr(journey, name) for name in kept] == [getattr(walk.journey, name) for name in kept]
    known = {(step.id, one.id) for step in walk.guide.steps for one in step.notes}
    assert journey.notes == {key: text for key, text in walk.journey.notes.items() if key in known}


_IDS = st.sampled_from(["motif", "perdue", "declarer", "ouvrir", "commander", "date", "zzz", "../x", ""])
_PLACES = st.one_of(st.builds(AtStep, _IDS), st.builds(AtQuestion, _IDS), st.just(AtEnd()))
_SHARED = st.builds(
    SharedProcedure,
    guide_id=st.just("carte-vitale"),
    place=_PLACES,
    ticks=st.lists(st.tuples(_IDS, _IDS), max_size=5).map(tuple),
    done_steps=st.lists(_IDS, max_size=5).map(tuple),
    answers=st.lists(st.tuples(_IDS, _IDS), max_size=5).map(tuple),
    notes=st.lists(st.tuples(_IDS, _IDS, st.text(max_size=30)), max_size=5).map(tuple),
)


@given(shared=_SHARED)
@settings(max_examples=150)
def test_whatever_a_file_says_the_walk_is_one_of_our_guide(shared):
    guide = _GUIDES["carte-vitale"]
    journey = resumed(shared, guide, "b" * 32, NOW)
    assert journey.position in places(guide, journey.answers)
    assert journey.guide_title == guide.title
    assert journey.done_steps <= {step.id for step in guide.steps}
    assert journey.ticks <= {(step.id, one.id) for step in guide.steps for one in step.actions}
    assert set(journey.notes) <= {(step.id, one.id) for step in guide.steps for one in step.notes}
    assert not any("\u202e" in text for text in journey.notes.values())


_GUIDES: dict[str, object] = {}


@pytest.fixture(autouse=True)
def _guides(library):
    i18n.use("fr", RESOURCES.parent / "translations")
    if not _GUIDES:
        _GUIDES["carte-vitale"] = library.guide("carte-vitale", "fr")


def plain(**changes: object) -> bytes:
    whole = {"made_on": "2026-11-24", "for_whom": "x", "format": 1}
    return json.dumps(whole | changes).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        plain(format="1"),
        plain(made_on="hier"),
        plain(for_whom="x" * 301),
        plain(text="x" * 4_001),
        plain(unknown=1),
        plain(procedures=[{"guide_id": "../../etc", "place": {"type": "end"}}]),
        plain(procedures=[{"guide_id": "rsa", "place": {"type": "nowhere"}}]),
        plain(procedures=[{"guide_id": "rsa", "place": {"type": "end"}}] * 31),
        plain(procedures=[{"guide_id": "rsa", "place": {"type": "end"}, "notes": [["a", "b", "x" * 301]]}]),
        plain(papers_in_hand=["x"] * 301),
    ],
)
def test_a_file_of_another_shape_is_refused(content):
    with pytest.raises(UserError) as caught:
        read_note(content, "relais.age")
    assert caught.value.cause is Cause.HAND_OVER_NOT_OURS


def test_a_newer_file_says_so_whatever_else_it_has():
    with pytest.raises(UserError) as caught:
        read_note(plain(format=2, more={"a": 1}), "relais.age")
    assert caught.value.cause is Cause.HAND_OVER_TOO_NEW


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading(content):
    with pytest.raises(UserError) as caught:
        read_note(content, "f")
    assert caught.value.cause in (Cause.HAND_OVER_NOT_OURS, Cause.HAND_OVER_TOO_NEW)


def test_letters_that_hide_or_turn_the_writing_are_taken_out():
    note = read_note(plain(name="Ca\u202emille\u200b", papers_in_hand=["a\u0000b", " "]), "f")
    assert (note.name, note.papers_in_hand) == ("Camille", ("ab",))


_SCRYPT = (
    b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" %d\n" + b"B" * 43 + b"\n--- " + b"C" * 43 + b"\n"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"age-encryption.org/v1\n",
        b"%PDF-1.7",
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n",
        _SCRYPT % 22,
        _SCRYPT % 99,
        _SCRYPT % 14 + bytes(MAX_BYTES),
    ],
)
def test_what_would_be_slow_or_is_not_ours_is_refused_before_any_work(tmp_path, content):
    path = tmp_path / "relais.age"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        open_note(path, WORDS)
    assert caught.value.cause in (Cause.HAND_OVER_NOT_OURS, Cause.SOURCE_EMPTY)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError) as caught:
        open_note(tmp_path / "absent.age", WORDS)
    assert caught.value.cause is Cause.SOURCE_MISSING


def test_the_file_opens_with_its_words_however_typed_and_with_no_others(walk, tmp_path):
    note = hand_over([walk], everything(walk), PAPERS, SAID, TODAY)
    path = tmp_path / "relais.age"
    path.write_bytes(sealed(note, WORDS))
    assert CANARY.encode() not in path.read_bytes()
    assert open_note(path, f"  {WORDS.upper().replace(' ', '   ')}\n") == note
    for words in (WORDS.replace("banane", "bateau"), " "):
        with pytest.raises(UserError) as caught:
            open_note(path, words)
        assert caught.value.cause is Cause.HAND_OVER_WORDS
    whole = bytearray(path.read_bytes())
    whole[-1] ^= 1
    path.write_bytes(whole)
    with pytest.raises(UserError) as caught:
        open_note(path, WORDS)
    assert caught.value.cause is Cause.HAND_OVER_WORDS


def test_the_sheet_says_the_agreement_and_all_that_is_shared_and_is_readable_by_everyone(walk):
    note = hand_over([walk], everything(walk), PAPERS, SAID, TODAY)
    guides = {walk.guide.id: walk.guide}
    sheet = hand_over_sheet(note, guides, "fr", date(2026, 11, 25))
    text = "\n".join(line for title, group in lines(sheet) for line in (title, *group))
    for words in (
        "24 novembre 2026", "Mme Duval", "Camille Exemple", "Je ne lis pas bien.", "RIB", "Fiches de paie",
        "Commander la nouvelle carte", "Signature",
    ):  # fmt: skip
        assert words in text, words
    for is_large in (False, True):
        assert findings(render_pdf(sheet, RESOURCES, NOW, large_print=is_large)) == []
    bare = hand_over_sheet(
        hand_over([walk], frozenset(), PAPERS, Said("X", "", "Oui"), TODAY), guides, "fr", TODAY
    )
    words = "\n".join(line for title, group in lines(bare) for line in (title, *group))
    assert "Nom" not in words
    assert walk.guide.title not in words


def test_the_longest_note_there_can_be_fits_in_a_file():
    one = SharedProcedure(
        guide_id="rsa", place=AtEnd(), notes=tuple(("s" * 20, f"n{n}", "é" * 100) for n in range(20))
    )
    note = HandOverNote(made_on=TODAY, for_whom="x", procedures=(one,) * 30)
    assert len(msgspec.json.encode(note)) < MAX_BYTES
