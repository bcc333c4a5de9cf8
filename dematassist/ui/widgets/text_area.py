"""A field of several lines, as high as what is typed in it: only the page scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from dematassist.ui import theme
from dematassist.ui.widgets import paint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QMimeData

_LINES = 4
"""Lines that show before anything is typed."""


class TextArea(QTextEdit):
    """Plain text only. It exists only with its label: make it with ``accessible.labelled``."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inset = paint.FRAME + 6
        self.setViewportMargins(inset, inset, inset, inset)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setPlainText(text)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only."""
        self.insertPlainText(source.text())

    def mark(self, places: Iterable[tuple[int, int]]) -> None:
        """Underline and colour these parts, from one character to another (code points)."""
        text = self.toPlainText()
        colours = theme.current()
        form = QTextCharFormat()
        form.setBackground(QColor(colours.warning))
        form.setForeground(QColor(colours.warning_text))
        # Not by colour alone.
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        form.setUnderlineColor(QColor(colours.warning_edge))
        selections = []
        for start, end in places:
            # PySide's annotations lack the two fields of this value.
            selection: Any = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(_units(text[:start]))
            selection.cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
            selection.format = form
            selections.append(selection)
        self.setExtraSelections(selections)

    def sizeHint(self) -> QSize:
        """Return the whole text at the present width, a few lines at least."""
        margins = self.viewportMargins()
        wanted = max(int(self.document().size().height()), self.fontMetrics().lineSpacing() * _LINES)
        return QSize(super().sizeHint().width(), wanted + margins.top() + margins.bottom() + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and room for a word."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Draw the box, its edge and the focus frame around the text, which the viewport draws."""
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside = QRectF(self.rect()).adjusted(paint.FRAME, paint.FRAME, -paint.FRAME, -paint.FRAME)
            paint.draw_box(painter, inside, theme.current().surface, theme.current().edge, 6)
            if self.hasFocus():
                paint.draw_focus(painter, self.rect(), 8)
            painter.end()
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


def _units(text: str) -> int:
    """Return how many places of Qt a text takes: two for what is beyond the first 65,536 characters."""
    return len(text) + sum(letter > "\uffff" for letter in text)
