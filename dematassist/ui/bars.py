"""The bars that never leave: where I am and how to go back; help; what just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dematassist.i18n import _
from dematassist.ui import routes, theme
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.flow import FlowLayout
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.ui.window import Window

_LARGEST_PERCENT = 150
"""The bars stop growing here: beyond, the buttons of the bottom take two rows of a small screen, and that
room from the page they are there for."""


class Bar(QWidget):
    """A row of buttons that wraps, on its own ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.current().bar))
        self.setPalette(palette)
        self.factor = min(_LARGEST_PERCENT / theme.comfort().text_percent, 1.0)
        if self.factor < 1:
            self.setFont(theme.scaled(self.font(), self.factor))
        self.row = FlowLayout(self, gap=4)
        self.row.setContentsMargins(8, 4, 8, 4)
        self._is_tight = False

    def fit(self) -> None:
        """Leave the pictograms out where this keeps the words on one row: another is taken from the page."""
        spared = sum(button.room_to_spare() for button in self._shown())
        wanted = self.row.sizeHint().width() + (spared if self._is_tight else 0)
        is_tight = wanted - spared <= self.width() < wanted
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            for button in children(self, Button):
                button.be_tight(is_tight=is_tight)

    def _shown(self) -> list[Button]:
        return [button for button in children(self, Button) if not button.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit in the new width."""
        super().resizeEvent(event)
        self.fit()

    def controls(self) -> list[QWidget]:
        """Return what can take the focus, in order."""
        return [*self._shown()]


class TopBar(Bar):
    """Where I am, how to go back, home, settings."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._back = Button(_("Back"), window.back, pictogram=Pictogram.BACK)
        self._home = Button(_("Home"), lambda: window.go(routes.Home()), pictogram=Pictogram.HOUSE)
        settings = Button(
            _("Settings"),
            lambda: window.go(routes.ComfortSettings()),
            pictogram=Pictogram.SETTINGS,
            spoken=_("Text and colours"),
        )
        explain = Button(
            _("Explain"), window.explain, pictogram=Pictogram.QUESTION, spoken=_("What is this page?")
        )
        for widget in (self._back, self._home, settings, explain):
            self.row.addWidget(widget)
        if window.app.is_desk and window.app.practice is None:
            self.row.addWidget(
                Button(_("End the session"), lambda: window.go(routes.DeskEnd()), pictogram=Pictogram.STOP)
            )

    def show_place(self, place: str, *, has_back: bool) -> None:
        """Say where the person is."""
        self.setAccessibleName(place)
        self._back.setVisible(has_back)
        self._home.setVisible(has_back)
        self.fit()


class BottomBar(Bar):
    """The voice, someone to talk to, another way, text size."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.listen = Button(_("Listen"), window.listen, pictogram=Pictogram.SPEAKER)
        self._window = window
        self.listen.installEventFilter(self)
        # The mouse leaves the focus, and the selection, where the person reads.
        self.listen.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Translators: these two change the size of the text; keep the letter of your alphabet and the sign.
        smaller = Button(_("A−"), lambda: window.resize_text(-25), spoken=_("Smaller text"))
        bigger = Button(_("A+"), lambda: window.resize_text(25), spoken=_("Larger text"))
        talk = Button(_("Talk to someone"), window.talk, pictogram=Pictogram.PERSON_HELP)
        blocked = Button(_("It does not work"), window.blocked, pictogram=Pictogram.BLOCKED)
        for button in (self.listen, talk, blocked, smaller, bigger):
            self.row.addWidget(button)

    def eventFilter(self, _listen: QObject, event: QEvent) -> bool:
        """Have the voice ready when the pointer or the focus comes near: it then begins at once."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._window.ready_to_listen()
        return False


class NoticeBar(QWidget):
    """One quiet line: what just happened, or what went wrong and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 4)
        self._shown: list[QWidget] = []
        self.hide()

    def say(self, text: str, *, is_problem: bool = False, action: Button | None = None) -> None:
        """Show ``text``, and the button that undoes it. A problem can be reached with Tab and read again."""
        self._take_away()
        self.setAccessibleName(text)
        self._shown = [_problem(text) if is_problem else Line(text)]
        if action is not None:
            self._shown.append(action)
        for widget in self._shown:
            self._layout.addWidget(widget)
        self.show()

    def say_instead(self, text: str) -> None:
        """Change the words shown; what had the focus keeps it. Nothing when nothing is shown."""
        if self._shown and isinstance(self._shown[0], Line):
            self.setAccessibleName(text)
            self._shown[0].setText(text)

    def clear(self) -> None:
        """Show nothing."""
        self._take_away()
        self.setAccessibleName("")
        self.hide()

    def controls(self) -> list[QWidget]:
        """Return what can take the focus."""
        return [widget for widget in self._shown if not isinstance(widget, Line)]

    def _take_away(self) -> None:
        for widget in self._shown:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown = []


def _problem(text: str) -> QWidget:
    """Make a text that Tab reaches."""
    # Text editors cost 5 ms of start: only when there is a problem.
    from dematassist.ui.widgets.prose import Prose

    return Prose(text, (text,), is_warning=True)
