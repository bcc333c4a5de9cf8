"""What the worker holds between two requests: the open space, its lock, a key that waits for its words."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.system.clock import SystemClock
from dematassist.system.keyring import NoKeyring, open_keyring
from dematassist.vault import folders, header, mandate, pins, rekeying, rollback, unlocking, wire
from dematassist.vault.depositing import deposit
from dematassist.vault.intake import from_path
from dematassist.vault.lock import held
from dematassist.vault.opening import open_documents
from dematassist.vault.passphrase import check_password
from dematassist.vault.states import Notice, Unlocked
from dematassist.vault.worker.calls import Reply
from dematassist.vault.worker.papers import Papers

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.vault.header import Header
    from dematassist.vault.opening import OpenSpace
    from dematassist.vault.slots import PinSlot
    from dematassist.vault.states import RecoverySheet
    from dematassist.vault.unlocking import NewKey, UnlockedSpace
    from dematassist.vault.worker.calls import Call


class Session:
    """One space. Each verb is the request of that name."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._space: UnlockedSpace | None = None
        self._documents: OpenSpace | None = None
        self._papers: Papers | None = None
        self._waiting: NewKey | None = None
        self._held = contextlib.ExitStack()
        self._verbs: dict[type, Callable[[Any, Call], object]] = {
            wire.PrepareSpace: self._prepare_space,
            wire.CreateSpace: self._create_space,
            wire.OpenByPassword: self._open_by_password,
            wire.OpenMandate: self._open_mandate,
            wire.KeepPurpose: self._keep_purpose,
            wire.OpenByPin: self._open_by_pin,
            wire.RecoverByWords: self._recover_by_words,
            wire.RecoverByKey: self._recover_by_key,
            wire.ChangePassword: self._change_password,
            wire.CheckKeyring: self._check_keyring,
            wire.SetPin: self._set_pin,
            wire.RemovePin: self._remove_pin,
            wire.PrepareKey: self._prepare_key,
            wire.ChangeKey: self._change_key,
            wire.Deposit: self._deposit,
        }

    def close(self) -> None:
        """Let go of the index, and give the lock of the space back."""
        if self._documents:
            self._documents.documents.close()
        self._held.close()

    def catch_up(self) -> None:
        """Do what nobody waits for."""
        if self._documents:
            self._documents.records.catch_up()

    def do(self, request: wire.Request, call: Call) -> Reply:
        """Do what is asked. Raises ``UserError``, and what ``call.report`` raises."""
        verb = self._verbs.get(type(request))
        if verb:
            return Reply(verb(request, call))
        if self._papers is None:
            raise UserError(Cause.SPACE_LOCKED)
        return self._papers.do(request, call)

    def _prepare_space(self, request: wire.PrepareSpace, _call: Call) -> RecoverySheet:
        self._waiting = unlocking.new_space_key(request.password)
        return self._waiting.sheet

    def _create_space(self, request: wire.CreateSpace, call: Call) -> tuple[bytes, Unlocked]:
        new = self._confirmed(request.answers)
        folder = folders.make_space(_path(request.place), header.first_header(new.keys, new.slots))
        self._waiting = None
        return os.fsencode(folder), self._open(
            folder, lambda _found: new.keys.identity, Cause.SPACE_DAMAGED, call
        )

    def _open_by_password(self, request: wire.OpenByPassword, call: Call) -> Unlocked:
        by_password = unlocking.by_password(request.password)
        return self._open(_path(request.folder), by_password, Cause.PASSWORD_WRONG, call)

    def _open_mandate(self, request: wire.OpenMandate, call: Call) -> Unlocked:
        by_password = unlocking.by_password(request.password)
        state = self._open(_path(request.folder), by_password, Cause.PASSWORD_WRONG, call)
        assert self._documents
        index = self._documents.register.index
        try:
            went_back = mandate.check_time(request.terms, index, self._clock)
        except UserError:
            # Nothing is asked any more of a space whose time is over.
            self._papers = None
            raise
        notices = (*state.notices, *([Notice.CLOCK_WENT_BACK] if went_back else []))
        return msgspec.structs.replace(state, notices=notices, purpose=mandate.purpose_of(index))

    def _keep_purpose(self, request: wire.KeepPurpose, _call: Call) -> None:
        if self._documents is None:
            raise UserError(Cause.SPACE_LOCKED)
        mandate.keep_purpose(self._documents.register.index, request.purpose)

    def _open_by_pin(self, request: wire.OpenByPin, call: Call) -> Unlocked:
        keyring = open_keyring()

        def by_pin(found: Header) -> str:
            return pins.identity_by_pin(found, keyring, request.pin)

        return self._open(_path(request.folder), by_pin, Cause.PIN_WRONG, call)

    def _recover_by_words(self, request: wire.RecoverByWords, call: Call) -> Unlocked:
        check_password(request.password)
        by_words = unlocking.by_words(request.words)
        self._open(_path(request.folder), by_words, Cause.SHEET_WORDS_WRONG, call)
        return self._recovered(request.password)

    def _recover_by_key(self, request: wire.RecoverByKey, call: Call) -> Unlocked:
        check_password(request.password)
        folder, by_key = _path(request.folder), unlocking.by_identity(request.identity)
        if header.is_lost(folder):
            unlocking.make_header_again(folder, request.identity, request.password)
            return self._open(folder, by_key, Cause.RECOVERY_KEY_WRONG, call)
        self._open(folder, by_key, Cause.RECOVERY_KEY_WRONG, call)
        return self._recovered(request.password)

    def _change_password(self, request: wire.ChangePassword, _call: Call) -> Unlocked:
        unlocking.check_current(self._opened, request.current)
        return self._with_password(request.password)

    def _check_keyring(self, _request: wire.CheckKeyring, _call: Call) -> None:
        if isinstance(open_keyring(), NoKeyring):
            raise UserError(Cause.KEYRING_ABSENT)

    def _set_pin(self, request: wire.SetPin, _call: Call) -> Unlocked:
        unlocking.check_current(self._opened, request.current)
        former_pin = self._opened.header.pin
        state = self._now(pins.with_pin(self._opened, open_keyring(), request.pin))
        _forget(former_pin)
        return state

    def _remove_pin(self, _request: wire.RemovePin, _call: Call) -> Unlocked:
        former_pin = self._opened.header.pin
        state = self._now(pins.without_pin(self._opened))
        _forget(former_pin)
        return state

    def _prepare_key(self, request: wire.PrepareKey, call: Call) -> RecoverySheet:
        unlocking.check_current(self._opened, request.password)
        if self._opened.former:
            self._seal_what_waits(call)
        self._waiting = unlocking.new_key(self._opened.keys.vault_id, request.password)
        return self._waiting.sheet

    def _change_key(self, request: wire.ChangeKey, call: Call) -> Unlocked:
        new = self._confirmed(request.answers)
        former_pin = self._opened.header.pin
        space = unlocking.with_key(self._opened, new)
        self._waiting = None
        if self._documents:
            self._documents.documents.close()
        try:
            space = rekeying.finished(space, self._clock.now(), call.report)
        finally:
            # Stopped halfway, it is read with either key.
            state = self._unlocked(space)
        _forget(former_pin)
        return state

    def _seal_what_waits(self, call: Call) -> None:
        """Bring a change of key to its end before another: a header holds one key before, and no more."""
        space = self._opened
        if self._documents:
            self._documents.documents.close()
        try:
            space = rekeying.finished(space, self._clock.now(), call.report)
        finally:
            self._unlocked(space)

    def _deposit(self, request: wire.Deposit, call: Call) -> None:
        folder = _path(request.folder)
        recipient = header.candidates(folder)[0].recipient
        with held(folder), from_path(_path(request.path)) as incoming:
            deposit(folder, recipient, incoming, request.facts, self._clock, call.report)

    def _open(self, folder: Path, identity_of: Callable[[Header], str], wrong: Cause, call: Call) -> Unlocked:
        if not folders.is_space(folder):
            raise UserError(Cause.SPACE_ABSENT, path=str(folder))
        with contextlib.ExitStack() as stack:
            can_write = stack.enter_context(held(folder))
            space = unlocking.unlocked(folder, identity_of, wrong, can_write=can_write)
            if space.former and can_write:
                space = self._finished(space, call)
            state = self._unlocked(space)
            self._held = stack.pop_all()
        return state

    def _finished(self, space: UnlockedSpace, call: Call) -> UnlockedSpace:
        """Go on with a change of key. A full disk must not keep anybody from reading."""
        try:
            return rekeying.finished(space, self._clock.now(), call.report).with_notice(
                Notice.KEY_CHANGE_FINISHED
            )
        except UserError:
            return space.with_notice(Notice.KEY_CHANGE_WAITS)

    def _unlocked(self, space: UnlockedSpace) -> Unlocked:
        self._documents = open_documents(space.folder, space.keys, self._clock, space.former)
        self._papers = Papers(self._documents, self._clock)
        return self._now(rollback.noticed(space, self._documents.register.index))

    def _confirmed(self, answers: tuple[str, ...]) -> NewKey:
        """Return the key that waits. Raises ``UserError`` when the words are not those of its sheet."""
        assert self._waiting
        unlocking.check_asked(self._waiting.sheet, answers)
        return self._waiting

    def _recovered(self, password: str) -> Unlocked:
        """Give the space another password. Where nothing can be written, it is open all the same."""
        try:
            return self._with_password(password)
        except UserError:
            return self._now(self._opened.with_notice(Notice.PASSWORD_KEPT))

    def _with_password(self, password: str) -> Unlocked:
        return self._now(unlocking.with_password(self._opened, password))

    def _now(self, space: UnlockedSpace) -> Unlocked:
        self._space = space
        assert self._documents
        rollback.remember(space, self._documents.register.index)
        return space.state(self._documents.trouble)

    @property
    def _opened(self) -> UnlockedSpace:
        if self._space is None:
            raise UserError(Cause.SPACE_LOCKED)
        return self._space


def _forget(former_pin: PinSlot | None) -> None:
    """Forget a code that opens nothing any more; a keyring that does not answer keeps it for nothing."""
    if former_pin:
        with contextlib.suppress(UserError):
            open_keyring().forget(former_pin.id)


def _path(name: bytes) -> Path:
    return Path(os.fsdecode(name))
