"""The bar that commands the voice. It is there while something is heard, and never takes the focus.

The button that begins, « Écouter », stays at its place in the bar below and pauses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dematassist.i18n import _
from dematassist.ui.bars import Bar
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.listening.listener import Listener
    from dematassist.ui.listening.view import BarView


class ListeningBar(Bar):
    """Stop, sentence before and after, again, slower, faster, a file to take away."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.setAccessibleName(_("Reading aloud"))
        self._button(_("Stop"), listener.stop, Pictogram.STOP, _("Stop reading aloud"))
        self._button(_("Sentence before"), listener.previous, Pictogram.SENTENCE_BEFORE)
        self._button(_("Sentence after"), listener.next, Pictogram.SENTENCE_AFTER)
        self._button(_("Again"), listener.repeat, Pictogram.REPEAT, _("Hear this sentence again"))
        self._button(_("Slower"), lambda: listener.change_speed(-1), Pictogram.SLOWER, _("Slower voice"))
        self._button(_("Faster"), lambda: listener.change_speed(1), Pictogram.FASTER, _("Faster voice"))
        self._button(_("Save the sound"), listener.save, Pictogram.SOUND_FILE)
        self._speed = Line(is_quiet=True)
        self.row.addWidget(self._speed)
        self.hide()

    def show_state(self, view: BarView) -> None:
        """Be there while something is heard."""
        if view.speed != self._speed.text():
            self._speed.setText(view.speed)
        if self.isHidden() == view.is_shown:
            self.setVisible(view.is_shown)

    def _button(self, text: str, do: Callable[[], object], pictogram: Pictogram, spoken: str = "") -> None:
        button = Button(text, do, pictogram=pictogram, spoken=spoken)
        # The mouse leaves the focus where the person reads.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.row.addWidget(button)
