"""Whenever a process that changes documents is killed, what was said done is there, and the rest is whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from dematassist.system.clock import SystemClock
from dematassist.vault.keys import keys_of, new_identity
from dematassist.vault.model import Stored, Trashed
from dematassist.vault.opening import OpenSpace, open_documents
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind
from tests.vault.acting import FACTS, LATER, NEW, WALK
from tests.vault.killing import CALLS, calls_in, needs_strace, traced
from tests.vault.making import add, content_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_strace

IDENTITY = new_identity()
KEYS = keys_of(IDENTITY, bytes(16))
PAPERS = {"un": b"%PDF-1.7 un %%EOF", "deux": b"%PDF-1.7 deux %%EOF" * 5000}
AT_ONCE = 2
BEFORE = '{"ticks":["un"]}'


class Scene:
    """A space with two papers, one in the trash, and a process that does one thing to a copy of it."""

    def __init__(self, place: Path, verb: str) -> None:
        self.place, self.verb = place, verb
        self.walks: list[list[str]] = []
        """What the walks were after each end."""
        self.space = place / "before"
        self.space.mkdir()
        opened = open_documents(self.space, KEYS, SystemClock())
        documents = opened.documents
        opened.records.keep(Kind.RECORD, Record(WALK, BEFORE))
        ids = {
            name: add(documents, content, f"{name}.pdf", title=name).id for name, content in PAPERS.items()
        }
        documents.set_facts(ids["deux"], documents.document(ids["deux"]).facts)
        documents.remove(ids["deux"])
        documents.close()
        # Of another day, so that opening makes a copy of the index.
        for path in self.space.glob("index.*.bak"):
            path.unlink()
        self.ids = ids
        self.on = ids["un" if verb in ("set_facts", "remove") else "deux"]

    def calls(self) -> list[tuple[str, int]]:
        """Each call that changes the disk, when nothing goes wrong."""
        _space, said = self.run("whole", "-e", f"trace={','.join((*CALLS, 'write', 'utimensat'))}")
        assert said == "done\n"
        return calls_in(self.place / "whole.log")

    def run(self, name: str, *options: str) -> tuple[Path, str]:
        """Do the thing in a process; return the space after it and what the process said."""
        space = self.place / name
        shutil.copytree(self.space, space)
        command = (*traced(self.place / f"{name}.log", *options), sys.executable, "-m", "tests.vault.acting")
        done = subprocess.run(
            [*command, str(space), self.verb, self.on],
            input=IDENTITY,
            capture_output=True,
            text=True,
            check=False,
        )
        return space, done.stdout

    def killed(self, call: str, number: int) -> tuple[Path, str]:
        return self.run(
            f"{call}-{number}", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"
        )


def check(opened: OpenSpace, scene: Scene, *, was_said: bool) -> None:
    """Each paper is there, whole, as before or as after; as after if that was said."""
    documents = opened.documents
    assert opened.trouble is None
    states = {document.id: document.state for document in (*documents.list(), *documents.trash())}
    contents = {document_id: content_of(documents, document_id) for document_id in states}
    un, deux = scene.ids["un"], scene.ids["deux"]
    assert contents[un] == PAPERS["un"]
    if scene.verb == "purge":
        assert deux not in states or (isinstance(states[deux], Trashed) and not was_said)
    else:
        assert contents[deux] == PAPERS["deux"]
    new = [document for document in documents.list() if document.id not in (un, deux)]
    found = opened.found.list()
    if scene.verb == "add":
        assert len(new) + len(found) <= 1
        assert not was_said or len(new) == 1
        for one in found:
            assert one.is_vouched_for
            new.append(opened.found.take_in(one).document)
        assert all((content_of(documents, one.id), one.facts) == (NEW, FACTS) for one in new)
    else:
        assert (new, found) == ([], ())
    if scene.verb == "set_facts":
        assert documents.document(un).facts.title == FACTS.title or not was_said
    if scene.verb == "remove":
        assert isinstance(states[un], Trashed if was_said else (Stored, Trashed))
    if scene.verb == "restore":
        assert isinstance(states[deux], Stored if was_said else (Stored, Trashed))


def check_walk(opened: OpenSpace, scene: Scene, *, was_said: bool) -> None:
    """The walk is as before or as after; as after if that was said. Its file says the same."""
    walks = {record.body for record in opened.records.all(Kind.RECORD)}
    after = {"keep_walk": {LATER}, "forget_walk": set()}.get(scene.verb, {BEFORE})
    assert walks in ((after,) if was_said else ({BEFORE}, after))
    assert opened.records.prove(Kind.RECORD) == (len(walks), 0)
    scene.walks.append(sorted(walks))


@pytest.mark.parametrize("verb", ["keep_walk", "forget_walk"])
def test_a_process_killed_while_it_keeps_a_tick_loses_and_tears_no_walk_even_with_the_index_lost(
    tmp_path, verb
):
    scene = Scene(tmp_path, verb)
    # SQLite writes its own file the same way for every verb.
    calls = [call for call in scene.calls() if call[0] not in ("pwrite64", "fdatasync")]
    with ThreadPoolExecutor(AT_ONCE) as several:
        ends = list(several.map(lambda call: scene.killed(*call), calls))
    assert len(ends) >= 10
    for space, text in ends:
        opened = open_documents(space, KEYS, SystemClock())
        check_walk(opened, scene, was_said="done" in text)
        opened.documents.close()
        if verb == "keep_walk":
            for path in space.glob("index*"):
                path.unlink()
            again = open_documents(space, KEYS, SystemClock())
            check_walk(again, scene, was_said="done" in text)
            again.documents.close()
    # As it was until some call, then as it is for good.
    assert scene.walks == sorted(scene.walks, key=[[BEFORE], [LATER], []].index)
    assert scene.walks[0] != scene.walks[-1]


@pytest.mark.parametrize("verb", ["open", "add", "set_facts", "remove", "restore", "purge"])
def test_a_process_killed_before_any_change_of_the_disk_loses_and_tears_nothing(tmp_path, verb):
    scene = Scene(tmp_path, verb)
    # SQLite writes its own file the same way for every verb: once is enough.
    calls = [call for call in scene.calls() if verb == "add" or call[0] not in ("pwrite64", "fdatasync")]
    assert {"fsync", "unlink", "write"} <= {name for name, _number in calls}
    with ThreadPoolExecutor(AT_ONCE) as several:
        ends = list(several.map(lambda call: scene.killed(*call), calls))
    said = [text == "done\n" for _space, text in ends]
    # The shelf of a new paper follows from its id, drawn anew each time: if it is there already, it is
    # neither made nor put on the disk, and the process is not killed at that call.
    not_killed = [name for (name, _number), is_said in zip(calls[:-3], said, strict=False) if is_said]
    assert not_killed in ([[], ["mkdir"], ["fsync"]] if verb == "add" else [[]])
    for space, text in ends:
        opened = open_documents(space, KEYS, SystemClock())
        check(opened, scene, was_said="done" in text)
        opened.documents.close()
        left = {path.suffix for path in space.rglob("*") if path.is_file()} - {".age", ".db", ".bak"}
        # SQLite keeps a journal that it had not begun to use, and uses it next time.
        assert left <= {".db-journal"}, space
