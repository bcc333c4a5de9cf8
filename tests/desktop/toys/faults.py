"""A window with one fault of each kind (``SEEDED`` in test_audit.py): it keeps the audit honest."""

import sys

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

app = QApplication(sys.argv)
app.setApplicationName("DematAssist")
app.setStyleSheet("QPushButton, QLineEdit, QComboBox { min-height: 44px; }")
# A bare widget says it is a filler, not a window.
window = QWidget()
window.setWindowTitle("DematAssist toy")
layout = QVBoxLayout(window)
first = QPushButton("Supprimer")
nameless = QPushButton("")
nameless.setMinimumSize(60, 60)
markup = QPushButton("Aide")
markup.setAccessibleName("<b>Aide</b> en ligne")
named_only = QLineEdit()
named_only.setAccessibleName("Ville")
named_by_value = QComboBox()
named_by_value.addItems(["Évreux", "Nîmes"])
rows = QListWidget()
rows.setAccessibleName("Pièces")
empty_row = QListWidgetItem()
empty_row.setSizeHint(QSize(100, 44))
rows.addItem(empty_row)
rows.setMaximumHeight(60)
prose = QTextBrowser()
prose.setAccessibleName("Guide")
prose.setPlainText("Allez à la mairie.")
prose.setMaximumHeight(60)
picture = QLabel()
picture.setPixmap(QPixmap(32, 32))
keys = [QPushButton("&Suivant"), QPushButton("&Sauver")]
for widget in (
    *(first, QPushButton("Supprimer"), nameless, markup, named_only, named_by_value, rows, prose, picture),
    *keys,
):
    layout.addWidget(widget)
small = QPushButton("Petit", window)
small.setStyleSheet("min-height: 0")
small.setGeometry(0, 0, 40, 20)
far = QPushButton("Loin", window)
far.setGeometry(3000, 10, 100, 60)
QShortcut(QKeySequence("Ctrl+Q"), window, window.close)
window.resize(700, 600)
window.show()
first.setFocus()
app.exec()
