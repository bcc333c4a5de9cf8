"""What the page says where a hand-over note is chosen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.handing_over import Item, PaperNames, Part, offered
from dematassist.guides.model import NoteKind
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, listed
from dematassist.journeys.dates import read_date
from dematassist.journeys.model import progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.appointments.preparing import Prepared
    from dematassist.journeys.record import Walk


class ItemRow(NamedTuple):
    """One thing that may be shared, in words."""

    item: Item
    words: str


class WalkGroup(NamedTuple):
    """What may be shared of one procedure; the first row is the procedure itself."""

    title: str
    rows: tuple[ItemRow, ...]


class HandOverView(NamedTuple):
    """The words around the choices."""

    title: str
    intro: tuple[str, ...]
    groups: tuple[WalkGroup, ...]
    papers: tuple[ItemRow, ...]
    nothing: str
    """Said when there is no procedure to pass on."""


def hand_over_view(walks: Iterable[Walk], papers: PaperNames) -> HandOverView:
    """Say everything that may be shared. Nothing is chosen."""
    told = Counter[str]()

    def row(item: Item, walk: Walk) -> ItemRow:
        words = _words(item, walk)
        told[words] += 1
        # Two walks through one guide may say the same.
        return ItemRow(item, f"{words} ({told[words]})" if told[words] > 1 else words)

    groups = tuple(
        WalkGroup(walk.guide.title, tuple(row(item, walk) for item in offered(walk))) for walk in walks
    )
    rows = (
        (Part.IN_HAND, _("The papers that I have: {names}"), papers.in_hand),
        (Part.MISSING, _("The papers that are missing: {names}"), papers.missing),
    )
    return HandOverView(
        title=_("Hand over to another professional"),
        intro=(
            _("You choose what the other person will know. Nothing is chosen for you."),
            _("You carry it yourself: a sheet to print, and a small file for their computer."),
        ),
        groups=groups,
        papers=tuple(
            ItemRow(Item(part), words.format(names=listed(names))) for part, words, names in rows if names
        ),
        nothing="" if groups else _("No procedure is begun: only your own words can be passed on."),
    )


def papers_of(appointments: Iterable[Prepared]) -> PaperNames:
    """Return the papers that are there and those that miss, over these appointments, each once."""
    in_hand: dict[str, None] = {}
    missing: dict[str, None] = {}
    for prepared in appointments:
        in_hand.update(dict.fromkeys(paper.name for paper in prepared.papers if paper.is_in_hand))
        missing.update(dict.fromkeys(paper.name for paper in prepared.to_ask_for))
    return PaperNames(tuple(in_hand), tuple(name for name in missing if name not in in_hand))


def _words(item: Item, walk: Walk) -> str:
    if item.part is Part.PROCEDURE:
        where = progress(walk.journey, walk.guide)
        if where.is_finished or not where.step:
            return _("This procedure, and where it is: {title}").format(title=walk.guide.title)
        said = _("This procedure, and where it is: {title}, step {step} of {steps}")
        return said.format(title=walk.guide.title, step=where.step, steps=where.steps)
    if item.part is Part.ANSWERS:
        # Translators: {title} tells two check boxes of one page apart.
        return _("My answers to the questions: {title}").format(title=walk.guide.title)
    note = next(note for note in walk.guide.step(item.step_id).notes if note.id == item.note_id)
    text = walk.journey.notes[item.step_id, item.note_id].strip()
    day = read_date(text) if note.kind is NoteKind.DATE else None
    return _("{label}: {text}").format(label=note.label, text=date_in_words(day) if day else text)
