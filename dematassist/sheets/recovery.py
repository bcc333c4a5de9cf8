"""The recovery sheet of a space: its twelve words in large print, and the square code of its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, current
from dematassist.sheets.model import (
    Callout,
    CalloutKind,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Sheet,
    SquareCode,
    Words,
)

if TYPE_CHECKING:
    from datetime import date

    from dematassist.vault.states import RecoverySheet


def recovery_sheet(recovery: RecoverySheet, made_on: date) -> Sheet:
    """Return the sheet that opens a space without its password. It does not say whose it is."""
    return Sheet(
        lang=current(),
        title=_("Recovery sheet"),
        subtitle=_("For my encrypted folder of documents. Made on {day}.").format(day=date_in_words(made_on)),
        blocks=(
            Callout(
                _("Keep this sheet away from the computer. Whoever has it can read your documents."),
                CalloutKind.WARNING,
            ),
            Heading(_("The twelve words"), picture=Picture.WRITE),
            Numbered(recovery.words),
            Paragraph(
                _("In “My documents”, press “I forgot the password”. Copy the twelve words in this order.")
            ),
            Heading(_("The square code"), picture=Picture.PAPERS),
            Paragraph(_("It holds the key below. With it, the free program “age” opens each document.")),
            SquareCode(recovery.identity),
            Callout(
                _("Without the password and without this sheet, the documents are lost. Nobody has a copy."),
                CalloutKind.WARNING,
            ),
        ),
        footer=_("Made by DematAssist, a free program. It is not an official site."),
        words=Words(page=_("Page {page} of {pages}")),
    )
