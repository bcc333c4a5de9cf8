"""How soon the voice is heard, stops and goes on, against the ``espeak-ng`` program on the same null sink.

``python packaging/benchmarks/bench_speech.py [RUNS]``, 10 by default. Needs pulseaudio, parec and espeak-ng.
One interleaved run: each turn measures the program, then ours with the same engine (eSpeak NG) and text; the
table gives medians and ratios beside each goal. Sound is heard by ``parec``, a process of its own. Python
code is compiled beforehand, as it is once installed or started before.

What is compared. Memory, of both and of a Python that only waits, under which no child in Python can be:
resident (what other programs share is counted whole), proportional (it is divided, so that this depends
on what else runs) and alone (it is left out); then of our child once eighty sentences were made, as after
a long page, with eSpeak NG and with the usual voice of this computer. Stop: the program is ended by a
signal, and the sound server drops what it held of it; ours keeps its process and its connection, and
closes the stream. What is counted are the samples played after the moment of asking, the server playing
by steps of one millisecond, which is what can be told apart: with steps of five, the last sound of both
was often played before they were asked. Pause and resume: the program is held by a signal, so that the
server first plays what it holds; ours is silent at once, and goes on at that very sample.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import queue
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dematassist.speech.child.messages import (  # noqa: E402
    AskVoices,
    Event,
    Render,
    Rendered,
    Speak,
    Started,
    Stop,
    Utterance,
    VoiceList,
)
from dematassist.speech.engines.engine import Sound, WordMark  # noqa: E402
from dematassist.speech.engines.order import makers  # noqa: E402
from dematassist.speech.model import Idle, Kind, Passage, Speaking  # noqa: E402
from dematassist.speech.reader import Reader  # noqa: E402
from dematassist.speech.reading import SILENCE_MS, Manner, Reading, usual_words  # noqa: E402
from dematassist.speech.transport import ChildProcess, Gone, child_command  # noqa: E402
from tests.speech.sound import LOUD, MISSING, Recording, Server, until  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.speech.engines.engine import Engine, Voice
    from dematassist.speech.model import ReaderState

TEN = "Vous pouvez demander votre carte au guichet de la mairie."
LONG = " ".join(
    f"Voici la phrase numéro {n}, avec une pièce d’identité et un justificatif de domicile récent."
    for n in range(20)
)
"""About three hundred words."""
LIMIT_SECONDS = 15.0
QUIET_SECONDS = 0.25
STEP_MS, STOP_STEP_MS = 5, 1
"""By which sound is heard, and the ends of sound at a stop."""
STOPS_A_TURN = 3
MEMORIES = ("resident", "proportional", "alone")
MADE_SENTENCES = 80
SPEED = "120"
"""What the program calls the speed of our 140 words a minute."""

times: dict[str, list[float]] = {}


def note(name: str, seconds: float) -> None:
    """Keep one measure."""
    times.setdefault(name, []).append(seconds)


class Ear:
    """When sound begins and ends, in seconds of ``time.monotonic``, to a millisecond."""

    def __init__(self, address: str) -> None:
        self._recording = Recording(address, STEP_MS)

    def quiet(self) -> None:
        """Wait until nothing is heard, then forget what was."""
        time.sleep(0.4)
        while self._recording.heard() and time.monotonic() - self._recording.heard()[-1].end < QUIET_SECONDS:
            time.sleep(0.05)
        self._recording.forget()
        time.sleep(0.1)

    def onset_after(self, moment: float) -> float:
        """Return when sound is first heard after ``moment``."""
        end = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < end:
            for stretch in self._recording.heard(0.08):
                if stretch.known > moment:
                    return stretch.known
            time.sleep(0.01)
        raise TimeoutError("nothing is heard")

    def silence_after(self, moment: float) -> float:
        """Return the last moment of sound, once it is followed by a tenth of a second of silence."""
        time.sleep(0.5)
        ends = [stretch.end_known for stretch in self._recording.heard(0.08) if stretch.start <= moment]
        return max([moment, *ends[-1:]])

    def stretches(self, longest_hole_seconds: float) -> list[tuple[float, float]]:
        """Return what was heard, cut where it is silent for longer."""
        return [(each.known, each.end_known) for each in self._recording.heard(longest_hole_seconds)]

    def close(self) -> None:
        """Stop listening."""
        self._recording.close()


class Ours:
    """A reader of ours, with eSpeak NG's French voice."""

    def __init__(self) -> None:
        self.told: list[tuple[float, ReaderState]] = []
        self.reader = Reader(lambda state: self.told.append((time.monotonic(), state)))
        voice = espeak_voice()
        self.reader.set_voice(voice)

    def child(self) -> int:
        """Return the child's process id."""
        return self.reader._child.pid  # type: ignore[union-attr]  # noqa: SLF001 -- measured from outside

    def is_child_ready(self) -> bool:
        """Return whether the child answers."""
        return self.reader._is_ready  # noqa: SLF001 -- measured from outside

    def call(self, what: Callable[[], object]) -> float:
        """Call, and return when it was called; how long the call took is kept."""
        begun = time.monotonic()
        what()
        note("slowest call", time.monotonic() - begun)
        return begun

    def wait(self, kind: type) -> None:
        """Wait for a state."""
        end = time.monotonic() + 60
        while not isinstance(self.reader.state, kind) and time.monotonic() < end:
            time.sleep(0.002)


@functools.cache
def espeak() -> Engine:
    """Return eSpeak NG in this process."""
    return makers()["espeak"]()


def espeak_voice() -> Voice:
    """Return eSpeak NG's French voice."""
    return next(voice for voice in espeak().voices() if voice.lang == "fr")


def page(text: str) -> list[Passage]:
    """Return a page of one passage."""
    return [Passage("p", text, "fr")]


def program(text: str) -> subprocess.Popen[bytes]:
    """Start the ``espeak-ng`` program on a text."""
    return subprocess.Popen(["espeak-ng", "-v", "fr", "-s", SPEED, text], stderr=subprocess.DEVNULL)


def note_memory(whose: str, pid: int) -> None:
    """Keep the three measures of the memory of a process, in GB as times are in seconds."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    alone = kib["Private_Clean"] + kib["Private_Dirty"]
    for name, value in zip(MEMORIES, (kib["Rss"], kib["Pss"], alone), strict=True):
        note(f"{whose} {name}", value * 1024 / 1e9)


def turn_of_program(ear: Ear) -> None:
    """Measure the ``espeak-ng`` program once."""
    for name, text in (("10 words", TEN), ("300 words", LONG)):
        ear.quiet()
        begun = time.monotonic()
        speaking = program(text)
        note(f"program {name}", ear.onset_after(begun) - begun)
        if name == "300 words":
            time.sleep(0.5)
            note_memory("program", speaking.pid)
        speaking.kill()
        speaking.wait()
    ear.quiet()
    speaking = program(LONG)
    ear.onset_after(time.monotonic())
    time.sleep(0.5)
    asked = time.monotonic()
    speaking.send_signal(signal.SIGSTOP)
    note("program pause", ear.silence_after(asked) - asked)
    asked = time.monotonic()
    speaking.send_signal(signal.SIGCONT)
    note("program resume", ear.onset_after(asked) - asked)
    speaking.kill()
    speaking.wait()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["espeak-ng", "-v", "fr", "-s", SPEED, "-w", f"{folder}/a.wav", LONG], check=True)
        note("program to file", time.monotonic() - begun)


def turn_of_ours(ear: Ear) -> None:
    """Measure our reader once."""
    ours = Ours()
    reader = ours.reader
    ear.quiet()
    begun = ours.call(lambda: reader.read(page(TEN)))
    note("first click", ear.onset_after(begun) - begun)
    ours.wait(Idle)
    for name, text in (("10 words", TEN.replace("Vous", "Elles")), ("300 words", LONG)):
        ear.quiet()
        begun = ours.call(lambda text=text: reader.read(page(text)))
        note(f"ours {name}", ear.onset_after(begun) - begun)
        time.sleep(0.5)
    asked = ours.call(reader.pause)
    note("ours pause", ear.silence_after(asked) - asked)
    asked = ours.call(reader.resume)
    note("ours resume", ear.onset_after(asked) - asked)
    time.sleep(0.5)
    os.kill(ours.child(), signal.SIGKILL)
    asked = time.monotonic()
    # What the sound server held is heard for a moment more.
    note("killed, heard again", onset_of_new(ear, asked) - asked)
    time.sleep(0.5)
    note_memory("ours", ours.child())
    ours.call(reader.stop)
    ear.quiet()
    marks_and_gaps(ear, ours)
    reader.close()
    made_by_child()


def stops(address: str, count: int) -> None:
    """Measure so many stops of both, at any moment of a sentence."""
    recording = Recording(address, STOP_STEP_MS)
    ours = Ours()

    def sound_for(seconds: float) -> None:
        until(lambda: bool(recording.heard()))
        time.sleep(seconds)

    def heard_after(asked: float) -> float:
        time.sleep(0.4)
        # The server gives a step when it begins, and is asked in the middle of it on average.
        return recording.ended() + STOP_STEP_MS / 2000 - asked

    try:
        for number in range(count):
            seconds = 0.4 + 0.6 * number / count
            recording.forget()
            speaking = program(LONG)
            sound_for(seconds)
            asked = time.monotonic()
            speaking.terminate()
            note("program stop", heard_after(asked))
            speaking.wait()
            recording.forget()
            ours.reader.read(page(LONG))
            sound_for(seconds)
            note("ours stop", heard_after(ours.call(ours.reader.stop)))
    finally:
        ours.reader.close()
        recording.close()


def after_a_long_page(engine: str) -> None:
    """Measure the memory of a child that made eighty sentences, the person going from one to the next."""
    told: queue.SimpleQueue[Event | Gone] = queue.SimpleQueue()
    child = ChildProcess(child_command(), told.put)
    texts = [
        f"Phrase numéro {n}, avec une pièce d’identité et un avis récent." for n in range(MADE_SENTENCES)
    ]
    utterances = [Utterance(n, text, "fr", 140, 250, engine) for n, text in enumerate(texts)]
    for generation in range(MADE_SENTENCES):
        child.send(Speak(generation, tuple(utterances[generation : generation + 3])))
        while not (isinstance(event := told.get(), Started) and event.generation == generation):
            pass
    child.send(Stop())
    time.sleep(0.5)
    note_memory(f"page {engine}", child.pid)
    child.close()


def made_by_child() -> None:
    """Measure three hundred words made by a child that is there already."""
    told: queue.SimpleQueue[Event | Gone] = queue.SimpleQueue()
    child = ChildProcess(child_command(), told.put)
    child.send(AskVoices())
    while not isinstance(told.get(), VoiceList):
        pass
    reading = Reading(page(LONG), usual_words())
    manner = Manner(1.0, {"fr": espeak_voice()})
    utterances = tuple(reading.utterance(index, manner) for index in range(len(reading.sentences)))
    begun = time.monotonic()
    child.send(Render(1, utterances, 22050))
    for _utterance in utterances:
        while not isinstance(told.get(), Rendered):
            pass
    note("ours to file", time.monotonic() - begun)
    child.close()


def waiting_python() -> None:
    """Measure the memory of a Python with what any child that speaks must have."""
    waits = "import ctypes, json, queue, re, sys, threading; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-S", "-c", waits], stdin=subprocess.PIPE) as waiting:
        time.sleep(1)
        note_memory("waiting Python", waiting.pid)


def onset_of_new(ear: Ear, killed: float) -> float:
    """Return when sound begins anew after the child was killed."""
    end = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < end:
        begun = [start for start, _end in ear.stretches(0.03) if start > killed + 0.005]
        if begun:
            return begun[0]
        time.sleep(0.01)
    raise TimeoutError("nothing is heard")


def marks_and_gaps(ear: Ear, ours: Ours) -> None:
    """Measure how far marks are from their words, and how much longer silences are than planned."""
    text = "La mairie ouvre à neuf heures. Apportez votre carte. Demandez un reçu."
    ours.told.clear()
    ours.reader.read(page(text))
    ours.wait(Speaking)
    ours.wait(Idle)
    time.sleep(0.2)
    heard = ear.stretches(0.15)
    tracks = tracks_of(text)
    if len(heard) != len(tracks):
        return
    for before, after in itertools.pairwise(heard):
        note("added gap", max(0.0, after[0] - before[1] - SILENCE_MS[Kind.SENTENCE] / 1000))
    sentences = sorted({s.sentence for _at, s in ours.told if isinstance(s, Speaking)}, key=lambda s: s.span)
    for sentence, (start, _end), (lead, marks) in zip(sentences, heard, tracks, strict=False):
        told = [at for at, s in ours.told if isinstance(s, Speaking) and s.sentence == sentence and s.word]
        for at, mark in zip(told, marks, strict=False):
            note("word mark", abs(at - (start - lead + mark)))


def tracks_of(text: str) -> list[tuple[float, list[float]]]:
    """Return of each sentence the silence it begins with and the moments of its words."""
    reading = Reading(page(text), usual_words())
    tracks = []
    for index in range(len(reading.sentences)):
        utterance = reading.utterance(index, Manner(1.0, {}))
        samples, rate, marks = array("h"), 1, []
        for piece in espeak().synthesise(utterance.text, espeak_voice(), utterance.words_a_minute):
            if isinstance(piece, Sound):
                samples.frombytes(piece.samples)
                rate = piece.rate_hz
            elif isinstance(piece, WordMark):
                marks.append(piece.at_seconds)
        lead = next(n for n, sample in enumerate(samples) if abs(sample) >= LOUD) / rate
        tracks.append((lead, marks))
    return tracks


def normaliser() -> None:
    """Measure the words of three hundred words against their synthesis."""
    words = usual_words()
    for _ in range(3):
        begun = time.perf_counter()
        reading = Reading(page(LONG), words)
        texts = [reading.spoken(index).text for index in range(len(reading.sentences))]
        middle = time.perf_counter()
        for text in texts:
            for _piece in espeak().synthesise(text, espeak_voice(), 140):
                pass
        note("words", middle - begun)
        note("synthesis", time.perf_counter() - middle)


def long_line() -> None:
    """Measure the words of a hundred kilobytes in one line."""
    words = usual_words()
    line = (
        "La CPAM vous verse 1 234,56 € le 22/11/2026 à 8h30, tél. 36 46, voir ameli.fr ou l’art. L. 821-1. "
    )
    text = line * (100_000 // len(line.encode()))
    for _ in range(3):
        begun = time.process_time()
        words.spoken(text, "fr")
        note("long line", time.process_time() - begun)


def window() -> None:
    """Measure for how long the window does nothing else at each step of listening."""
    program = Path(__file__).with_name("window_while_listening.py")
    said = subprocess.run([sys.executable, str(program)], check=True, capture_output=True, text=True).stdout
    for milliseconds in json.loads(said.splitlines()[-1]).values():
        note("window", milliseconds / 1000)


def table() -> None:
    """Print every goal of the design with what was measured."""

    def median(name: str) -> float:
        return statistics.median(times[name])

    def row(goal: str, ours: str, theirs: str, most: float, step_ms: int = 0) -> None:
        ratio = median(ours) / max(median(theirs), 1e-6)
        verdict = "good" if ratio <= most else "TOO MUCH"
        if verdict != "good" and median(ours) - most * median(theirs) <= step_ms / 1000:
            verdict += ", by less than can be told apart"
        print(
            f"{goal:36} ours {median(ours) * 1000:8.1f}   program {median(theirs) * 1000:8.1f}"
            f"   ratio {ratio:5.2f}  goal {most:4.2f}  {verdict}"
        )

    def limit(goal: str, value: float, most: float) -> None:
        verdict = "good" if value <= most else "TOO MUCH"
        print(f"{goal:36} {value * 1000:8.1f} ms   goal {most * 1000:5.0f} ms  {verdict}")

    print("medians in ms; memory in MB")
    row("click → sound, 10 words", "ours 10 words", "program 10 words", 1.5)
    row("click → sound, 300 words", "ours 300 words", "program 300 words", 2.0)
    row("first click, no child", "first click", "program 10 words", 4.0)
    row(f"stop → silence, ± {STOP_STEP_MS} ms", "ours stop", "program stop", 0.3, STOP_STEP_MS)
    row(f"pause → silence, ± {STEP_MS} ms", "ours pause", "program pause", 0.3, STEP_MS)
    row(f"resume → sound, ± {STEP_MS} ms", "ours resume", "program resume", 0.5, STEP_MS)
    row("300 words made", "ours to file", "program to file", 1.5)
    for measure in MEMORIES:
        row(f"memory, {measure}", f"ours {measure}", f"program {measure}", 1.5)
    for title, whose in (
        ("a Python that waits", "waiting Python"),
        ("after a long page, eSpeak NG", "page espeak"),
        ("after a long page, the usual voice", "page "),
    ):
        values = [f"{measure} {median(f'{whose} {measure}') * 1000:.1f}" for measure in MEMORIES]
        print(f"{title:36} {', '.join(values)} MB")
    row("kill −9 → sound again", "killed, heard again", "program 10 words", 5.0)
    row("words against synthesis", "words", "synthesis", 0.5)
    limit("slowest call", max(times["slowest call"]), 0.002)
    limit("window never blocked for more", max(times["window"]), 0.016)
    limit("100 KB in one line, in words", min(times["long line"]), 2.0)
    limit("gap added between sentences", median("added gap"), 0.040)
    marks = sorted(times["word mark"])
    limit("word mark, 95 % within", marks[round(0.95 * (len(marks) - 1))], 0.050)


def main() -> None:
    """Run everything in turns and print the table."""
    if MISSING:
        raise SystemExit(f"missing: {', '.join(MISSING)}")
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "pulse")
        server.start()
        os.environ["PULSE_SERVER"] = server.address
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        made_by_child()
        times.clear()
        ear = Ear(server.address)
        try:
            for number in range(runs):
                turn_of_program(ear)
                turn_of_ours(ear)
                print(f"turn {number + 1} of {runs}", file=sys.stderr)
            stops(server.address, runs * STOPS_A_TURN)
            waiting_python()
            for engine in ("espeak", ""):
                after_a_long_page(engine)
            normaliser()
            long_line()
            window()
        finally:
            ear.close()
            server.kill()
    table()


if __name__ == "__main__":
    main()
