"""A child that is stuck, dies or lies is ended and told as a fault of the file."""

from __future__ import annotations

import sys

import pytest

from dematassist.copies import asking, wire
from dematassist.copies.sources import Source
from dematassist.errors import Cause, UserError

from . import samples

STUCK = "import time; time.sleep(60)"
DEAD = "import os; os.abort()"
LYING = "import sys; sys.stdin.buffer.read(); print({line!r})"


def ask(monkeypatch: pytest.MonkeyPatch, program: str, silence_seconds: float = 30) -> UserError:
    monkeypatch.setattr(asking, "child_command", lambda: (sys.executable, "-c", program))
    source = Source("hostile.pdf", "PDF", b"%PDF-")
    with pytest.raises(UserError) as caught:
        asking.ask(wire.Show(300, 1, 1), [source], lambda *_: None, silence_seconds=silence_seconds)
    assert caught.value.details["path"] == "hostile.pdf"
    return caught.value


def test_a_child_that_says_nothing_is_ended(monkeypatch):
    assert ask(monkeypatch, STUCK, 0.5).cause is Cause.SOURCE_TOO_SLOW


def test_a_child_that_dies_is_told(monkeypatch):
    assert ask(monkeypatch, DEAD).cause is Cause.SOURCE_DAMAGED


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"type":"advanced","done":1,"total":1,"source":7}',
        '{"type":"failed","cause":"no-such-cause","details":{}}',
        '{"type":"failed","cause":"source-locked","details":{"source":"99"}}',
        '{"type":"finished","blobs":[{"kind":"PNG","length":99999999999}]}',
        '{"type":"finished","blobs":[{"kind":"PNG","length":-5}]}',
        '{"type":"finished","blobs":[{"kind":"RGB","length":5}]}',
        '{"type":"finished","blobs":[],"sizes":[[1]]}',
    ],
)
def test_what_a_child_says_is_not_trusted(monkeypatch, line):
    assert ask(monkeypatch, LYING.format(line=line)).cause is Cause.SOURCE_DAMAGED


def test_the_pages_of_a_paper_come_as_pictures():
    source = Source("a", "PDF", samples.letter(3))
    heard: list[tuple[int, int]] = []
    done = asking.ask(wire.Show(300, 1, 2), [source], lambda *at: heard.append(at))
    assert [len(file) for file in done.files] == [width * height * 3 for width, height in done.said.sizes]
    assert len(done.files) == 2
    assert heard == [(0, 2), (1, 2)]
