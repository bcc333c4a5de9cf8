"""What the child weighs: it is there for as long as a person may listen, on computers with little memory."""

from __future__ import annotations

import queue
import subprocess
import sys
from pathlib import Path

import pytest

from dematassist.speech.child.messages import (
    AskVoices,
    Prepare,
    Quit,
    Render,
    Speak,
    Started,
    Utterance,
    VoiceList,
    encoded,
)
from dematassist.speech.engines import driver
from dematassist.speech.transport import ChildProcess, _environment, child_command

SENTENCES = 60
UNUSED = {"importlib.resources", "linecache", "pathlib", "tempfile", "textwrap", "tokenize", "traceback"}
"""What libraries would import in the child for nothing."""


def sentence(number: int, engine: str) -> Utterance:
    text = f"Phrase numéro {number}, avec une pièce d’identité et un justificatif de domicile récent."
    return Utterance(number, text, "fr", 140, 250, engine)


def own_bytes(pid: int) -> int:
    """Return the memory of a process that is in no file."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells it this way")
@pytest.mark.parametrize("engine", ["espeak", "pico"])
def test_a_long_page_leaves_the_child_as_light_as_a_short_one(engine, sound_server):
    told: queue.SimpleQueue = queue.SimpleQueue()
    child = ChildProcess(child_command(), told.put)

    def next_of(kind: type):
        while not isinstance(event := told.get(timeout=20), kind):
            pass
        return event

    try:
        child.send(AskVoices())
        if engine not in {voice.engine for voice in next_of(VoiceList).voices}:
            pytest.skip(f"{engine} is not on this computer")
        weighed = []
        for number in range(SENTENCES):
            child.send(Speak(number, tuple(sentence(number + ahead, engine) for ahead in range(3))))
            while next_of(Started).generation < number:
                pass
            weighed.append(own_bytes(child.pid))
    finally:
        child.close()
    assert weighed[-1] - weighed[2] < 4_000_000


@pytest.mark.parametrize("engine", ["espeak", "pico"])
def test_the_child_imports_nothing_that_it_does_not_use(engine, no_speaker, tmp_path):
    asked = (Prepare(engine), Render(1, (sentence(1, engine),), 22050), Quit())
    imports = tmp_path / "imports"
    with imports.open("wb") as stream:
        python, *rest = child_command()
        child = subprocess.Popen(
            [python, "-X", "importtime", *rest],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stream,
            env=_environment(),
        )
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"".join(map(encoded, asked[:-1])))
        child.stdin.flush()
        assert any(line.startswith(b'["Rendered"') for line in child.stdout)
        child.communicate(encoded(asked[-1]), timeout=20)
    names = {line.rpartition("|")[2].strip() for line in imports.read_text().splitlines()}
    assert "pyttsx3.driver" in names
    assert not UNUSED & names


def test_others_find_the_modules_that_pyttsx3_was_denied():
    code = f"from {driver.__name__} import _proxy_class as c; c(); import traceback; traceback.print_stack()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "line 1" in done.stderr
