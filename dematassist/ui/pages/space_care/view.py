"""What is said of protecting the encrypted folder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dematassist.i18n import _, ngettext
from dematassist.journeys.calendar import DatedReminder
from dematassist.system.settings import Computer
from dematassist.vault.model import SOON_DAYS

if TYPE_CHECKING:
    from datetime import date

    from dematassist.vault.documents import Checked
    from dematassist.vault.model import Document
    from dematassist.vault.records import Proved


def sheet_lines() -> tuple[str, ...]:
    """Say when to make another sheet, and what it does."""
    return (
        _("Did you lose the recovery sheet, or did someone see it? Make another one."),
        _("All your papers are sealed again with another key. The former sheet then opens nothing."),
    )


def code_lines(*, has_code: bool) -> tuple[str, ...]:
    """Say what a short code is, or that there is one."""
    return (
        _("A short code opens your folder now. You can choose another one, or take it away.")
        if has_code
        else _("A code of six digits is shorter to type. It opens your folder on this computer only."),
        _("After five wrong codes in a row, only the password opens."),
    )


def no_code_lines(computer: Computer) -> tuple[str, ...]:
    """Say why no code is offered here, and what serves."""
    if computer is Computer.SHARED:
        return (
            _("Other people use this computer: a short code would not be safe here."),
            _("Open your folder with your password."),
        )
    return (
        _("A short code is only for a computer of yours. We do not know whose this one is."),
        _("Without a code, your password opens the folder."),
    )


def records_line(proved: Proved) -> str:
    """Say that every walk and appointment was read; a file that was not whole is written from the list."""
    said = ngettext(
        "{n} walk or appointment was read, and is whole.",
        "{n} walks and appointments were read, all whole.",
        proved.records,
    )
    if not proved.mended:
        return said.format(n=proved.records)
    again = ngettext("{n} file was written again.", "{n} files were written again.", proved.mended)
    return f"{said.format(n=proved.records)} {again.format(n=proved.mended)}"


def proof_lines(checked: tuple[Checked, ...]) -> tuple[str, ...]:
    """Say whether every paper is whole, and which are not."""
    wrong = [one.document.shown_name for one in checked if one.wrong is not None]
    if not wrong:
        said = ngettext(
            "{n} paper was opened, and is whole.", "{n} papers were opened, all whole.", len(checked)
        )
        return (said.format(n=len(checked)),)
    return (
        _("These papers are damaged. Put them in again, from your copy or from who gave them:"),
        *wrong,
    )


def dates_of(documents: tuple[Document, ...], today: date) -> tuple[DatedReminder, ...]:
    """Return the days to get papers again: two months before their end, or at their end when that is past."""
    found = []
    for document in documents:
        expires = document.facts.expires
        if expires is not None and expires > today:
            early = expires - timedelta(days=SOON_DAYS)
            text = _("Get again: {name}").format(name=document.shown_name)
            on = early if early > today else expires
            found.append(DatedReminder(document.id, text, on, _("My documents")))
    return tuple(sorted(found, key=lambda one: one.on))
