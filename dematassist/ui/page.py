"""What every page is: a column that scrolls, its heading, and the few ways to put things in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, ParamSpec

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from dematassist.i18n import listed
from dematassist.ui import theme
from dematassist.ui.theme.pictograms import FAMILY, Pictogram
from dematassist.ui.widgets.flow import FlowRow
from dematassist.ui.widgets.labels import Heading, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dematassist.changes import Changes
    from dematassist.ui.shell import Shell
    from dematassist.ui.widgets.prose import Prose


_P = ParamSpec("_P")

_LINES_TOGETHER = 8
"""Lines of one text of several lists: a text taller than the screen hides its own focus frame."""


class Context(NamedTuple):
    """Which guide, walk and step a page is about: what help and « it does not work » begin with."""

    guide_id: str = ""
    journey_id: str = ""
    step_id: str = ""


class Page(QScrollArea):
    """One page. ``place`` is what the top bar says of where the person is."""

    def __init__(self, shell: Shell, title: str, *, place: str = "", context: Context = Context()) -> None:  # noqa: B008
        super().__init__()
        self.shell = shell
        self.place = place or title
        self.is_gone = False
        """Whether another page is in its place: what comes back late must not touch its widgets."""
        self.context = context
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        across = QHBoxLayout(ground)
        across.setContentsMargins(12, 8, 12, 16)
        self.column = QWidget()
        across.addStretch(1)
        across.addWidget(self.column, 1000)
        across.addStretch(1)
        down = QVBoxLayout(self.column)
        down.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        down.addLayout(self.body)
        down.addStretch(1)
        self.column.setMaximumWidth(self.fontMetrics().averageCharWidth() * theme.comfort().line_length + 60)
        self.heading = Heading(title)
        self.body.addWidget(self.heading)
        # Qt would keep it as high as its texts are where they are narrow: a page would end in empty screens.
        ground.setMinimumHeight(1)
        self.setWidget(ground)

    def refresh(self, changes: Changes) -> None:
        """Update in place what these changes concern. The focus does not move."""

    def leave(self) -> None:
        """Keep what is being typed: the page is about to go."""

    def while_here(self, do: Callable[_P, object]) -> Callable[_P, None]:
        """Return the same, which does nothing once the page is gone."""

        def done(*args: _P.args, **kwargs: _P.kwargs) -> None:
            if not self.is_gone:
                do(*args, **kwargs)

        return done

    def begin(self) -> QWidget:
        """Return what takes the focus when the page opens."""
        return self.heading

    def add(self, *widgets: QWidget) -> None:
        """Add widgets, one under the other."""
        for widget in widgets:
            self.body.addWidget(widget)

    def section(self, title: str) -> Heading:
        """Add a heading of level 2."""
        heading = Heading(title, 2)
        self.body.addSpacing(6)
        self.body.addWidget(heading)
        return heading

    def line(self, text: str, *, is_quiet: bool = False, is_bold: bool = False) -> Line:
        """Add a short line."""
        line = Line(text, is_quiet=is_quiet, is_bold=is_bold)
        self.body.addWidget(line)
        return line

    def pictured(self, text: str, pictogram: Pictogram) -> None:
        """Add a bold line with its pictogram, above what it names."""
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(8, 4, 8, 0)
        glyph = QLabel(pictogram.value)
        font = QFont(FAMILY)
        font.setPointSizeF(self.font().pointSizeF() * 1.2)
        glyph.setFont(font)
        # A picture says nothing that the words beside it do not say.
        glyph.setAccessibleName(" ")
        across.addWidget(glyph)
        across.addWidget(Line(text, is_bold=True), 1)
        self.body.addWidget(row)

    def prose(
        self,
        name: str,
        lines: tuple[str, ...],
        *,
        is_list: bool = False,
        is_warning: bool = False,
        leads: tuple[str, ...] = (),
    ) -> Prose:
        """Add text that can be walked through; ``name`` is its accessible name, ``leads`` are in bold."""
        # Text editors cost 5 ms of start, and the home page has none.
        from dematassist.ui.widgets.prose import Prose

        prose = Prose(name, lines, is_list=is_list, is_warning=is_warning, leads=leads)
        self.body.addWidget(prose)
        return prose

    def grouped(self, groups: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Add lists, each under its title, a few to a text: fewer stops of Tab, each on one screen."""
        from dematassist.ui.widgets.prose import Prose

        together: list[tuple[str, tuple[str, ...]]] = []

        def write() -> None:
            lines: list[str] = []
            titles: set[int] = set()
            for title, items in together:
                titles.add(len(lines))
                lines += [title, *items]
            name = listed(title for title, _items in together)
            self.body.addWidget(Prose(name, tuple(lines), is_list=True, titles=frozenset(titles)))

        for group in groups:
            if together and sum(1 + len(items) for _title, items in (*together, group)) > _LINES_TOGETHER:
                write()
                together = []
            together.append(group)
        if together:
            write()

    def titled(
        self, title: str, lines: tuple[str, ...], *, is_list: bool = True, leads: tuple[str, ...] = ()
    ) -> Prose | None:
        """Add a section of text, or nothing when there is no line."""
        if not lines:
            return None
        self.section(title)
        return self.prose(title, lines, is_list=is_list, leads=leads)

    def slowly(self, words: str, lines: tuple[str, ...]) -> None:
        """Add a button that has these lines heard slowly, each group of figures by itself; none for none."""
        if not lines:
            return
        # Few pages have one: nothing of the buttons is imported for the others.
        from dematassist.ui.widgets.buttons import Button

        def spell() -> None:
            self.shell.listener().spell("\n".join(lines))

        self.add(Button(words, spell, pictogram=Pictogram.SLOWER))

    def row(self, *widgets: QWidget) -> FlowRow:
        """Add widgets side by side, on several rows if they are wide."""
        row = FlowRow(*widgets)
        self.body.addWidget(row)
        return row

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that the whole widget is seen, or its beginning when it is taller than the page."""
        ground = self.widget()
        if not ground.isAncestorOf(widget):
            return
        self.reveal_band(widget.mapTo(ground, QPoint(0, 0)).y(), widget.height())

    def reveal_band(self, top: int, height: int) -> None:
        """Scroll so that this band of the page is seen, no further than needed."""
        bar = self.verticalScrollBar()
        room = self.viewport().height()
        margin = 8
        if top - margin < bar.value() or height + 2 * margin > room:
            bar.setValue(top - margin)
        elif top + height + margin > bar.value() + room:
            bar.setValue(top + height + margin - room)


class Rows(QWidget):
    """Rows that come and go after their page is made, put in it empty. Nothing is seen of it then.

    Tab and screen readers go through what has one parent in the order in which it was made: with a parent of
    their own, rows that come later are met where they are seen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.hide()

    def add(self, *widgets: QWidget) -> None:
        """Add widgets, one under the other."""
        for widget in widgets:
            self.column.addWidget(widget)
            # A layout shows it later only, and what is not shown takes no focus.
            if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                widget.show()
        self.setVisible(bool(self.column.count()))

    def clear(self) -> None:
        """Delete what is there."""
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.hide()
