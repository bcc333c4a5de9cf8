"""What a person does with their documents, and what an opening finds after something went wrong."""

from __future__ import annotations

import io
import os
import zlib
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec
import pytest

from dematassist.changes import Changed
from dematassist.errors import Cause, UserError
from dematassist.vault import documents as verbs
from dematassist.vault.documents import AlreadyThere, Documents
from dematassist.vault.found import Found
from dematassist.vault.index import INDEX, Trouble
from dematassist.vault.intake import from_bytes
from dematassist.vault.model import DocumentFacts, Missing, OfficialCode, Stored, Trashed
from dematassist.vault.opening import OpenSpace, open_documents
from dematassist.vault.parcel import Content, pack
from dematassist.vault.sealed_objects import unmarked
from dematassist.vault.shelves import FACTS_SUFFIX, Place, Shelves
from tests.vault.making import OTHER, add, content_of, described, sealed_by_age, some_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import FixedClock

KEYS = some_keys()
DAY = date(2026, 11, 24)


class Opener:
    """Opens one space again and again, as the program does each time it starts."""

    def __init__(self, space: Path, clock: FixedClock) -> None:
        self.space, self.clock = space, clock
        self.now: OpenSpace | None = None

    def __call__(self, keys=KEYS) -> OpenSpace:
        self.close()
        self.now = open_documents(self.space, keys, self.clock)
        return self.now

    def close(self) -> None:
        if self.now:
            self.now.documents.close()

    def later(self, days: int) -> OpenSpace:
        self.clock.time += timedelta(days=days)
        return self()


@pytest.fixture
def opener(tmp_path: Path, clock: FixedClock) -> Iterator[Opener]:
    (tmp_path / "space").mkdir()
    opener = Opener(tmp_path / "space", clock)
    yield opener
    opener.close()


@pytest.fixture
def documents(opener: Opener) -> Documents:
    return opener().documents


def object_of(space: Path, document_id: str, place: Place = Place.OBJECTS) -> Path:
    return Shelves(space).path(document_id, place)


def test_what_is_added_is_listed_found_and_read_at_the_next_opening(documents, opener):
    facts = DocumentFacts(
        kind="passeport", title="Passeport", holder="Camille Exemple", expires=date(2030, 1, 1)
    )
    added = documents.add_document(from_bytes(b"%PDF-1.7 un %%EOF", "scan.pdf"), facts)
    assert added.changes.kinds == {Changed.DOCUMENTS}
    space = opener()
    assert (space.trouble, space.found.list()) == (None, ())
    (document,) = space.documents.list()
    assert document == added.document
    assert (document.facts, document.added, document.state) == (facts, DAY, Stored())
    assert space.documents.search("camil passep") == (document,)
    assert content_of(space.documents, document.id) == b"%PDF-1.7 un %%EOF"


def test_the_last_added_comes_first(opener):
    first = add(opener().documents, b"un")
    second = add(opener.later(1).documents, b"deux")
    assert opener().documents.list() == (second, first)


def test_search_ignores_accents_case_and_order_and_takes_beginnings(documents):
    one = add(documents, b"un", "Facture_EDF.pdf", title="Facture d’électricité", holder="Zoé Œuvrard")
    two = add(
        documents, b"deux", "x.pdf", kind="justificatif-domicile", note="bail de la rue du Bœuf", issued=DAY
    )
    for text in ("ELECTRI", "factu zoe", "oeuvrard", "Œuvr", "edf"):
        assert documents.search(text) == (one,), text
    for text in ("2026", "boeuf bail", "domicile"):
        assert documents.search(text) == (two,), text
    assert documents.search("facture", kinds=["justificatif-domicile"]) == (one, two)
    for text in ("facure", "elecrticite", "Fatcure zoé", "facturre œuvrad", "elektri"):
        assert documents.search(text) == (one,), text
    for text in (
        "",
        "   ",
        "facture inconnue",
        "fca",
        "factotum",
        "domicilier zoe",
        '"',
        "NEAR(",
        "title:x",
        "*",
        "a" * 500,
        "-",
        "'; DROP",
    ):
        assert documents.search(text) == (), text


def test_new_facts_are_kept_found_and_survive_the_loss_of_the_index(documents, opener):
    document = add(documents, b"un", title="Ancien")
    assert documents.set_facts(document.id, DocumentFacts(title="Nouveau\u202e")).kinds == {Changed.DOCUMENTS}
    assert documents.search("ancien") == ()
    assert documents.search("nouveau")[0].facts.title == "Nouveau"
    assert opener().documents.document(document.id).facts.title == "Nouveau"
    opener.close()
    for path in opener.space.glob("index*"):
        path.unlink()
    space = opener()
    assert space.trouble is Trouble.MISSING
    assert space.documents.document(document.id).facts.title == "Nouveau"
    assert content_of(space.documents, document.id) == b"un"


def test_the_very_same_content_is_noticed_also_in_the_trash(documents):
    document = add(documents, b"un")
    again = documents.add_document(from_bytes(b"un", "autre nom.pdf"), DocumentFacts())
    assert again == AlreadyThere(document)
    documents.remove(document.id)
    again = documents.add_document(from_bytes(b"un", "autre nom.pdf"), DocumentFacts())
    assert isinstance(again.document.state, Trashed)
    other = documents.add_document(from_bytes(b"un", "x.pdf"), DocumentFacts(), even_if_there=True)
    assert other.document.id != document.id


def test_the_trash_gives_back_for_thirty_days_and_then_lets_go(documents, opener):
    kept, gone = add(documents, b"un"), add(documents, b"deux")
    for document in (kept, gone):
        documents.remove(document.id)
    assert documents.list() == documents.search("avis") == ()
    assert {document.state for document in documents.trash()} == {Trashed(DAY)}
    assert content_of(documents, gone.id) == b"deux"
    space = opener.later(29)
    space.documents.restore(kept.id)
    assert space.documents.list() == (kept,)
    assert len(space.documents.trash()) == 1
    space = opener.later(1)
    assert space.documents.trash() == ()
    with pytest.raises(UserError) as raised:
        space.documents.document(gone.id)
    assert raised.value.cause is Cause.DOCUMENT_UNKNOWN
    assert [path.stem for path in opener.space.rglob("*.age")] == [kept.id]
    assert space.found.list() == ()


def test_a_clock_set_back_ten_years_empties_no_trash_and_loses_nothing(documents, opener):
    document = add(documents, b"un")
    documents.remove(document.id)
    space = opener.later(-3650)
    assert [one.id for one in space.documents.trash()] == [document.id]
    other = add(space.documents, b"deux", expires=DAY)
    space = opener.later(3650)
    assert {one.id for one in (*space.documents.list(), *space.documents.trash())} == {document.id, other.id}


def test_only_what_is_in_the_trash_can_be_taken_away_for_good(documents):
    document = add(documents, b"un")
    with pytest.raises(ValueError, match="not in the trash"):
        documents.purge(document.id)
    documents.remove(document.id)
    documents.purge(document.id)
    assert documents.list() == documents.trash() == ()


def test_facts_of_a_document_in_the_trash_follow_it(documents, opener):
    document = add(documents, b"un")
    documents.set_facts(document.id, DocumentFacts(title="Dit"))
    documents.remove(document.id)
    documents.set_facts(document.id, DocumentFacts(title="Redit"))
    documents.restore(document.id)
    assert opener().documents.document(document.id).facts.title == "Redit"
    assert not list((opener.space / "corbeille").iterdir())


def test_a_missing_file_is_said_and_can_be_forgotten(documents, opener):
    document, other = add(documents, b"un"), add(documents, b"deux")
    object_of(opener.space, document.id).unlink()
    with pytest.raises(UserError) as raised:
        content_of(documents, document.id)
    assert raised.value.cause is Cause.DOCUMENT_MISSING
    assert isinstance(documents.document(document.id).state, Missing)
    space = opener()
    assert isinstance(space.documents.document(document.id).state, Missing)
    wrong = {checked.document.id: checked.wrong for checked in space.documents.verify()}
    assert wrong == {document.id: Cause.DOCUMENT_MISSING, other.id: None}
    space.documents.remove(document.id)
    assert opener().documents.list() == (other,)


def test_every_document_is_proved_and_what_is_wrong_is_said_of_each(documents, opener):
    kept, flipped, gone, swapped = (
        add(documents, content) for content in (b"un", b"deux", b"trois", b"quatre")
    )
    path = object_of(opener.space, flipped.id)
    damaged = bytearray(path.read_bytes())
    damaged[-20] ^= 1
    path.write_bytes(damaged)
    object_of(opener.space, gone.id).unlink()
    object_of(opener.space, swapped.id).write_bytes(object_of(opener.space, kept.id).read_bytes())
    asked: list[tuple[int, int]] = []
    wrong = {checked.document.id: checked.wrong for checked in documents.verify(lambda *at: asked.append(at))}
    assert wrong == {
        kept.id: None,
        flipped.id: Cause.DOCUMENT_DAMAGED,
        gone.id: Cause.DOCUMENT_MISSING,
        swapped.id: Cause.DOCUMENT_EXCHANGED,
    }
    assert asked[-1] == (4, 4)


def test_an_object_made_anew_with_the_public_key_under_a_known_name_is_noticed(documents, opener):
    document = add(documents, b"un")
    forged = described(b"faux", document.id)
    parcel = pack(unmarked(forged), Content(forged.original_name, 4, zlib.crc32(b"faux"), (b"faux",)))
    object_of(opener.space, document.id).write_bytes(sealed_by_age(KEYS, b"".join(parcel)))
    with pytest.raises(UserError) as raised:
        content_of(documents, document.id)
    assert raised.value.cause is Cause.DOCUMENT_EXCHANGED


def test_a_document_stored_just_before_a_power_cut_is_offered_and_taken_in(documents, opener):
    opener.close()
    index = (opener.space / INDEX).read_bytes()
    document = add(opener().documents, b"un", title="Avis")
    opener.close()
    (opener.space / INDEX).write_bytes(index)
    for copy in opener.space.glob("*.bak"):
        copy.unlink()
    space = opener()
    assert (space.trouble, space.documents.list()) == (None, ())
    (found,) = space.found.list()
    assert (found.document, found.is_vouched_for) == (document, True)
    added = space.found.take_in(found)
    assert added.document == document
    assert opener().documents.list() == (document,)
    assert opener.now.found.list() == ()


def test_a_renamed_object_is_offered_and_gets_its_name_back(documents, opener):
    document = add(documents, b"un", title="Avis")
    path = object_of(opener.space, document.id)
    path.rename(path.with_name("Avis (copie en conflit).age"))
    space = opener()
    assert isinstance(space.documents.document(document.id).state, Missing)
    (found,) = space.found.list()
    space.found.take_in(found)
    assert space.documents.list() == (document,)
    assert path.exists()
    assert opener().found.list() == ()


def test_an_object_renamed_to_another_id_is_offered_and_gets_its_name_back(documents, opener):
    document = add(documents, b"un")
    path = object_of(opener.space, document.id)
    wrong = object_of(opener.space, "f" * 32)
    wrong.parent.mkdir(parents=True)
    path.rename(wrong)
    space = opener()
    (found,) = space.found.list()
    space.found.take_in(found)
    assert content_of(space.documents, document.id) == b"un"
    assert (wrong.exists(), space.found.list(), opener().found.list()) == (False, (), ())


def test_the_copy_in_conflict_of_a_document_that_is_here_is_not_worth_a_word(documents, opener):
    document = add(documents, b"un")
    path = object_of(opener.space, document.id)
    path.with_name("copie en conflit.age").write_bytes(path.read_bytes())
    assert opener().found.list() == ()


def deposit(space: Path, content: bytes) -> Path:
    """What anybody can leave with the public key: it may say anything of itself."""
    facts = DocumentFacts(title="Dépôt", official_code=OfficialCode.VERIFIED)
    told = msgspec.structs.replace(described(content, OTHER), facts=facts)
    parcel = pack(unmarked(told), Content(told.original_name, len(content), zlib.crc32(content), (content,)))
    path = object_of(space, OTHER)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sealed_by_age(KEYS, b"".join(parcel)))
    return path


def test_what_anybody_left_is_offered_never_vouched_for_and_sealed_anew_when_taken_in(documents, opener):
    path = deposit(opener.space, b"%PDF-1.7 scan /JavaScript %%EOF")
    space = opener()
    assert space.documents.list() == ()
    (found,) = space.found.list()
    assert (found.document.facts.title, found.is_vouched_for) == ("Dépôt", False)
    document = space.found.take_in(found).document
    assert document.id != OTHER
    assert document.facts.official_code is OfficialCode.TO_READ
    assert document.concerns
    assert not path.exists()
    assert (opener().documents.list(), opener.now.found.list()) == ((document,), ())


def test_a_program_that_anybody_left_is_refused_and_stays_offered_until_thrown_away(documents, opener):
    path = deposit(opener.space, b"MZ" + b"\0" * 100)
    space = opener()
    (found,) = space.found.list()
    with pytest.raises(UserError) as raised:
        space.found.take_in(found)
    assert raised.value.cause is Cause.SOURCE_IS_PROGRAM
    space.found.throw_away(found)
    assert (path.exists(), space.found.list()) == (False, ())


def test_what_was_left_is_not_known_again_by_itself_when_the_index_is_lost(documents, opener):
    document = add(documents, b"un")
    deposit(opener.space, b"scan")
    opener.close()
    for path in opener.space.glob("index*"):
        path.unlink()
    space = opener()
    assert space.trouble is Trouble.MISSING
    assert space.documents.list() == (document,)
    assert [one.is_vouched_for for one in space.found.list()] == [False]


def test_a_sealed_file_that_cannot_be_opened_is_offered_without_a_word_of_what_it_is(documents, opener):
    path = object_of(opener.space, OTHER)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"age-encryption.org/v1\n")
    (found,) = opener().found.list()
    assert found.document is None
    with pytest.raises(UserError) as raised:
        opener.now.found.take_in(found)
    assert raised.value.cause is Cause.DOCUMENT_DAMAGED


def test_only_what_was_found_can_be_thrown_away(documents, opener):
    document = add(documents, b"un")
    space = opener()
    path = str(object_of(opener.space, document.id))
    for wrong in (path, "/etc/passwd", str(opener.space / INDEX)):
        with pytest.raises(UserError):
            space.found.throw_away(Found(wrong, None, is_vouched_for=False))
    assert content_of(space.documents, document.id) == b"un"


def test_what_was_purged_and_is_put_back_from_a_copy_is_offered(documents, opener):
    document = add(documents, b"un")
    path = object_of(opener.space, document.id)
    copy = path.read_bytes()
    documents.remove(document.id)
    documents.purge(document.id)
    path.write_bytes(copy)
    space = opener()
    (found,) = space.found.list()
    space.found.take_in(found)
    assert opener().documents.list() == (document,)


@pytest.mark.parametrize("act", ["remove", "restore", "purge"])
def test_a_move_cut_between_the_index_and_the_folder_is_finished_at_the_next_opening(documents, opener, act):
    document = add(documents, b"un")
    documents.set_facts(document.id, document.facts)
    objects, trash = (object_of(opener.space, document.id, place) for place in Place)
    facts = [path.with_name(f"{document.id}{FACTS_SUFFIX}") for path in (objects, trash)]
    documents.remove(document.id)
    if act == "restore":
        documents.restore(document.id)
        undone = ((objects, trash), (facts[0], facts[1]))
    elif act == "remove":
        undone = ((trash, objects), (facts[1], facts[0]))
    else:
        kept = {path: path.read_bytes() for path in (trash, facts[1])}
        documents.purge(document.id)
        for path, content in kept.items():
            path.write_bytes(content)
        undone = ()
    for source, target in undone:
        source.rename(target)
    space = opener()
    files = {path.relative_to(opener.space).parts[0] for path in opener.space.rglob("*.age")}
    assert files == {"remove": {"corbeille"}, "restore": {"objets"}, "purge": set()}[act]
    assert len(space.documents.list()) == (act == "restore")
    assert len(space.documents.trash()) == (act == "remove")
    assert space.found.list() == ()


def test_a_document_whose_row_cannot_be_written_leaves_no_file(documents, opener, monkeypatch):
    def refused(*_changes: object) -> None:
        raise UserError(Cause.DISK_FULL)

    monkeypatch.setattr(opener.now.register.index, "put", refused)
    with pytest.raises(UserError):
        add(documents, b"un")
    assert list(opener.space.rglob("*.age*")) == []
    assert documents.list() == ()


def test_no_room_is_said_before_anything_is_written(documents, opener, monkeypatch):
    def short(_space: Path, size: int) -> None:
        raise UserError(Cause.DISK_SHORT, megabytes="51")

    monkeypatch.setattr(verbs, "require_room", short)
    with pytest.raises(UserError) as raised:
        add(documents, b"un")
    assert raised.value.cause is Cause.DISK_SHORT
    assert not (opener.space / "objets").exists()


def test_a_copy_in_clear_is_whole_or_is_not_there(documents, opener, tmp_path):
    document = add(documents, os.urandom(200_000))
    target = tmp_path / "copie.pdf"
    documents.save_copy(document.id, target)
    whole = target.read_bytes()
    assert whole == content_of(documents, document.id)
    assert target.stat().st_mode & 0o777 == 0o600
    path = object_of(opener.space, document.id)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UserError) as raised:
        documents.save_copy(document.id, target)
    assert raised.value.cause is Cause.DOCUMENT_DAMAGED
    assert target.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copie.pdf"]


def test_a_target_that_is_full_is_said_full(documents):
    document = add(documents, b"un")

    class Full(io.RawIOBase):
        def write(self, _piece: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        documents.read(document.id, Full())


def test_opening_sweeps_what_was_being_written(documents, opener):
    document = add(documents, b"un")
    part = object_of(opener.space, document.id).with_name(f"{OTHER}.age.part")
    part.write_bytes(b"half")
    opener()
    assert not part.exists()


def test_a_space_of_today_opens_whatever_the_day(documents, opener):
    document = add(documents, b"un")
    opener.clock.time = datetime(1971, 1, 1, tzinfo=timezone.utc)
    assert opener().documents.list() == (document,)
