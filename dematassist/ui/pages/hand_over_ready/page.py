"""The widgets of a hand-over note that is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.sheets.hand_over import consent_line
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save

if TYPE_CHECKING:
    from dematassist.appointments.record import HandOver
    from dematassist.errors import UserError
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress, Task


def make_ready_page(shell: Shell, _route: routes.HandOverReady) -> Page:
    """Make the page; that of the choices when no note is made, or not any more."""
    made = shell.app.handing_over.made
    if made is not None:
        return HandOverReadyPage(shell, made)
    from dematassist.ui.pages.hand_over.page import HandOverPage

    return HandOverPage(shell, routes.HandOver())


class HandOverReadyPage(Page):
    """The sheet, the file, the words, in the order in which they are carried away."""

    def __init__(self, shell: Shell, made: HandOver) -> None:
        super().__init__(shell, _("Your hand-over sheet is ready"))
        self._made = made
        self._task: Task[None] | None = None
        self.prose(_("Your agreement"), (consent_line(made.note),))
        self.section(_("1. The sheet"))
        self.line(_("Look at it: it says all that you pass on. Print it, and sign it."))
        sheet = routes.Sheet(routes.SheetKind.HAND_OVER, "")
        self.row(
            Button(
                _("See, print or save the sheet"),
                lambda: shell.go(sheet),
                weight=Weight.MAIN,
                pictogram=Pictogram.PRINT,
            )
        )
        self.section(_("2. The words of the file"))
        words = tuple(f"{number}. {word}" for number, word in enumerate(made.words.split(), 1))
        self.prose(_("The words of the file"), words)
        self.line(_("Write them on a paper that you keep, not on the stick that has the file."))
        self.slowly(_("Hear the words slowly, to write them down"), (", ".join(made.words.split()),))
        self.section(_("3. The file"))
        self.line(_("It lets the other person go on from here. Nobody opens it without the words."))
        self._saving = Button(_("Save the sealed file"), self._save, pictogram=Pictogram.SAVE)
        self.row(self._saving)
        self._state = self.line("", is_bold=True)
        self.section(_("When you have everything"))
        self.row(Button(_("Finish, and forget this note"), self._finish, pictogram=Pictogram.CHECK))

    def leave(self) -> None:
        """Stop sealing."""
        if self._task is not None:
            self._task.cancel()

    def _save(self) -> None:
        if self._task is not None:
            return
        target = choose_where_to_save(
            self, _("Save the sealed file"), _("hand-over") + ".age", _("Hand-over file (*.age)")
        )
        if target:
            self.save_to(Path(target))

    def save_to(self, target: Path) -> None:
        """Seal the note into this file."""
        from dematassist.appointments.handover_file import sealed
        from dematassist.system.files import write_atomically

        note, words = self._made

        def work(progress: Progress) -> None:
            content = sealed(note, words)
            progress.report(1, 1)
            write_atomically(target, content)

        self._state.setText(_("Sealing the file… It takes a few seconds."))
        accessible.announce(self._saving, self._state.text())
        self._task = self.shell.tasks.run(
            Lane.STORE,
            work,
            on_done=self.while_here(lambda _done: self._end(_("Saved: {path}").format(path=target))),
            on_problem=self.while_here(self._fail),
        )

    def _end(self, said: str) -> None:
        self._task = None
        self._state.setText(said)
        accessible.announce(self._saving, said)

    def _fail(self, error: UserError) -> None:
        self._end("")
        self.shell.tell_problem(error)

    def _finish(self) -> None:
        self.shell.app.handing_over.forget()
        self.shell.start_over(routes.Home())
        self.shell.tell(_("The note is forgotten here. You have the sheet, the file and the words."))
