"""Which of the papers that procedures ask for a person has in their folder. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _, ngettext
from dematassist.vault.model import Document, Ended, EndsSoon, Stored, end_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dematassist.papers.model import PaperKind


class Held(NamedTuple):
    """The paper is in the folder; it may end soon."""

    document: Document
    end: EndsSoon | None


class HeldTooLong(NamedTuple):
    """The paper is in the folder, and has ended."""

    document: Document


class PerhapsHeld(NamedTuple):
    """Another paper is in the folder, which is often accepted in its place."""

    document: Document


class NotHeld(NamedTuple):
    """Nothing in the folder would do."""


Holding = Held | HeldTooLong | PerhapsHeld | NotHeld


def holding(kind_id: str, kinds: Mapping[str, PaperKind], held: tuple[Document, ...], today: date) -> Holding:
    """Return what a folder has for a kind of paper."""
    owned = _best(kind_id, held, today)
    if owned is not None:
        end = end_of(owned.facts, today)
        return HeldTooLong(owned) if isinstance(end, Ended) else Held(owned, end)
    for instead in kinds[kind_id].instead if kind_id in kinds else ():
        other = _best(instead, held, today)
        if other is not None and not isinstance(end_of(other.facts, today), Ended):
            return PerhapsHeld(other)
    return NotHeld()


def holding_line(found: Holding) -> str:
    """Say what a folder has for a kind of paper."""
    match found:
        case Held(document, end):
            if end is None:
                return _("You have it: “{name}”.").format(name=document.shown_name)
            said = ngettext(
                "You have it: “{name}”. It ends in {n} day.",
                "You have it: “{name}”. It ends in {n} days.",
                end.days_left,
            )
            return said.format(name=document.shown_name, n=end.days_left)
        case HeldTooLong(document):
            return _("The one you have has ended: “{name}”.").format(name=document.shown_name)
        case PerhapsHeld(document):
            return _("You may have it: ask if “{name}” would do.").format(name=document.shown_name)
        case NotHeld():
            return _("This paper is missing.")


def _best(kind_id: str, held: tuple[Document, ...], today: date) -> Document | None:
    """Return the paper of this kind that serves the longest."""
    ours = [one for one in held if one.facts.kind == kind_id and isinstance(one.state, Stored)]
    return max(ours, key=lambda one: (one.facts.expires is None, one.facts.expires or today), default=None)
