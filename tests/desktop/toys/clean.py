"""A small window with nothing wrong: the checks from outside must find nothing here."""

import sys

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

STYLE = """
* { font-size: 14pt; }
QWidget { background: #ffffff; color: #000000; }
QPushButton, QLineEdit, QComboBox { min-height: 44px; border: 4px solid #ffffff; }
QCheckBox::indicator { width: 48px; height: 48px; border: 2px solid #000000; }
QCheckBox:focus { background: #000000; color: #ffffff; }
QPushButton:focus, QLineEdit:focus, QComboBox:focus { border: 4px solid #000000; }
"""

app = QApplication(sys.argv)
app.setApplicationName("DematAssist")
app.setStyle("Fusion")
app.setStyleSheet(STYLE)
window = QMainWindow()
window.setWindowTitle("DematAssist toy")
page = QWidget()
layout = QVBoxLayout(page)
for words, field in (("&Nom", QLineEdit()), ("&Ville", QComboBox())):
    label = QLabel(words)
    label.setBuddy(field)
    layout.addWidget(label)
    layout.addWidget(field)
field.addItems(["Évreux", "Nîmes"])
layout.addWidget(QCheckBox("Je suis d’accord"))
save = QPushButton("Enregistrer")
save.clicked.connect(
    lambda: QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(save, "C’est enregistré."))
)
layout.addWidget(save)
window.setCentralWidget(page)
QShortcut(QKeySequence("Ctrl+Q"), window, window.close)
window.resize(600, 500)
window.show()
save.setFocus()
app.exec()
