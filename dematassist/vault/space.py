"""The window's end of a space: what a person does with it. No key is ever here.

A ``Space`` starts a worker process when it is made or opened; to lock is to end that process. Each verb waits
for its answer, on whatever thread calls it, and raises ``UserError``. ``lock`` may be called meanwhile, from
any thread: what was being done then raises ``SPACE_LOCKED``, and what was saved stays saved.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.vault import folders, header, wire
from dematassist.vault.states import Locked, NoSpace, RecoverySheet, State, Unlocked

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[int, int], object]
    """Called with what is done and the total; what it raises stops the work, and is raised again."""

_MAX_LINE = 1 << 26
_LAST_SECONDS = 2.0
_T = TypeVar("_T")


def _no_report(_done: int, _total: int) -> None:
    pass


class Space:
    """The space of a folder, or the one that will be made in it."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._state: Unlocked | None = None
        self._worker: _Worker | None = None
        self._turn = threading.Lock()

    @property
    def state(self) -> State:
        """What the space is now. Raises ``UserError`` when its folder holds several."""
        if self._state is not None:
            return self._state
        if not folders.spaces_in(self._place):
            return NoSpace()
        with contextlib.suppress(UserError):
            return Locked(has_pin=header.candidates(self.folder)[0].pin is not None)
        return Locked()

    @property
    def folder(self) -> Path:
        """The folder of the space. Raises ``UserError`` when there is none, or several."""
        return folders.the_space_in(self._place)

    # --- made and opened --------------------------------------------------------------------------------

    def prepare(self, password: str) -> RecoverySheet:
        """Make the key of a new space and its sheet. Nothing is written before ``create``."""
        if folders.spaces_in(self._place):
            raise UserError(Cause.SPACE_EXISTS, path=str(self._place))
        return self._ask(wire.PrepareSpace(password), RecoverySheet)

    def create(self, answers: tuple[str, ...]) -> Unlocked:
        """Make the space, once the two words that the sheet asks were copied from it."""
        folder, state = self._ask(wire.CreateSpace(_path(self._place), answers), tuple[bytes, Unlocked])
        self._place = Path(os.fsdecode(folder))
        return self._now(state)

    def open(self, password: str, report: Report = _no_report) -> Unlocked:
        """Open the space. ``report`` is called when a change of key that was interrupted is finished."""
        return self._opened(wire.OpenByPassword(_path(self.folder), password), report)

    def open_with_pin(self, pin: str, report: Report = _no_report) -> Unlocked:
        """Open the space with the short code of this computer."""
        return self._opened(wire.OpenByPin(_path(self.folder), pin), report)

    def recover_with_words(self, words: str, password: str, report: Report = _no_report) -> Unlocked:
        """Open the space with the twelve words of its sheet, and give it another password."""
        return self._opened(wire.RecoverByWords(_path(self.folder), words, password), report)

    def recover_with_key(self, identity: str, password: str, report: Report = _no_report) -> Unlocked:
        """Open the space with the line of the square code, and give it another password.

        This works even without a header: one is made again.
        """
        return self._opened(wire.RecoverByKey(_path(self.folder), identity, password), report)

    def lock(self) -> None:
        """End the worker, whatever it does: no key is left in memory."""
        worker, self._worker, self._state = self._worker, None, None
        if worker:
            worker.end()

    # --- ways of opening --------------------------------------------------------------------------------

    def change_password(self, current: str, password: str) -> Unlocked:
        """Have another password open the space, and the current one no more."""
        return self._now(self._ask(wire.ChangePassword(current, password), Unlocked))

    def set_pin(self, pin: str) -> Unlocked:
        """Have a short code open the space on this computer, with the help of its keyring."""
        return self._now(self._ask(wire.SetPin(pin), Unlocked))

    def remove_pin(self) -> Unlocked:
        """Have no short code open the space."""
        return self._now(self._ask(wire.RemovePin(), Unlocked))

    def prepare_key(self, password: str) -> RecoverySheet:
        """Make another key and its sheet, for when a sheet was lost or stolen; nothing is changed yet."""
        return self._ask(wire.PrepareKey(password), RecoverySheet)

    def change_key(self, answers: tuple[str, ...], report: Report = _no_report) -> Unlocked:
        """Seal everything again, once the two words that the new sheet asks were copied from it.

        When it is stopped the space stays open, and the next opening goes on.
        """
        return self._now(self._ask(wire.ChangeKey(answers), Unlocked, report))

    # --- the worker -------------------------------------------------------------------------------------

    def _opened(self, request: wire.Request, report: Report) -> Unlocked:
        try:
            return self._now(self._ask(request, Unlocked, report))
        finally:
            if self._state is None:
                # The keys of a space that is not open are kept nowhere.
                self.lock()

    def _now(self, state: Unlocked) -> Unlocked:
        self._state = state
        return state

    def _ask(self, request: wire.Request, kind: type[_T], report: Report = _no_report) -> _T:
        with self._turn:
            worker = self._worker = self._worker or _Worker()
            try:
                answer = worker.ask(request, report)
            except (EOFError, OSError, msgspec.MsgspecError, ValueError) as error:
                is_locked = self._worker is not worker
                self.lock()
                worker.end()
                raise UserError(Cause.SPACE_LOCKED if is_locked else Cause.SPACE_STOPPED) from error
            return msgspec.json.decode(answer.value, type=kind)


class _Worker:
    """The worker process, and its two pipes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def ask(self, request: wire.Request, report: Report) -> _Answered:
        """Ask, and wait. Raises also what ``report`` raises, and ``EOFError`` when the worker died."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests
        assert answers
        wire.write(requests, request)
        stopped: BaseException | None = None
        while True:
            line = answers.readline(_MAX_LINE)
            if not line.endswith(b"\n"):
                raise EOFError
            answer = msgspec.json.decode(line, type=wire.Answer)
            if isinstance(answer, wire.Advanced):
                try:
                    report(answer.done, answer.total)
                except BaseException as error:  # noqa: BLE001 -- raised again once the worker has stopped
                    stopped = error
                requests.write(wire.STOP if stopped else wire.GO_ON)
                requests.flush()
            elif isinstance(answer, wire.Failed):
                raise UserError(Cause(answer.cause), **answer.details)
            elif isinstance(answer, wire.Broken):
                raise RuntimeError(answer.trace)  # noqa: TRY004 -- a bug in the worker
            elif isinstance(answer, wire.Stopped):
                assert stopped
                raise stopped
            else:
                return _Answered(bytes(answer.value), answers.read(answer.bytes_after))

    def end(self) -> None:
        """End the process. Closing its standard input lets it give its lock back; then it is killed."""
        process = self._process
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()


def _path(path: Path) -> bytes:
    """Return a path as the system names it, which may be no text."""
    return os.fsencode(path)


class _Answered(NamedTuple):
    value: bytes
    after: bytes


def worker_command() -> tuple[str, ...]:
    """Return how the worker is started where Python itself is there; a bundle gives its own command."""
    return (sys.executable, "-m", "dematassist.vault.worker")


def _environment() -> dict[str, str]:
    """Return our environment, in which the worker finds this very package wherever it is started."""
    ours = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([ours, others] if others else [ours])}
