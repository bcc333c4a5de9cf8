"""An old header put back is noticed: the index remembers how many were written.

It cannot be prevented. An old header opens with the password of its day, as any copy of the folder does.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from dematassist.errors import UserError
from dematassist.vault import header
from dematassist.vault.states import Notice
from dematassist.vault.unlocking import UnlockedSpace, written

if TYPE_CHECKING:
    from dematassist.vault.index import Index

_SETTING = "header-changes"


def noticed(space: UnlockedSpace, index: Index) -> UnlockedSpace:
    """Return the space, with a notice when its header is one of before. Where it can, it is told once."""
    seen = _seen(index)
    if space.header.changes >= seen or space.header.sheet is None:
        return space
    noticed = space.with_notice(Notice.HEADER_IS_OLD)
    if space.can_write:
        with contextlib.suppress(UserError):
            return written(noticed, header.numbered(space.header, space.keys, seen + 1))
    return noticed


def remember(space: UnlockedSpace, index: Index) -> None:
    """Have the index know of the header. What the medium refuses is remembered another time."""
    if space.can_write and space.header.changes != _seen(index):
        with contextlib.suppress(UserError):
            index.set_setting(_SETTING, str(space.header.changes).encode("ascii"))


def _seen(index: Index) -> int:
    return int(index.setting(_SETTING) or b"0")
