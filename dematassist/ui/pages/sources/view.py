"""Where the facts of a guide come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.wording import date_in_words, source_line
from dematassist.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from dematassist.facts import Provenance
    from dematassist.guides.model import Guide


class SourcesView(NamedTuple):
    """The sources, official ones first; what must be checked; what is not known."""

    title: str
    when: tuple[str, ...]
    official: tuple[str, ...]
    others: tuple[str, ...]
    to_check: tuple[str, ...]
    unknown: tuple[str, ...]
    official_url: str


def sources_view(guide: Guide, today: date) -> SourcesView:
    """Say where the facts of this guide come from, and what nobody could tell us."""
    said = _said(guide)
    official = dict.fromkeys(source_line(p) for _text, p in said if p.source.is_official)
    others = dict.fromkeys(source_line(p) for _text, p in said if not p.source.is_official)
    to_check = dict.fromkeys(text for text, p in said if p.needs_checking(today))
    return SourcesView(
        title=_("Sources of this guide"),
        when=_when(guide),
        official=tuple(official),
        others=tuple(others),
        to_check=tuple(to_check),
        unknown=guide.unknown,
        official_url=guide.provider_site if guide.is_official_sheet else _sheet_url(guide.official_sheet),
    )


def _when(guide: Guide) -> tuple[str, ...]:
    day, again = date_in_words(guide.read_on), date_in_words(guide.review_on)
    if guide.is_official_sheet:
        return (
            _("The State wrote this sheet. It was in the edition of {day}.").format(day=day),
            _("After {day}, take in a newer archive: rules change.").format(day=again),
        )
    return (
        _("We read these sources on {day}.").format(day=day),
        _("We will read them again before {day}.").format(day=again),
    )


def _said(guide: Guide) -> list[tuple[str, Provenance]]:
    """Return everything the guide says that can go stale, with where it comes from."""
    said = [(fact.value, fact.provenance) for fact in (guide.cost, guide.answer_delay, *guide.facts)]
    said += [(f"{channel.name} : {channel.value}", channel.provenance) for channel in guide.channels]
    said += [(paper.name, paper.provenance) for paper in guide.papers]
    said += [(step.title, step.provenance) for step in guide.steps]
    said.append((_("What comes next"), guide.after.provenance))
    return said


def _sheet_url(sheet: str) -> str:
    return f"https://www.service-public.gouv.fr/particuliers/vosdroits/{sheet}" if sheet else ""
