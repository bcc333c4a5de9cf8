"""A field for a secret: hidden as it is typed, shown when the person wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from dematassist.i18n import _
from dematassist.ui.widgets.buttons import CheckBox
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Sequence


class SecretField(Field):
    """A field whose letters are hidden. It can be pasted into."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.show_letters(is_shown=False)

    def show_letters(self, *, is_shown: bool) -> None:
        """Show what is typed, or hide it."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)


def show_box(fields: Sequence[SecretField], words: str = "") -> CheckBox:
    """Return the box that shows what is typed in these fields. ``words`` tell it from another one there."""
    box = CheckBox(words or _("Show what I type"))

    def toggle(is_on: bool) -> None:
        for field in fields:
            field.show_letters(is_shown=is_on)

    box.toggled.connect(toggle)
    return box
