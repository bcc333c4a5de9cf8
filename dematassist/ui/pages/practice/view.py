"""What the page says of the invented person and of their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import visible_papers
from dematassist.i18n import _
from dematassist.journeys.practice import PERSON, person_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dematassist.guides.model import Guide
    from dematassist.papers.model import PaperKind


class PracticeView(NamedTuple):
    """Who the person is, and which papers they have."""

    title: str
    intro: tuple[str, ...]
    person: tuple[str, ...]
    papers: tuple[PaperKind, ...]


def banner() -> str:
    """Say on every page that this is a practice."""
    return _("Practice: {name} does not exist. Nothing is kept, nothing is sent.").format(name=PERSON.name)


def specimen_notice() -> str:
    """Say on each paper what it is not."""
    return _("This paper is invented for practising. It is worth nothing.")


def practice_view(guide: Guide, answers: dict[str, str], kinds: Mapping[str, PaperKind]) -> PracticeView:
    """Say the invented person and the papers that the guide asks them for."""
    return PracticeView(
        title=_("The invented person and their papers"),
        intro=(
            _("Use this name, these numbers and these papers while you practise."),
            _("Never write anything true in a practice."),
        ),
        person=person_lines(),
        papers=tuple(kinds[need.id] for need in visible_papers(guide, answers) if need.id in kinds),
    )
