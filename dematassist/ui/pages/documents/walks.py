"""The walks that are kept in the open folder, and the way to put earlier ones there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dematassist.i18n import _, ngettext
from dematassist.ui import routes
from dematassist.ui.pages.home.view import resume_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, Weight

if TYPE_CHECKING:
    from dematassist.ui.page import Page


def add_walks(page: Page) -> None:
    """Add the walks of the folder; nothing when there is none, and none to put there."""
    shell, walks = page.shell, page.shell.app.walks
    if walks.sealed is None:
        # The copies of a mandate.
        return
    inside = tuple(one for one in walks.summaries() if walks.is_sealed(one.id))
    outside = len(walks.outside())
    if not inside and not outside:
        return
    page.section(_("My walks ({n})").format(n=len(inside)))
    for number, summary in enumerate(inside, 1):
        view = resume_view(summary)
        page.add(
            Button(
                f"{number}. {view.title}",
                partial(shell.go, routes.Walk(view.journey_id)),
                weight=Weight.CARD,
                pictogram=Pictogram.RESUME,
                detail=view.where,
            )
        )
    if outside:
        page.line(
            ngettext(
                "{n} walk is outside your folder.", "{n} walks are outside your folder.", outside
            ).format(n=outside)
        )
        page.row(
            Button(
                _("Put my walks in my documents"),
                lambda: shell.go(routes.MoveWalks()),
                pictogram=Pictogram.LOCK,
            )
        )
