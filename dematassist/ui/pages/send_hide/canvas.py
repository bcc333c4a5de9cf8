"""The picture of a page on which boxes are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from dematassist.copies.draft import box_between, moved_box, resized_box
from dematassist.ui import theme
from dematassist.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.model import Box

_STEP = 0.01
_SIDES = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class Canvas(Picture):
    """A page with its boxes. The one that is chosen has a frame of its own."""

    def __init__(self, on_change: Callable[[tuple[Box, ...], int], object]) -> None:
        """``on_change`` is given the boxes, and which is chosen, when the person changed them here."""
        super().__init__()
        self.boxes: tuple[Box, ...] = ()
        self.chosen = 0
        self._on_change = on_change
        self._from: tuple[float, float] | None = None
        self._drawn: Box | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_boxes(self, boxes: tuple[Box, ...], chosen: int) -> None:
        """Show these boxes."""
        self.boxes, self.chosen = boxes, chosen
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the box that is chosen; with Shift they change its size."""
        step = _SIDES.get(Qt.Key(event.key()))
        if step is None or not self.boxes:
            event.ignore()
            return
        is_size = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        box = (resized_box if is_size else moved_box)(self.boxes[self.chosen], *step)
        changed = (*self.boxes[: self.chosen], box, *self.boxes[self.chosen + 1 :])
        self._on_change(changed, self.chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box."""
        self._from = self._on_page(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the box that is being drawn."""
        if self._from is not None:
            self._drawn = box_between(self._from, self._on_page(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the box; a mere click chooses the box under it."""
        begun, self._from, self._drawn = self._from, None, None
        if begun is None:
            return
        box = box_between(begun, self._on_page(event.position()))
        if box is not None:
            self._on_change((*self.boxes, box), len(self.boxes))
            return
        x, y = begun
        for number, one in enumerate(self.boxes):
            if one.left <= x <= one.left + one.width and one.top <= y <= one.top + one.height:
                self._on_change(self.boxes, number)
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Draw the boxes: black as they will be, a frame around the one that is chosen."""
        for number, box in enumerate(self.boxes):
            painter.fillRect(self._on_screen(box), Qt.GlobalColor.black)
            if number == self.chosen:
                painter.setPen(QPen(QColor(theme.current().focus), 3))
                painter.drawRect(self._on_screen(box).adjusted(-3, -3, 3, 3))
        if self._drawn is not None:
            painter.fillRect(self._on_screen(self._drawn), Qt.GlobalColor.black)

    def _on_screen(self, box: Box) -> QRectF:
        place = self.place()
        return QRectF(
            place.x() + box.left * place.width(),
            place.y() + box.top * place.height(),
            box.width * place.width(),
            box.height * place.height(),
        )

    def _on_page(self, position: QPointF) -> tuple[float, float]:
        place = self.place()
        return (position.x() - place.x()) / place.width(), (position.y() - place.y()) / place.height()
