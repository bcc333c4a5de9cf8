"""The work that makes a copy, off the thread of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.app import App
    from dematassist.copies.draft import Draft
    from dematassist.copies.model import Order
    from dematassist.copies.preparing import Prepared
    from dematassist.ui.tasks import Progress


def making(app: App, draft: Draft, order: Order) -> Callable[[Progress], Prepared]:
    """Return what makes the copy of a draft, with the page that lists its papers when it is wanted."""
    from dematassist.copies.preparing import prepare

    resources, made_at = app.paths.resources, app.clock.now()
    sources = tuple(paper.source for paper in draft.papers)

    def work(progress: Progress) -> Prepared:
        contents = None
        if draft.has_contents:
            from dematassist.sheets.papers_contents import contents_page

            listed = tuple((paper.name, paper.pages) for paper in draft.papers)
            contents = contents_page(listed, resources, made_at)
        return prepare(sources, order, resources / "fonts", progress.report, contents)

    return work
