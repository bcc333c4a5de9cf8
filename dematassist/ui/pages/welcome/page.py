"""The widgets of the first start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup

from dematassist import i18n
from dematassist.i18n import _
from dematassist.system.settings import Computer
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.comfort.profiles import COMFORTS, Profile, profile_name
from dematassist.ui.pages.comfort.view import LANGUAGE_NAMES, example
from dematassist.ui.pages.welcome.view import computer_name, welcome_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, RadioButton, Weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.system.settings import Settings
    from dematassist.ui.shell import Shell


class WelcomePage(Page):
    """Three skippable questions, with a live example."""

    def __init__(self, shell: Shell, _route: routes.Welcome) -> None:
        view = welcome_view()
        super().__init__(shell, view.title)
        settings = shell.app.settings
        self.prose(view.title, view.intro)
        self.row(Button(_("Skip the questions"), self._finish, pictogram=Pictogram.FORWARD))
        self._choices(
            view.language,
            [
                (LANGUAGE_NAMES[lang], shell.app.lang == lang, settings._replace(lang=lang))
                for lang in i18n.LANGUAGES
            ],
        )
        self._choices(
            view.reading,
            [
                (
                    profile_name(profile),
                    settings.comfort == COMFORTS[profile],
                    settings._replace(comfort=COMFORTS[profile]),
                )
                for profile in Profile
            ],
        )
        self.prose(_("Example"), (example(),))
        self._choices(
            view.computer,
            [
                (computer_name(computer), settings.computer is computer, settings._replace(computer=computer))
                for computer in (Computer.MINE, Computer.SHARED, Computer.UNKNOWN)
            ],
        )
        self.row(Button(_("Begin"), self._finish, weight=Weight.MAIN, pictogram=Pictogram.FORWARD))

    def _choices(self, title: str, choices: list[tuple[str, bool, Settings]]) -> None:
        self.section(title)
        group = QButtonGroup(self)
        for words, is_chosen, settings in choices:
            radio = RadioButton(words, is_checked=is_chosen)
            accessible.describe(radio, title)
            group.addButton(radio)
            radio.toggled.connect(self._chooser(settings))
            self.add(radio)

    def _chooser(self, settings: Settings) -> Callable[[bool], None]:
        return lambda on: self.shell.change_settings(settings) if on else None

    def _finish(self) -> None:
        self.shell.change_settings(self.shell.app.settings._replace(is_welcome_done=True))
        self.shell.replace(routes.DeskStart() if self.shell.app.is_desk else routes.Home())
