"""A window with the faults the audit must find: it is what keeps the audit honest."""

import sys

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

app = QApplication(sys.argv)
app.setApplicationName("DematAssist")
window = QWidget()
window.setWindowTitle("DematAssist toy")
layout = QVBoxLayout(window)
first = QPushButton("Supprimer")
for widget in (first, QPushButton("Supprimer"), QPushButton(""), QLineEdit()):
    layout.addWidget(widget)
QShortcut(QKeySequence("Ctrl+Q"), window, window.close)
window.show()
first.setFocus()
app.exec()
