"""The widgets of the two words asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.pages.new_space.stage import Stage
from dematassist.ui.pages.new_space.view import word_label, words_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from dematassist.errors import UserError
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Progress
    from dematassist.vault.model import Document
    from dematassist.vault.states import RecoverySheet


class WordsPage(Stage):
    """Two words of the sheet, asked back; then the folder is made, or sealed again with the new key."""

    def __init__(self, shell: Shell, route: routes.NewSpace, sheet: RecoverySheet) -> None:
        super().__init__(shell, route, _("Two words of your sheet"))
        self.prose(_("Two words of your sheet"), words_lines())
        self._fields = (Field(), Field())
        for number, field in zip(sheet.asked, self._fields, strict=True):
            accessible.labelled(self.body, word_label(number), field)
        self._trouble = Beside(self._fields[0])
        self.add(self._trouble)
        self._is_change = self.making().is_change
        self._making_it = Button(
            _("Change the key") if self._is_change else _("Make the folder"),
            self._create,
            weight=Weight.MAIN,
            pictogram=Pictogram.CHECK,
        )
        self.row(Button(_("See the sheet again"), self._again, pictogram=Pictogram.BACK), self._making_it)
        self._state = self.line("", is_bold=True)

    def _again(self) -> None:
        self.go_on(self.making()._replace(is_sheet_kept=False))

    def _create(self) -> None:
        self._trouble.clear()
        self._making_it.setEnabled(False)
        answers, app = tuple(field.text() for field in self._fields), self.shell.app
        space = app.space
        is_change = self._is_change
        self._state.setText(_("Sealing everything again…") if is_change else _("Making the folder…"))
        accessible.announce(self._making_it, self._state.text())

        def work(progress: Progress) -> tuple[Document, ...]:
            if is_change:
                space.change_key(answers, progress.report)
            else:
                space.create(answers)
            return app.read_space()

        self.shell.tasks.run(
            Lane.STORE,
            work,
            on_done=self._created,
            on_problem=self.while_here(self._fail),
            on_progress=self.while_here(self._advance),
        )

    def _advance(self, done: int, total: int) -> None:
        self._state.setText(_("Sealing everything again: {done} of {total}.").format(done=done, total=total))

    def _created(self, documents: tuple[Document, ...]) -> None:
        app = self.shell.app
        app.making = None
        self.shell.publish(app.hold(documents))
        if not self.is_gone:
            self.shell.replace(routes.Documents())
        if self._is_change:
            self.shell.tell(_("The key is changed. The former sheet opens nothing any more: throw it away."))
        elif app.kept.is_outside:
            self.shell.ask(
                _("Your folder is made, and open. What you began before can be kept in it too."),
                _("See what I began before"),
                lambda: self.shell.go(routes.MoveIn()),
            )
        else:
            self.shell.tell(_("Your folder is made, and open. You can add papers."))

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        self._making_it.setEnabled(True)
        self._trouble.say(str(problem(error)))
