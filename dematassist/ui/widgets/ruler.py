"""A reading ruler: the line being read stays light, the rest of the page is veiled.

It follows the mouse and the focus, never moves by itself, and lets every click and key through.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from dematassist.ui import theme

_VEIL_OPACITY = 150
_LINES = 2.4
"""Height of the lit band, in lines of text."""


class ReadingRuler(QWidget):
    """Lies over a page, and is nothing for assistive technology."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._y = over.height() // 3
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(over.rect())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.focusChanged.connect(self._follow_focus)
        self.show()
        self.raise_()

    def lit(self) -> QRect:
        """Return the band that stays light."""
        height = int(self.fontMetrics().height() * _LINES * theme.comfort().line_spacing / 140)
        return QRect(0, self._y - height // 2, self.width(), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse, and the size of the page. Nothing is ever kept from its receiver."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._go_to(self._over.mapFromGlobal(QCursor.pos()).y())
        elif watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._over.isAncestorOf(new):
            self._go_to(new.mapTo(self._over, QPoint(0, new.height() // 2)).y())

    def _go_to(self, y: int) -> None:
        self._y = min(max(y, 0), self.height())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Veil what is above and below the lit band."""
        painter = QPainter(self)
        veil = QColor(theme.current().page)
        veil.setAlpha(_VEIL_OPACITY)
        lit = self.lit()
        painter.fillRect(QRect(0, 0, self.width(), lit.top()), veil)
        painter.fillRect(QRect(0, lit.bottom(), self.width(), self.height() - lit.bottom()), veil)
