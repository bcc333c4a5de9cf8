"""A PDF sent to a printer, page by page, as pictures at the printer's own resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from dematassist.sheets.images import page_images

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDTH_PX = 2480
"""The width of A4 at 300 dots an inch."""


def choose_printer(parent: QWidget) -> QPrinter | None:
    """Ask for a printer; nothing when the person changed their mind."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_pdf(parent: QWidget, pdf: bytes) -> bool:
    """Ask for a printer and print; return whether it was sent."""
    printer = choose_printer(parent)
    if printer is not None:
        paint_pages(printer, pdf)
    return printer is not None


def paint_pages(printer: QPrinter, pdf: bytes) -> None:
    """Paint every page of ``pdf`` on ``printer``."""
    printer.setFullPage(True)
    painter = QPainter(printer)
    for number, image in enumerate(page_images(pdf, _WIDTH_PX)):
        if number:
            printer.newPage()
        picture = QImage(image.bgrx, image.width, image.height, image.width * 4, QImage.Format.Format_RGB32)
        painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), picture)
    painter.end()
