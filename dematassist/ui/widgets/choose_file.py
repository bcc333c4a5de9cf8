"""Where to save, which file to open: Qt's own dialogs, which keyboards and screen readers can use.

At a shared computer no folder is remembered, by Qt or by the dialog of the system, which is not used there.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

_QT_REMEMBERS = ("FileDialog/history", "FileDialog/lastVisited", "FileDialog/shortcuts")


@contextmanager
def _remembering(parent: QWidget) -> Iterator[QFileDialog.Option]:
    """Give the options of a dialog; at a shared computer, Qt writes nowhere which folders were gone to."""
    # Here: the window knows of this module.
    from dematassist.ui.window import Window

    window = parent.window()
    if not (isinstance(window, Window) and window.app.is_desk):
        yield QFileDialog.Option(0)
        return
    if sys.platform.startswith("linux"):
        # No file can be made there: what would be written again later would still be on the disk.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    yield QFileDialog.Option.DontUseNativeDialog
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    for name in _QT_REMEMBERS:
        settings.remove(name)


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or ".")


def choose_where_to_save(parent: QWidget, title: str, name: str, kind: str) -> str:
    """Ask where to save; return the path, or an empty text when the person changed their mind.

    Nothing is asked in a practice, which says why.
    """
    # Here: the window knows of this module.
    from dematassist.ui.window import Window

    window = parent.window()
    if isinstance(window, Window) and window.refuses_in_practice():
        return ""
    with _remembering(parent) as how:
        path, _kind = QFileDialog.getSaveFileName(parent, title, str(_documents() / name), kind, "", how)
    return path


def choose_file(parent: QWidget, title: str, kind: str) -> str:
    """Ask for a file to read; return the path, or an empty text."""
    with _remembering(parent) as how:
        path, _kind = QFileDialog.getOpenFileName(parent, title, str(_documents()), kind, "", how)
    return path


def choose_files(parent: QWidget, title: str, kind: str) -> list[str]:
    """Ask for files to read; return their paths, none when the person changed their mind."""
    with _remembering(parent) as how:
        paths, _kind = QFileDialog.getOpenFileNames(parent, title, str(_documents()), kind, "", how)
    return list(paths)


def choose_folder(parent: QWidget, title: str) -> str:
    """Ask for a folder; return its path, or an empty text when the person changed their mind."""
    with _remembering(parent) as how:
        return QFileDialog.getExistingDirectory(
            parent, title, str(_documents()), how | QFileDialog.Option.ShowDirsOnly
        )
