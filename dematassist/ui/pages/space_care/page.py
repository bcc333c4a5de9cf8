"""The widgets of protecting the encrypted folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.pages.documents.open_folder import OpenFolderPage
from dematassist.ui.pages.space_care.code import CodePart
from dematassist.ui.pages.space_care.view import dates_of, proof_lines, records_line, sheet_lines
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, Weight
from dematassist.ui.widgets.choose_file import choose_where_to_save
from dematassist.ui.widgets.prose import Prose
from dematassist.ui.widgets.secret import SecretField, show_box
from dematassist.vault.rows import Kind

if TYPE_CHECKING:
    from dematassist.ui.page import Page
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task
    from dematassist.vault.documents import Checked
    from dematassist.vault.records import Proved
    from dematassist.vault.states import RecoverySheet, Unlocked


def make_care_page(shell: Shell, _route: routes.SpaceCare) -> Page:
    """Make the page; that of documents when the folder is not open."""
    if shell.app.is_space_open and shell.app.practice is None:
        return SpaceCarePage(shell)
    from dematassist.ui.pages.documents.page import make_documents_page

    return make_documents_page(shell, routes.Documents())


class SpaceCarePage(OpenFolderPage):
    """Another password, another sheet, proving everything whole, dates to remember."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _("Protect my folder"))
        self._space = shell.app.space
        self._task: Task[tuple[tuple[Checked, ...], Proved]] | None = None
        self._add_passwords()
        self._code = CodePart(self, self._current, self._trouble)
        self._add_proof()
        self._add_dates()
        self.row(
            Button(_("Back to my documents"), lambda: shell.go(routes.Documents()), pictogram=Pictogram.BACK)
        )

    def leave(self) -> None:
        """Stop proving: nobody waits for it."""
        if self._task is not None:
            self._task.cancel()

    def _add_passwords(self) -> None:
        self.section(_("The password now"))
        self._current, self._new = SecretField(), SecretField()
        why = _("It is asked for each change below.")
        accessible.labelled(self.body, _("Password of the folder"), self._current, help_text=why)
        self._trouble = Beside(self._current, why)
        self.add(self._trouble)
        self.section(_("Change the password"))
        help_text = _("Of 10 letters or more. Several words are easier to remember.")
        accessible.labelled(self.body, _("Another password"), self._new, help_text=help_text)
        self._new_trouble = Beside(self._new, help_text)
        self.add(self._new_trouble, show_box((self._current, self._new)))
        self.row(Button(_("Change the password"), self._change, weight=Weight.MAIN, pictogram=Pictogram.LOCK))
        self.section(_("Make another recovery sheet"))
        self.prose(_("Make another recovery sheet"), sheet_lines())
        self.row(Button(_("Make another recovery sheet"), self._prepare, pictogram=Pictogram.FORM))
        self._state = self.line("", is_bold=True)

    def _add_proof(self) -> None:
        self.section(_("Are all my papers whole?"))
        self._proving = Button(_("Open each paper to its end"), self._prove, pictogram=Pictogram.CHECK)
        self.row(self._proving)
        self._proof = Prose(_("Are all my papers whole?"), is_list=True)
        self._proof.hide()
        self.add(self._proof)

    def _add_dates(self) -> None:
        app = self.shell.app
        self._dates = dates_of(app.held, app.clock.today())
        if self._dates:
            self.section(_("Days to get papers again"))
            self.prose(
                _("Days to get papers again"),
                (_("Your calendar can remind you. It then holds the names of these papers, in clear."),),
            )
            self.row(Button(_("Save these dates for my calendar"), self._save, pictogram=Pictogram.CALENDAR))

    def _change(self) -> None:
        self._clear()
        self._state.setText(_("Changing the password…"))
        current, password = self._current.text(), self._new.text()
        self.shell.tasks.run(
            Lane.STORE,
            lambda _progress: self._space.change_password(current, password),
            on_done=self._changed,
            on_problem=self.while_here(self._fail),
        )

    def _changed(self, _state: Unlocked) -> None:
        if not self.is_gone:
            self._state.setText("")
            for field in (self._current, self._new):
                field.clear()
        self.shell.tell(_("The password is changed. The former one opens nothing any more."))

    def _prepare(self) -> None:
        self._clear()
        self._state.setText(_("Making the key…"))
        current = self._current.text()
        self.shell.tasks.run(
            Lane.STORE,
            lambda _progress: self._space.prepare_key(current),
            on_done=self._prepared,
            on_problem=self.while_here(self._fail),
        )

    def _prepared(self, sheet: RecoverySheet) -> None:
        from dematassist.app import Making

        self.shell.app.making = Making("", sheet, is_change=True)
        if not self.is_gone:
            self.shell.go(routes.NewSpace())

    def _fail(self, error: UserError) -> None:
        self._state.setText("")
        is_new = error.cause in (Cause.PASSWORD_TOO_SHORT, Cause.PASSWORD_TOO_LONG)
        (self._new_trouble if is_new else self._trouble).say(str(problem(error)))

    def _clear(self) -> None:
        self._trouble.clear()
        self._new_trouble.clear()

    def _prove(self) -> None:
        if self._task is not None:
            return
        self._task = self.shell.tasks.run(
            Lane.STORE,
            lambda progress: (
                self._space.verify(progress.report),
                self._space.prove_records(Kind.RECORD),
            ),
            on_done=self._proved,
            on_problem=self.shell.tell_problem,
            on_progress=lambda done, total: self._show_proof(
                (_("{done} of {total} papers opened.").format(done=done, total=total),)
            ),
        )

    def _proved(self, found: tuple[tuple[Checked, ...], Proved]) -> None:
        self._task = None
        checked, records = found
        lines = (*proof_lines(checked), *((records_line(records),) if records.records else ()))
        self._show_proof(lines)
        accessible.announce(self._proving, " ".join(lines))

    def _show_proof(self, lines: tuple[str, ...]) -> None:
        self._proof.show_lines(lines)
        self._proof.show()
        self.shell.set_tab_order()

    def _save(self) -> None:
        from dematassist.journeys.calendar import ics
        from dematassist.system.files import write_atomically

        target = choose_where_to_save(
            self, _("Save these dates for my calendar"), "documents.ics", _("Calendar (*.ics)")
        )
        if not target:
            return
        try:
            write_atomically(Path(target), ics(self._dates, self.shell.app.clock.now(), "documents"))
        except UserError as error:
            self.shell.tell_problem(error)
            return
        self.shell.tell(
            _("Saved: {path}. Open this file to put the dates in your calendar.").format(path=target)
        )
