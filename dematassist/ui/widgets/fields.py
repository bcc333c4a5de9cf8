"""A one-line field with a strong edge and the focus frame."""

from __future__ import annotations

from PySide6.QtCore import QMetaMethod, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from dematassist.ui import theme
from dematassist.ui.widgets import paint


class Field(QLineEdit):
    """A one-line field. It exists only with its label: make it with ``accessible.labelled``."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFrame(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        inset = paint.FRAME + max(self.fontMetrics().height() // 3, 6)
        self.setTextMargins(inset, paint.FRAME, inset, paint.FRAME)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxLength(500)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on at Enter as at Tab, where Enter has nothing of its own to do: many try it first."""
        super().keyPressEvent(event)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if is_enter and not self.isSignalConnected(QMetaMethod.fromSignal(self.returnPressed)):
            self.focusNextChild()

    def sizeHint(self) -> QSize:
        """Return a height of at least 44 px."""
        return QSize(super().sizeHint().width(), max(self.fontMetrics().height() + 24, paint.target()))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and room for a short word."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its edge and the focus frame, then the text on them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(paint.FRAME, paint.FRAME, -paint.FRAME, -paint.FRAME)
        paint.draw_box(painter, inside, theme.current().surface, theme.current().edge, 6)
        if self.hasFocus():
            paint.draw_focus(painter, self.rect(), 8)
        painter.end()
        super().paintEvent(event)
