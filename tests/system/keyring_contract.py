"""What a keyring does: the real one in its session, and the one in memory of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dematassist.system.keyring import Keyring


class InMemory:
    """A keyring that lasts as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def keep(self, name: str, secret: str) -> None:
        self.kept[name] = secret

    def read(self, name: str) -> str:
        return self.kept.get(name, "")

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


def check(keyring: Keyring) -> None:
    """Fail unless it keeps, replaces and forgets, each name apart."""
    assert keyring.read("a") == ""
    keyring.keep("a", "5:00ff")
    keyring.keep("z", "\u00e9t\u00e9 " + "x" * 200)
    assert keyring.read("a") == "5:00ff"
    keyring.keep("a", "4:00ff")
    assert keyring.read("a") == "4:00ff"
    keyring.forget("a")
    keyring.forget("a")
    assert keyring.read("a") == ""
    assert keyring.read("z") == "\u00e9t\u00e9 " + "x" * 200
