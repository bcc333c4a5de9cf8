"""A row that breaks into several when it is too narrow, in reading order, either direction."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays the widgets of a widget side by side, then on the next line."""

    def __init__(self, parent: QWidget, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end of the row."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, ``None`` past the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Remove and return an item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines in ``width`` pixels. The layout above asks many times."""
        if width not in self._heights:
            margins = self.contentsMargins()
            inside = QRect(0, 0, width - margins.left() - margins.right(), 0)
            height = self._arrange(inside, is_real=False)
            self._heights[width] = height + margins.top() + margins.bottom()
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was measured: an item changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place every item."""
        super().setGeometry(rect)
        self._arrange(rect.marginsRemoved(self.contentsMargins()), is_real=True)

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return self._with_margins(QSize(width, max((size.height() for size in sizes), default=0)))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        return size.grownBy(self.contentsMargins())

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        """Place the items in ``rect`` (only measure them when not ``is_real``); return the height used."""
        parent = self.parentWidget()
        is_mirrored = parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        line: list[tuple[QLayoutItem, int]] = []
        top, used, height = rect.top(), 0, 0

        def place() -> int:
            heights = [self._height(item, width) for item, width in line]
            tall = max(heights, default=0)
            if is_real:
                left = 0
                for item, width in line:
                    x = rect.right() + 1 - left - width if is_mirrored else rect.left() + left
                    item.setGeometry(QRect(x, top, width, tall))
                    left += width + self._gap
            return tall

        for item in self._items:
            if item.isEmpty():
                continue
            width = min(item.sizeHint().width(), rect.width())
            if line and used + self._gap + width > rect.width():
                height = place()
                top += height + self._gap
                line, used = [], 0
            used += width + (self._gap if line else 0)
            line.append((item, width))
        height = place()
        return top + height - rect.top()

    @staticmethod
    def _height(item: QLayoutItem, width: int) -> int:
        return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class FlowRow(QWidget):
    """Widgets side by side, then on the next line."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._row = FlowLayout(self)
        self.add(*widgets)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the end."""
        for widget in widgets:
            self._row.addWidget(widget)
