"""What the pieces share: the focus frame, sizes, wrapped words."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextOption

from dematassist import i18n
from dematassist.ui import theme

FRAME = 4
"""Width of the focus frame, in pixels. Its room is always there, so that nothing moves on focus."""
TARGET = 44
"""Smallest side of what can be clicked or touched, in pixels (WCAG 2.2, 2.5.5)."""
LARGE_TARGET = 60

WRAP = int(Qt.TextFlag.TextWordWrap)


def target() -> int:
    """Return the smallest side of a control, in pixels, frame included."""
    return (LARGE_TARGET if theme.comfort().has_large_targets else TARGET) + 2 * FRAME


def draw_focus(painter: QPainter, rect: QRect, radius: float) -> None:
    """Draw the focus frame just inside ``rect``."""
    pen = QPen(QColor(theme.current().focus), FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = FRAME / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)


def draw_box(painter: QPainter, rect: QRectF, fill: str, edge: str, radius: float, width: float = 2) -> None:
    """Draw a rounded box filled with ``fill`` and edged with ``edge`` (empty: no edge)."""
    if edge:
        painter.setPen(QPen(QColor(edge), width))
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(rect, radius, radius)


def wrapped_size(font: QFont, text: str, width: int) -> QSize:
    """Return the size of ``text`` wrapped in ``width`` pixels."""
    return _wrapped_size(font_key(font), i18n.shown(text), max(width, 1))


def font_key(font: QFont) -> tuple[str, ...]:
    """Return what a font is made of again: ``toString`` alone loses the families after the first."""
    return (font.toString(), *font.families())


def font_of(key: tuple[str, ...]) -> QFont:
    """Return the font that has this key."""
    font = QFont()
    font.fromString(key[0])
    font.setFamilies(key[1:])
    return font


@lru_cache(maxsize=2000)
def _wrapped_size(font: tuple[str, ...], text: str, width: int) -> QSize:
    """Layouts ask for the same sizes many times."""
    return QFontMetrics(font_of(font)).boundingRect(QRect(0, 0, width, 10_000), WRAP, text).size()


def draw_text(painter: QPainter, rect: QRectF, text: str, colour: str, *, is_centred: bool = False) -> None:
    """Draw ``text`` wrapped in ``rect``, on the side where its language begins."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    option.setTextDirection(painter.layoutDirection())
    across = Qt.AlignmentFlag.AlignHCenter if is_centred else Qt.AlignmentFlag.AlignLeading
    option.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
    painter.setPen(QColor(colour))
    painter.drawText(rect, i18n.shown(text), option)
