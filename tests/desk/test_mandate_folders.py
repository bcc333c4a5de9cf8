"""Copies left for the time of a mandate: only what was chosen, until its day, then gone, whatever cuts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dematassist.desk.mandate_folders import MandateFolders
from dematassist.errors import Cause, UserError
from dematassist.vault import wire
from dematassist.vault.mandate import Terms
from dematassist.vault.model import DocumentFacts
from dematassist.vault.space import Space
from dematassist.vault.states import Notice
from dematassist.vault.worker.calls import Call
from dematassist.vault.worker.session import Session
from tests.conftest import FixedClock
from tests.vault.killing import calls_in, needs_strace
from tests.vault.spaces import PASSWORD, asked_of

ROOT = Path(__file__).resolve().parents[2]
TODAY = date.today()  # noqa: DTZ011 -- the worker reads the machine's clock
TERMS = Terms("4821-7730", TODAY, TODAY + timedelta(days=30))
CODE = "six mots que la mediatrice garde"
NOW = datetime.now(timezone.utc)
CALL = Call(lambda _done, _total: None)
PAPERS = {"carte": b"%PDF-1.7 " + os.urandom(3000), "bail": b"%PDF-1.7 bail", "divorce": b"%PDF-1.7 divorce"}


def no_report(_done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    """The open space of a person, and its secret: three papers, on their stick."""
    space = Space(tmp_path_factory.mktemp("stick"))
    sheet = space.prepare(PASSWORD)
    space.create(asked_of(sheet))
    for title, content in PAPERS.items():
        space.add_content(content, f"{title}.pdf", DocumentFacts(title=title, holder="Awa Exemple"))
    yield space, sheet.identity
    space.lock()


@pytest.fixture(scope="module")
def left(stick, tmp_path_factory) -> Path:
    """The folders of a desk where the copy of one paper was left."""
    place = tmp_path_factory.mktemp("desk") / "mandats"
    space, _secret = stick
    chosen = [one for one in space.documents() if one.facts.title == "carte"]
    MandateFolders(place).make(TERMS, CODE, "Refaire ma carte", space, chosen, no_report)
    return place


@pytest.fixture
def place(left: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(left, tmp_path / "mandats"))


def opened(place: Path, clock: FixedClock, terms: Terms = TERMS, code: str = CODE) -> object:
    """Open the copies in this process, by this clock; return what is said of them."""
    session = Session()
    session._clock = clock
    folder = os.fsencode(Space(place / terms.number).folder)
    try:
        said = session.do(wire.OpenMandate(folder, terms.binds(code), terms), CALL).value
        session.do(wire.ListDocuments(), CALL)
    except UserError:
        with pytest.raises(UserError) as raised:
            session.do(wire.ListDocuments(), CALL)
        assert raised.value.cause is Cause.SPACE_LOCKED
        raise
    finally:
        session.close()
    return said


def cause_of(act, *given) -> Cause:
    with pytest.raises(UserError) as raised:
        act(*given)
    return raised.value.cause


def test_only_what_was_chosen_is_there_and_never_the_key_of_the_person(stick, left: Path) -> None:
    _space, secret = stick
    copies = Space(left / TERMS.number)
    try:
        state = copies.open_mandate(TERMS, CODE)
        (document,) = copies.documents()
        assert (document.facts.title, copies.read(document.id)) == ("carte", PAPERS["carte"])
        assert state.purpose == "Refaire ma carte"
    finally:
        copies.lock()
    files = [path for path in left.rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".age" and ".fiche" not in path.name]) == 1
    raw = b"".join(path.read_bytes() for path in files)
    for word in (secret, secret[15:35], "bail", "divorce", "carte", "Refaire", "Awa", CODE):
        assert word.encode() not in raw
        assert word.encode("utf-16-le") not in raw
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_only_its_own_password_opens_it_and_only_with_its_own_terms(place: Path) -> None:
    clock = FixedClock(NOW)
    assert cause_of(opened, place, clock, TERMS, PASSWORD) is Cause.PASSWORD_WRONG
    longer = Terms(TERMS.number, TERMS.begins, TERMS.last_day + timedelta(days=300))
    assert cause_of(opened, place, clock, longer) is Cause.PASSWORD_WRONG
    assert cause_of(Space(place / TERMS.number).open, CODE) is Cause.PASSWORD_WRONG


def test_it_opens_on_its_last_day_and_not_after(place: Path) -> None:
    last = datetime.combine(TERMS.last_day, datetime.min.time()).astimezone() + timedelta(hours=12)
    assert opened(place, FixedClock(last)).notices == ()
    assert cause_of(opened, place, FixedClock(last + timedelta(days=1))) is Cause.MANDATE_OVER


def test_a_clock_put_back_ten_years_is_noticed_and_gains_nothing(place: Path) -> None:
    ten_years = timedelta(days=3652)
    assert opened(place, FixedClock(NOW - ten_years)).notices == (Notice.CLOCK_WENT_BACK,)
    after = NOW + timedelta(days=40)
    assert cause_of(opened, place, FixedClock(after)) is Cause.MANDATE_OVER
    assert cause_of(opened, place, FixedClock(NOW - ten_years)) is Cause.MANDATE_OVER


def test_what_is_over_or_ended_is_deleted_at_the_next_start_and_the_rest_stays(place: Path) -> None:
    folders = MandateFolders(place)
    assert folders.sweep((), NOW) == ()
    assert folders.find(TERMS.number) is not None
    assert folders.sweep((), NOW + timedelta(days=40)) == (TERMS.number,)
    assert folders.numbers() == frozenset()
    assert not list(place.rglob("*.age"))


def test_what_was_being_made_or_deleted_when_the_program_ended_is_gone_at_the_next_start(place: Path) -> None:
    for name in (".1111-2222.part", ".3333-4444.gone"):
        shutil.copytree(place / TERMS.number, place / name)
    folders = MandateFolders(place)
    assert folders.sweep((), NOW) == ()
    assert {path.name for path in place.iterdir()} == {TERMS.number, "heure.json"}


def test_a_clock_put_back_does_not_keep_what_was_already_over(place: Path) -> None:
    aside = Path(shutil.copytree(place / TERMS.number, place.parent / "aside"))
    folders = MandateFolders(place)
    folders.sweep((), NOW + timedelta(days=40))
    aside.rename(place / TERMS.number)
    assert folders.sweep((), NOW - timedelta(days=3652)) == (TERMS.number,)
    assert folders.numbers() == frozenset()


def test_an_ended_mandate_has_no_copies_any_more(place: Path) -> None:
    folders = MandateFolders(place)
    assert folders.sweep({TERMS.number}, NOW) == (TERMS.number,)
    assert folders.find(TERMS.number) is None
    folders.delete(TERMS.number)


def test_without_readable_terms_nothing_opens_and_it_is_deleted(place: Path) -> None:
    (place / TERMS.number / "mandat.json").write_bytes(b"{")
    folders = MandateFolders(place)
    assert folders.find(TERMS.number) is None
    assert folders.sweep((), NOW) == (TERMS.number,)


def test_a_copy_that_fails_or_is_stopped_leaves_nothing(stick, tmp_path: Path) -> None:
    space, _secret = stick
    folders = MandateFolders(tmp_path / "mandats")

    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        folders.make(TERMS, CODE, "", space, space.documents(), stop)
    assert cause_of(folders.make, TERMS, "court", "", space, (), no_report) is Cause.PASSWORD_TOO_SHORT
    assert [path for path in (tmp_path / "mandats").iterdir() if path.is_dir()] == []


@needs_strace
def test_killed_at_any_step_of_deleting_it_is_whole_or_gone_and_the_next_start_finishes(
    left: Path, tmp_path: Path
) -> None:
    names = "rename,renameat,renameat2,unlink,unlinkat,rmdir"
    act = (
        "import sys; from pathlib import Path\nfrom dematassist.desk.mandate_folders import MandateFolders\n"
    )
    act += f"MandateFolders(Path(sys.argv[1])).delete({TERMS.number!r})\n"

    def delete(place: Path, *inject: str) -> Path:
        shutil.copytree(left, place)
        log = place.parent / "calls"
        trace = ("strace", "-f", "-o", str(log), "-e", f"trace={names}", *inject)
        subprocess.run([*trace, sys.executable, "-B", "-c", act, str(place)], cwd=ROOT, check=False)
        return log

    calls = calls_in(delete(tmp_path / "counted"))
    assert len(calls) > 8
    seen = set()
    for at, (call, number) in enumerate(calls):
        place = tmp_path / str(at)
        delete(place, "-e", f"inject={call}:signal=KILL:when={number}")
        folders = MandateFolders(place)
        is_whole = folders.find(TERMS.number) is not None
        seen.add(is_whole)
        if is_whole:
            assert opened(place, FixedClock(NOW))
            folders.delete(TERMS.number)
        folders.sweep((), NOW)
        assert [path for path in place.rglob("*") if path.is_file() and path.name != "heure.json"] == []
        shutil.rmtree(place)
    assert seen == {True, False}
