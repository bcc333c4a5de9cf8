"""Which of the papers that a guide asks for are in the person's open folder. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import visible_papers
from dematassist.i18n import _, ngettext
from dematassist.vault.model import Ended, Stored, end_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dematassist.guides.model import Guide, PaperNeed
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
    lines: dict[str, str] = {}
    here = 0
    for need in needs:
        is_here, line = _said(need, kinds, held, today)
        here += is_here
        lines[need.id] = line
    count = ngettext("You have {n} paper of {total}.", "You have {n} papers of {total}.", here)
    return HeldView(count.format(n=here, total=len(needs)), lines)


def _said(
    need: PaperNeed, kinds: Mapping[str, PaperKind], held: tuple[Document, ...], today: date
) -> tuple[bool, str]:
    owned = _best(need.id, held, today)
    if owned is not None:
        end = end_of(owned.facts, today)
        if isinstance(end, Ended):
            return False, _("The one you have has ended: “{name}”.").format(name=owned.shown_name)
        if end is not None:
            said = ngettext(
                "You have it: “{name}”. It ends in {n} day.",
                "You have it: “{name}”. It ends in {n} days.",
                end.days_left,
            )
            return True, said.format(name=owned.shown_name, n=end.days_left)
        return True, _("You have it: “{name}”.").format(name=owned.shown_name)
    instead = kinds[need.id].instead if need.id in kinds else ()
    for kind in instead:
        other = _best(kind, held, today)
        if other is not None and not isinstance(end_of(other.facts, today), Ended):
            return False, _("You may have it: ask if “{name}” would do.").format(name=other.shown_name)
    return False, _("This paper is missing.")


def _best(kind: str, held: tuple[Document, ...], today: date) -> Document | None:
    """Return the paper of this kind that serves the longest."""
    ours = [one for one in held if one.facts.kind == kind and isinstance(one.state, Stored)]
    return max(ours, key=lambda one: (one.facts.expires is None, one.facts.expires or today), default=None)
