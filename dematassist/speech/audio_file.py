"""Passages saved as a sound file to take away: WAV, mono, 16 bits. No speaker is needed.

The child gives the sound back sentence by sentence and writes nothing itself. The file is made beside its
place and takes it once whole: a full disk or a change of mind leaves whatever was there as it was.
"""

from __future__ import annotations

import contextlib
import queue
import time
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.speech import transport
from dematassist.speech.child.messages import Beat, Failure, Ready, Render, Rendered, Working
from dematassist.speech.reading import Manner, Reading, Words, usual_words
from dematassist.speech.transport import Gone
from dematassist.system import files

if TYPE_CHECKING:
    import wave
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dematassist.speech.child.messages import Event, Utterance
    from dematassist.speech.engines.engine import Voice
    from dematassist.speech.model import Passage
    from dematassist.speech.transport import Transport

RATE_HZ = 22050
_PATIENCE_SECONDS = 8.0
"""An engine may make a long sentence at once: nothing comes meanwhile."""
_START_SECONDS = 15.0
_RESTARTS = 2
_TICK_SECONDS = 0.1
"""How often progress is told, which is also where the work is cancelled."""


def save(
    passages: Sequence[Passage],
    target: Path,
    *,
    speed: float = 1.0,
    voices: Mapping[str, Voice] | None = None,
    words: Words | None = None,
    progress: Callable[[float], object] = lambda _done: None,
    start_child: Callable[[Callable[[Event | Gone], None]], Transport] | None = None,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> float:
    """Write what is said of ``passages`` to ``target``; return how long it lasts, in seconds.

    ``progress`` is given the part done, from 0 to 1, ten times a second at least: what it raises cancels the
    work and goes on to the caller. Raises ``UserError`` (audio file unwritable, disk full, no voice, no
    sound library, voice stopped). Whatever is raised, no part of a file is left.
    """
    reading = Reading(passages, words or usual_words())
    manner = Manner(speed, voices or {})
    utterances = []
    index = 0
    while (index := reading.said_from(index)) < len(reading.sentences):
        utterances.append(reading.utterance(index, manner))
        index += 1
        progress(0.0)
    sounds = _Sounds(
        start_child or (lambda deliver: transport.ChildProcess(transport.child_command(), deliver)),
        patience_seconds,
    )
    with contextlib.closing(sounds), _written(target) as wav:
        for number, samples in enumerate(sounds.of(utterances, progress)):
            wav.writeframes(samples)
            if number + 1 < len(utterances):
                wav.writeframes(bytes(2 * (utterances[number].silence_after_ms * RATE_HZ // 1000)))
        progress(1.0)
        return wav.getnframes() / RATE_HZ


@contextlib.contextmanager
def _written(target: Path) -> Iterator[wave.Wave_write]:
    """Give a WAV file that takes the place of ``target`` when all went well, and disappears else."""
    # Only who saves a sound needs them.
    import os
    import tempfile
    import wave
    from pathlib import Path

    with _explained(target):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        stream = os.fdopen(handle, "wb")
        wav = wave.open(stream, "wb")  # noqa: SIM115 -- closed below, by turns
        try:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(RATE_HZ)
            yield wav
            wav.close()
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            temporary.replace(target)
        except BaseException:
            for close in (wav.close, stream.close, temporary.unlink):
                with contextlib.suppress(OSError):
                    close()
            raise
        files.sync_folder(target.parent)


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        with files.explained(target):
            yield
    except UserError as error:
        if error.cause in (Cause.FILE_UNWRITABLE, Cause.FOLDER_READ_ONLY):
            raise UserError(Cause.AUDIO_FILE_UNWRITABLE, path=str(target)) from error
        raise


class _Sounds:
    """The sounds of utterances, from a child that is replaced when it dies or hangs."""

    def __init__(
        self,
        start_child: Callable[[Callable[[Event | Gone], None]], Transport],
        patience_seconds: float,
    ) -> None:
        self._start_child, self._patience = start_child, patience_seconds
        self._child: Transport | None = None
        self._inbox: queue.SimpleQueue[Event | Gone] = queue.SimpleQueue()
        self._restarts = 0
        self._is_ready = False
        self._heard_at = 0.0

    def of(self, utterances: Sequence[Utterance], progress: Callable[[float], object]) -> Iterator[bytes]:
        """Give the samples of each utterance in turn. Raises ``UserError``."""
        left = list(utterances)
        while left:
            self._ask(left)
            engine = ""
            while left and not isinstance(event := self._next(), Gone):
                progress(1 - len(left) / len(utterances))
                match event:
                    case Working():
                        engine = event.engine
                    case Failure(cause=cause, lang=lang):
                        raise UserError(Cause(cause), lang=lang)
                    case Rendered(samples=samples):
                        self._restarts = 0
                        del left[0]
                        yield samples
                    case _:
                        pass
            if left:
                self._restarts += 1
                if self._restarts > _RESTARTS:
                    raise UserError(Cause.VOICE_STOPPED)
                tried = (*(name for name in left[0].tried_last if name != engine), engine)
                left[0] = left[0]._replace(tried_last=tried)

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.close()
        self._child = None

    def _ask(self, left: Sequence[Utterance]) -> None:
        self.close()
        inbox: queue.SimpleQueue[Event | Gone] = queue.SimpleQueue()
        self._inbox, self._is_ready, self._heard_at = inbox, False, time.monotonic()
        try:
            self._child = self._start_child(inbox.put)
        except OSError as error:
            raise UserError(Cause.VOICE_STOPPED) from error
        self._child.send(Render(1, tuple(left), RATE_HZ))

    def _next(self) -> Event | Gone | None:
        """Return what the child tells next, None when that is nothing for a tick; ``Gone`` when it hangs."""
        try:
            event = self._inbox.get(timeout=_TICK_SECONDS)
        except queue.Empty:
            silent = time.monotonic() - self._heard_at
            return Gone() if silent > (self._patience if self._is_ready else _START_SECONDS) else None
        self._heard_at = time.monotonic() - (event.engine_silent_seconds if isinstance(event, Beat) else 0)
        self._is_ready = self._is_ready or isinstance(event, Ready)
        return event
