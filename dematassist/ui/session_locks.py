"""The computer is locked, or goes to sleep: the encrypted folder closes too. Over D-Bus, where there is one.

Nothing of it is loaded before a folder is first open. No service is asked for by name: a bus that has none
costs nothing, and whoever else sends these signals can only have the folder closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import SLOT, QObject, Slot

from dematassist.i18n import _
from dematassist.ui.tasks import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

    from dematassist.ui.tasks import Tasks

_LOGIN = "org.freedesktop.login1"
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


class _Buses(NamedTuple):
    system: QDBusConnection
    session: QDBusConnection


class SessionLocks(QObject):
    """Calls ``on_lock`` when the session is locked, and before the computer sleeps."""

    def __init__(self, parent: QObject, tasks: Tasks, on_lock: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_lock = on_lock
        self._system: QDBusConnection | None = None
        self._held: object | None = None
        """As long as this is kept, the computer waits for us before it sleeps."""
        try:
            # On the GUI thread: PySide6 may crash when a thread makes its classes while this one runs. 10 ms.
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            # Qt has no D-Bus on this system.
            return
        tasks.run(
            Lane.NETWORK,
            # Off the GUI thread: a bus that does not answer is waited for.
            lambda _progress: _Buses(QDBusConnection.systemBus(), QDBusConnection.sessionBus()),
            on_done=self._watch,
            on_problem=lambda _error: None,
        )

    def _watch(self, buses: _Buses) -> None:
        self._system = buses.system
        slot: Any
        # PySide6 wants a slot as SLOT writes it, and says that it wants bytes.
        for bus, interface, signal, slot in (
            (buses.system, f"{_LOGIN}.Manager", "PrepareForSleep", SLOT("_sleep(bool)")),
            (buses.system, f"{_LOGIN}.Session", "Lock", SLOT("_lock()")),
            *((buses.session, saver, "ActiveChanged", SLOT("_cover(bool)")) for saver in _SCREEN_SAVERS),
        ):
            bus.connect("", "", interface, signal, self, slot)
        self._hold()

    @Slot(bool)
    def _sleep(self, is_going: bool) -> None:
        if is_going:
            self._on_lock()
            self._held = None
        else:
            self._hold()

    @Slot()
    def _lock(self) -> None:
        self._on_lock()

    @Slot(bool)
    def _cover(self, is_on: bool) -> None:
        if is_on:
            self._on_lock()

    def _hold(self) -> None:
        """Ask systemd-logind for a moment before each sleep; it is given back once the folder is closed."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        if self._system is None or not self._system.isConnected():
            return
        call = QDBusMessage.createMethodCall(
            _LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "Inhibit"
        )
        call.setArguments(["sleep", "DematAssist", _("Close the encrypted folder"), "delay"])
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(call), self)
        watcher.finished.connect(self._keep)

    @Slot(object)
    def _keep(self, watcher: QDBusPendingCallWatcher) -> None:
        given: list[Any] = watcher.reply().arguments() if not watcher.isError() else []
        self._held = given[0] if given else None
        watcher.deleteLater()
