"""The window's end of a space: what a person does with it. No key is ever here.

A ``Space`` starts a worker process when it is made or opened; to lock is to end that process. Each verb waits
for its answer, on whatever thread calls it, and raises ``UserError``. ``lock`` may be called meanwhile, from
any thread: what was being done then raises ``SPACE_LOCKED``, and what was saved stays saved.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.vault import folders, header, wire
from dematassist.vault.asking import Answered, Worker, WorkerDiedError
from dematassist.vault.bringing import BroughtIn
from dematassist.vault.carrying import Carried
from dematassist.vault.documents import DOCUMENTS_CHANGED, Added, AlreadyThere, Checked
from dematassist.vault.found import Found
from dematassist.vault.model import Document, DocumentFacts, DocumentId, tidied
from dematassist.vault.records import Proved, Record
from dematassist.vault.states import Locked, NoSpace, RecoverySheet, State, Unlocked
from dematassist.vault.streams import no_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.changes import Changes
    from dematassist.vault.mandate import Terms
    from dematassist.vault.rows import Kind
    from dematassist.vault.streams import Report

_NO_FACTS = DocumentFacts()

_T = TypeVar("_T")


class Space:
    """The space of a folder, or the one that will be made in it."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._state: Unlocked | None = None
        self._worker: Worker | None = None
        self._turn = threading.Lock()

    @property
    def state(self) -> State:
        """What the space is now. Raises ``UserError`` when its folder holds several."""
        if self._state is not None:
            return self._state
        if not folders.spaces_in(self._place):
            return NoSpace()
        with contextlib.suppress(UserError):
            return Locked(has_pin=header.candidates(self.folder)[0].pin is not None)
        return Locked()

    @property
    def folder(self) -> Path:
        """The folder of the space. Raises ``UserError`` when there is none, or several."""
        return folders.the_space_in(self._place)

    # --- made and opened --------------------------------------------------------------------------------

    def require_none(self) -> None:
        """Raise ``UserError`` when there is a space already."""
        if folders.spaces_in(self._place):
            raise UserError(Cause.SPACE_EXISTS, path=str(self._place))

    def prepare(self, password: str) -> RecoverySheet:
        """Make the key of a new space and its sheet. Nothing is written before ``create``."""
        self.require_none()
        return self._ask(wire.PrepareSpace(_typed(password)), RecoverySheet)

    def create(self, answers: tuple[str, ...]) -> Unlocked:
        """Make the space, once the two words that the sheet asks were copied from it."""
        folder, state = self._ask(
            wire.CreateSpace(_path(self._place), _all_typed(answers)), tuple[bytes, Unlocked]
        )
        self._place = Path(os.fsdecode(folder))
        return self._now(state)

    def open(self, password: str, report: Report = no_report) -> Unlocked:
        """Open the space. ``report`` is called when a change of key that was interrupted is finished."""
        return self._opened(wire.OpenByPassword(_path(self.folder), _typed(password)), report)

    def open_mandate(self, terms: Terms, password: str) -> Unlocked:
        """Open the space of a mandate. Raises ``UserError(MANDATE_OVER)`` when its time is over."""
        request = wire.OpenMandate(_path(self.folder), _typed(terms.binds(password)), terms)
        return self._opened(request, no_report)

    def keep_purpose(self, purpose: str) -> None:
        """Keep what the mandate is for, sealed in its open space."""
        self._ask(wire.KeepPurpose(_typed(purpose)), None)

    def open_with_pin(self, pin: str, report: Report = no_report) -> Unlocked:
        """Open the space with the short code of this computer."""
        return self._opened(wire.OpenByPin(_path(self.folder), _typed(pin)), report)

    def recover_with_words(self, words: str, password: str, report: Report = no_report) -> Unlocked:
        """Open the space with the twelve words of its sheet, and give it another password."""
        return self._opened(wire.RecoverByWords(_path(self.folder), _typed(words), _typed(password)), report)

    def recover_with_key(self, identity: str, password: str, report: Report = no_report) -> Unlocked:
        """Open the space with the line of the square code, and give it another password.

        This works even without a header: one is made again.
        """
        return self._opened(wire.RecoverByKey(_path(self.folder), _typed(identity), _typed(password)), report)

    def lock(self) -> None:
        """End the worker, whatever it does: no key is left in memory."""
        worker, self._worker, self._state = self._worker, None, None
        if worker:
            worker.end()

    # --- ways of opening --------------------------------------------------------------------------------

    def change_password(self, current: str, password: str) -> Unlocked:
        """Have another password open the space, and the current one no more."""
        return self._now(self._ask(wire.ChangePassword(_typed(current), _typed(password)), Unlocked))

    def check_keyring(self) -> None:
        """Raise ``UserError`` when this computer has no keyring that a short code can rely on.

        Nothing is asked of the keyring, which would put its own question on the screen while it is locked.
        """
        self._ask(wire.CheckKeyring(), None)

    def set_pin(self, current: str, pin: str) -> Unlocked:
        """Have a short code open the space on this computer, with the help of its keyring.

        The password is asked: whoever passes by an open folder makes no way in for later.
        """
        return self._now(self._ask(wire.SetPin(_typed(current), _typed(pin)), Unlocked))

    def remove_pin(self) -> Unlocked:
        """Have no short code open the space."""
        return self._now(self._ask(wire.RemovePin(), Unlocked))

    def prepare_key(self, password: str) -> RecoverySheet:
        """Make another key and its sheet, for when a sheet was lost or stolen; nothing is changed yet.

        A change that was stopped is finished first.
        """
        return self._ask(wire.PrepareKey(_typed(password)), RecoverySheet)

    def change_key(self, answers: tuple[str, ...], report: Report = no_report) -> Unlocked:
        """Seal everything again, once the two words that the new sheet asks were copied from it.

        When it is stopped the space stays open, and the next opening goes on.
        """
        return self._now(self._ask(wire.ChangeKey(_all_typed(answers)), Unlocked, report))

    # --- documents --------------------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """Return the documents that are not in the trash, the last added first."""
        return self._ask(wire.ListDocuments(), tuple[Document, ...])

    def trash(self) -> tuple[Document, ...]:
        """Return the documents in the trash."""
        return self._ask(wire.ListDocuments(is_trash=True), tuple[Document, ...])

    def search(self, text: str, kinds: Sequence[str] = ()) -> tuple[Document, ...]:
        """Return the documents that have every word, or are of the kinds of paper that the text names."""
        return self._ask(wire.FindDocuments(_typed(text), tuple(kinds)), tuple[Document, ...])

    def add(
        self,
        path: Path,
        facts: DocumentFacts = _NO_FACTS,
        report: Report = no_report,
        *,
        even_if_there: bool = False,
    ) -> Added | AlreadyThere:
        """Store a file, which is not touched. When this returns, a power cut cannot lose it."""
        return self._stored(wire.AddFile(_path(path), tidied(facts), even_if_there), b"", report)

    def add_content(
        self,
        content: bytes,
        name: str,
        facts: DocumentFacts = _NO_FACTS,
        report: Report = no_report,
        *,
        even_if_there: bool = False,
    ) -> Added | AlreadyThere:
        """Store what was pasted, scanned or made."""
        request = wire.AddContent(_typed(name), len(content), tidied(facts), even_if_there)
        return self._stored(request, content, report)

    def read(self, document_id: DocumentId, report: Report = no_report) -> bytes:
        """Return the content of a document, proved whole. It is kept in memory only."""
        return self._answer(wire.ReadDocument(document_id), b"", report).after

    def save_copy(self, document_id: DocumentId, target: Path, report: Report = no_report) -> None:
        """Write a document in clear to a file."""
        self._ask(wire.SaveCopy(document_id, _path(target)), None, report)

    def set_facts(self, document_id: DocumentId, facts: DocumentFacts) -> Changes:
        """Keep what is said of a document now."""
        return self._changed(wire.SetFacts(document_id, tidied(facts)))

    def remove(self, document_id: DocumentId) -> Changes:
        """Put a document in the trash, for thirty days."""
        return self._changed(wire.RemoveDocument(document_id))

    def restore(self, document_id: DocumentId) -> Changes:
        """Take a document out of the trash."""
        return self._changed(wire.RestoreDocument(document_id))

    def purge(self, document_id: DocumentId) -> Changes:
        """Take a document that is in the trash away for good."""
        return self._changed(wire.PurgeDocument(document_id))

    def verify(self, report: Report = no_report) -> tuple[Checked, ...]:
        """Open every document to its end; return what is wrong with each."""
        proved = self._ask(wire.VerifyDocuments(), tuple[wire.Proved, ...], report)
        return tuple(Checked(one.document, Cause(one.wrong) if one.wrong else None) for one in proved)

    def found(self) -> tuple[Found, ...]:
        """Return the sealed files that are there and are not known: « documents retrouvés »."""
        return self._ask(wire.ListFound(), tuple[Found, ...])

    def take_in(self, found: Found) -> Added:
        """Know a found document from now on, once it is proved whole."""
        return Added(self._ask(wire.TakeIn(found), wire.Kept).document)

    def throw_away(self, found: Found) -> Changes:
        """Take a found file away for good."""
        return self._changed(wire.ThrowAway(found))

    def carry_out(self, target: Path, password: str = "", report: Report = no_report) -> Carried:
        """« Tout emporter »: write everything to one file, in clear or sealed by a password."""
        request = wire.CarryOut(_path(target), _typed(password))
        told = self._ask(request, wire.CarriedOut, report)
        return Carried(told.documents, told.records, told.left_out)

    def bring_in(self, source: Path, password: str = "", report: Report = no_report) -> BroughtIn:
        """Take everything of a file that « Tout emporter » made. What is here already stays as it is."""
        request = wire.BringIn(_path(source), _typed(password))
        told = self._ask(request, wire.BroughtBack, report)
        return BroughtIn(told.documents, told.records, told.already_there, told.refused)

    # --- records ----------------------------------------------------------------------------------------

    def records(self, kind: Kind) -> tuple[Record, ...]:
        """Return what is kept beside the documents: walks, appointments."""
        return self._ask(wire.ListRecords(kind), tuple[Record, ...])

    def keep_records(self, kind: Kind, *records: Record) -> None:
        """Keep records as they are now. When this returns, a power cut cannot lose them."""
        self._ask(wire.KeepRecords(kind, records), None)

    def read_record(self, kind: Kind, record_id: str) -> str:
        """Return a record as the medium has it. Raises ``UserError`` when that is not what was kept."""
        return self._ask(wire.ReadRecord(kind, record_id), str)

    def forget_record(self, kind: Kind, record_id: str) -> None:
        """Forget a record for good. Forgetting one that is not kept does nothing."""
        self._ask(wire.ForgetRecord(kind, record_id), None)

    def prove_records(self, kind: Kind) -> Proved:
        """Open the file of every record of a kind; those that were not whole are written again."""
        told = self._ask(wire.ProveRecords(kind), wire.RecordsProved)
        return Proved(told.records, told.mended)

    def deposit(self, path: Path, facts: DocumentFacts = _NO_FACTS, report: Report = no_report) -> Changes:
        """Leave a file in the locked space: only its owner reads it, among what is found at the opening."""
        try:
            self._ask(wire.Deposit(_path(self.folder), _path(path), tidied(facts)), None, report)
        finally:
            if self._state is None:
                self.lock()
        return DOCUMENTS_CHANGED

    def _stored(self, request: wire.Request, content: bytes, report: Report) -> Added | AlreadyThere:
        answered = self._answer(request, content, report)
        kept = msgspec.json.decode(answered.value, type=wire.Kept)
        return AlreadyThere(kept.document) if kept.was_there else Added(kept.document)

    def _changed(self, request: wire.Request) -> Changes:
        self._ask(request, None)
        return DOCUMENTS_CHANGED

    # --- the worker -------------------------------------------------------------------------------------

    def _opened(self, request: wire.Request, report: Report) -> Unlocked:
        try:
            return self._now(self._ask(request, Unlocked, report))
        finally:
            if self._state is None:
                # The keys of a space that is not open are kept nowhere.
                self.lock()

    def _now(self, state: Unlocked) -> Unlocked:
        self._state = state
        return state

    def _ask(self, request: wire.Request, kind: type[_T] | None, report: Report = no_report) -> _T:
        decoded: _T = msgspec.json.decode(self._answer(request, b"", report).value, type=kind)
        return decoded

    def _answer(self, request: wire.Request, content: bytes, report: Report) -> Answered:
        with self._turn:
            worker = self._worker = self._worker or Worker()
            try:
                answered = worker.ask(request, content, report)
            except WorkerDiedError as error:
                cause = Cause.SPACE_STOPPED if self._worker is worker else Cause.SPACE_LOCKED
                self.lock()
                raise UserError(cause) from error
            if self._worker is not worker:
                # Locked between the answer and now.
                raise UserError(Cause.SPACE_LOCKED)
            return answered


def _path(path: Path) -> bytes:
    """Return a path as the system names it, which may be no text."""
    return os.fsencode(path.absolute())


def _typed(text: str) -> str:
    """Return a text without the halves of letters that some keyboards and files give: JSON has none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _all_typed(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_typed(text) for text in texts)
