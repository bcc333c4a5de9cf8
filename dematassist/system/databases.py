"""Files of SQLite that hold what this user does: made private, recognised before they are touched."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.system.files import explained
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def make_private(path: Path) -> None:
    """Make the file and its folder, for this user only, when they are not there. Raises ``UserError``."""
    with explained(path):
        private_folder(path.parent)
        if not path.exists():
            # Made with its mode, before SQLite opens it: the files beside it take the same mode.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def opened(
    address: Path | str,
    prepare: Callable[[sqlite3.Connection], None],
    explained: Callable[[sqlite3.Error], Exception],
    *,
    is_for_all_threads: bool = False,
    wait_seconds: float = 5.0,
) -> sqlite3.Connection:
    """Open a file (an address if it begins with ``file:``) and prepare it; it is closed when that fails.

    ``explained`` says what an error of SQLite means to a person. ``wait_seconds``: for who writes meanwhile.
    """
    try:
        connection = sqlite3.connect(
            address,
            uri=isinstance(address, str) and address.startswith("file:"),
            isolation_level=None,
            check_same_thread=not is_for_all_threads,
            timeout=wait_seconds,
        )
    except sqlite3.Error as error:
        raise explained(error) from error
    try:
        prepare(connection)
    except Exception as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise explained(error) from error
        raise
    return connection


def is_ours(connection: sqlite3.Connection, application_id: int, version: int) -> bool:
    """Return whether the file is ours and whole; ``False`` when it is empty.

    Raises ``sqlite3.DatabaseError`` when it is another's, of a newer program, or not whole. A file that is
    not ours stays as it is, to the byte. ``application_id``: SQLite file format, section 1.3.15.
    """
    run = connection.execute
    run("PRAGMA trusted_schema = OFF")
    (found_id,) = run("PRAGMA application_id").fetchone()
    (found_version,) = run("PRAGMA user_version").fetchone()
    (tables,) = run("SELECT count(*) FROM sqlite_schema").fetchone()
    if (found_id, found_version) != (application_id, version):
        if tables or found_version:
            raise sqlite3.DatabaseError("not ours, or of a newer program")
        return False
    if run("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("quick_check")
    return True


def explained_sqlite(error: sqlite3.Error, path: Path, damaged: Cause) -> Exception:
    """Return the ``UserError`` for an error of SQLite on ``path``, or the error itself when it is a bug.

    ``damaged`` is the cause when the file is not whole, or not of SQLite.
    """
    if is_named(error, "FULL", "disk is full"):
        return UserError(Cause.DISK_FULL, path=str(path))
    if is_named(error, "READONLY", "readonly", "CANTOPEN", "unable to open", "PERM"):
        return UserError(Cause.FOLDER_READ_ONLY, path=str(path.parent))
    if isinstance(error, sqlite3.OperationalError):
        return UserError(Cause.FILE_UNWRITABLE, path=str(path))
    is_bug = isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError))
    if isinstance(error, sqlite3.DatabaseError) and not is_bug:
        return UserError(damaged, path=str(path))
    return error


def is_named(error: sqlite3.Error, *signs: str) -> bool:
    """Return whether the name of an error, or its message where it has no name, holds one of these signs."""
    # sqlite_errorname exists from Python 3.11; before, the message is all there is.
    name = getattr(error, "sqlite_errorname", "") or str(error)
    return any(sign in name for sign in signs)


_DISK_TROUBLES = {
    "full": errno.ENOSPC,
    "disk I/O": errno.EIO,
    "unable to open": errno.EACCES,
    "readonly": errno.EROFS,
}


@contextlib.contextmanager
def disk_troubles_as_os_errors() -> Iterator[None]:
    """Say as ``OSError`` what SQLite says of a disk: before Python 3.11 its errors have no number."""
    try:
        yield
    except sqlite3.OperationalError as error:
        for said, number in _DISK_TROUBLES.items():
            if said in str(error):
                raise OSError(number, str(error)) from error
        raise
