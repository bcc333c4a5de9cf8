"""What is asked of the documents and the records of the open space, done by ``Documents`` and ``Records``."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.vault import wire
from dematassist.vault.bringing import bring_in
from dematassist.vault.carrying import carry_out
from dematassist.vault.documents import AlreadyThere
from dematassist.vault.intake import from_bytes, from_path
from dematassist.vault.worker.calls import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.system.clock import Clock
    from dematassist.vault.documents import Added, Checked
    from dematassist.vault.found import Found
    from dematassist.vault.model import Document
    from dematassist.vault.opening import OpenSpace
    from dematassist.vault.records import Record
    from dematassist.vault.worker.calls import Call


class Papers:
    """The verbs of documents and records. Each raises ``UserError``, and what ``report`` raises."""

    def __init__(self, opened: OpenSpace, clock: Clock) -> None:
        self._opened, self._clock = opened, clock
        self._documents, self._found = opened.documents, opened.found
        self._verbs: dict[type, Callable[[Any, Call], object]] = {
            wire.ListDocuments: self._list,
            wire.FindDocuments: self._find,
            wire.AddFile: self._add_file,
            wire.AddContent: self._add_content,
            wire.ReadDocument: self._read,
            wire.SaveCopy: self._save_copy,
            wire.SetFacts: self._set_facts,
            wire.RemoveDocument: self._remove,
            wire.RestoreDocument: self._restore,
            wire.PurgeDocument: self._purge,
            wire.VerifyDocuments: self._verify,
            wire.ListFound: self._list_found,
            wire.TakeIn: self._take_in,
            wire.ThrowAway: self._throw_away,
            wire.CarryOut: self._carry_out,
            wire.BringIn: self._bring_in,
            wire.ListRecords: self._list_records,
            wire.KeepRecords: self._keep_records,
            wire.ReadRecord: self._read_record,
            wire.ForgetRecord: self._forget_record,
            wire.ProveRecords: self._prove_records,
        }

    def do(self, request: wire.Request, call: Call) -> Reply:
        """Do what is asked."""
        answer = self._verbs[type(request)](request, call)
        return answer if isinstance(answer, Reply) else Reply(answer)

    def close(self) -> None:
        """Let go of the index."""
        self._documents.close()

    def _list(self, request: wire.ListDocuments, _call: Call) -> tuple[Document, ...]:
        return self._documents.trash() if request.is_trash else self._documents.list()

    def _find(self, request: wire.FindDocuments, _call: Call) -> tuple[Document, ...]:
        return self._documents.search(request.text, request.kinds)

    def _add_file(self, request: wire.AddFile, call: Call) -> wire.Kept:
        with from_path(_path(request.path)) as incoming:
            return _kept(
                self._documents.add_document(
                    incoming, request.facts, call.report, even_if_there=request.is_wanted_twice
                )
            )

    def _add_content(self, request: wire.AddContent, call: Call) -> wire.Kept:
        incoming = from_bytes(call.content, request.name)
        return _kept(
            self._documents.add_document(
                incoming, request.facts, call.report, even_if_there=request.is_wanted_twice
            )
        )

    def _read(self, request: wire.ReadDocument, call: Call) -> Reply:
        read = io.BytesIO()
        return Reply(self._documents.read(request.id, read, call.report), read.getvalue())

    def _save_copy(self, request: wire.SaveCopy, call: Call) -> None:
        self._documents.save_copy(request.id, _path(request.path), call.report)

    def _set_facts(self, request: wire.SetFacts, _call: Call) -> None:
        self._documents.set_facts(request.id, request.facts)

    def _remove(self, request: wire.RemoveDocument, _call: Call) -> None:
        self._documents.remove(request.id)

    def _restore(self, request: wire.RestoreDocument, _call: Call) -> None:
        self._documents.restore(request.id)

    def _purge(self, request: wire.PurgeDocument, _call: Call) -> None:
        self._documents.purge(request.id)

    def _verify(self, _request: wire.VerifyDocuments, call: Call) -> tuple[wire.Proved, ...]:
        return tuple(_proved(checked) for checked in self._documents.verify(call.report))

    def _list_found(self, _request: wire.ListFound, _call: Call) -> tuple[Found, ...]:
        return self._found.list()

    def _take_in(self, request: wire.TakeIn, _call: Call) -> wire.Kept:
        return _kept(self._found.take_in(request.found))

    def _throw_away(self, request: wire.ThrowAway, _call: Call) -> None:
        self._found.throw_away(request.found)

    def _carry_out(self, request: wire.CarryOut, call: Call) -> wire.CarriedOut:
        today = self._clock.today()
        carried = carry_out(self._opened, _path(request.path), today, request.password, call.report)
        return wire.CarriedOut(*carried)

    def _bring_in(self, request: wire.BringIn, call: Call) -> wire.BroughtBack:
        return wire.BroughtBack(*bring_in(self._opened, _path(request.path), request.password, call.report))

    def _list_records(self, request: wire.ListRecords, _call: Call) -> tuple[Record, ...]:
        return self._opened.records.all(request.kind)

    def _keep_records(self, request: wire.KeepRecords, _call: Call) -> None:
        self._opened.records.keep(request.kind, *request.records)

    def _read_record(self, request: wire.ReadRecord, _call: Call) -> str:
        return self._opened.records.read(request.kind, request.id)

    def _forget_record(self, request: wire.ForgetRecord, _call: Call) -> None:
        self._opened.records.forget(request.kind, request.id)

    def _prove_records(self, request: wire.ProveRecords, _call: Call) -> wire.RecordsProved:
        return wire.RecordsProved(*self._opened.records.prove(request.kind))


def _kept(added: Added | AlreadyThere) -> wire.Kept:
    return wire.Kept(added.document, was_there=isinstance(added, AlreadyThere))


def _proved(checked: Checked) -> wire.Proved:
    return wire.Proved(checked.document, checked.wrong.value if checked.wrong else "")


def _path(name: bytes) -> Path:
    return Path(os.fsdecode(name))
