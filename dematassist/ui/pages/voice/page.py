"""The widgets of the voice. Each choice is heard at the next sentence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup

from dematassist.i18n import _
from dematassist.speech.model import Passage
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page, Rows
from dematassist.ui.pages.voice.view import amounts, example, no_voice, voice_choices, with_voice
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.speech.engines.engine import Voice
    from dematassist.system.settings import Voicing
    from dematassist.ui.pages.voice.view import Amount
    from dematassist.ui.shell import Shell


class _Told(QObject):
    """Carries the voices found from the reader's thread."""

    voices = Signal(object)


class VoicePage(Page):
    """Speed and loudness, the voices of this computer, when it reads by itself."""

    def __init__(self, shell: Shell, _route: routes.VoiceSettings) -> None:
        super().__init__(shell, _("Reading aloud"))
        self._lines: dict[str, Line] = {}
        for amount in amounts(self._voicing()):
            self._add_amount(amount)
        self.section(_("Voices of this computer"))
        self._voices = Rows()
        self.add(self._voices)
        self._voices.add(Line(_("Looking for the voices…"), is_quiet=True))
        self.add(Button(_("Hear this voice"), self._try, pictogram=Pictogram.SPEAKER))
        self.add(
            Button(
                _("Correct how a word is said"),
                lambda: shell.go(routes.Pronunciation()),
                pictogram=Pictogram.NOTE,
            )
        )
        self.section(_("When to read"))
        self._switch(_("Read each page aloud when it opens"), "is_automatic")
        self._switch(_("Use this voice even when a screen reader is on"), "is_beside_screen_reader")
        # The child answers after the page may be gone: the signal dies with it.
        self._told = _Told(self)
        self._told.voices.connect(self._show_voices)
        self.shell.listener().reader.ask_voices(self._told.voices.emit)

    def _voicing(self) -> Voicing:
        return self.shell.app.settings.voicing

    def _use(self, voicing: Voicing) -> None:
        self.shell.change_settings(self.shell.app.settings._replace(voicing=voicing))
        for amount in amounts(voicing):
            self._lines[amount.field].setText(amount.said)

    def _add_amount(self, amount: Amount) -> None:
        line = self.line(amount.said, is_bold=True)
        self._lines[amount.field] = line
        less = Button(amount.less, partial(self._step, amount, -1), pictogram=Pictogram.MINUS)
        more = Button(amount.more, partial(self._step, amount, 1), pictogram=Pictogram.PLUS)
        self.row(less, more)

    def _step(self, amount: Amount, steps: int) -> None:
        now = getattr(self._voicing(), amount.field)
        wanted = min(max(now + steps * amount.step, amount.low), amount.high)
        self._use(self._voicing()._replace(**{amount.field: wanted}))
        accessible.announce(self._lines[amount.field], self._lines[amount.field].text())

    def _show_voices(self, found: tuple[Voice, ...]) -> None:
        self._voices.clear()
        choices = voice_choices(found, self.shell.app.lang, self._voicing())
        group = QButtonGroup(self)
        for choice in choices:
            radio = RadioButton(choice.name, is_checked=choice.is_chosen)
            accessible.describe(radio, _("Voices of this computer"))
            group.addButton(radio)
            radio.toggled.connect(
                lambda on, key=choice.key: self._use(with_voice(self._voicing(), key)) if on else None
            )
            self._voices.add(radio)
        for text in () if choices else no_voice():
            self._voices.add(Line(text))
        self.shell.set_tab_order()

    def _try(self) -> None:
        self.shell.listener().say((Passage("", example(), self.shell.app.lang),))

    def _switch(self, words: str, field: str) -> None:
        box = CheckBox(words, is_checked=getattr(self._voicing(), field))
        box.toggled.connect(lambda on: self._use(self._voicing()._replace(**{field: on})))
        self.add(box)
