"""Plays systemd-logind and a screen saver on the bus of this session, and prints what the program does.

A step is what happens, then how many lines it makes the program say: ``lock=1``.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from dematassist.system.session_signals import SessionSignals

LOGIN = "org.freedesktop.login1"
SIGNALS = {
    "sleep": ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", "b", (True,)),
    "wake": ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", "b", (False,)),
    "lock": ("/org/freedesktop/login1/session/_32", f"{LOGIN}.Session", "Lock", None, ()),
    "unlock": ("/org/freedesktop/login1/session/_32", f"{LOGIN}.Session", "Unlock", None, ()),
    "saver": ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", "b", (True,)),
    "shown": ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", "b", (False,)),
    "gnome": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "b", (True,)),
}


told: list[str] = []


def tell(line: str) -> None:
    told.append(line)


class Logind:
    """Gives what keeps the computer awake, and tells when it is given back."""

    def __init__(self) -> None:
        self._bus = open_dbus_connection("SESSION", enable_fds=True)
        self._bus.send_and_get_reply(message_bus.RequestName(LOGIN))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            message = self._bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            if message.header.fields[HeaderFields.member] != "Inhibit":
                continue
            tell(" ".join(("held", *message.body[:2], message.body[3])))
            read, write = os.pipe()
            self._bus.send(new_method_return(message, "h", (write,)))
            os.close(write)
            threading.Thread(target=self._wait, args=(read,), daemon=True).start()

    def _wait(self, read: int) -> None:
        os.read(read, 1)
        tell("given back")

    def say(self, name: str) -> None:
        path, interface, member, signature, body = SIGNALS[name]
        self._bus.send(new_signal(DBusAddress(path, interface=interface), member, signature, body))


def main(steps: list[str]) -> None:
    logind = None if "alone=0" in steps else Logind()
    signals = SessionSignals(lambda: tell("closed"), "to close a folder")
    for step in steps:
        name, _equals, count = step.partition("=")
        told.append(f"- {name}")
        wanted = len(told) + int(count)
        if name == "close":
            signals.close()
        if name in SIGNALS and logind:
            logind.say(name)
        until = time.monotonic() + 20
        while len(told) < wanted and time.monotonic() < until:
            time.sleep(0.01)
    print("\n".join(told), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
