"""What the page of an appointment says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.wording import (
    asking_lines,
    count_line,
    difficulty_lines,
    fact_rows,
    getting_lines,
    gone_line,
    order_line,
    paper_lines,
)
from dematassist.i18n import _, listed
from dematassist.sheets.model import labelled, sentence
from dematassist.vault.model import Stored

if TYPE_CHECKING:
    from datetime import date

    from dematassist.appointments.papers import MergedPaper
    from dematassist.appointments.preparing import Prepared
    from dematassist.vault.model import Document

Group = tuple[str, tuple[str, ...]]


class PaperRow(NamedTuple):
    """A paper to tick, and what is said of it."""

    key: str
    name: str
    detail: str
    is_ticked: bool
    is_held: bool
    """Whether it is in the open folder: there is nothing to tick then."""


class ScriptRow(NamedTuple):
    """A procedure for which there is something to say on the phone."""

    title: str
    guide_id: str
    journey_id: str


class AppointmentView(NamedTuple):
    """The whole page."""

    title: str
    facts: tuple[str, ...]
    gone: str
    counted: str
    papers: tuple[PaperRow, ...]
    perhaps: tuple[PaperRow, ...]
    """Papers that some cases need, which the answers do not tell yet."""
    to_ask_for: tuple[str, ...]
    questions: tuple[Group, ...]
    difficulties: tuple[Group, ...]
    scripts: tuple[ScriptRow, ...]
    has_day: bool


def appointment_view(prepared: Prepared, lang: str, today: date) -> AppointmentView:
    """Say what is ready, and what is not."""
    appointment = prepared.appointment
    own = ((_("My own questions"), appointment.questions),) if appointment.questions else ()
    walks = {one.guide_id: one.journey_id for one in appointment.procedures}
    return AppointmentView(
        title=_("My appointment"),
        facts=tuple(f"{labelled(name, lang)} {listed(said)}" for name, said in fact_rows(prepared)),
        gone=gone_line(prepared),
        counted=count_line(prepared),
        papers=tuple(_paper(one, prepared, today) for one in prepared.papers if one.is_sure),
        perhaps=tuple(_paper(one, prepared, today) for one in prepared.papers if not one.is_sure),
        to_ask_for=to_ask_for_lines(prepared, today),
        questions=(
            *own,
            *((one.guide.title, said) for one in prepared.asking if (said := asking_lines(one))),
        ),
        difficulties=tuple(
            (one.guide.title, said) for one in prepared.asking if (said := difficulty_lines(one))
        ),
        scripts=tuple(
            ScriptRow(one.guide.title, one.guide.id, walks.get(one.guide.id, ""))
            for one in prepared.subjects
            if one.guide.phone_script
        ),
        has_day=appointment.on is not None,
    )


def to_ask_for_lines(prepared: Prepared, today: date) -> tuple[str, ...]:
    """Say which papers to get first, and where."""
    if not prepared.papers:
        return (_("Choose a procedure: its papers will be listed here."),)
    if not prepared.to_ask_for:
        return (_("Every paper is there."),)
    papers = (
        " ".join((f"{number}. {sentence(paper.name)}", *getting_lines(paper, today)))
        for number, paper in enumerate(prepared.to_ask_for, 1)
    )
    return (order_line(), *papers)


def documents_of(prepared: Prepared, held: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return the documents of the open folder that are of the kinds asked for, in the order of the list."""
    kinds = [paper.kind.id for paper in prepared.papers if paper.kind]
    ours = [one for one in held if one.facts.kind in kinds and isinstance(one.state, Stored)]
    return tuple(sorted(ours, key=lambda one: kinds.index(one.facts.kind)))


def _paper(paper: MergedPaper, prepared: Prepared, today: date) -> PaperRow:
    return PaperRow(
        key=paper.key,
        name=paper.name,
        detail=" ".join(paper_lines(paper, prepared, today)),
        is_ticked=paper.is_in_hand,
        is_held=paper.is_in_hand and not paper.is_ticked,
    )
