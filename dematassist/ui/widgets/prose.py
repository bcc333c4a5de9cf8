"""Text that a keyboard and a screen reader can walk through.

A read-only ``QTextEdit`` is exposed as text, line by line; ``QTextBrowser`` is exposed as a label and
its text is never read. The widget is as high as its text: only the page scrolls.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextListFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTextEdit, QWidget

from dematassist import i18n
from dematassist.ui import theme
from dematassist.ui.widgets import paint

_GAP = "[ \u00a0\u202f]"
_PHONE_NUMBER = re.compile(
    rf"(?<![\d,.])(?:\+\d{{1,3}}(?:{_GAP}\d{{1,4}}){{2,6}}|0\d(?:{_GAP}\d\d){{4}}|0{_GAP}8\d\d(?:{_GAP}\d{{3}}){{2}}"
    rf"|116{_GAP}\d{{3}}|3\d{_GAP}\d\d)(?!\d|,\d|{_GAP}?[€%\d])"
)
"""A French phone number as it is written: the eye looks for it, so it is bold wherever it is shown."""


class Prose(QTextEdit):
    """Lines of text, one sentence or one item each. ``name`` is what assistive technology calls it."""

    def __init__(
        self,
        name: str,
        lines: tuple[str, ...] = (),
        *,
        is_list: bool = False,
        is_warning: bool = False,
        titles: frozenset[int] = frozenset(),
        leads: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Show ``lines``, in bold those of the numbers ``titles`` and the first words of each, ``leads``."""
        super().__init__(parent)
        self._lines: tuple[str, ...] | None = None
        self._heights: dict[int, int] = {}
        self._heard: tuple[int, int] | None = None
        self.is_list, self._is_warning, self._titles, self._leads = is_list, is_warning, titles, leads
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        inset = 2 * paint.FRAME if is_warning else paint.FRAME
        self.setViewportMargins(inset, paint.FRAME, inset, paint.FRAME)
        self.document().setDocumentMargin(3 if not is_warning else 8)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        if is_warning:
            palette.setColor(QPalette.ColorRole.Text, QColor(theme.current().warning_text))
        self.setPalette(palette)
        self.show_lines(lines)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines instead, and keep where the reader was if they are the same."""
        if lines == self._lines:
            return
        self._lines = lines
        self.clear()
        block = QTextBlockFormat()
        block.setLineHeight(
            float(theme.comfort().line_spacing), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        block.setBottomMargin(self.fontMetrics().height() * 0.25)
        cursor = QTextCursor(self.document())
        # A line that begins with a word in Latin letters begins on the same side as the others.
        block.setLayoutDirection(self.layoutDirection())
        cursor.setBlockFormat(block)
        cursor.insertText(i18n.shown("\n".join(lines)))
        self._show_bold(cursor)
        if self.is_list and len(lines) > 1:
            self._show_bullets(cursor, len(lines))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        # A copy is measured: asking the text shown would lay it out again each time.
        self._measured = self.document().clone()
        self._heights = {}
        self.updateGeometry()

    def _show_bold(self, cursor: QTextCursor) -> None:
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold.value)
        for title in self._titles:
            cursor.setPosition(self.document().findBlockByNumber(title).position())
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(bold)
        for number, lead in enumerate(self._leads):
            start = self.document().findBlockByNumber(number).position()
            cursor.setPosition(start)
            cursor.setPosition(start + len(i18n.shown(lead)), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(bold)
        text = self.document().toRawText()
        for phone in _PHONE_NUMBER.finditer(text):
            # Qt counts in UTF-16: some letters and pictures are two there.
            start, end = (len(text[:place].encode("utf-16-le")) // 2 for place in phone.span())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(bold)

    def _show_bullets(self, cursor: QTextCursor, count: int) -> None:
        bullets = QTextListFormat()
        bullets.setStyle(QTextListFormat.Style.ListDisc)
        bullets.setIndent(1)
        titles = sorted(self._titles)
        for first, after in zip([-1, *titles], [*titles, count], strict=True):
            if first + 1 < after:
                cursor.setPosition(self.document().findBlockByNumber(first + 1).position())
                end = self.document().findBlockByNumber(after - 1).position()
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.createList(bullets)
        self.document().setIndentWidth(self.fontMetrics().height() * 1.1)

    def mark_heard(self, sentence: tuple[int, int] | None, word: tuple[int, int] | None) -> None:
        """Colour the sentence and the word that a voice says, from one character to another; or none.

        Extra selections only: a cursor that moves would be told to a screen reader.
        """
        colours = theme.current()
        marks = [
            (sentence, colours.soft, colours.soft_text),
            (word, colours.selection, colours.selection_text),
        ]
        selections = []
        for part, ground, ink in marks:
            if part is not None:
                # PySide's annotations lack the two fields of this value.
                selection: Any = QTextEdit.ExtraSelection()
                selection.cursor = QTextCursor(self.document())
                selection.cursor.setPosition(part[0])
                selection.cursor.setPosition(part[1], QTextCursor.MoveMode.KeepAnchor)
                selection.format.setBackground(QColor(ground))
                selection.format.setForeground(QColor(ink))
                # Not by colour alone.
                selection.format.setFontUnderline(part is word)
                selections.append(selection)
        self._heard = sentence
        self.setExtraSelections(selections)

    def heard_area(self) -> QRect:
        """Return where the sentence heard is, in this widget."""
        if self._heard is None:
            return QRect()
        cursor = QTextCursor(self.document())
        area = QRect()
        for place in self._heard:
            cursor.setPosition(place)
            area = area.united(self.cursorRect(cursor))
        return area.translated(self.viewport().pos())

    def lines(self) -> tuple[str, ...]:
        """Return the lines shown."""
        return self._lines or ()

    def sizeHint(self) -> QSize:
        """Return the whole text at the present width."""
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return one line."""
        return QSize(
            self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height() + 4 * paint.FRAME
        )

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the whole text in ``width`` pixels. Layouts ask many times."""
        if width not in self._heights:
            margins = self.viewportMargins()
            self._measured.setTextWidth(max(width - margins.left() - margins.right(), 20))
            self._heights[width] = int(self._measured.size().height()) + margins.top() + margins.bottom() + 2
        return self._heights[width]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the line that the arrows are at in sight; a page up or down is one of the whole page."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        if page is not None:
            caret = self.cursorRect().translated(self.viewport().pos())
            place = self.mapTo(page.widget(), caret.center())
            page.ensureVisible(place.x(), place.y(), 0, caret.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Draw the ground and the focus frame around the text, which the viewport draws."""
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._is_warning:
                colours = theme.current()
                inside = QRectF(self.rect()).adjusted(paint.FRAME, paint.FRAME, -paint.FRAME, -paint.FRAME)
                paint.draw_box(painter, inside, colours.warning, colours.warning_edge, 8)
            if self.hasFocus():
                paint.draw_focus(painter, self.rect(), 8)
            painter.end()
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)
