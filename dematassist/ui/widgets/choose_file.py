"""Where to save, which file to open: Qt's own dialogs, which keyboards and screen readers can use."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


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
    path, _kind = QFileDialog.getSaveFileName(parent, title, str(_documents() / name), kind)
    return path


def choose_file(parent: QWidget, title: str, kind: str) -> str:
    """Ask for a file to read; return the path, or an empty text."""
    path, _kind = QFileDialog.getOpenFileName(parent, title, str(_documents()), kind)
    return path


def choose_files(parent: QWidget, title: str, kind: str) -> list[str]:
    """Ask for files to read; return their paths, none when the person changed their mind."""
    paths, _kind = QFileDialog.getOpenFileNames(parent, title, str(_documents()), kind)
    return list(paths)


def choose_folder(parent: QWidget, title: str) -> str:
    """Ask for a folder; return its path, or an empty text when the person changed their mind."""
    return QFileDialog.getExistingDirectory(parent, title, str(_documents()))
