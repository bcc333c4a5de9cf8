"""The widgets of « Mes documents » while there is no folder to open here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import routes
from dematassist.ui.page import Page
from dematassist.ui.pages.documents.view import none_yet, on_a_stick
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_folder

if TYPE_CHECKING:
    from dematassist.ui.shell import Shell


class UnusablePage(Page):
    """Why the documents cannot be opened here."""

    def __init__(self, shell: Shell, lines: tuple[str, ...]) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), lines, is_warning=True)


class StickPage(Page):
    """Where the folder of this person is: at a shared computer, on what they carry."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), on_a_stick())
        self.row(Button(_("Choose my stick"), self._choose, weight=Weight.MAIN, pictogram=Pictogram.FOLDER))

    def _choose(self) -> None:
        chosen = choose_folder(self, _("Choose my stick"))
        if chosen:
            self.shell.publish(self.shell.app.use_stick(Path(chosen)))
            self.shell.replace(routes.Documents())


class NoFolderPage(Page):
    """What the folder is for, and the way to make one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("My documents"))
        self.prose(_("My documents"), none_yet())
        self.row(
            Button(
                _("Make my encrypted folder"),
                lambda: shell.go(routes.NewSpace()),
                weight=Weight.MAIN,
                pictogram=Pictogram.LOCK,
            )
        )
