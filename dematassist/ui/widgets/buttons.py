"""Buttons, check boxes and radio buttons whose words wrap, at any text size.

They are Qt's own widgets, so their role, name and state are Qt's own for assistive technology; only
their drawing and their size are ours. Qt's check box and radio button never wrap their words, and the
focus ring of the Fusion style has less than 3:1 of contrast.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton, QSizePolicy, QWidget

from dematassist import i18n
from dematassist.ui import theme
from dematassist.ui.theme.pictograms import FAMILY, Pictogram
from dematassist.ui.widgets import paint

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton, QStyle, QStyleOption

    from dematassist.ui.theme.tokens import Tokens

    # The methods of a choice go before those of the two classes of Qt that have this base.
    _AnyButton = QAbstractButton
else:
    _AnyButton = object

_RADIUS = 10.0


class Weight(Enum):
    """How much a button counts on its page."""

    MAIN = "main"
    """The one next thing to do."""
    PLAIN = "plain"
    """Another thing that can be done."""
    LINK = "link"
    """A way to somewhere else, in a line of text."""
    CARD = "card"
    """A large choice with a title and a line under it."""


class Button(QPushButton):
    """A button with words, a pictogram beside them, and on a card a smaller line under them."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object],
        *,
        weight: Weight = Weight.PLAIN,
        pictogram: Pictogram = Pictogram.NONE,
        detail: str = "",
        spoken: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``spoken`` completes short words for who does not see where the button is."""
        super().__init__(parent)
        self._weight = weight
        self._spoken = spoken
        self._pictogram = pictogram
        self._is_tight = False
        self._words = ""
        self._detail = ""
        self._heights: dict[int, int] = {}
        self._sizes: dict[str, QSize] = {}
        self.say(text, detail)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Without its argument: « checked » means nothing here.
        self._on_click = on_click
        self.clicked.connect(self._click)

    def _click(self) -> None:
        self._on_click()

    def say(self, text: str, detail: str = "") -> None:
        """Change the words. Their whole is the accessible name, beginning with what is seen first."""
        if (text, detail) == (self._words, self._detail):
            return
        self._words, self._detail = text, detail
        self._forget_sizes()
        # The name first: Qt tells the accessible name when the text changes, and a former one would be heard.
        self.setAccessibleName(". ".join(part for part in (text, detail, self._spoken) if part))
        self.setText(text.replace("&", "&&"))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Return the words as they are seen."""
        return ". ".join(part for part in (self._words, self._detail) if part)

    def show_pictogram(self, pictogram: Pictogram) -> None:
        """Change the pictogram."""
        self._pictogram = pictogram
        self._forget_sizes()
        self.update()

    def room_to_spare(self) -> int:
        """Return by how much it is narrower when tight."""
        return self._room_of_pictogram() + 2 * (self._side(2) - self._side(4))

    def be_tight(self, *, is_tight: bool) -> None:
        """Leave the pictogram out and come close to the words where room is scarce, or no longer."""
        self._is_tight = is_tight
        self._forget_sizes()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size on one line. Layouts ask many times, of this and of what follows."""
        if "wanted" not in self._sizes:
            width = self._content_size(100_000).width() + 2 * self._margin()
            self._sizes["wanted"] = QSize(width, self.heightForWidth(width))
        return self._sizes["wanted"]

    def minimumSizeHint(self) -> QSize:
        """Return a size that keeps the longest word whole, up to a limit: then the page scrolls less."""
        if "least" not in self._sizes:
            metrics = QFontMetrics(self._title_font())
            longest = max((metrics.horizontalAdvance(word) for word in self._words.split()), default=0)
            width = longest + self._pictogram_width() + 2 * self._margin() + 8
            self._sizes["least"] = QSize(max(width, paint.target()), paint.target())
        return self._sizes["least"]

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every word in ``width`` pixels."""
        height = self._heights.get(width)
        if height is None:
            words = self._content_size(width - 2 * self._margin())
            self._heights[width] = height = max(words.height() + 2 * self._padding(), paint.target())
        return height

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press at Enter as at the space bar."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        self._forget_sizes()
        super().changeEvent(event)

    def _forget_sizes(self) -> None:
        self._heights = {}
        self._sizes = {}

    def _padding(self) -> int:
        return paint.FRAME + max(self.fontMetrics().height() // 3, 6)

    def _margin(self) -> int:
        if self._is_tight:
            return self._side(4)
        return self._side(3 if self._weight is Weight.LINK else 2)

    def _side(self, parts: int) -> int:
        return paint.FRAME + max(self.fontMetrics().height() // parts, 6)

    def _title_font(self) -> QFont:
        is_bold = self._weight in (Weight.MAIN, Weight.CARD)
        return theme.scaled(self.font(), 1.0, is_bold=is_bold)

    def _detail_font(self) -> QFont:
        return theme.scaled(self.font(), 0.9)

    def _pictogram_width(self) -> int:
        return 0 if self._is_tight else self._room_of_pictogram()

    def _room_of_pictogram(self) -> int:
        if self._pictogram is Pictogram.NONE:
            return 0
        return int(self.fontMetrics().height() * (1.9 if self._weight is Weight.CARD else 1.5))

    def _content_size(self, width: int) -> QSize:
        return _content_size(
            paint.font_key(self.font()),
            self._words,
            self._detail,
            width - self._pictogram_width(),
            is_bold=self._weight in (Weight.MAIN, Weight.CARD),
        ).grownBy(QMargins(0, 0, self._pictogram_width() + 2, 2))

    def _colours(self) -> tuple[str, str, str]:
        """Return fill, words and edge."""
        colours = theme.current()
        if self._weight is Weight.MAIN:
            return colours.accent, colours.accent_text, ""
        if self._weight is Weight.CARD:
            return colours.surface, colours.text, colours.edge
        if self._weight is Weight.LINK:
            return "", colours.accent, ""
        return colours.soft, colours.soft_text, colours.edge if colours.soft == colours.page else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shape, the pictogram, the words and the focus frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        fill, words, edge = self._colours()
        if not self.isEnabled():
            fill, words, edge = theme.current().page, theme.current().quiet_text, theme.current().edge
        inside = QRectF(self.rect()).adjusted(paint.FRAME, paint.FRAME, -paint.FRAME, -paint.FRAME)
        if fill:
            pressed = self.isDown() or (self.underMouse() and self.isEnabled())
            paint.draw_box(painter, inside, fill, words if pressed else edge, _RADIUS)
        self._draw_words(painter, words)
        if self.hasFocus():
            paint.draw_focus(painter, self.rect(), _RADIUS + 2)

    def _draw_words(self, painter: QPainter, colour: str) -> None:
        margin = self._margin()
        content = QRectF(self.rect()).adjusted(margin, 0, -margin, 0)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        width = self._pictogram_width()
        is_centred = self._weight in (Weight.MAIN, Weight.PLAIN)
        if is_centred:
            # The pictogram stays beside its words: both are centred together.
            spare = max(content.width() - self._content_size(int(content.width())).width(), 0) / 2
            content = content.adjusted(spare, 0, -spare, 0)
        if width:
            glyph = QRectF(content)
            glyph.setWidth(width)
            if is_mirrored:
                glyph.moveRight(content.right())
            content = content.adjusted(0 if is_mirrored else width, 0, -width if is_mirrored else 0, 0)
            draw_pictogram(painter, glyph, self._pictogram, colour, self.font(), is_mirrored=is_mirrored)
        painter.setFont(self._title_font())
        if not self._detail:
            paint.draw_text(painter, content, self._words, colour)
            if self._weight is Weight.LINK:
                self._underline(painter, content, colour)
            return
        room = int(content.width())
        title = paint.wrapped_size(self._title_font(), self._words, room).height()
        detail = paint.wrapped_size(self._detail_font(), self._detail, room).height()
        top = content.center().y() - (title + detail + 2) / 2
        paint.draw_text(painter, QRectF(content.x(), top, room, title), self._words, colour)
        painter.setFont(self._detail_font())
        below = QRectF(content.x(), top + title + 2, room, detail)
        paint.draw_text(painter, below, self._detail, theme.current().quiet_text)

    def _underline(self, painter: QPainter, content: QRectF, colour: str) -> None:
        size = paint.wrapped_size(self._title_font(), self._words, int(content.width()))
        left = content.left()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = content.right() - size.width()
        bottom = content.center().y() + size.height() / 2
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.drawLine(int(left), int(bottom), int(left + size.width()), int(bottom))


@lru_cache(maxsize=1_000)
def _content_size(font: tuple[str, ...], words: str, detail: str, room: int, *, is_bold: bool) -> QSize:
    """Return the size of the words of a button wrapped in ``room`` pixels; a layout asks many times."""
    own = paint.font_of(font)
    size = paint.wrapped_size(theme.scaled(own, 1.0, is_bold=is_bold), words, max(room, 1))
    if detail:
        below = paint.wrapped_size(theme.scaled(own, 0.9), detail, max(room, 1))
        size = QSize(max(size.width(), below.width()), size.height() + below.height() + 2)
    return size


@lru_cache(maxsize=1)
def _whole_target() -> QStyle:
    """Return a style that says that the whole line of a choice is its target, as it is (``hitButton``).

    Assistive technology asks the style, which knows only the mark and words on one line.
    """
    # The names of QStyle cost 5 ms: the home page has no choice.
    from PySide6.QtWidgets import QProxyStyle, QStyle

    wholes = (QStyle.SubElement.SE_CheckBoxClickRect, QStyle.SubElement.SE_RadioButtonClickRect)

    class WholeTarget(QProxyStyle):
        def subElementRect(
            self, element: QStyle.SubElement, option: QStyleOption, /, widget: QWidget | None = None
        ) -> QRect:
            if element in wholes:
                rect: QRect = option.rect  # type: ignore[attr-defined]  # PySide6 does not declare it
                return rect
            return super().subElementRect(element, option, widget)  # type: ignore[arg-type]

    return WholeTarget("Fusion")


def _pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press ``button`` if this is Enter: Qt leaves it to the desktop, and many desktops do nothing."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    # A key held down would also press what has the focus on the next page.
    if not event.isAutoRepeat():
        button.click()
    return True


class _Choice(_AnyButton):
    """What check boxes and radio buttons share: wrapped words beside a mark, the whole as target."""

    def __init__(self, text: str, *, is_checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        # A page made again finds by its name what had the focus.
        self.setAccessibleName(text)
        # An ampersand would be taken for a shortcut.
        self.setText(text.replace("&", "&&"))
        self.setChecked(is_checked)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setStyle(_whole_target())

    def words(self) -> str:
        """Return the words as they are drawn."""
        return i18n.shown(self._words)

    def text_room(self) -> QRectF:
        """Return where the words are drawn."""
        after, before = self._inset(), 2 * paint.FRAME
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            after, before = before, after
        return QRectF(self.rect()).adjusted(after, 0, -before, 0)

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        width = self.fontMetrics().horizontalAdvance(self._words) + self._inset() + 5 * paint.FRAME
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size that keeps the longest word whole."""
        advance = self.fontMetrics().horizontalAdvance
        longest = max((advance(word) for word in self._words.split()), default=0)
        return QSize(self._inset() + longest + 4 * paint.FRAME, paint.target())

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every word in ``width`` pixels."""
        room = width - self._inset() - 2 * paint.FRAME
        wanted = paint.wrapped_size(self.font(), self._words, room).height() + 4 * paint.FRAME
        return max(wanted, paint.target())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose at Enter as at the space bar."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def hitButton(self, position: QPoint) -> bool:
        """Take a click anywhere on the line."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, the focus frame and the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        side = self._mark_side()
        whole = QRectF(self.rect())
        mark = QRectF(2 * paint.FRAME, (whole.height() - side) / 2, side, side)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            mark.moveRight(whole.right() - 2 * paint.FRAME)
        painter.setFont(self.font())
        paint.draw_text(painter, self.text_room(), self._words, theme.current().text)
        if self.hasFocus():
            paint.draw_focus(painter, self.rect(), _RADIUS)
        self._draw_mark(painter, mark, theme.current())

    def _draw_mark(self, painter: QPainter, mark: QRectF, colours: Tokens) -> None:
        raise NotImplementedError

    def _mark_side(self) -> int:
        return max(int(self.fontMetrics().height() * 1.15), 24)

    def _inset(self) -> int:
        """Return the width before the words: frame, mark and the space between."""
        return 2 * paint.FRAME + self._mark_side() + self.fontMetrics().height() // 2


class CheckBox(_Choice, QCheckBox):
    """A check box whose words wrap. Listen to ``toggled``: assistive technology does not click."""

    def _draw_mark(self, painter: QPainter, mark: QRectF, colours: Tokens) -> None:
        if not self.isChecked():
            paint.draw_box(painter, mark, colours.surface, colours.edge, 5, 2.5)
            return
        paint.draw_box(painter, mark, colours.accent, "", 5)
        pen = QPen(QColor(colours.accent_text), max(mark.width() / 8, 2.5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y, side = mark.x(), mark.y(), mark.width()
        points = ((0.24, 0.54), (0.43, 0.72), (0.77, 0.30))
        painter.drawPolyline(QPolygonF([QPointF(x + a * side, y + b * side) for a, b in points]))


class RadioButton(_Choice, QRadioButton):
    """A radio button whose words wrap. Listen to ``toggled``: assistive technology does not click."""

    def _draw_mark(self, painter: QPainter, mark: QRectF, colours: Tokens) -> None:
        is_checked = self.isChecked()
        painter.setPen(QPen(QColor(colours.accent if is_checked else colours.edge), 2.5))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(mark.adjusted(1.5, 1.5, -1.5, -1.5))
        if is_checked:
            inset = mark.width() * 0.27
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))


def draw_pictogram(
    painter: QPainter, rect: QRectF, pictogram: Pictogram, colour: str, font: QFont, *, is_mirrored: bool
) -> None:
    """Draw a pictogram in the height of a line, at the beginning of ``rect``; arrows follow the reading."""
    glyphs = QFont(FAMILY)
    glyphs.setPointSizeF(
        font.pointSizeF() * (1.35 if rect.width() > QFontMetrics(font).height() * 1.6 else 1.1)
    )
    painter.save()
    painter.setFont(glyphs)
    painter.setPen(QColor(colour))
    if is_mirrored and pictogram in _DIRECTED:
        painter.translate(rect.center().x() * 2, 0)
        painter.scale(-1, 1)
        side = Qt.AlignmentFlag.AlignRight
    else:
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        if is_mirrored:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), pictogram.value)
    painter.restore()


_DIRECTED = frozenset({Pictogram.BACK, Pictogram.FORWARD, Pictogram.UNDO, Pictogram.OPEN, Pictogram.RESUME})
