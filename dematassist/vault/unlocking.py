"""A space and its keys: made, opened, its ways of being opened changed. Only the worker process does this.

Each verb that changes something writes the header last, in one step: it is done or it is not.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.folding import folded
from dematassist.system.clock import random_bytes
from dematassist.vault import folders, header, slots
from dematassist.vault.keys import VAULT_ID_BYTES, SpaceKeys, keys_of, new_identity, recipient_of
from dematassist.vault.passphrase import check_password, two_to_ask
from dematassist.vault.sealed_objects import SealedObjects
from dematassist.vault.shelves import Shelves
from dematassist.vault.slots import DoesNotOpen
from dematassist.vault.states import Notice, RecoverySheet, Unlocked
from dematassist.vault.words import ENTROPY_BYTES, entropy_of, known_word, words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dematassist.vault.header import Header
    from dematassist.vault.index import Trouble
    from dematassist.vault.slots import Slot


class UnlockedSpace(NamedTuple):
    """A space that is open: its header as it is on the medium, and its keys."""

    folder: Path
    header: Header
    keys: SpaceKeys
    former: SpaceKeys | None = None
    """The keys before, while the key is being changed."""
    notices: tuple[Notice, ...] = ()

    @property
    def can_write(self) -> bool:
        """Whether something can be changed in its folder."""
        return Notice.READ_ONLY not in self.notices

    def with_notice(self, notice: Notice) -> UnlockedSpace:
        """Return the space, of which one more thing is to be said."""
        return self._replace(notices=(*self.notices, notice))

    def state(self, trouble: Trouble | None) -> Unlocked:
        """Return what is told of it outside."""
        needed = () if self.header.sheet else (Notice.SHEET_NEEDED,)
        return Unlocked((*self.notices, *needed), trouble, has_pin=self.header.pin is not None)


class NewKey(NamedTuple):
    """A key that waits for the two words to be copied from its sheet: nothing uses it yet."""

    keys: SpaceKeys
    slots: tuple[Slot, ...]
    sheet: RecoverySheet


def new_key(vault_id: bytes, password: str) -> NewKey:
    """Make a key, with a password and a new sheet to open it."""
    keys = keys_of(new_identity(), vault_id)
    entropy = random_bytes(ENTROPY_BYTES)
    made = (
        slots.password_slot(keys.identity, vault_id, password),
        slots.sheet_slot(keys.identity, vault_id, entropy),
    )
    words = words_of(entropy)
    return NewKey(keys, made, RecoverySheet(words, keys.identity, two_to_ask(len(words))))


def new_space_key(password: str) -> NewKey:
    """Make the key of a new space."""
    check_password(password)
    return new_key(random_bytes(VAULT_ID_BYTES), password)


def check_asked(sheet: RecoverySheet, answers: tuple[str, ...]) -> None:
    """Raise ``UserError`` unless the two words asked back are those of the sheet."""
    expected = [sheet.words[number - 1] for number in sheet.asked]
    if [folded(known_word(answer.strip())) for answer in answers] != [folded(word) for word in expected]:
        raise UserError(Cause.SHEET_WORDS_ASKED_WRONG)


def unlocked(
    folder: Path, identity_of: Callable[[Header], str], wrong: Cause, *, can_write: bool
) -> UnlockedSpace:
    """Open a space. Raises ``UserError``, of cause ``wrong`` when what was given does not open it."""
    try:
        found = header.opened(folder, identity_of)
    except DoesNotOpen as error:
        raise UserError(wrong) from error
    notices = [] if can_write else [Notice.READ_ONLY]
    if can_write:
        header.sweep(folder)
    if not found.is_copy_current:
        notices.append(Notice.HEADER_WAS_DAMAGED)
        if can_write:
            # Whatever the medium refuses, the space is open.
            with contextlib.suppress(UserError):
                header.write(folder, found.header)
    return UnlockedSpace(folder, found.header, found.keys, found.previous, tuple(notices))


def by_password(password: str) -> Callable[[Header], str]:
    """Return what opens a header with a password."""

    def identity_of(found: Header) -> str:
        if found.password is None:
            raise DoesNotOpen
        return slots.open_password_slot(found.password, found.id, password)

    return identity_of


def by_words(typed: str) -> Callable[[Header], str]:
    """Return what opens a header with the words of the sheet. Raises ``UserError`` when they are no words."""
    entropy = entropy_of(typed)

    def identity_of(found: Header) -> str:
        if found.sheet is None:
            raise DoesNotOpen
        return slots.open_sheet_slot(found.sheet, found.id, entropy)

    return identity_of


def by_identity(typed: str) -> Callable[[Header], str]:
    """Return what opens a header with the line of the square code. Raises ``UserError`` when it is no key."""
    identity = typed.strip().upper()
    try:
        recipient = recipient_of(identity)
    except ValueError as error:
        raise UserError(Cause.RECOVERY_KEY_WRONG) from error

    def identity_of(found: Header) -> str:
        if recipient != found.recipient:
            raise DoesNotOpen
        return identity

    return identity_of


def with_password(space: UnlockedSpace, password: str) -> UnlockedSpace:
    """Have the space open with another password, and with the one before no more. Raises ``UserError``."""
    check_password(password)
    return _with_slot(space, slots.password_slot(space.keys.identity, space.keys.vault_id, password))


def check_current(space: UnlockedSpace, password: str) -> None:
    """Raise ``UserError`` unless this is the password of the space."""
    try:
        by_password(password)(space.header)
    except DoesNotOpen as error:
        raise UserError(Cause.PASSWORD_WRONG) from error


def make_header_again(folder: Path, typed: str, password: str) -> None:
    """Write a header from the line of the square code, when no copy of it is left. Raises ``UserError``.

    The twelve words open nothing then: their slot is lost, and a new sheet is needed.
    """
    try:
        keys = keys_of(typed.strip().upper(), folders.vault_id_of(folder))
    except ValueError as error:
        raise UserError(Cause.RECOVERY_KEY_WRONG) from error
    if not _opens_something(folder, keys):
        raise UserError(Cause.RECOVERY_KEY_WRONG)
    slot = slots.password_slot(keys.identity, keys.vault_id, password)
    header.write(folder, header.first_header(keys, [slot]))


def _opens_something(folder: Path, keys: SpaceKeys) -> bool:
    """Return whether a document opens with these keys, or none is there that could prove them wrong."""
    shelves = Shelves(folder)
    objects = SealedObjects(shelves, keys)
    paths = [shelves.path(document_id, place) for document_id, place in shelves.documents().items()]
    for path in paths:
        with contextlib.suppress(UserError):
            objects.peek(path)
            return True
    return not paths


def with_key(space: UnlockedSpace, new: NewKey) -> UnlockedSpace:
    """Have the space open with the new key, which holds the one before until all is sealed again.

    What waits for a change before this one would be lost: that one is finished first.
    """
    assert space.former is None
    during = header.rekeying_header(space.header, space.keys, new.keys, new.slots)
    return written(space, during)._replace(keys=new.keys, former=space.keys)


def _with_slot(space: UnlockedSpace, slot: Slot) -> UnlockedSpace:
    others = tuple(other for other in space.header.slots if type(other) is not type(slot))
    return written(space, header.changed_header(space.header, space.keys, (slot, *others)))


def written(space: UnlockedSpace, changed: Header) -> UnlockedSpace:
    """Write the header of a space."""
    header.write(space.folder, changed)
    return space._replace(header=changed)
