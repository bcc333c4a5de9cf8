"""What a person says of a document: its kind, its name, whose it is, its days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _, ngettext
from dematassist.ui import accessible
from dematassist.ui.page import Rows
from dematassist.ui.pages.document.view import day_text, is_day, suggestions, with_typed, wrong_day
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dematassist.papers.model import PaperKind
    from dematassist.ui.page import Page
    from dematassist.vault.model import DocumentFacts


class FactsFields:
    """The fields, and the kinds of paper suggested as one types."""

    def __init__(self, page: Page, facts: DocumentFacts, kinds: Mapping[str, PaperKind]) -> None:
        self._page, self._facts, self._kinds = page, facts, kinds
        self._kind = kinds.get(facts.kind)
        self.kind = Field(self._kind.name if self._kind else "")
        help_text = _("Type a word, for example: identity, bill, pay. Then choose one.")
        accessible.labelled(page.body, _("Kind of paper"), self.kind, help_text=help_text)
        self.kind_trouble = Beside(self.kind, help_text)
        page.add(self.kind_trouble)
        self._suggested = Rows()
        page.add(self._suggested)
        self.kind.textEdited.connect(self._suggest)
        self.title = Field(facts.title)
        accessible.labelled(page.body, _("The name you give it"), self.title)
        self.holder = Field(facts.holder)
        accessible.labelled(page.body, _("Whose paper it is"), self.holder)
        day_help = _("Day, month, year. For example: 24/11/2026.")
        self._days: list[tuple[Field, Beside]] = []
        for label, day in ((_("Given on"), facts.issued), (_("Serves until"), facts.expires)):
            field = Field(day_text(day))
            accessible.labelled(page.body, label, field, help_text=day_help)
            trouble = Beside(field, day_help)
            page.add(trouble)
            self._days.append((field, trouble))

    def know(self, facts: DocumentFacts) -> None:
        """Show what was read on the paper meanwhile, but where a person has typed something else."""
        self._facts = facts
        (issued, _one), (expires, _other) = self._days
        kind = self._kinds.get(facts.kind)
        if kind is not None and not self.kind.isModified():
            self._kind = kind
            self.kind.setText(kind.name)
        for field, text in (
            (self.holder, facts.holder),
            (issued, day_text(facts.issued)),
            (expires, day_text(facts.expires)),
        ):
            if not field.isModified():
                field.setText(text)

    def read(self) -> DocumentFacts | None:
        """Return what is typed; say beside the field what cannot be used, and return nothing."""
        for _field, trouble in self._days:
            trouble.clear()
        self.kind_trouble.clear()
        typed = self.kind.text().strip()
        if typed and (self._kind is None or typed != self._kind.name):
            self.kind_trouble.say(_("Choose one of the kinds that we suggest, or leave it empty."))
            return None
        for field, trouble in self._days:
            if not is_day(field.text()):
                trouble.say(wrong_day())
                return None
        (issued, _one), (expires, _other) = self._days
        return with_typed(
            self._facts,
            kind=self._kind.id if self._kind and typed else "",
            title=self.title.text(),
            holder=self.holder.text(),
            issued=issued.text(),
            expires=expires.text(),
        )

    def _suggest(self, typed: str) -> None:
        self._suggested.clear()
        found = suggestions(typed, self._kinds.values())
        for kind in found:
            button = Button(kind.name, partial(self._choose, kind))
            self._suggested.add(button)
        self._page.shell.set_tab_order()
        said = ngettext("{n} kind of paper.", "{n} kinds of paper.", len(found)).format(n=len(found))
        accessible.describe(self.kind, said)

    def _choose(self, kind: PaperKind) -> None:
        self._kind = kind
        self.kind.setText(kind.name)
        self.kind.setFocus()
        self._suggested.clear()
        self.kind_trouble.clear()
        accessible.announce(self.kind, kind.name)
