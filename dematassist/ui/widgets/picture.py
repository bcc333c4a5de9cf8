"""A page of a paper as a picture: as wide as the page, or larger and moved with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from dematassist.copies.model import BYTES_A_PIXEL
from dematassist.ui import theme
from dematassist.ui.widgets import paint

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from dematassist.copies.model import Pixels

_STEP = 0.25
"""How far an arrow moves a picture larger than the page, as a part of the page."""


def pixmap_of(pixels: Pixels) -> QPixmap:
    """Return pixels as they are drawn."""
    # A row of three bytes a pixel is not always of four: its length is said.
    image = QImage(
        pixels.rgb, pixels.width, pixels.height, pixels.width * BYTES_A_PIXEL, QImage.Format.Format_RGB888
    )
    return QPixmap.fromImage(image)


class Picture(QLabel):
    """A picture that takes the focus. ``zoom`` is its width, as a multiple of the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.zoom = 1.0
        self._moved = 0.0
        self._held: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pixels(self, pixels: Pixels, name: str) -> None:
        """Show a picture; ``name`` is what assistive technology calls it."""
        self.setPixmap(pixmap_of(pixels))
        self.setAccessibleName(name)
        self._moved = 0.0
        self._fit()

    def enlarge(self, zoom: float) -> None:
        """Show it larger or smaller."""
        self.zoom = zoom
        self._moved = 0.0
        self._fit()

    def room(self) -> int:
        """Return how many pixels of the screen it may be wide."""
        return max(self.width() - 2 * paint.FRAME, 100)

    def place(self) -> QRectF:
        """Return where the picture is drawn, a part of it outside when it is larger than its room."""
        width = self.room() * self.zoom
        height = width * self._ratio()
        left = paint.FRAME - self._moved * self.room()
        return QRectF(left, paint.FRAME, width, height)

    def sizeHint(self) -> QSize:
        """Return a page, high enough for the whole picture."""
        return QSize(400, int(self.room() * self.zoom * self._ratio()) + 2 * paint.FRAME)

    def minimumSizeHint(self) -> QSize:
        """Return a narrow page."""
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole picture in height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a picture larger than the page; other keys are for the page."""
        side = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if side and self.zoom > 1:
            self._move(side * _STEP)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold the picture."""
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along."""
        if self._held is not None:
            self._move((self._held.x() - event.position().x()) / self.room())
            self._held = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self._held = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, its edge and the focus frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inside = QRectF(self.rect()).adjusted(paint.FRAME, paint.FRAME, -paint.FRAME, -paint.FRAME)
        painter.setClipRect(inside)
        pixmap = self.pixmap()
        painter.drawPixmap(self.place(), pixmap, QRectF(pixmap.rect()))
        self.paint_over(painter)
        painter.setPen(QColor(theme.current().edge))
        painter.drawRect(inside.adjusted(0, 0, -1, -1))
        painter.setClipping(False)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint.draw_focus(painter, self.rect(), 8)

    def paint_over(self, painter: QPainter) -> None:
        """Draw what lies on the picture."""

    def _move(self, by: float) -> None:
        self._moved = min(max(self._moved + by, 0.0), self.zoom - 1)
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _ratio(self) -> float:
        pixmap = self.pixmap()
        return pixmap.height() / pixmap.width() if pixmap.width() else 1.4
