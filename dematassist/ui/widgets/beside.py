"""What is wrong with a control, said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.ui import accessible
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Beside(Line):
    """A line under a control: shown, then in its description, then the focus goes there, then announced."""

    def __init__(self, control: QWidget, help_text: str = "") -> None:
        super().__init__(is_bold=True)
        self._control, self._help = control, help_text
        self.hide()

    def say(self, text: str) -> None:
        """Say what is wrong and what to do."""
        self.setText(text)
        self.show()
        accessible.describe(self._control, f"{text} {self._help}".strip())
        self._control.setFocus()
        accessible.announce(self._control, text)

    def clear(self) -> None:
        """Say nothing any more."""
        if self.text():
            self.setText("")
            self.hide()
            accessible.describe(self._control, self._help)
