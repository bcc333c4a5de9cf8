"""Whatever a person does in whatever order, the space is as a simple model of it says."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from dematassist.appointments.model import Appointment
from dematassist.appointments.sealed import APPOINTMENTS
from dematassist.errors import Cause, UserError
from dematassist.journeys.model import AtEnd, Journey
from dematassist.journeys.sealed import WALKS
from dematassist.journeys.summary import Summary
from dematassist.vault import wire
from dematassist.vault.model import DocumentFacts
from dematassist.vault.rows import Kind
from dematassist.vault.sealing import SealedRecords
from dematassist.vault.states import RecoverySheet, Unlocked
from dematassist.vault.worker.calls import Call
from dematassist.vault.worker.session import Session

from .spaces import asked_of

if TYPE_CHECKING:
    from dematassist.vault.records import Record

PASSWORDS = st.sampled_from(["premier mot de passe", "second mot de passe", "e\u0301te\u0301 a\u0300 la mer"])

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)


def walk(number: int, at: datetime) -> Journey:
    return Journey(
        id=f"{number:032x}", guide_id="carte-vitale", guide_title="Carte Vitale",
        started_at=NOW, updated_at=at, position=AtEnd(),
    )  # fmt: skip


def summary(number: int, at: datetime) -> Summary:
    return Summary(f"{number:032x}", "carte-vitale", "Carte Vitale", 2, 4, False, at.isoformat())


class StoppedError(Exception):
    """The person stopped what was being done."""


class Histories(RuleBasedStateMachine):
    """Drives the very session of the worker, without its process: a start costs more than most verbs."""

    documents = Bundle("documents")

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.session = Session()
        self.is_open = False
        self.password = ""
        self.sheet: RecoverySheet
        self.kept: dict[str, bytes] = {}
        self.trashed: set[str] = set()
        self.records: dict[str, Record] = {}
        self.count = 0

    def do(self, request: wire.Request, content: bytes = b"", stop_at: int = -1) -> object:
        def report(done: int, _total: int) -> None:
            if done == stop_at:
                raise StoppedError

        return self.session.do(request, Call(report, content))

    def why(self, request: wire.Request) -> Cause | None:
        try:
            self.do(request)
        except UserError as error:
            return error.cause
        return None

    @property
    def folder(self) -> bytes:
        return bytes(next(self.place.glob("*.dossier")))

    @initialize(password=PASSWORDS)
    def create(self, password: str) -> None:
        self.password = password
        self.sheet = self.do(wire.PrepareSpace(password)).value
        self.do(wire.CreateSpace(bytes(self.place), asked_of(self.sheet)))
        self.is_open = True

    @rule()
    def lock(self) -> None:
        self.session.close()
        self.session = Session()
        self.is_open = False

    @rule(password=PASSWORDS)
    def open(self, password: str) -> None:
        if self.is_open:
            self.lock()
        cause = self.why(wire.OpenByPassword(self.folder, password))
        assert cause is (None if password == self.password else Cause.PASSWORD_WRONG)
        self.is_open = cause is None

    @rule(password=PASSWORDS, is_by_key=st.booleans())
    def recover(self, password: str, is_by_key: bool) -> None:
        if self.is_open:
            self.lock()
        words = " ".join(self.sheet.words)
        by_key = wire.RecoverByKey(self.folder, self.sheet.identity, password)
        request = by_key if is_by_key else wire.RecoverByWords(self.folder, words, password)
        state = self.do(request).value
        assert isinstance(state, Unlocked)
        self.is_open, self.password = True, password

    @rule(current=PASSWORDS, password=PASSWORDS)
    def change_password(self, current: str, password: str) -> None:
        cause = self.why(wire.ChangePassword(current, password))
        if not self.is_open:
            assert cause is Cause.SPACE_LOCKED
        elif current != self.password:
            assert cause is Cause.PASSWORD_WRONG
        else:
            assert cause is None
            self.password = password

    @rule(stop_at=st.sampled_from([-1, 0, 1]))
    def change_key(self, stop_at: int) -> None:
        if not self.is_open:
            return
        self.sheet = self.do(wire.PrepareKey(self.password)).value
        try:
            self.do(wire.ChangeKey(asked_of(self.sheet)), stop_at=stop_at)
        except StoppedError:
            assert len(self.kept) > stop_at

    @rule(target=documents)
    def add(self) -> str:
        self.count += 1
        content = b"%PDF-1.7\n" + str(self.count).encode()
        request = wire.AddContent(f"{self.count}.pdf", len(content), DocumentFacts())
        if not self.is_open:
            assert self.why(request) is Cause.SPACE_LOCKED
            return ""
        document_id = self.do(request, content).value.document.id
        self.kept[document_id] = content
        return document_id

    def keep(self, record: Record) -> None:
        self.count += 1
        request = wire.KeepRecords(Kind.RECORD, (record,))
        if not self.is_open:
            assert self.why(request) is Cause.SPACE_LOCKED
            return
        self.do(request)
        self.records[record.id] = record

    @rule(number=st.integers(1, 2))
    def tick(self, number: int) -> None:
        at = NOW + timedelta(minutes=self.count)
        self.keep(WALKS.encode((walk(number, at), summary(number, at))))

    @rule(number=st.integers(3, 4), service=st.text(max_size=5))
    def prepare_appointment(self, number: int, service: str) -> None:
        at = NOW + timedelta(minutes=self.count)
        self.keep(APPOINTMENTS.encode(Appointment(id=f"{number:032x}", updated_at=at, service=service)))

    @rule(number=st.integers(1, 4))
    def forget(self, number: int) -> None:
        if self.is_open:
            self.do(wire.ForgetRecord(Kind.RECORD, f"{number:032x}"))
            self.records.pop(f"{number:032x}", None)

    @rule(document_id=documents)
    def trash_or_restore(self, document_id: str) -> None:
        if not document_id or not self.is_open or document_id not in self.kept:
            return
        if document_id in self.trashed:
            self.do(wire.RestoreDocument(document_id))
            self.trashed.remove(document_id)
        else:
            self.do(wire.RemoveDocument(document_id))
            self.trashed.add(document_id)

    @rule(document_id=consumes(documents))
    def purge(self, document_id: str) -> None:
        if document_id in self.trashed and self.is_open:
            self.do(wire.PurgeDocument(document_id))
            self.trashed.remove(document_id)
            del self.kept[document_id]

    @invariant()
    def holds_what_was_kept(self) -> None:
        if not self.is_open:
            return
        listed = {document.id for document in self.do(wire.ListDocuments()).value}
        trashed = {document.id for document in self.do(wire.ListDocuments(is_trash=True)).value}
        assert (listed, trashed) == (self.kept.keys() - self.trashed, self.trashed)
        for document_id, content in self.kept.items():
            assert self.do(wire.ReadDocument(document_id)).after == content
        assert self.do(wire.ListFound()).value == ()
        records = self.do(wire.ListRecords(Kind.RECORD)).value
        assert {record.id: record for record in records} == self.records
        assert self.do(wire.ProveRecords(Kind.RECORD)).value == wire.RecordsProved(len(records), 0)
        # Each record is of one thing, and only one.
        for codec, numbers in ((WALKS, (1, 2)), (APPOINTMENTS, (3, 4))):
            decoded = SealedRecords(None, codec, records)
            assert decoded.ids() == self.records.keys() & {f"{number:032x}" for number in numbers}

    def teardown(self) -> None:
        self.session.close()
        shutil.rmtree(self.place)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)


def test_a_change_of_key_begun_while_another_waits_loses_nothing() -> None:
    person = Histories()
    try:
        person.create("premier mot de passe")
        person.add()
        person.add()
        for stop_at in (1, 0, -1):
            person.change_key(stop_at)
            person.holds_what_was_kept()
        person.lock()
        person.open("premier mot de passe")
        person.holds_what_was_kept()
        person.recover("second mot de passe", is_by_key=False)
        person.holds_what_was_kept()
    finally:
        person.teardown()
