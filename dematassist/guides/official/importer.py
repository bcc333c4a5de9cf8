"""An archive of the State → one library file.

The new file is made beside the old one, which stays in use until the new one is whole and on the disk.
Sheets of an audience that the archive does not have are taken over from the old library.

Both are done in a process of its own (``beside.py``), unless the archive is small.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.guides.official import archive, store
from dematassist.guides.official.begun import begun, ended
from dematassist.guides.official.beside import make_beside
from dematassist.guides.official.making import Intake, Order, make
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from dematassist.guides.lexicon import Lexicon

_WORTH_A_PROCESS = 200
"""Files of an archive: fewer are read before another process has begun."""


def take_in(
    source: Path,
    target: Path,
    lexicon: Lexicon,
    today: date,
    *,
    said: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], object] = lambda _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    replacing: contextlib.AbstractContextManager[None] | None = None,
) -> Intake | None:
    """Make the library at ``target`` from an archive or a folder; ``None`` when cancelled.

    ``said`` is what people say for a sheet, by its id (``keywords.read_keywords``).
    Raises ``UserError``: OFFICIAL_UNREADABLE, or what the disk says. The old library stays then.
    """
    try:
        total = archive.count(source)
    except OSError as error:
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source)) from error
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with explained(target), begun(source, target):
        for left in target.parent.glob(f".{target.name}.*"):
            # What an import that was killed had begun. Windows keeps it until its process ends too.
            with contextlib.suppress(PermissionError):
                left.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            # Only reading a package tells how many sheets are in it.
            making = make_beside if total >= _WORTH_A_PROCESS or not total else make
            old = _sound(target)
            order = Order(
                source=str(source.absolute()),
                target=str(temporary.absolute()),
                old=None if old is None else str(old.absolute()),
                said=dict(said or {}),
                entries=lexicon.entries,
                fillers=lexicon.fillers,
                today=today.isoformat(),
            )
            with closing(making(order)) as answers:
                intake = _awaited(answers, lambda done: on_progress(done, total), is_cancelled)
            if intake is None:
                return None
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            with replacing or contextlib.nullcontext():
                temporary.replace(target)
            sync_folder(target.parent)
            ended(target)
        finally:
            temporary.unlink(missing_ok=True)
    return intake


def _awaited(
    answers: Iterable[int | Intake], on_progress: Callable[[int], object], is_cancelled: Callable[[], bool]
) -> Intake | None:
    """Return what was taken in once it is; ``None`` when cancelled."""
    for answer in answers:
        if isinstance(answer, Intake):
            return answer
        on_progress(answer)
        if is_cancelled():
            return None
    raise AssertionError("what is made has an end")


def _sound(library: Path) -> Path | None:
    """Return the library in use; a damaged one counts as none."""
    try:
        store.open_official(library).close()
    except (UserError, sqlite3.DatabaseError):
        return None
    return library if library.exists() else None
