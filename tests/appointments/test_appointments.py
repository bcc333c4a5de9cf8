"""Appointments: kept whole, in order, forgotten and taken back; a damaged file loses nothing that reads."""

from __future__ import annotations

import stat
import string
from datetime import date, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.appointments import model
from dematassist.appointments.kept import KeptAppointments
from dematassist.appointments.model import Procedure, in_order, set_in_hand, tidied, with_procedure
from dematassist.appointments.record import Appointments
from dematassist.appointments.store import FileStore, MemoryStore
from dematassist.changes import NOTHING
from dematassist.errors import Cause, UserError
from dematassist.journeys.dates import read_time, written_time

from .samples import NOW, TODAY, appointment


@pytest.fixture(params=["file", "memory", "two places"])
def store(request, tmp_path):
    if request.param == "two places":
        return KeptAppointments(MemoryStore())
    return FileStore(tmp_path / "data" / "rdv.json", NOW) if request.param == "file" else MemoryStore()


def test_what_is_kept_is_there_whole_and_can_be_forgotten_and_taken_back(store, clock):
    ours = Appointments(store, clock)
    first, _changes = ours.prepare(Procedure("rsa", "RSA"))
    changed = msgspec.structs.replace(appointment(), id=first, in_hand=frozenset({"rib"}))
    assert ours.change(changed) is not NOTHING
    assert msgspec.structs.replace(ours.appointment(first), updated_at=NOW) == changed
    assert ours.change(ours.appointment(first)) is NOTHING
    forgotten, _changes = ours.forget(first)
    assert ours.all() == ()
    with pytest.raises(UserError) as caught:
        ours.appointment(first)
    assert caught.value.cause is Cause.APPOINTMENT_UNKNOWN
    ours.restore(forgotten)
    assert ours.all() == (forgotten,)


def test_a_file_is_read_again_private_and_whole(tmp_path):
    path = tmp_path / "data" / "rdv.json"
    FileStore(path, NOW).save(appointment(1))
    again = FileStore(path, NOW)
    again.save(appointment(2, on=None, at=None))
    assert FileStore(path, NOW).appointments() == (appointment(1), appointment(2, on=None, at=None))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b'{"appointments":[1],"format":1}'])
def test_a_damaged_file_is_set_aside_and_told(tmp_path, damage):
    path = tmp_path / "rdv.json"
    path.write_bytes(damage)
    store = FileStore(path, NOW)
    assert store.damaged is not None
    assert store.damaged.cause is Cause.APPOINTMENTS_DAMAGED
    store.save(appointment())
    assert FileStore(path, NOW).appointments() == (appointment(),)
    assert [one.read_bytes() for one in tmp_path.glob("rdv.damaged-*")] == [damage]


def test_one_appointment_that_cannot_be_read_spares_the_others(tmp_path):
    path = tmp_path / "rdv.json"
    store = FileStore(path, NOW)
    store.save(appointment(1))
    store.save(appointment(2))
    path.write_bytes(path.read_bytes().replace(b'"2026-12-03"', b'"2026-99-03"', 1))
    again = FileStore(path, NOW)
    assert [one.id for one in again.appointments()] == [appointment(2).id]
    assert again.damaged is not None


def test_what_is_to_come_is_first_the_next_one_first_and_what_is_past_last():
    def at(number: int, days: int | None, hour: int | None = None):
        on = None if days is None else TODAY + timedelta(days=days)
        return appointment(number, on=on, at=None if hour is None else time(hour))

    given_ = (at(1, -3), at(2, None), at(3, 5, 9), at(4, 0), at(5, 5, 8), at(6, -1))
    assert [int(one.id, 16) for one in in_order(given_, TODAY)] == [4, 5, 3, 2, 6, 1]


def test_a_procedure_is_there_once_and_a_walk_takes_its_place():
    bare = appointment(procedures=())
    one = with_procedure(bare, "rsa", "RSA")
    assert with_procedure(one, "rsa", "RSA") == one
    walked = with_procedure(one, "rsa", "RSA", "a" * 32)
    assert walked.procedures == (Procedure("rsa", "RSA", "a" * 32),)
    assert len(with_procedure(walked, "rsa", "RSA", "b" * 32).procedures) == 2
    assert model.without_procedure(walked, walked.procedures[0]) == bare


@given(
    texts=st.lists(st.text(max_size=30).map(lambda text: text * 90), min_size=4, max_size=4),
    questions=st.lists(st.text(max_size=6).map(lambda text: text * 60), max_size=34),
    procedures=st.lists(st.builds(Procedure, st.text(max_size=2), st.just("")), max_size=14),
)
def test_what_is_kept_is_bounded_seen_and_the_same_once_tidied(texts, questions, procedures):
    service, place, travel, access = texts
    typed = appointment(
        service=service, place=place, travel=travel, access=access,
        questions=tuple(questions), procedures=tuple(procedures),
    )  # fmt: skip
    tidy = tidied(typed)
    assert tidied(tidy) == tidy
    assert len(tidy.questions) <= model.MAX_QUESTIONS
    assert len(tidy.procedures) <= model.MAX_PROCEDURES
    assert len(tidy.place) <= model.MAX_TEXT_LETTERS
    assert not set("".join((tidy.service, *tidy.questions))) & set("\n\r\u202e\u200b\x00")
    assert msgspec.json.decode(msgspec.json.encode(tidy), type=model.Appointment) == tidy


def test_a_paper_is_ticked_and_unticked():
    ticked = set_in_hand(appointment(), "rib", is_in_hand=True)
    assert ticked.in_hand == {"rib"}
    assert set_in_hand(ticked, "rib", is_in_hand=False) == appointment()


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("14h30", time(14, 30)),
        ("9 h", time(9)),
        (" 9:05", time(9, 5)),
        ("08.00", time(8)),
        ("14 heures", time(14)),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed, at):
    assert read_time(typed) == at


@pytest.mark.parametrize("typed", ["", "14", "25h", "9h60", "demain", "9h5", "1430"])
def test_what_is_no_hour_is_not_guessed(typed):

    assert read_time(typed) is None


@given(st.times())
def test_an_hour_that_is_written_is_read_back(at):
    assert read_time(written_time(at)) == at.replace(second=0, microsecond=0, fold=0)


@given(st.text(alphabet=string.printable + "é٩"))
def test_no_text_stops_the_reading_of_an_hour(text):
    read_time(text)


def test_when_is_written_in_figures():
    assert model.when_written(appointment()) == "03/12/2026 14:30"
    assert model.when_written(appointment(on=date(2026, 12, 3), at=None)) == "03/12/2026"
    assert model.when_written(appointment(on=None, at=None)) == ""
