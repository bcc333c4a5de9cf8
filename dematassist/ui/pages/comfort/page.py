"""The widgets of text and colours. Each choice shows at once, on the page itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QWidget

from dematassist import i18n
from dematassist.errors import UserError
from dematassist.i18n import _
from dematassist.system.settings import Comfort, Font, Scheme
from dematassist.ui import accessible, routes, theme
from dematassist.ui.page import Page
from dematassist.ui.pages.comfort.profiles import COMFORTS, Profile, profile_name
from dematassist.ui.pages.comfort.view import LANGUAGE_NAMES, amounts, example, font_name, scheme_name
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.ui.pages.comfort.view import Amount
    from dematassist.ui.shell import Shell


class ComfortPage(Page):
    """Ready-made choices, then each choice on its own."""

    def __init__(self, shell: Shell, _route: routes.ComfortSettings) -> None:
        super().__init__(shell, _("Text and colours"))
        comfort = shell.app.settings.comfort
        self.prose(_("Example"), (example(),))
        if shell.app.is_desk:
            self.line(_("What you change here lasts until the end of the session."))
            keeping = _("Keep these settings for everyone who comes here")
            self.row(Button(keeping, self._keep_for_everyone, pictogram=Pictogram.SAVE))
        self._add_language()
        self.add(
            Button(
                _("Reading aloud: voice, speed, loudness"),
                lambda: shell.go(routes.VoiceSettings()),
                pictogram=Pictogram.SPEAKER,
            ),
            Button(
                _("Where reports go"),
                lambda: shell.go(routes.HubSettings()),
                pictogram=Pictogram.REPORT,
            ),
        )
        self.section(_("Ready-made choices"))
        for profile in Profile:
            self.add(Button(profile_name(profile), partial(self._use, COMFORTS[profile])))
        self.section(_("Sizes"))
        for amount in amounts(comfort):
            self._add_amount(amount)
        self._choices(
            _("Colours"),
            [(scheme_name(s), s is comfort.scheme, self._setter(scheme=s)) for s in Scheme],
        )
        self._choices(
            _("Letters"),
            [(font_name(f), f is comfort.font, self._setter(font=f)) for f in Font if theme.is_installed(f)],
        )
        self.section(_("Reading"))
        self._switch(_("Show the simple words of each step"), "is_easy_reading")
        self._switch(_("Reading ruler: light only the line I read"), "has_ruler")
        self._switch(_("Large buttons"), "has_large_targets")

    def _keep_for_everyone(self) -> None:
        try:
            self.shell.publish(self.shell.app.preferences.keep_for_everyone())
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.tell(_("These settings are kept for this computer."))

    def _add_language(self) -> None:
        settings = self.shell.app.settings
        names = {**LANGUAGE_NAMES, "": _("Like my computer")}
        self._choices(
            # Translators: keep all three words, so that a lost reader finds the place.
            _("Language, langue, لغة"),
            [
                (names[lang], settings.lang == lang, self._language_setter(lang))
                for lang in ("", *i18n.LANGUAGES)
            ],
        )

    def _add_amount(self, amount: Amount) -> None:
        now = getattr(self.shell.app.settings.comfort, amount.field)
        self.line(_("{name}: {value}").format(name=amount.name, value=amount.value), is_bold=True)
        less = Button(
            amount.less,
            self._setter(**{amount.field: max(now - amount.step, amount.low)}),
            pictogram=Pictogram.MINUS,
        )
        more = Button(
            amount.more,
            self._setter(**{amount.field: min(now + amount.step, amount.high)}),
            pictogram=Pictogram.PLUS,
        )
        for button in (less, more):
            accessible.describe(button, amount.value)
        self.row(less, more)

    def _choices(self, title: str, choices: list[tuple[str, bool, Callable[[], None]]]) -> None:
        self.section(title)
        group = QButtonGroup(self)
        for words, is_chosen, choose in choices:
            radio = RadioButton(words, is_checked=is_chosen)
            accessible.describe(radio, title)
            group.addButton(radio)
            radio.toggled.connect(lambda on, choose=choose: choose() if on else None)
            self.add(radio)

    def _switch(self, words: str, field: str) -> None:
        box = CheckBox(words, is_checked=getattr(self.shell.app.settings.comfort, field))
        box.toggled.connect(lambda on: self._setter(**{field: on})())
        self.add(box)

    def _setter(self, **fields: object) -> Callable[[], None]:
        def change() -> None:
            comfort = self.shell.app.settings.comfort
            self._use(comfort._replace(**fields))  # type: ignore[arg-type]  # the fields of amounts()

        return change

    def _use(self, comfort: Comfort) -> None:
        self.shell.change_settings(self.shell.app.settings._replace(comfort=comfort))

    def _language_setter(self, lang: str) -> Callable[[], None]:
        return lambda: self.shell.change_settings(self.shell.app.settings._replace(lang=lang))

    def begin(self) -> QWidget:
        """Begin at the heading."""
        return self.heading
