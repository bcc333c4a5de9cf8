"""A keyring that keeps secrets in a file as they are, as some that people install do."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends import SecretService


class PlainTextKeyring(KeyringBackend):
    priority = 9

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path().write_text(json.dumps({**self._kept(), username: password}))

    def _kept(self) -> dict[str, str]:
        return json.loads(self._path().read_text()) if self._path().exists() else {}

    def _path(self) -> Path:
        return Path(os.environ["HOME"], "secrets.json")


class DressedUp(SecretService.Keyring):
    """Inherits from a safe one, and keeps in a file all the same."""

    priority = 9
    get_password = PlainTextKeyring.get_password
    set_password = PlainTextKeyring.set_password
    _kept = PlainTextKeyring._kept
    _path = PlainTextKeyring._path
