"""A small window from which a file can be dragged: ``drag_source.py FILE``. It says « ready » once shown."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Source(QWidget):
    def mousePressEvent(self, _event: QMouseEvent) -> None:
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(dragged)
        drag.exec(Qt.DropAction.CopyAction)


application = QApplication([])
source = Source(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
source.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
source.setGeometry(0, 0, 80, 80)
source.show()
QTimer.singleShot(500, lambda: print("ready", flush=True))
application.exec()
