"""A voice of speech-dispatcher that plays nothing and writes down what it is asked to say, and when.

Speaks the protocol of its modules (version 0.11) on standard input and output. Each thing said is a JSON line
of the file named on the command line: ``text``, ``begun``, ``ended``, in seconds of ``time.monotonic``. It
lasts as long as a voice would take, or until it is cut.
"""

from __future__ import annotations

import html
import json
import re
import sys
import threading
import time
from pathlib import Path

LETTERS_A_SECOND = 25
"""A quick voice, as people who hear a screen reader all day like it."""
SETTINGS = {
    "AUDIO": ("207 OK RECEIVING AUDIO SETTINGS", "203 OK AUDIO INITIALIZED"),
    "LOGLEVEL": ("207 OK RECEIVING LOGLEVEL SETTINGS", "203 OK LOG LEVEL SET"),
    "SET": ("203 OK RECEIVING SETTINGS", "203 OK SETTINGS RECEIVED"),
}
TEXTS = ("SPEAK", "CHAR", "KEY", "SOUND_ICON")
ANSWERS = {
    "INIT": "299-ready\n299 OK LOADED SUCCESSFULLY",
    "LIST VOICES": "200-French\tfr\tnone\n200 OK VOICE LIST SENT",
    "QUIT": "210 OK QUIT",
}


def tell(line: str) -> None:
    """Answer."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def received() -> str:
    """Return the lines up to the one that is a point."""
    lines = []
    while (line := sys.stdin.readline().rstrip("\n")) != ".":
        lines.append(line.removeprefix("."))
    return "\n".join(lines)


class Voice:
    """What is being said."""

    def __init__(self, transcript: Path) -> None:
        self._transcript = transcript
        self._cut = threading.Event()
        self._thread = threading.Thread()

    def say(self, text: str) -> None:
        """Say a text: it begins at once."""
        words = html.unescape(re.sub(r"<[^>]*>", "", text)).strip()
        self._cut = threading.Event()
        self._thread = threading.Thread(target=self._last, args=(words, self._cut))
        self._thread.start()

    def stop(self) -> None:
        """Cut what is being said."""
        self._cut.set()

    def _last(self, words: str, cut: threading.Event) -> None:
        tell("701 BEGIN")
        begun = time.monotonic()
        self._write(words, begun, None)
        is_cut = cut.wait(len(words) / LETTERS_A_SECOND)
        self._write(words, begun, time.monotonic())
        tell("703 STOP" if is_cut else "702 END")

    def _write(self, words: str, begun: float, ended: float | None) -> None:
        with self._transcript.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"text": words, "begun": begun, "ended": ended}) + "\n")


def main() -> None:
    """Answer until it is over."""
    voice = Voice(Path(sys.argv[1]))
    while line := sys.stdin.readline():
        request = line.strip()
        if request in SETTINGS:
            before, after = SETTINGS[request]
            tell(before)
            received()
            tell(after)
        elif request in TEXTS:
            tell("202 OK RECEIVING MESSAGE")
            text = received()
            tell("200 OK SPEAKING")
            voice.say(text)
        elif request in ("STOP", "PAUSE"):
            voice.stop()
        else:
            tell(ANSWERS.get(request, "300 ERR UNKNOWN COMMAND"))
        if request == "QUIT":
            return


if __name__ == "__main__":
    main()
