"""Starts a real keyring in its session, does with it what its arguments say, and prints what came of it.

It is a process of its own: a session has one bus, and a call that hangs leaves a thread.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from dematassist.errors import UserError
from dematassist.system.keyring import Keyring, NoKeyring, open_keyring
from tests.system import keyring_contract


def main(steps: list[str]) -> None:
    daemon = started() if "start" in steps else None
    try:
        keyring = open_keyring(limit_seconds=30.0)
        print("none" if isinstance(keyring, NoKeyring) else "found")
        for step in steps:
            verb, _colon, rest = step.partition(":")
            if verb.startswith("SIG"):
                daemon.send_signal(getattr(signal, verb))
            if verb == "SIGSTOP":
                # Whatever is waited for now, it never comes.
                keyring._limit_seconds = 1.0
            use(keyring, verb, rest)
    except UserError as error:
        print(error.cause.value)
    finally:
        if daemon:
            daemon.kill()


def use(keyring: Keyring, verb: str, rest: str) -> None:
    if verb == "keep":
        name, _equals, secret = rest.partition("=")
        keyring.keep(name, secret)
    elif verb == "read":
        print(f"<{keyring.read(rest)}>")
    elif verb == "forget":
        keyring.forget(rest)
    elif verb == "contract":
        keyring_contract.check(keyring)
        print("kept")
    elif verb == "lock":
        lock()


def started() -> subprocess.Popen[bytes]:
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    daemon.stdin.write(b"the password of the session")
    daemon.stdin.close()
    subprocess.run(["gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"], check=True)
    return daemon


def lock() -> None:
    """Lock the keyring as its own window does."""
    import secretstorage

    bus = secretstorage.dbus_init()
    secretstorage.get_default_collection(bus).lock()
    bus.close()


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    # A thread that hangs must not hold the process.
    os._exit(0)
