"""From a driver in the sense of pyttsx3 to an ``Engine``.

Of pyttsx3 its driver interface alone is used: ``buildDriver(proxy)``, the driver's ``say``, ``stop``,
``getProperty``, ``setProperty``, and the proxy through which it notifies. Our drivers notify two topics:
``sound`` (``samples``, ``rate_hz``) and ``started-word`` (``location``, ``length`` as in pyttsx3, and
``at_seconds``, ``is_exact``). pyttsx3's own run loop and player are left aside: its ``stop()`` waits for the
end of the text on Linux, and it plays only the first of several texts on Windows (2.99).
"""

from __future__ import annotations

import sys
import threading
from queue import SimpleQueue
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dematassist.speech.engines.engine import EngineError, Sound, Voice, WordMark
from dematassist.speech.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "dematassist_"


class _End:
    """Nothing more comes."""


class DriverEngine:
    """An ``Engine`` over one of our drivers. Raises ``EngineError`` when the driver cannot be made."""

    def __init__(self, name: str, module: ModuleType) -> None:
        self.name = name
        self._heard: SimpleQueue[Sound | WordMark | Exception | type[_End]] = SimpleQueue()
        sys.modules[f"pyttsx3.drivers.{_PREFIX}{name}"] = module
        try:
            self._proxy: Any = _proxy_class()(self, _PREFIX + name, debug=False)
        except (OSError, ImportError, AttributeError) as error:
            raise EngineError(type(error).__name__) from error
        # A driver of pyttsx3 is busy until its run loop starts; there is none here.
        self._proxy.setBusy(False)
        self._voices = tuple(self._proxy.getProperty("voices"))

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices installed, the best of each language first."""
        return self._voices

    def synthesise(self, text: str, voice: Voice, words_a_minute: int) -> Iterator[Sound | WordMark]:
        """Speak ``text``; see ``Engine``. The driver works in a thread: its first sounds come at once."""
        if voice not in self._voices:
            raise EngineError(voice.id)
        if not any(letter.isalnum() for letter in text):
            return
        heard = self._heard = SimpleQueue()
        work = threading.Thread(
            target=self._say, args=(text, voice, words_a_minute), name=f"speech-{self.name}", daemon=True
        )
        work.start()
        try:
            while not isinstance(piece := heard.get(), type):
                if isinstance(piece, Exception):
                    raise EngineError(type(piece).__name__) from piece
                yield piece
        finally:
            self._proxy.stop()
            work.join()

    def _say(self, text: str, voice: Voice, words_a_minute: int) -> None:
        self._proxy.setProperty("voice", voice.id)
        self._proxy.setProperty("rate", words_a_minute)
        self._proxy.say(text, None)
        self._heard.put(_End)

    def _notify(self, topic: str, **told: Any) -> None:
        """Take in what the driver notifies through its proxy."""
        if topic == "sound":
            self._heard.put(Sound(told["samples"], told["rate_hz"]))
        elif topic == "started-word":
            start = told["location"]
            span = Span(start, start + told["length"])
            self._heard.put(WordMark(span, told["at_seconds"], told["is_exact"]))
        elif topic == "error":
            self._heard.put(told["exception"])

    def endLoop(self) -> None:
        """Be what the proxy looks for among the commands that wait."""


def _proxy_class() -> Any:
    """Import pyttsx3: in the child, once a voice is wanted, as it takes milliseconds.

    It prints tracebacks on a demand that is never ours: it is given nothing to print them with, as that would
    bring four modules more.
    """
    is_kept = "traceback" in sys.modules
    sys.modules.setdefault("traceback", ModuleType("traceback"))
    try:
        from pyttsx3.driver import DriverProxy
    finally:
        if not is_kept:
            del sys.modules["traceback"]
    return DriverProxy
