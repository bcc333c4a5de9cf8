"""The first page of papers put together in one PDF: what they are, and on which page each begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.copies.model import ContentsPage, ContentsPaper
from dematassist.i18n import _, current, ngettext
from dematassist.sheets.contents import sheet_words
from dematassist.sheets.model import FactTable, Row, Sheet
from dematassist.sheets.pdf import count_pages, render_pdf

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def contents_page(papers: tuple[tuple[str, int], ...], resources: Path, made_at: datetime) -> ContentsPage:
    """Return the page for these papers: the title of each, and how many pages it has.

    ``UserError`` when no font is there.
    """
    # With many papers it is itself several pages, which moves the others; their numbers are as wide then.
    own = count_pages(_sheet(papers, 1), resources)
    titled = tuple(ContentsPaper(title, _page_names(title, pages)) for title, pages in papers)
    return ContentsPage(render_pdf(_sheet(papers, own), resources, made_at), own, titled)


def _sheet(papers: tuple[tuple[str, int], ...], own: int) -> Sheet:
    rows, at = [], own
    for number, (title, pages) in enumerate(papers, 1):
        rows.append(Row(f"{number}. {title}", (_where(at + 1, at + pages),), leads_to=at + 1))
        at += pages
    count = ngettext("{n} paper", "{n} papers", len(papers)).format(n=len(papers))
    pages_in_all = ngettext("{n} page", "{n} pages", at).format(n=at)
    return Sheet(
        lang=current(),
        title=_("My papers"),
        # Translators: « 2 papers, 3 pages in all. »
        subtitle=_("{papers}, {pages} in all.").format(papers=count, pages=pages_in_all),
        blocks=(FactTable(tuple(rows), (_("Paper"), _("Where it is"))),),
        footer=_("Made by DematAssist, a free program. It is not an official site."),
        # The pages of the papers follow: how many there are in all is said above.
        words=sheet_words()._replace(page=_("Page {page}")),
    )


def _where(first: int, last: int) -> str:
    if first == last:
        return _("Page {n}").format(n=first)
    # Translators: the first and the last page of a paper.
    return _("Pages {first} to {last}").format(first=first, last=last)


def _page_names(title: str, pages: int) -> tuple[str, ...]:
    if pages == 1:
        return (title,)
    # Translators: said for the picture of a page; {title} is the name of a paper.
    name = _("{title}, page {page} of {pages}")
    return tuple(name.format(title=title, page=page, pages=pages) for page in range(1, pages + 1))
