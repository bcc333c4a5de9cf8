"""Cards in two columns, in one when the text is large: read along the rows, as Tab goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from dematassist.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_LARGE_PERCENT = 140


def columns(widgets: Sequence[QWidget]) -> QGridLayout:
    """Lay the widgets out."""
    count = 1 if theme.comfort().text_percent > _LARGE_PERCENT else 2
    grid = QGridLayout()
    grid.setSpacing(6)
    for number, widget in enumerate(widgets):
        grid.addWidget(widget, number // count, number % count)
    for column in range(count):
        grid.setColumnStretch(column, 1)
    return grid
