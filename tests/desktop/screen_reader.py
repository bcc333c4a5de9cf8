"""Orca on the private desktop, with a voice that writes down what it says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .session import until

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = [tool for tool in ("orca", "speech-dispatcher") if not shutil.which(tool)]
_SPEECHD = 'LogLevel 1\nDefaultLanguage "fr"\nAddModule "heard" "heard" ""\nDefaultModule heard\n'


class Said(NamedTuple):
    """Something that Orca said, in seconds of ``time.monotonic``; ``ended`` is None while it is said."""

    text: str
    begun: float
    ended: float | None


class ScreenReader:
    """Orca and its speech-dispatcher, heard by the test."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self._folder = folder
        self._transcript = folder / "said.jsonl"
        self._env = {
            **env,
            "SPEECHD_ADDRESS": f"unix_socket:{folder / 'speechd.sock'}",
            "PATH": f"{folder}:{env['PATH']}",
            # Roles are then said in English, whatever catalogues are installed.
            "LANG": "C.UTF-8",
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self._known = 0

    def start(self) -> None:
        """Start both; return once Orca has greeted."""
        folder = self._folder
        (folder / "modules").mkdir(parents=True)
        self._transcript.touch()
        voice = Path(__file__).with_name("heard_voice.py")
        self._program("modules/heard", f'exec "{sys.executable}" "{voice}" "{self._transcript}"')
        # Orca looks for another Orca of the same person, on whatever desktop: on this one there is none.
        self._program("pgrep", "exit 1")
        (folder / "speechd.conf").write_text(_SPEECHD)
        self._run(
            *("speech-dispatcher", "--run-single", "--timeout", "0", "--log-dir", str(folder)),
            *("--communication-method", "unix_socket", "--socket-path", str(folder / "speechd.sock")),
            *("--config-dir", str(folder), "--module-dir", str(folder / "modules")),
            *("--pid-file", str(folder / "speechd.pid")),
        )
        until((folder / "speechd.sock").exists, "speech-dispatcher made no socket")
        self._run("orca", "--user-prefs", str(folder / "prefs"))
        self.hears("Screen reader on.", 40)

    def said(self) -> list[Said]:
        """Return everything said so far."""
        said: dict[float, Said] = {}
        for line in self._transcript.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                each = Said(**json.loads(line))
                said[each.begun] = each
        return list(said.values())

    def hears(self, text: str, seconds: float = 15) -> Said:
        """Wait until ``text`` is in something said since what was waited for last; return that."""

        def found() -> Iterator[int]:
            return (
                number
                for number, each in enumerate(self.said())
                if number >= self._known and text in each.text
            )

        until(lambda: any(True for _number in found()), f"{text!r} is not said: {self.said()[-6:]}", seconds)
        number = next(found())
        self._known = number + 1
        return self.said()[number]

    def is_quiet(self) -> bool:
        """Return whether nothing is being said."""
        return all(each.ended is not None for each in self.said())

    def close(self) -> None:
        """End both."""
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _program(self, name: str, line: str) -> None:
        path = self._folder / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def _run(self, *command: str) -> None:
        with (self._folder / f"{command[0]}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    ("setpriv", "--pdeathsig", "TERM", *command), env=self._env, stdout=log, stderr=log
                )
            )
