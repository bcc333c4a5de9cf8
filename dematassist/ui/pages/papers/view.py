"""What is said of each paper that a guide asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import visible_papers
from dematassist.guides.wording import checked_line, delay_lines, fact_lines, only_if
from dematassist.i18n import _, listed
from dematassist.papers.model import PaperKind, Sides

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dematassist.guides.model import Guide, PaperNeed


class PaperView(NamedTuple):
    """One paper, and what is known of it."""

    id: str
    name: str
    lines: tuple[str, ...]


def papers_view(
    guide: Guide, answers: dict[str, str], kinds: Mapping[str, PaperKind], today: date
) -> tuple[PaperView, ...]:
    """Say each paper to prepare, for someone who gave these answers (none yet: everything)."""
    return tuple(
        PaperView(need.id, need.name, tuple(filter(None, _need_lines(guide, need, answers, kinds, today))))
        for need in visible_papers(guide, answers)
        if need.id in kinds or not need.id
    )


def _need_lines(
    guide: Guide, need: PaperNeed, answers: dict[str, str], kinds: Mapping[str, PaperKind], today: date
) -> list[str]:
    lines = [only_if(guide, need, answers), need.detail]
    if need.provenance.needs_checking(today) and not guide.is_official_sheet:
        lines.append(checked_line(need.provenance, today))
    if not need.id:
        return [*lines, _("These are the words of the official sheet. We know no more of this paper.")]
    kind = kinds[need.id]
    if need.recognised_by:
        said = _("We take it for “{kind}”, because of the words “{words}”. Check that it is this one.")
        lines.append(said.format(kind=kind.name, words=need.recognised_by))
    return lines + kind_lines(kind, kinds, today)


def kind_lines(kind: PaperKind, kinds: Mapping[str, PaperKind], today: date) -> list[str]:
    """Say what is known of a kind of paper, whatever asks for it."""
    lines = [_("What it looks like: {text}").format(text=kind.looks_like or _("we do not know."))]
    if kind.given_by:
        lines.append(kind.given_by)
    lines.append(_("Where to get it: {text}").format(text=kind.where_to_get or _("we do not know.")))
    lines += delay_lines(kind, today)
    for fact in kind.accepted:
        lines += fact_lines(fact, today)
    if not kind.accepted:
        lines.append(_("How long it is accepted: we do not know. Ask the service."))
    if kind.sides:
        lines.append(_sides(kind.sides))
    if kind.may_have_2d_doc:
        lines.append(
            _("It may have a square code with black dots (2D-Doc). With it, a town hall cannot refuse it.")
        )
    instead = [kinds[one].name for one in kind.instead if one in kinds]
    if instead:
        lines.append(_("Ask if one of these would do: {papers}.").format(papers=listed(instead)))
    return lines


def _sides(sides: Sides) -> str:
    return {
        Sides.FRONT: _("To copy: the front."),
        Sides.BOTH: _("To copy: the front and the back."),
        Sides.ALL_PAGES: _("To copy: every page that is written on."),
    }[sides]
