"""What the page says where a file to send is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies.model import MAX_MARK_LETTERS, Format
from dematassist.errors import Cause
from dematassist.guides.library import FALLBACK
from dematassist.i18n import _, ngettext, speaking

if TYPE_CHECKING:
    from datetime import date

    from dematassist.copies.draft import Draft, Paper
    from dematassist.guides.library import Library
    from dematassist.guides.model import Guide


class PaperView(NamedTuple):
    """One paper of the list: its number and name, then what is known of it."""

    title: str
    detail: str


class SendView(NamedTuple):
    """What is said around the fields."""

    title: str
    intro: tuple[str, ...]
    formats: tuple[tuple[Format, str], ...]
    size_label: str
    size_help: str
    mark_label: str
    mark_help: str


def send_view() -> SendView:
    """Say what the page is for."""
    return SendView(
        title=_("Prepare the file to send"),
        intro=(
            _("Choose your papers. We make a file that the site accepts."),
            _("Your papers do not change. Nothing leaves this computer."),
        ),
        formats=(
            (Format.PDF, _("One PDF file, all pages together")),
            (Format.JPEG, _("JPEG images, one for each page")),
        ),
        size_label=_("The largest size that the site accepts, in megabytes (Mo)"),
        size_help=_(
            "The site says it near the button that adds a file. For example: 2 or 0,5. "
            "If you do not know, leave it empty: we choose 2."
        ),
        mark_label=_("Words of the mark"),
        mark_help=_("Who it is for, what for, and the day. A thief cannot use this copy elsewhere."),
    )


def paper_view(number: int, paper: Paper) -> PaperView:
    """Say one paper of the list."""
    said = [ngettext("{n} page.", "{n} pages.", paper.pages).format(n=paper.pages)]
    if hidden := len(paper.hidden):
        said.append(ngettext("{n} hidden part.", "{n} hidden parts.", hidden).format(n=hidden))
    return PaperView(f"{number}. {paper.name}", " ".join(said))


def papers_line(draft: Draft) -> str:
    """Say how much was chosen."""
    if not draft.papers:
        return _("No paper is chosen yet.")
    papers = ngettext("{n} paper", "{n} papers", len(draft.papers)).format(n=len(draft.papers))
    pages = ngettext("{n} page", "{n} pages", draft.pages).format(n=draft.pages)
    # Translators: « 2 papers, 3 pages in all. »
    return _("{papers}, {pages} in all.").format(papers=papers, pages=pages)


def proposed_mark(guide: Guide, library: Library, today: date) -> str:
    """Return the purpose mark of a copy for this guide: in French, for the service that receives it."""
    if guide.lang != FALLBACK:
        guide = library.guide(guide.id, FALLBACK)
    day = today.strftime("%d/%m/%Y")
    who = guide.provider_name.partition(" (")[0]
    with speaking(FALLBACK):
        # Translators: written on the copy itself. {who} is the name of a service,
        # {what} the title of a guide.
        mark = _("Copy for: {who} – {what} – {day}")
    room = MAX_MARK_LETTERS - len(mark.format(who=who, what="", day=day))
    return mark.format(who=who, what=guide.title[: max(room, 0)].rstrip(), day=day)


def limits_unknown(guide: Guide | None) -> str:
    """Say that a guide does not know what the site accepts; empty outside a guide."""
    if guide is None:
        return ""
    return _("We do not know which size this site accepts. It may say it on its page.")


MARK_CAUSES = frozenset({Cause.MARK_TOO_LONG, Cause.MARK_UNDRAWABLE})
SIZE_CAUSES = frozenset({Cause.COPY_CANNOT_FIT})
"""Problems told beside these fields; all others are told beside the papers."""
