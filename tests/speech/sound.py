"""Real sound without a card: a private PulseAudio server with a null sink, and what is heard on it.

What is heard is written by ``parec`` in a process of its own. Times are those of ``time.monotonic``.
"""

from __future__ import annotations

import bisect
import math
import os
import shutil
import subprocess
import threading
import time
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000
WINDOW = RATE // 200
"""Five milliseconds."""
LOUD = 300
"""Peak of a window that is heard: −41 dBFS."""
MISSING = [name for name in ("pulseaudio", "parec", "pactl") if shutil.which(name) is None]


class Heard(NamedTuple):
    """A stretch of sound, in seconds of ``time.monotonic``."""

    start: float
    end: float
    known: float
    """When its first sample came to us: never too early, whatever the server makes in advance."""
    end_known: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


class Server:
    """A PulseAudio server that is heard by nobody."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"unix:{folder / 'native'}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        private = {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder), "PATH": os.environ["PATH"]}
        self._process = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
                *("-L", f"module-native-protocol-unix socket={self.folder / 'native'} auth-anonymous=1"),
                *("-L", f"module-null-sink sink_name=null rate={RATE}"),
            ],
            env=private,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._answers, 20)

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        asked = subprocess.run(
            ["pactl", "info"],
            env={**os.environ, "PULSE_SERVER": self.address},
            capture_output=True,
            check=False,
        )
        return asked.returncode == 0


class Recording:
    """What the null sink plays, as it comes."""

    def __init__(self, address: str, step_ms: int = 5) -> None:
        self._process = subprocess.Popen(
            [
                *("parec", "-d", "null.monitor", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1"),
                *(f"--latency-msec={step_ms}", f"--process-time-msec={step_ms}"),
            ],
            env={**os.environ, "PULSE_SERVER": address},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._bytes = bytearray()
        self._arrivals: list[tuple[int, float]] = []
        self._began = math.inf
        """When the first sample was played, as the promptest of the deliveries tells."""
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        until(lambda: bool(self._bytes), 20)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            while piece := os.read(stream.fileno(), 65536):
                now = time.monotonic()
                with self._lock:
                    self._bytes += piece
                    self._arrivals.append((len(self._bytes) // 2, now))
                    self._began = min(self._began, now - len(self._bytes) / 2 / RATE)

    def samples(self) -> array[int]:
        with self._lock:
            return array("h", bytes(self._bytes[: len(self._bytes) // 2 * 2]))

    def heard(self, longest_hole_seconds: float = 0.06) -> list[Heard]:
        """Return the stretches of sound so far; a hole shorter than this does not cut one.

        The silences we make are four times longer; a busy machine may starve the sink for less.
        """
        samples = self.samples()
        found: list[list[int]] = []
        for start in range(0, len(samples), WINDOW):
            window = samples[start : start + WINDOW]
            if max(window) < LOUD:
                continue
            if found and start - found[-1][1] <= longest_hole_seconds * RATE:
                found[-1][1] = start + WINDOW
            else:
                found.append([start, start + WINDOW])
        return [self._heard(start, end) for start, end in found]

    def _heard(self, start: int, end: int) -> Heard:
        with self._lock:
            last = self._arrivals[-1][0]
            places = [bisect.bisect_left(self._arrivals, (min(at, last), 0.0)) for at in (start + 1, end)]
            came = [self._arrivals[place][1] for place in places]
            return Heard(self._began + start / RATE, self._began + end / RATE, *came)

    def ended(self) -> float:
        """Return when the last sample that is not zero was played, counted in samples."""
        samples = self.samples()
        last = next((number for number in range(len(samples) - 1, -1, -1) if samples[number]), 0)
        with self._lock:
            return self._began + last / RATE

    def decibels(self, stretch: Heard) -> float:
        """Return the level of a stretch, without its first and last twentieth of a second."""
        first = round((stretch.start - self._began + 0.05) * RATE)
        last = round((stretch.end - self._began - 0.05) * RATE)
        samples = self.samples()[first:last]
        power = sum(sample * sample for sample in samples) / len(samples)
        return 10 * math.log10(power) - 20 * math.log10(32768)

    def forget(self) -> None:
        """Begin again from now."""
        with self._lock:
            self._bytes.clear()
            self._arrivals.clear()
            self._began = math.inf

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()


def until(is_so, seconds: float = 30.0) -> None:
    """Wait until something is so; fail the test when it is still not, after a generous time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
