"""The widgets where a hand-over note is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.appointments.handing_over import Draft, Item, Part, Said, hand_over, is_empty
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.page import Page
from dematassist.ui.pages.hand_over.view import hand_over_view, papers_of
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button, CheckBox, Weight
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from dematassist.ui.pages.hand_over.view import ItemRow
    from dematassist.ui.shell import Shell


class HandOverPage(Page):
    """For whom, each thing to share, the name and words of the person, their agreement."""

    def __init__(self, shell: Shell, _route: routes.HandOver) -> None:
        app = shell.app
        self._walks = app.begun_walks()
        self._papers = papers_of(app.prepared(one.id) for one in app.appointments.all())
        view = hand_over_view(self._walks, self._papers)
        draft = app.handing_over.draft
        super().__init__(shell, view.title)
        self.prose(view.title, view.intro)
        self._whom = Field(draft.said.for_whom)
        help_text = _("A service, or a person. For example: the social worker of the town hall.")
        accessible.labelled(self.body, _("For whom is it?"), self._whom, help_text=help_text)
        self._trouble = Beside(self._whom, help_text)
        self.add(self._trouble)
        self._boxes: dict[Item, CheckBox] = {}
        if view.nothing:
            self.line(view.nothing, is_quiet=True)
        for group in view.groups:
            self.section(group.title)
            procedure, *others = group.rows
            self._add(procedure, group.title)
            for row in others:
                self._add(row, group.title).setEnabled(False)
            items = tuple(row.item for row in others)
            self._boxes[procedure.item].toggled.connect(partial(self._allow, items))
        if view.papers:
            self.section(_("Papers"))
            for row in view.papers:
                self._add(row, _("Papers"))
        for item in sorted(
            draft.chosen & self._boxes.keys(), key=lambda item: item.part is not Part.PROCEDURE
        ):
            self._boxes[item].setChecked(True)
        self.section(_("If you want, in your own words"))
        self._name = Field(draft.said.name)
        help_text = _("Leave it empty if you do not want to give it.")
        accessible.labelled(self.body, _("Your name"), self._name, help_text=help_text)
        self._text = TextArea(draft.said.text)
        accessible.labelled(self.body, _("What you want to say"), self._text)
        self.section(_("Your agreement"))
        self._agreed = CheckBox(_("I agree to pass on what I chose above, to this person only"))
        self._agreed_trouble = Beside(self._agreed)
        self.add(self._agreed, self._agreed_trouble)
        self.row(
            Button(_("Make the hand-over sheet"), self._make, weight=Weight.MAIN, pictogram=Pictogram.FORWARD)
        )

    def leave(self) -> None:
        """Keep what is chosen and typed, in memory: not the agreement, which is given last."""
        self.shell.app.handing_over.draft = self._draft()

    def _draft(self) -> Draft:
        chosen = frozenset(item for item, box in self._boxes.items() if box.isChecked())
        return Draft(chosen, Said(self._whom.text(), self._name.text(), self._text.toPlainText()))

    def _add(self, row: ItemRow, group: str) -> CheckBox:
        box = CheckBox(row.words)
        accessible.describe(box, group)
        self._boxes[row.item] = box
        self.add(box)
        return box

    def _allow(self, items: tuple[Item, ...], is_on: bool) -> None:
        """Let the answers and notes of a procedure be chosen only with it: alone they would tell of it."""
        for item in items:
            self._boxes[item].setEnabled(is_on)
            if not is_on:
                self._boxes[item].setChecked(False)
        self.shell.set_tab_order()

    def _make(self) -> None:
        self._trouble.clear()
        self._agreed_trouble.clear()
        if not self._whom.text().strip():
            self._trouble.say(_("Say for whom it is: the sheet is for them only."))
            return
        (chosen, said), app = self._draft(), self.shell.app
        note = hand_over(self._walks, chosen, self._papers, said, app.clock.today())
        if is_empty(note):
            self._agreed_trouble.say(_("Nothing is chosen yet: there would be nothing to pass on."))
        elif not self._agreed.isChecked():
            self._agreed_trouble.say(_("Tick this box if you agree. Without it, nothing is made."))
        else:
            app.handing_over.make(note)
            self.shell.go(routes.HandOverReady())
