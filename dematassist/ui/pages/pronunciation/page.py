"""The widgets of pronunciation: two fields, a trial, and what was corrected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.speech.corrections import LONGEST, Correction
from dematassist.ui import accessible
from dematassist.ui.page import Page, Rows
from dematassist.ui.pages.pronunciation.view import (
    purpose,
    said_of,
    with_correction,
    without_correction,
)
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Line

if TYPE_CHECKING:
    from dematassist.system.settings import Voicing
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class PronunciationPage(Page):
    """A word, how it is said, and the list of those corrected."""

    def __init__(self, shell: Shell, _route: routes.Pronunciation) -> None:
        super().__init__(shell, _("Correct how a word is said"))
        self.prose(_("Correct how a word is said"), purpose())
        self._written = self._field(_("The word as it is written"))
        self._said = self._field(_("How it is said"))
        self._said.returnPressed.connect(self._try)
        self.row(
            Button(_("Hear it said this way"), self._try, pictogram=Pictogram.SPEAKER),
            Button(_("Keep this correction"), self._keep, pictogram=Pictogram.CHECK),
        )
        self.section(_("Your corrections"))
        self._corrections = Rows()
        self.add(self._corrections)
        self._show_kept()

    def _field(self, label: str) -> Field:
        field = Field()
        field.setMaxLength(LONGEST)
        accessible.labelled(self.body, label, field)
        return field

    def _voicing(self) -> Voicing:
        return self.shell.app.settings.voicing

    def _use(self, voicing: Voicing) -> None:
        self.shell.change_settings(self.shell.app.settings._replace(voicing=voicing))
        self._show_kept()
        self.shell.set_tab_order()

    def _typed(self) -> Correction | None:
        """Return what is typed; say what is missing when it cannot be used."""
        typed = Correction(self._written.text().strip(), self._said.text().strip())
        if typed.is_usable:
            return typed
        self.shell.tell(_("Write the word, and how it is said."))
        (self._said if typed.written else self._written).setFocus()
        return None

    def _try(self) -> None:
        typed = self._typed()
        if typed is not None:
            self._hear(typed)

    def _hear(self, correction: Correction) -> None:
        self.shell.listener().try_correction(correction)

    def _keep(self) -> None:
        typed = self._typed()
        if typed is None:
            return
        voicing = with_correction(self._voicing(), *typed)
        if voicing is None:
            self.shell.tell(_("There are too many corrections. Remove one first."))
            return
        self._use(voicing)
        self._written.clear()
        self._said.clear()
        self._written.setFocus()
        self.shell.tell(_("Kept: {correction}").format(correction=said_of(*typed)))

    def _remove(self, written: str) -> None:
        self._written.setFocus()
        self._use(without_correction(self._voicing(), written))
        self.shell.tell(_("Removed: {word}").format(word=written))

    def _show_kept(self) -> None:
        self._corrections.clear()
        kept = self._voicing().corrections
        if not kept:
            self._corrections.add(Line(_("There is none yet."), is_quiet=True))
        for written, said in kept:
            self._corrections.add(Line(said_of(written, said), is_bold=True))
            hear = Button(
                _("Hear “{word}”").format(word=written),
                partial(self._hear, Correction(written, said)),
                pictogram=Pictogram.SPEAKER,
            )
            remove = Button(
                _("Remove “{word}”").format(word=written),
                partial(self._remove, written),
                pictogram=Pictogram.DELETE,
            )
            self._corrections.add(hear)
            self._corrections.add(remove)
