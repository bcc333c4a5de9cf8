"""The only accessibility helpers: heading role, labelled field, announcement, description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QBoxLayout, QScrollArea, QWidget

from dematassist.ui.widgets.labels import Heading, Line

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from dematassist.ui.widgets.fields import Field
    from dematassist.ui.widgets.text_area import TextArea

_alive: list[QAccessibleInterface] = []


class _HeadingInterface(QAccessibleWidget):
    """Says that a label is a heading. Only ``text`` is overridden: Qt asks the rest of the widget."""

    def __init__(self, heading: Heading) -> None:
        super().__init__(heading, QAccessible.Role.Heading)
        self._heading = heading

    def text(self, kind: QAccessible.Text) -> str:
        if kind is QAccessible.Text.Name:
            return self._heading.text()
        return super().text(kind)


def _interface(class_name: str, subject: QObject) -> QAccessibleInterface | None:
    interface: QAccessibleInterface
    if isinstance(subject, Heading):
        interface = _HeadingInterface(subject)
    elif class_name == "Window" and isinstance(subject, QWidget):
        # Qt says of a bare QWidget that it is a filler, even when it is a window.
        interface = QAccessibleWidget(subject, QAccessible.Role.Window)
    elif isinstance(subject, QScrollArea):
        # Qt's own reads outside its list when a screen reader asks for a scroll bar that went a moment ago.
        interface = QAccessibleWidget(subject, QAccessible.Role.Client)
    else:
        return None
    # Qt owns the interface, and Python must not take it back while Qt uses it.
    _alive.append(interface)
    subject.destroyed.connect(lambda: _alive.remove(interface) if interface in _alive else None)
    return interface


def install() -> None:
    """Let headings be seen as headings. Once, before the first widget."""
    QAccessible.installFactory(_interface)


def labelled(layout: QBoxLayout, label: str, field: Field | TextArea, *, help_text: str = "") -> Line:
    """Add a field to ``layout`` under its label; return the label.

    One call gives the label, the buddy, the accessible name and the help as description.
    """
    line = Line(label, is_bold=True)
    line.setBuddy(field)
    field.setAccessibleName(label)
    layout.addWidget(line)
    if help_text:
        layout.addWidget(Line(help_text, is_quiet=True))
        describe(field, help_text)
    layout.addWidget(field)
    return line


def is_screen_reader_on() -> bool:
    """Return whether a screen reader reads this window. Nothing is asked of the system when none could."""
    if not QAccessible.isActive():
        return False
    from dematassist.system import screen_reader

    return screen_reader.is_screen_reader_on()


def describe(widget: QWidget, text: str) -> None:
    """Give the description that a screen reader says after the name."""
    widget.setAccessibleDescription(text)


def told(widget: QWidget) -> str:
    """Return what a screen reader says of ``widget`` when it gets the focus: its name, its description."""
    name = widget.text() if isinstance(widget, Heading) else widget.accessibleName()
    return f"{name} {widget.accessibleDescription()}"


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say ``text`` now.

    Never the only way something is told: Orca before 45 does not hear it, and no one does in the background.
    """
    event = QAccessibleAnnouncementEvent(widget, text)
    QAccessible.updateAccessibility(event)
