"""What the worker holds between two requests: the open space, its lock, a key that waits for its words."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.system.keyring import open_keyring
from dematassist.vault import folders, header, pins, rekeying, unlocking, wire
from dematassist.vault.lock import held
from dematassist.vault.passphrase import check_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.vault.header import Header
    from dematassist.vault.states import RecoverySheet, Unlocked
    from dematassist.vault.unlocking import NewKey, UnlockedSpace

    Report = Callable[[int, int], None]


class Reply(NamedTuple):
    """The value that answers a request, and the bytes that follow it."""

    value: object
    after: bytes = b""


class Session:
    """One space. Each verb is the request of that name."""

    def __init__(self) -> None:
        self._space: UnlockedSpace | None = None
        self._waiting: NewKey | None = None
        self._held = contextlib.ExitStack()
        self._verbs: dict[type, Callable[[Any, Report], object]] = {
            wire.PrepareSpace: self._prepare_space,
            wire.CreateSpace: self._create_space,
            wire.OpenByPassword: self._open_by_password,
            wire.OpenByPin: self._open_by_pin,
            wire.RecoverByWords: self._recover_by_words,
            wire.RecoverByKey: self._recover_by_key,
            wire.ChangePassword: self._change_password,
            wire.SetPin: self._set_pin,
            wire.RemovePin: self._remove_pin,
            wire.PrepareKey: self._prepare_key,
            wire.ChangeKey: self._change_key,
        }

    def close(self) -> None:
        """Give the lock of the space back."""
        self._held.close()

    def do(self, request: wire.Request, report: Report) -> Reply:
        """Do what is asked. Raises ``UserError``, and what ``report`` raises."""
        answer = self._verbs[type(request)](request, report)
        return answer if isinstance(answer, Reply) else Reply(answer)

    def _prepare_space(self, request: wire.PrepareSpace, _report: Report) -> RecoverySheet:
        self._waiting = unlocking.new_space_key(request.password)
        return self._waiting.sheet

    def _create_space(self, request: wire.CreateSpace, report: Report) -> tuple[bytes, Unlocked]:
        new = self._confirmed(request.answers)
        folder = folders.make_space(_path(request.place), header.first_header(new.keys, new.slots))
        self._waiting = None
        return os.fsencode(folder), self._open(
            folder, lambda _found: new.keys.identity, Cause.SPACE_DAMAGED, report
        )

    def _open_by_password(self, request: wire.OpenByPassword, report: Report) -> Unlocked:
        by_password = unlocking.by_password(request.password)
        return self._open(_path(request.folder), by_password, Cause.PASSWORD_WRONG, report)

    def _open_by_pin(self, request: wire.OpenByPin, report: Report) -> Unlocked:
        keyring = open_keyring()

        def by_pin(found: Header) -> str:
            return pins.identity_by_pin(found, keyring, request.pin)

        return self._open(_path(request.folder), by_pin, Cause.PIN_WRONG, report)

    def _recover_by_words(self, request: wire.RecoverByWords, report: Report) -> Unlocked:
        check_password(request.password)
        by_words = unlocking.by_words(request.words)
        state = self._open(_path(request.folder), by_words, Cause.SHEET_WORDS_WRONG, report)
        return self._with_password(request.password) if state.can_write else state

    def _recover_by_key(self, request: wire.RecoverByKey, report: Report) -> Unlocked:
        check_password(request.password)
        folder, by_key = _path(request.folder), unlocking.by_identity(request.identity)
        if header.is_lost(folder):
            unlocking.make_header_again(folder, request.identity, request.password)
            return self._open(folder, by_key, Cause.RECOVERY_KEY_WRONG, report)
        state = self._open(folder, by_key, Cause.RECOVERY_KEY_WRONG, report)
        return self._with_password(request.password) if state.can_write else state

    def _change_password(self, request: wire.ChangePassword, _report: Report) -> Unlocked:
        unlocking.check_current(self._opened, request.current)
        return self._with_password(request.password)

    def _set_pin(self, request: wire.SetPin, _report: Report) -> Unlocked:
        return self._now(pins.with_pin(self._opened, open_keyring(), request.pin))

    def _remove_pin(self, _request: wire.RemovePin, _report: Report) -> Unlocked:
        return self._now(pins.without_pin(self._opened, open_keyring()))

    def _prepare_key(self, request: wire.PrepareKey, _report: Report) -> RecoverySheet:
        unlocking.check_current(self._opened, request.password)
        self._waiting = unlocking.new_key(self._opened.keys.vault_id, request.password)
        return self._waiting.sheet

    def _change_key(self, request: wire.ChangeKey, report: Report) -> Unlocked:
        new = self._confirmed(request.answers)
        self._space = unlocking.with_key(self._opened, new)
        self._waiting = None
        return self._now(rekeying.finished(self._opened, report))

    def _open(
        self, folder: Path, identity_of: Callable[[Header], str], wrong: Cause, report: Report
    ) -> Unlocked:
        if not folders.is_space(folder):
            raise UserError(Cause.SPACE_ABSENT, path=str(folder))
        with contextlib.ExitStack() as stack:
            can_write = stack.enter_context(held(folder))
            space = unlocking.unlocked(folder, identity_of, wrong, can_write=can_write)
            if space.former and can_write:
                space = rekeying.finished(space, report)
            self._held = stack.pop_all()
        return self._now(space)

    def _confirmed(self, answers: tuple[str, ...]) -> NewKey:
        """Return the key that waits. Raises ``UserError`` when the words are not those of its sheet."""
        assert self._waiting
        unlocking.check_asked(self._waiting.sheet, answers)
        return self._waiting

    def _with_password(self, password: str) -> Unlocked:
        return self._now(unlocking.with_password(self._opened, password))

    def _now(self, space: UnlockedSpace) -> Unlocked:
        self._space = space
        return space.state

    @property
    def _opened(self) -> UnlockedSpace:
        if self._space is None:
            raise UserError(Cause.SPACE_LOCKED)
        return self._space


def _path(name: bytes) -> Path:
    return Path(os.fsdecode(name))
