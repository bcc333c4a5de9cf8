"""A window in which a keyboard goes wrong, each time in another way: the walk must say each.

The argument says which: ``trap``, ``unreached``, ``invisible``, ``weak``, ``order``.
"""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QTextEdit, QVBoxLayout, QWidget

GOOD = "* { border: 4px solid #ffffff; } QPushButton:focus, QTextEdit:focus { border: 4px solid #000000; }"
STYLES = {
    "invisible": "QPushButton, QPushButton:focus { border: 4px solid #ffffff; }",
    "weak": "QPushButton { border: 4px solid #ffffff; } QPushButton:focus { border: 4px solid #dddddd; }",
}
fault = sys.argv[1]

app = QApplication(sys.argv)
app.setApplicationName("DematAssist")
app.setStyle("Fusion")
app.setStyleSheet("* { background: #ffffff; font-size: 14pt; } " + STYLES.get(fault, GOOD))
window = QMainWindow()
window.setWindowTitle("DematAssist toy")
page = QWidget()
layout = QVBoxLayout(page)
buttons = [QPushButton(words) for words in ("Un", "Deux", "Trois", "Quatre")]
for button in buttons:
    button.setMinimumHeight(60)
    layout.addWidget(button)
if fault == "trap":
    text = QTextEdit()
    text.setAccessibleName("Note")
    # Tab writes a tab: nobody gets out.
    text.setTabChangesFocus(False)
    layout.addWidget(text)
elif fault == "unreached":
    buttons[2].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
elif fault == "order":
    QWidget.setTabOrder(buttons[0], buttons[3])
    QWidget.setTabOrder(buttons[3], buttons[1])
    QWidget.setTabOrder(buttons[1], buttons[2])
window.setCentralWidget(page)
QShortcut(QKeySequence("Ctrl+Q"), window, window.close)
window.resize(600, 500)
window.show()
buttons[0].setFocus()
app.exec()
