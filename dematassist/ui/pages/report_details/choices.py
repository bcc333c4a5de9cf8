"""Choices of the page of details: one of several, or several of several."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QButtonGroup

from dematassist.ui import accessible
from dematassist.ui.widgets.buttons import CheckBox, RadioButton
from dematassist.ui.widgets.columns import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dematassist.ui.page import Page

_Value = TypeVar("_Value")
_Coded = TypeVar("_Coded", bound=Enum)


class OneOf(Generic[_Value]):
    """One answer to a question. The last choice says nothing, so that an answer can be taken back."""

    def __init__(
        self,
        page: Page,
        title: str,
        choices: Iterable[tuple[_Value, str]],
        chosen: _Value,
        on_change: Callable[[], object],
    ) -> None:
        page.section(title)
        self._buttons: dict[_Value, RadioButton] = {}
        group = QButtonGroup(page)
        for value, words in choices:
            radio = RadioButton(words, is_checked=value == chosen)
            if value is None:
                # The same words answer several questions.
                radio.setAccessibleName(f"{words}. {title}")
            else:
                accessible.describe(radio, title)
            group.addButton(radio)
            radio.toggled.connect(lambda on: on_change() if on else None)
            self._buttons[value] = radio
        page.body.addLayout(columns(list(self._buttons.values())))

    @property
    def value(self) -> _Value:
        """The answer."""
        return next(value for value, button in self._buttons.items() if button.isChecked())

    def choose(self, value: _Value) -> None:
        """Show another answer."""
        self._buttons[value].setChecked(True)


class SeveralOf(Generic[_Coded]):
    """Any number of answers to a question."""

    def __init__(
        self,
        page: Page,
        title: str,
        choices: Iterable[tuple[_Coded, str]],
        chosen: tuple[_Coded, ...],
        on_change: Callable[[], object],
    ) -> None:
        page.section(title)
        self._boxes: dict[_Coded, CheckBox] = {}
        for value, words in choices:
            box = CheckBox(words, is_checked=value in chosen)
            # The same words may answer two questions.
            box.setAccessibleName(f"{words}. {title}")
            box.toggled.connect(lambda _on: on_change())
            self._boxes[value] = box
        page.body.addLayout(columns(list(self._boxes.values())))

    @property
    def values(self) -> tuple[_Coded, ...]:
        """The answers."""
        return tuple(value for value, box in self._boxes.items() if box.isChecked())
