"""Everything that an appointment needs, put together from what is known. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.appointments.asking import open_points
from dematassist.appointments.papers import merged, to_ask_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dematassist.appointments.asking import Asking
    from dematassist.appointments.model import Appointment
    from dematassist.appointments.papers import MergedPaper, Subject
    from dematassist.papers.model import PaperKind
    from dematassist.vault.model import Document


class Prepared(NamedTuple):
    """An appointment, and what follows from its procedures."""

    appointment: Appointment
    subjects: tuple[Subject, ...]
    gone: tuple[str, ...]
    """The titles of procedures whose guide is not here any more."""
    papers: tuple[MergedPaper, ...]
    to_ask_for: tuple[MergedPaper, ...]
    """The papers that are not there, in the order in which to ask for them."""
    asking: tuple[Asking, ...]
    is_folder_known: bool
    """Whether the folder of documents is open: else only what the person says is known."""


def prepared(
    appointment: Appointment,
    subjects: tuple[Subject, ...],
    gone: tuple[str, ...],
    kinds: Mapping[str, PaperKind],
    held: tuple[Document, ...],
    today: date,
) -> Prepared:
    """Put it together."""
    papers = merged(subjects, kinds, held, appointment.in_hand, today)
    return Prepared(
        appointment=appointment,
        subjects=subjects,
        gone=gone,
        papers=papers,
        to_ask_for=to_ask_for(papers),
        asking=tuple(map(open_points, subjects)),
        is_folder_known=bool(held),
    )
