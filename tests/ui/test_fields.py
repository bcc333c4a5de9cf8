"""What Enter does in a field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dematassist.ui import routes
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field


def test_enter_goes_on_to_what_is_next(window):
    window.go(routes.NewMandate())
    name, purpose, *_others = children(window.page, Field)
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert window.focusWidget() is purpose


def test_enter_stays_where_it_has_something_to_do(window):
    window.go(routes.NewMandate())
    name, _purpose = children(window.page, Field)
    pressed = []
    name.returnPressed.connect(lambda: pressed.append(name.text()))
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert window.focusWidget() is name
    assert pressed == [""]
