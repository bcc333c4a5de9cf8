"""Whenever the worker is killed, the space opens afterwards and holds every document, whole."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from dematassist.errors import Cause, UserError
from dematassist.vault import header, unlocking
from dematassist.vault.keys import keys_of
from dematassist.vault.model import DocumentFacts
from dematassist.vault.sealed_objects import SealedObjects
from dematassist.vault.shelves import Place, Shelves
from dematassist.vault.space import Space

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.vault.states import RecoverySheet

from .killing import NAMES, SYNCS, counting_calls, killed_at, needs_strace
from .spaces import NEW_PASSWORD, PASSWORD, Made, asked_of, made_space, read_by_age, store

pytestmark = needs_strace

PAPERS = {1: b"%PDF-" + os.urandom(70_000), 2: b"%PDF-" + os.urandom(10)}
FACTS = DocumentFacts(title="Bail")


@pytest.fixture
def made(tmp_path) -> Made:
    space = made_space(tmp_path / "made")
    store(space, 1, PAPERS[1], FACTS)
    store(space, 2, PAPERS[2])
    opened = Space(space.folder)
    for _ in range(2):
        # What only a first opening writes is written.
        opened.open(PASSWORD)
        opened.lock()
    return space


def copy_of(made: Made, place: Path) -> Space:
    shutil.copytree(made.folder, place / made.folder.name)
    return Space(place)


def opens(space: Space, password: str) -> bool:
    try:
        space.open(password)
    except UserError as error:
        if error.cause is not Cause.PASSWORD_WRONG:
            raise
        return False
    space.lock()
    return True


def test_changing_the_password_killed_anywhere_leaves_the_old_one_or_the_new_one(tmp_path, made):
    def change(space: Space) -> None:
        with suppress(UserError):
            space.open(PASSWORD)
            space.change_password(PASSWORD, NEW_PASSWORD)
        space.lock()

    log = tmp_path / "log"
    with counting_calls(log, (*NAMES, *SYNCS)) as calls:
        change(copy_of(made, tmp_path / "whole"))
    assert {"fsync", "rename"} <= {name for name, _number in calls}
    opened_by = []
    for at, call in enumerate(calls):
        space = copy_of(made, tmp_path / f"{at}")
        with killed_at(log, *call):
            change(space)
        by_old, by_new = opens(space, PASSWORD), opens(space, NEW_PASSWORD)
        assert by_old != by_new
        opened_by.append(by_new)
    # The old one at first, then the new one for good.
    assert opened_by == sorted(opened_by)
    assert (opened_by[0], opened_by[-1]) == (False, True)


def test_changing_the_key_killed_anywhere_leaves_each_document_to_the_old_key_or_the_new_one(tmp_path, made):
    sheets = []

    def change(space: Space) -> None:
        sheets.clear()
        with suppress(UserError):
            space.open(PASSWORD)
            sheets.append(space.prepare_key(PASSWORD))
            space.change_key(asked_of(sheets[0]))
        space.lock()

    expected = {f"{number:032x}": content for number, content in PAPERS.items()}
    old_key = made.sheet.identity
    log = tmp_path / "log"
    with counting_calls(log, NAMES) as calls:
        change(copy_of(made, tmp_path / "whole"))
    assert read_by_age(tmp_path / "whole" / made.folder.name, old_key) == {}
    shares = set()
    for at, call in enumerate(calls):
        space = copy_of(made, tmp_path / f"{at}")
        with killed_at(log, *call):
            change(space)
        new_key = sheets[0].identity
        assert read_by_age(space.folder, old_key, new_key) == expected
        shares.add(len(read_by_age(space.folder, new_key)))
        check_finished(space, made, sheets[0], expected)
    assert shares == {0, 1, 2}


def check_finished(space: Space, made: Made, new: RecoverySheet, expected: dict[str, bytes]) -> None:
    """Once opened, the space is of one key alone, which its sheet opens."""
    assert space.open(PASSWORD).index_trouble is None
    assert {(one.id, one.facts) for one in space.documents()} == {
        (f"{1:032x}", FACTS),
        (f"{2:032x}", DocumentFacts()),
    }
    space.lock()
    by_old, by_new = (read_by_age(space.folder, sheet.identity) for sheet in (made.sheet, new))
    assert {} in (by_old, by_new)
    assert expected in (by_old, by_new)
    sheet = new if by_new else made.sheet
    objects = SealedObjects(Shelves(space.folder), keys_of(sheet.identity, made.keys.vault_id))
    assert objects.facts(f"{1:032x}", Place.OBJECTS) == (2, FACTS)
    assert not [*space.folder.rglob("*.part"), *space.folder.glob(".*")]
    header.opened(space.folder, unlocking.by_words(" ".join(sheet.words)))
