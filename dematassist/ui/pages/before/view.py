"""What is said before starting a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist import i18n
from dematassist.guides.model import Channel, ChannelKind, Guide, visible_channels, visible_papers
from dematassist.guides.wording import (
    channel_kind_name,
    channel_lines,
    checked_line,
    date_in_words,
    fact_lines,
    minutes_line,
    only_if,
)
from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import date


class WayView(NamedTuple):
    """One kind of way to do the procedure, and its lines."""

    kind: ChannelKind
    title: str
    lines: tuple[str, ...]


class BeforeView(NamedTuple):
    """What to know before starting, in the order it is read."""

    title: str
    language_notice: str
    summary: str
    for_whom: tuple[str, ...]
    in_short: tuple[str, ...]
    papers: tuple[str, ...]
    paper_names: tuple[str, ...]
    """What each line of ``papers`` begins with."""
    ways: tuple[WayView, ...]
    no_other_way: str
    checked: str
    changed_since: str
    """That the official sheet changed after the guide was checked; empty when it did not."""
    not_official: str
    start: str
    """The words of the button that starts."""


def before_view(
    guide: Guide, answers: dict[str, str], today: date, sheet_changed: date | None = None
) -> BeforeView:
    """Say what to know before starting, for someone who gave these answers (none yet: everything).

    ``sheet_changed`` is the day the official sheet last changed, where it is known.
    """
    # What is to be checked is said in the item it is about: an item of its own is about nothing.
    cost, answer, *others = (
        " ".join(fact_lines(f, today)) for f in (guide.cost, guide.answer_delay, *guide.facts)
    )
    in_short = [cost, minutes_line(guide.screen_minutes), answer]
    if guide.account:
        in_short.append(_("Account needed on the site: {account}").format(account=guide.account))
    in_short += others
    return BeforeView(
        title=guide.title,
        language_notice=language_notice(guide),
        summary=guide.summary,
        for_whom=guide.for_whom,
        in_short=tuple(in_short),
        papers=paper_lines(guide, answers, today),
        paper_names=tuple(paper.name for paper in visible_papers(guide, answers)),
        ways=ways(visible_channels(guide, answers), today),
        no_other_way=guide.no_other_way,
        checked=_checked(guide, today),
        changed_since=_changed_since(guide, sheet_changed, today),
        not_official=_("This program is free. It is not an official site."),
        start=_("Start") if not guide.is_official_sheet else _("Follow this sheet"),
    )


def language_notice(guide: Guide) -> str:
    """Say that a guide is not in the language of the program; empty when it is."""
    if guide.lang == i18n.current():
        return ""
    return _("This guide is only in French for now.")


def paper_lines(guide: Guide, answers: dict[str, str], today: date) -> tuple[str, ...]:
    """Return one line for each paper to prepare."""
    lines = []
    for paper in visible_papers(guide, answers):
        parts = [f"{paper.name}." if paper.name[-1] not in ".!?" else paper.name]
        parts += [only_if(guide, paper, answers), paper.detail]
        if paper.where_to_get:
            parts.append(paper.where_to_get)
        if paper.provenance.needs_checking(today) and not guide.is_official_sheet:
            parts.append(checked_line(paper.provenance, today))
        lines.append(" ".join(part for part in parts if part))
    return tuple(lines)


def ways(channels: tuple[Channel, ...], today: date) -> tuple[WayView, ...]:
    """Group the ways to do a procedure by kind, the kinds in their usual order."""
    found = []
    for kind in ChannelKind:
        lines = [" ".join(channel_lines(c, today)) for c in channels if c.kind is kind]
        if lines:
            found.append(WayView(kind, channel_kind_name(kind), tuple(lines)))
    return tuple(found)


def _checked(guide: Guide, today: date) -> str:
    day = date_in_words(guide.read_on)
    if guide.is_official_sheet:
        return _("Words of the State, in the edition of {day}. We only set them out as steps.").format(
            day=day
        )
    if today > guide.review_on:
        return _("To be checked: this guide was last read again on {day}.").format(day=day)
    return _("Checked on {day}.").format(day=day)


def _changed_since(guide: Guide, sheet_changed: date | None, today: date) -> str:
    if guide.is_official_sheet and today > guide.review_on:
        return _("These sheets are old: amounts and rules may have changed. Import a newer archive.")
    if sheet_changed is None or sheet_changed <= guide.read_on:
        return ""
    return _("The official sheet changed on {day}, after we checked this guide. Read it too.").format(
        day=date_in_words(sheet_changed)
    )
