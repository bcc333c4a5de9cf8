"""Shows which sentence and which word are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from dematassist.ui import theme
from dematassist.ui.widgets.buttons import CheckBox, RadioButton
from dematassist.ui.widgets.labels import Line
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dematassist.speech.model import Span
    from dematassist.ui.page import Page

_EDGE = 3
_RADIUS = 8


class Marker(QWidget):
    """Lies over the text of a page: a frame round what is heard, a line under the word.

    In a text, the text itself is coloured (``Prose.mark_heard``): neither moves a cursor, so a screen reader
    hears nothing of it. It lets every click through and is nothing for assistive technology.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page.widget())
        self._page = page
        self._ground: QWidget = page.widget()
        """What it lies over: the page, or the notice above it."""
        self._widget: QWidget | None = None
        self._word: Span | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def mark(self, widget: QWidget | None, sentence: Span, word: Span | None) -> None:
        """Mark a sentence of the text of ``widget``, and a word of it. Scrolls only when out of view."""
        if self._widget is not widget:
            self._unmark()
        if widget is not None and not isValid(widget):
            # What is heard is no longer shown: another notice took its place.
            widget = None
        self._widget, self._word = widget, word
        if isinstance(widget, Prose):
            widget.mark_heard((sentence.start, sentence.end), (word.start, word.end) if word else None)
            self._reveal(widget, widget.heard_area())
            self.hide()
        elif widget is not None:
            self._lie_over(widget)
            self._reveal(widget, widget.rect())
            self.show()
            self.raise_()
            self.update()
        else:
            self.hide()

    def clear(self) -> None:
        """Mark nothing."""
        self._unmark()
        self._widget = None
        self.hide()

    def area(self) -> QRect:
        """Return where the frame is, in the page's ground; empty when there is none."""
        if self._widget is None or self.isHidden() or not isValid(self._widget):
            return QRect()
        return QRect(self._widget.mapTo(self._ground, QPoint(0, 0)), self._widget.size())

    def word_areas(self) -> list[QRectF]:
        """Return where the word is, a rectangle a line, in the page's ground."""
        widget = self._widget
        if self._word is None or not isinstance(widget, Line | CheckBox | RadioButton):
            return []
        room, text = widget.text_room(), widget.words()
        corner = QPointF(widget.mapTo(self._ground, QPoint(0, 0))) + room.topLeft()
        return [
            area.translated(corner) for area in _areas(text, self._word, widget, room.width(), room.height())
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the line under the word."""
        area = self.area()
        if area.isEmpty():
            return
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), _EDGE))
        # Around the words, not on them: a short line is no higher than its letters.
        painter.drawRoundedRect(QRectF(area).adjusted(-1, -_EDGE, 1, _EDGE), _RADIUS, _RADIUS)
        for word in self.word_areas():
            painter.fillRect(
                QRectF(word.x(), word.bottom() - _EDGE, word.width(), _EDGE + 1), QColor(colours.accent)
            )

    def _unmark(self) -> None:
        if isinstance(self._widget, Prose) and isValid(self._widget):
            self._widget.mark_heard(None, None)

    def _lie_over(self, widget: QWidget) -> None:
        page = self._page.widget()
        above = None if page.isAncestorOf(widget) else widget.parentWidget()
        ground = page if above is None else above
        if ground is not self._ground:
            self._ground = ground
            self.setParent(ground)
        self.setGeometry(ground.rect())

    def _reveal(self, widget: QWidget, area: QRect) -> None:
        if not self._page.widget().isAncestorOf(widget):
            # The notice is always in view.
            return
        top = widget.mapTo(self._page.widget(), area.topLeft()).y()
        self._page.reveal_band(top, area.height())


def _areas(text: str, word: Span, widget: QWidget, width: float, height: float) -> list[QRectF]:
    """Return where a word of a text wrapped in ``width`` is drawn, a rectangle a line."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    option.setTextDirection(widget.layoutDirection())
    option.setAlignment(Qt.AlignmentFlag.AlignLeading)
    layout = QTextLayout(text, widget.font())
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
        lines.append(line)
    layout.endLayout()
    above = max((height - y) / 2, 0)
    areas = []
    for line in lines:
        start = max(word.start, line.textStart())
        end = min(word.end, line.textStart() + line.textLength())
        if start < end:
            one, other = line.cursorToX(start), line.cursorToX(end)
            # PySide gives the place and the cursor.
            left, right = sorted((_place(one), _place(other)))
            areas.append(QRectF(left, above + line.y(), right - left, line.height()))
    return areas


def _place(found: object) -> float:
    return float(found[0]) if isinstance(found, tuple | list) else float(found)  # type: ignore[arg-type]
