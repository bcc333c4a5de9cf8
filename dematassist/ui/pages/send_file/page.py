"""The widgets of the page where a file to send is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup

from dematassist.copies import draft as drafts
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Context, Page
from dematassist.ui.pages.send_file.making import making
from dematassist.ui.pages.send_file.papers_list import PapersList
from dematassist.ui.pages.send_file.view import (
    MARK_CAUSES,
    SIZE_CAUSES,
    limits_unknown,
    proposed_mark,
    send_view,
)
from dematassist.ui.problems import problem
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton, Weight
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.given import is_taken

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from dematassist.copies.model import Format, Order
    from dematassist.copies.preparing import Prepared
    from dematassist.errors import UserError
    from dematassist.ui.pages.send_file.view import SendView
    from dematassist.ui.shell import Shell
    from dematassist.ui.tasks import Task


class SendFilePage(Page):
    """Papers, what the site accepts, the mark, and the button that makes the copy."""

    def __init__(self, shell: Shell, route: routes.SendFile) -> None:
        view = send_view()
        guide = shell.app.guide(route.guide_id, route.journey_id) if route.guide_id else None
        place = guide.title if guide else ""
        super().__init__(shell, view.title, place=place, context=Context(*route))
        self._route, self._outgoing = route, shell.app.outgoing
        self._task: Task[Prepared] | None = None
        self._is_forgotten = False
        draft = self._outgoing.draft
        if guide and draft.guide_id != guide.id:
            mark = proposed_mark(guide, shell.app.library, shell.app.clock.today())
            self._outgoing.change(draft._replace(mark=mark, guide_id=guide.id))
        self.prose(view.title, view.intro)
        self.section(_("1. Your papers"))
        self._papers = PapersList(self, self._outgoing, self._hide)
        self.section(_("2. What the site accepts"))
        if said := limits_unknown(guide):
            self.line(said, is_quiet=True)
        self._add_limits(view)
        self.section(_("3. A mark against misuse"))
        self._add_mark(view)
        self.section(_("4. Make the copy"))
        self._making = Button(
            _("Make the copy, and look at it"), self._make, weight=Weight.MAIN, pictogram=Pictogram.FORWARD
        )
        self._stopping = Button(_("Stop making the copy"), self._stop, pictogram=Pictogram.STOP)
        self._stopping.hide()
        clearing = Button(_("Forget all this"), self._clear, pictogram=Pictogram.DELETE)
        self.row(self._making, self._stopping, clearing)
        self._state = self.line("", is_bold=True)
        self.setAcceptDrops(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._papers.paste)

    def leave(self) -> None:
        """Keep what is typed, and stop the work that nobody waits for."""
        if not self._is_forgotten:
            self._keep()
        self._papers.cancel()
        if self._task is not None:
            self._task.cancel()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged over the page."""
        if is_taken(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what is dropped."""
        self._papers.take(event.mimeData())

    def _add_limits(self, view: SendView) -> None:
        self._formats: dict[Format, RadioButton] = {}
        group = QButtonGroup(self)
        for made, words in view.formats:
            radio = RadioButton(words, is_checked=made is self._outgoing.draft.format)
            accessible.describe(radio, _("2. What the site accepts"))
            group.addButton(radio)
            self.add(radio)
            self._formats[made] = radio
        words = _("Begin the PDF with a page that lists the papers")
        self._has_contents = CheckBox(words, is_checked=self._outgoing.draft.has_contents)
        self.add(self._has_contents)
        self._size = Field(self._outgoing.draft.size)
        accessible.labelled(self.body, view.size_label, self._size, help_text=view.size_help)
        self._size_trouble = Beside(self._size, view.size_help)
        self.add(self._size_trouble)

    def _add_mark(self, view: SendView) -> None:
        draft = self._outgoing.draft
        self._is_marked = CheckBox(_("Write on each page what the copy is for"), is_checked=draft.is_marked)
        self.add(self._is_marked)
        self._mark = Field(draft.mark)
        accessible.labelled(self.body, view.mark_label, self._mark, help_text=view.mark_help)
        self._mark.textEdited.connect(lambda text: self._is_marked.setChecked(bool(text.strip())))
        self._mark_trouble = Beside(self._mark, view.mark_help)
        self.add(self._mark_trouble)

    def _keep(self) -> None:
        made = next(made for made, radio in self._formats.items() if radio.isChecked())
        self._outgoing.change(
            self._outgoing.draft._replace(
                format=made,
                has_contents=self._has_contents.isChecked(),
                size=self._size.text(),
                is_marked=self._is_marked.isChecked() and bool(self._mark.text().strip()),
                mark=self._mark.text(),
            )
        )

    def _hide(self, paper: int) -> None:
        self.shell.go(routes.SendHide(paper, 1, self._route))

    def _clear(self) -> None:
        self._is_forgotten = True
        self._outgoing.clear()
        self.shell.replace(self._route)
        self.shell.tell(_("Forgotten. Your papers are still where they were."))

    def _make(self) -> None:
        if self._task is not None:
            return
        self._keep()
        for trouble in (self._papers.trouble, self._size_trouble, self._mark_trouble):
            trouble.clear()
        draft, order = self._outgoing.draft, drafts.order(self._outgoing.draft)
        if not draft.papers:
            self._papers.trouble.say(_("Choose at least one paper first."))
        elif order is None:
            self._size_trouble.say(_("We cannot use this size. Write a number from 0,05 to 100."))
        else:
            self._begin(order)

    def _begin(self, order: Order) -> None:
        self._say(_("Making the copy…"))
        self._stopping.show()
        self.shell.set_tab_order()
        self._task = self.shell.tasks.run(
            Lane.STORE,
            making(self.shell.app, self._outgoing.draft, order),
            on_done=self._made,
            on_problem=self._fail,
            on_progress=lambda done, total: self._state.setText(
                _("Making the copy: page {done} of {total}.").format(done=done + 1, total=total)
            ),
        )

    def _made(self, prepared: Prepared) -> None:
        self._task = None
        self._outgoing.prepared = prepared
        self.shell.go(routes.SendCheck(self._route))

    def _fail(self, error: UserError) -> None:
        self._end("")
        beside = self._papers.trouble
        if error.cause in MARK_CAUSES:
            beside = self._mark_trouble
        elif error.cause in SIZE_CAUSES:
            beside = self._size_trouble
        beside.say(str(problem(error)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._making.setFocus()
        self._end(_("Stopped. Nothing was made."))
        accessible.announce(self._making, self._state.text())

    def _end(self, said: str) -> None:
        self._task = None
        self._stopping.hide()
        self._state.setText(said)

    def _say(self, text: str) -> None:
        self._state.setText(text)
        accessible.announce(self._making, text)
