"""The session is locked, or the computer goes to sleep: what Linux says of it on D-Bus, heard on a thread.

``Lock`` and ``PrepareForSleep`` are of systemd-logind; ``ActiveChanged`` is of screen savers. Signals are
taken from whoever sends them: all they do is close what is open. Qt's own D-Bus is left aside: with PySide6
6.8, once it is loaded, the next event that Python looks at may end the program.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOGIN = "org.freedesktop.login1"
_SAVERS = ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
_RULES = {
    "SYSTEM": (
        f"type='signal',interface='{_LOGIN}.Manager',member='PrepareForSleep'",
        f"type='signal',interface='{_LOGIN}.Session',member='Lock'",
    ),
    "SESSION": tuple(
        f"type='signal',interface='org.{saver}.ScreenSaver',member='ActiveChanged'" for saver in _SAVERS
    ),
}


class SessionSignals:
    """Calls ``on_lock``, on its own thread, when the session is locked and before each sleep.

    The computer waits for ``on_lock`` before it sleeps. Where there is no D-Bus, nothing is ever called.
    """

    def __init__(self, on_lock: Callable[[], object], why: str) -> None:
        """``why`` is what the system tells whoever asks what delays its sleep."""
        self._on_lock, self._why = on_lock, why
        self._held: Any = None
        self._asked: tuple[object, int] | None = None
        """The bus and the number of our last question: each bus numbers its own."""
        self._thread: threading.Thread | None = None
        if sys.platform != "linux":
            return
        self._told_to_end, self._end = os.pipe()
        self._thread = threading.Thread(target=self._run, name="session-signals", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more."""
        if self._thread is not None:
            os.close(self._end)
            self._thread.join()
            self._thread = None
            os.close(self._told_to_end)

    def _run(self) -> None:
        with contextlib.ExitStack() as stack, selectors.DefaultSelector() as waiting:
            stack.callback(self._let_go)
            waiting.register(self._told_to_end, selectors.EVENT_READ)
            for name in _RULES:
                bus = _opened(name)
                if bus is not None:
                    stack.callback(bus.close)
                    waiting.register(bus.sock, selectors.EVENT_READ, bus)
                    if name == "SYSTEM":
                        self._hold(bus)
            while True:
                ready = [key for key, _event in waiting.select()]
                if any(key.fd == self._told_to_end for key in ready):
                    return
                for key in ready:
                    try:
                        for message in _arrived(key.data):
                            self._hear(key.data, message)
                    except (OSError, ValueError, RuntimeError):
                        # The bus is gone: nothing more comes from there.
                        waiting.unregister(key.fileobj)

    def _hear(self, bus: Any, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        fields, kind = message.header.fields, message.header.message_type
        if kind is MessageType.method_return and (bus, fields.get(HeaderFields.reply_serial)) == self._asked:
            self._held = next(iter(message.body), None)
        if kind is not MessageType.signal:
            return
        name, is_on = fields.get(HeaderFields.member), message.body[0] if message.body else True
        if name == "PrepareForSleep" and not is_on:
            self._hold(bus)
        elif name in ("Lock", "PrepareForSleep", "ActiveChanged") and is_on is True:
            self._on_lock()
            if name == "PrepareForSleep":
                self._let_go()

    def _hold(self, bus: Any) -> None:
        """Ask systemd-logind for a moment before the next sleep, which is given back once all is closed."""
        from jeepney import DBusAddress, new_method_call

        manager = DBusAddress("/org/freedesktop/login1", _LOGIN, f"{_LOGIN}.Manager")
        arguments = ("sleep", "DematAssist", self._why, "delay")
        number = next(bus.outgoing_serial)
        self._asked = (bus, number)
        bus.send(new_method_call(manager, "Inhibit", "ssss", arguments), serial=number)

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if hasattr(held, "close"):
            held.close()


def _opened(name: str) -> Any:
    """Return a connection to a bus, told what we wait for; nothing where there is none."""
    try:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        bus = open_dbus_connection(name, enable_fds=True)
        for rule in _RULES[name]:
            bus.send(message_bus.AddMatch(rule))
    except (ImportError, OSError, ValueError, KeyError, RuntimeError):
        return None
    return bus


def _arrived(bus: Any) -> Iterator[Any]:
    """Return what has come, without waiting."""
    while True:
        try:
            yield bus.receive(timeout=0)
        except TimeoutError:
            return
