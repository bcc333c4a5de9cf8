"""The keyring of this computer, where it is one of those that seal what they keep.

Only three are known to: that of Windows, that of macOS, and the Secret Service of Linux. Any other, such as
a file or one that keeps nothing, counts as none. A keyring may ask a question on screen and wait for ever:
each call has its thread and a limit.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

_SERVICE = "DematAssist"
_LIMIT_SECONDS = 8.0
_WINDOWS = ("keyring.backends.Windows", "WinVaultKeyring")
_SAFE = {
    _WINDOWS,
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"),
}
_SEVERAL = ("keyring.backends.chainer", "ChainerBackend")
_T = TypeVar("_T")


class Keyring(Protocol):
    """Keeps secrets under names that say nothing of anybody. Each method raises ``UserError``."""

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret, instead of any before it, and make sure that it can be read back."""
        ...

    def read(self, name: str) -> str:
        """Return a secret; empty when there is none."""
        ...

    def forget(self, name: str) -> None:
        """Keep a secret no more. Nothing happens when there is none."""
        ...


class NoKeyring:
    """Stands where there is no keyring that can be trusted, and says so."""

    def keep(self, name: str, secret: str) -> None:  # noqa: ARG002
        """Raise ``UserError``."""
        raise UserError(Cause.KEYRING_ABSENT)

    def read(self, name: str) -> str:  # noqa: ARG002
        """Raise ``UserError``."""
        raise UserError(Cause.KEYRING_ABSENT)

    def forget(self, name: str) -> None:  # noqa: ARG002
        """Raise ``UserError``."""
        raise UserError(Cause.KEYRING_ABSENT)


class SystemKeyring:
    """The keyring of Windows, of macOS, or the Secret Service of Linux."""

    def __init__(self, backend: Any, limit_seconds: float) -> None:
        self._backend = backend
        self._limit_seconds = limit_seconds

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret, and read it back."""
        self._within(lambda: self._backend.set_password(_SERVICE, name, secret))
        if self.read(name) != secret:
            raise UserError(Cause.KEYRING_ABSENT)

    def read(self, name: str) -> str:
        """Return a secret; empty when there is none."""
        return str(self._within(lambda: self._backend.get_password(_SERVICE, name)) or "")

    def forget(self, name: str) -> None:
        """Keep a secret no more."""
        if self.read(name):
            self._within(lambda: self._backend.delete_password(_SERVICE, name))

    def _within(self, call: Callable[[], _T]) -> _T:
        return _within(call, self._limit_seconds)


def open_keyring(limit_seconds: float = _LIMIT_SECONDS) -> Keyring:
    """Return the keyring of this computer, or what stands for none. Raises ``UserError``: it is silent."""
    try:
        backend = _within(_trusted_backend, limit_seconds)
    except UserError as error:
        if error.cause is Cause.KEYRING_SILENT:
            raise
        backend = None
    return NoKeyring() if backend is None else SystemKeyring(backend, limit_seconds)


def _trusted_backend() -> Any:
    # keyring looks for every backend that is installed: 60 ms.
    import keyring

    chosen = keyring.get_keyring()
    several = getattr(chosen, "backends", ()) if _kind(chosen) == _SEVERAL else (chosen,)
    backend: Any = next(iter(several), None)
    if backend is None or _kind(backend) not in _SAFE:
        return None
    if _kind(backend) == _WINDOWS:
        # Otherwise Windows would copy the secret to the other computers of a company.
        backend.persist = "local machine"
    return backend


def _kind(backend: object) -> tuple[str, str]:
    """Return the exact class: one that inherits from a safe one may keep its secrets elsewhere."""
    return type(backend).__module__, type(backend).__qualname__


def _within(call: Callable[[], _T], seconds: float) -> _T:
    """Return what the call returns. Raises ``UserError`` when it fails, or has not ended in time."""
    answers: list[_T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as error:  # noqa: BLE001 -- each system has errors of its own
            failures.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if answers:
        return answers[0]
    if not failures:
        raise UserError(Cause.KEYRING_SILENT)
    locked = type(failures[0]).__name__ in ("KeyringLocked", "LockedException")
    raise UserError(Cause.KEYRING_LOCKED if locked else Cause.KEYRING_ABSENT) from failures[0]
