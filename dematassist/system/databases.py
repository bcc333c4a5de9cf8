"""What goes wrong with a file of SQLite, as a person can act on it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from pathlib import Path


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
    if isinstance(error, sqlite3.DatabaseError):
        return UserError(damaged, path=str(path))
    return error


def is_named(error: sqlite3.Error, *signs: str) -> bool:
    """Return whether the name of an error, or its message where it has no name, holds one of these signs."""
    # sqlite_errorname exists from Python 3.11; before, the message is all there is.
    name = getattr(error, "sqlite_errorname", "") or str(error)
    return any(sign in name for sign in signs)
