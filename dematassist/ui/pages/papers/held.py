"""Which of the papers that a guide asks for are in the person's open folder. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import visible_papers
from dematassist.i18n import ngettext
from dematassist.journeys.in_hand import Held, holding, holding_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dematassist.guides.model import Guide
    from dematassist.papers.model import PaperKind
    from dematassist.vault.model import Document


class HeldView(NamedTuple):
    """« You have 4 papers of 6 », then one line a paper, by the id of its kind."""

    said: str
    lines: dict[str, str]


def held_view(
    guide: Guide,
    answers: dict[str, str],
    kinds: Mapping[str, PaperKind],
    held: tuple[Document, ...],
    today: date,
) -> HeldView | None:
    """Say which papers of a guide are in the folder; nothing when it is closed or empty."""
    # An official sheet may ask for what is no kind of paper of ours.
    needs = [need for need in visible_papers(guide, answers) if need.id]
    if not held or not needs:
        return None
    found = {need.id: holding(need.id, kinds, held, today) for need in needs}
    here = sum(isinstance(found[need.id], Held) for need in needs)
    count = ngettext("You have {n} paper of {total}.", "You have {n} papers of {total}.", here)
    lines = {kind_id: holding_line(one) for kind_id, one in found.items()}
    return HeldView(count.format(n=here, total=len(needs)), lines)
