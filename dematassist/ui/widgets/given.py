"""What is dropped on a page, or was copied elsewhere: its files, or its picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from dematassist.copies.sources import Source
from dematassist.i18n import _

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF", "image/webp": "WEBP"}


def is_taken(given: QMimeData) -> bool:
    """Return whether there is something to take in."""
    return given.hasUrls() or given.hasImage()


def given_files(given: QMimeData) -> tuple[Path, ...]:
    """Return the files and folders of this computer."""
    return tuple(Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile())


def given_picture(given: QMimeData) -> Source | None:
    """Return the picture as it was given: what others wrote is decoded by the child of copies, not here."""
    for media_type, kind in _KINDS.items():
        if given.hasFormat(media_type):
            return Source(_name(kind), kind, bytes(given.data(media_type).data()))
    # Pixels of the system, where no file was written.
    image = given.imageData()
    return Source(_name("PNG"), "PNG", _png_of(image)) if isinstance(image, QImage) else None


def _name(kind: str) -> str:
    return _("Pasted picture") + f".{kind.lower()}"


def _png_of(image: QImage) -> bytes:
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(held, QByteArray(b"PNG")).write(image)
    return bytes(held.data().data())
