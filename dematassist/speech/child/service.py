"""What the child does with each line, and how it ends: with its parent, or after ten idle minutes.

Four threads: this one decides and writes; one waits on the standard input; one has the engines work; the
device's asks for samples.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import queue
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from dematassist.errors import Cause
from dematassist.speech.child import messages
from dematassist.speech.child.messages import (
    AskVoices,
    Beat,
    Command,
    Event,
    Failure,
    Follow,
    Pause,
    Prepare,
    Quit,
    Ready,
    Render,
    Resume,
    Speak,
    Stop,
    Trouble,
    Utterance,
    Volume,
)
from dematassist.speech.child.player import Notice, Part, Player
from dematassist.speech.child.speaker import NoSoundLibraryError, NoSpeakerError
from dematassist.speech.child.synthesis import Synthesis
from dematassist.speech.engines.order import makers
from dematassist.system.log import described

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dematassist.speech.engines.engine import Engine

_BEAT_SECONDS = 0.25
_CLOCK_STOPPED_SECONDS = 1.5
"""The device has asked for nothing for so long: it is gone."""
_CLOCK_STARTING_SECONDS = 6.0
"""How long a device may take to begin: one without wire is woken up first."""


class Limits(NamedTuple):
    """When the child ends by itself."""

    idle_seconds: float = 600.0
    """Nothing was asked for so long."""
    stuck_seconds: float = 20.0
    """An engine holds the interpreter for so long, and no parent is there to see to it."""


_USUAL = Limits()


def main() -> None:
    """Serve the standard input until it ends."""
    serve(makers())


def serve(engines: Mapping[str, Callable[[], Engine]], limits: Limits = _USUAL) -> None:
    """Serve the standard input until it ends, with the engines that these make; end the process."""
    # Ctrl-C in a terminal reaches the whole group: our parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "darwin":
        from dematassist.speech.engines.avspeech import run_loop

        threading.Thread(target=_serve, args=(engines, limits), name="speech-service", daemon=True).start()
        # Without PyObjC there is no voice of macOS that would need it.
        with contextlib.suppress(ImportError):
            run_loop()
        threading.Event().wait()
    _serve(engines, limits)


def _serve(engines: Mapping[str, Callable[[], Engine]], limits: Limits) -> NoReturn:
    service = Service(engines, _own_output(), limits)

    def on_bug(error: BaseException) -> None:
        service.write(Trouble(described(error)))
        os._exit(70)

    threading.excepthook = lambda given: on_bug(given.exc_value or given.exc_type())
    try:
        service.run()
    except BrokenPipeError:
        pass
    except Exception as error:  # noqa: BLE001 -- told to the parent, which begins again
        on_bug(error)
    # Not through the interpreter's end: a thread may be inside an engine for ever.
    os._exit(0)


def _own_output() -> int:
    """Return our way to the parent, out of reach of the libraries that print on the standard one."""
    ours = os.dup(sys.stdout.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return ours


class Service:
    """The child's main loop."""

    def __init__(self, engines: Mapping[str, Callable[[], Engine]], output: int, limits: Limits) -> None:
        self._inbox: queue.SimpleQueue[Command | Event | Notice | None] = queue.SimpleQueue()
        self._output, self._limits = output, limits
        self._writing = threading.Lock()
        self._nowhere = os.open(os.devnull, os.O_WRONLY)
        self._player = Player(self._inbox.put, self._want_again)
        self._synthesis = Synthesis(engines, self.write, self._on_sound, self._player.restart)
        self._utterances: dict[int, Utterance] = {}
        self._is_paused = False
        self._beaten_at = self._busy_at = self._clock_at = time.monotonic()
        self._clock_frames = 0
        self._has_clock_run = False

    def run(self) -> None:
        """Serve until the standard input ends or nothing was asked for long."""
        self._synthesis.start()
        threading.Thread(target=self._listen, name="speech-commands", daemon=True).start()
        self.write(Ready())
        while True:
            try:
                item = self._inbox.get(timeout=self._patience())
            except queue.Empty:
                if time.monotonic() - self._busy_at >= self._limits.idle_seconds:
                    return
            else:
                if item is None or isinstance(item, Quit):
                    self._player.speaker.disconnect()
                    return
                if not isinstance(item, Stop | Pause):
                    # Silence does not wait for this, and has no engine begin.
                    self._watch_interpreter()
                self._do(item)
            self._beat()

    def write(self, event: Event) -> None:
        """Tell the parent. Raises ``BrokenPipeError`` when it is gone."""
        line = messages.encoded(event)
        with self._writing:
            while line:
                line = line[os.write(self._output, line) :]

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            self._inbox.put(messages.command(line))
        self._inbox.put(None)

    @property
    def _is_busy(self) -> bool:
        return (self._player.is_busy and not self._is_paused) or self._synthesis.is_busy

    def _patience(self) -> float:
        return _BEAT_SECONDS if self._is_busy else self._limits.idle_seconds

    def _beat(self) -> None:
        now = time.monotonic()
        if not self._is_busy:
            faulthandler.cancel_dump_traceback_later()
            return
        self._busy_at = now
        if now - self._beaten_at < _BEAT_SECONDS:
            return
        self._beaten_at = now
        self._watch_interpreter()
        self.write(Beat(self._synthesis.silent_seconds()))
        self._watch_clock(now)

    def _watch_interpreter(self) -> None:
        """Have the C library end us should no Python run for long."""
        faulthandler.dump_traceback_later(self._limits.stuck_seconds, exit=True, file=self._nowhere)

    def _watch_clock(self, now: float) -> None:
        """See that the device goes on asking for samples."""
        frames, speaker = self._player.handed_frames, self._player.speaker
        if not speaker.is_running or frames != self._clock_frames:
            self._has_clock_run = speaker.is_running and frames != self._clock_frames
            self._clock_frames, self._clock_at = frames, now
        elif now - self._clock_at > (
            _CLOCK_STOPPED_SECONDS if self._has_clock_run else _CLOCK_STARTING_SECONDS
        ):
            self._clock_at, self._has_clock_run = now, False
            self._sound_cut()

    def _do(self, item: Command | Event | Notice) -> None:  # noqa: C901 -- one case each
        player = self._player
        match item:
            case Speak(generation, utterances):
                self._is_paused = False
                self._utterances = {}
                player.begin(generation, self._parts(utterances))
                self._want()
                self._connect()
                self._play()
            case Follow(generation, utterances) if generation == player.generation:
                player.follow(self._parts(utterances))
                self._want()
                self._play()
            case Pause(generation) if generation == player.generation:
                self._is_paused = True
                player.hold()
            case Resume(generation) if generation == player.generation:
                self._is_paused = False
                self._play()
            case Stop():
                player.begin(player.generation, ())
                self._synthesis.want(0, ())
            case Volume(level):
                player.volume = level
            case Prepare(engine):
                self._synthesis.prepare(engine)
                self._connect()
            case AskVoices():
                self._synthesis.ask_voices()
            case Render(generation, utterances, rate_hz):
                self._synthesis.render(generation, utterances, rate_hz)
            case Notice():
                self._heed(item)
            case Follow() | Pause() | Resume() | Quit():
                # Late, for a generation that is over.
                pass
            case _:
                self.write(item)

    def _heed(self, notice: Notice) -> None:
        if notice.cut:
            self._sound_cut()
        elif notice.other_rate:
            self._reopen(Cause.SOUND_CUT)
        elif notice.drained and not self._player.is_busy:
            self._player.speaker.close()
        elif notice.has_sound:
            self._play()
        elif notice.has_room:
            self._want()

    def _parts(self, utterances: Sequence[Utterance]) -> list[Part]:
        self._utterances.update((each.id, each) for each in utterances)
        return [
            Part(each.id, each.lang, self._synthesis.track(each), each.silence_after_ms)
            for each in utterances
        ]

    def _want(self) -> None:
        """Have the sentence heard and the next ones made."""
        upcoming = self._player.upcoming
        wanted = [(self._utterances[part.id], part.track) for part in upcoming]
        self._synthesis.want(self._player.generation, wanted)

    def _want_again(self) -> None:
        self._inbox.put(Notice(has_room=True))

    def _on_sound(self) -> None:
        self._inbox.put(Notice(has_sound=True))

    def _connect(self) -> None:
        """Find the sound server while the engine works; that there is none is said when it is needed."""
        with contextlib.suppress(NoSpeakerError, NoSoundLibraryError):
            self._player.speaker.connect()

    def _play(self) -> None:
        if self._is_paused or self._player.speaker.is_running:
            return
        try:
            self._player.play()
        except NoSpeakerError:
            self._fail(Cause.NO_SPEAKER)
        except NoSoundLibraryError:
            self._fail(Cause.NO_SOUND_LIBRARY)

    def _sound_cut(self) -> None:
        """Go on with the device that is the usual one now, if there is one."""
        if self._player.speaker.is_running:
            self._reopen(Cause.SOUND_CUT)

    def _reopen(self, cause: Cause) -> None:
        try:
            self._player.reopen()
        except (NoSpeakerError, NoSoundLibraryError):
            self._fail(cause)

    def _fail(self, cause: Cause) -> None:
        heard = self._player.upcoming
        generation = self._player.generation
        self._player.begin(generation, ())
        self._synthesis.want(0, ())
        if heard:
            self.write(Failure(generation, heard[0].id, cause.value, heard[0].lang))
