"""Headings and short lines of text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from dematassist import i18n
from dematassist.ui import theme
from dematassist.ui.widgets import paint


class Line(QLabel):
    """A short text that wraps. It is read beside a control, never reached on its own."""

    def __init__(
        self, text: str = "", *, factor: float = 1.0, is_bold: bool = False, is_quiet: bool = False
    ) -> None:
        super().__init__()
        self._factor, self._is_bold, self._is_quiet = factor, is_bold, is_quiet
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        # Words begin where those of headings, buttons and texts do.
        self.setContentsMargins(2 * paint.FRAME, 0, 2 * paint.FRAME, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if i18n.is_right_to_left():
            # Qt begins a line in Latin letters on the other side.
            self.setAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            )
        self.dress()
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text, its numbers in their order in every language."""
        super().setText(i18n.shown(text))

    def words(self) -> str:
        """Return the text as it is drawn."""
        return self.text()

    def text_room(self) -> QRectF:
        """Return where the text is drawn."""
        return QRectF(self.contentsRect())

    def dress(self) -> None:
        """Take the font and the colours of the theme in use."""
        self.setFont(theme.scaled(QLabel().font(), self._factor, is_bold=self._is_bold))
        if self._is_quiet:
            palette = self.palette()
            palette.setColor(self.foregroundRole(), theme.current().quiet_text)
            self.setPalette(palette)


class Heading(Line):
    """A heading of level 1 or 2. Assistive technology sees a heading (``accessible.install``).

    A heading of level 1 takes the focus when its page opens, and shows it.
    """

    def __init__(self, text: str, level: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, factor=1.7 if level == 1 else 1.25, is_bold=True)
        if parent is not None:
            self.setParent(parent)
        self.level = level
        self.setContentsMargins(2 * paint.FRAME, paint.FRAME, 2 * paint.FRAME, paint.FRAME)
        if level == 1:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, and the focus frame on a page's own heading."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint.draw_focus(painter, self.rect(), 8)
