"""A sheet in the language of who signs it, then the same in French for the professional who receives it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.guides.library import FALLBACK
from dematassist.i18n import _
from dematassist.sheets.model import Blank, Block, Paragraph, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def with_french(sheet: Sheet, make: Callable[[], Sheet]) -> Sheet:
    """Return the sheet followed by the same in French, which ``make`` gives; a French one as it is.

    There is one place to sign, where the person can read what they sign: the French part says where it is.
    """
    if sheet.lang == FALLBACK:
        return sheet
    with i18n.speaking(FALLBACK):
        french = make()
        return sheet._replace(
            in_french=french._replace(
                title=_("{title} (French text of the same sheet)").format(title=french.title),
                short_title=french.title,
                blocks=tuple(_unsigned(french)),
            )
        )


def _unsigned(french: Sheet) -> Iterator[Block]:
    yield Paragraph(_("What the person wrote themselves is not translated."), is_quiet=True)
    for is_blank, blocks in groupby(french.blocks, lambda block: isinstance(block, Blank)):
        if is_blank:
            # Translators: said in French only, on the pages that nobody signs.
            yield Paragraph(_("To sign and to fill in on the first part, in the language of the person."))
        else:
            yield from blocks
