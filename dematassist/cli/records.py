"""The walks and appointments kept in an encrypted folder, for its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.appointments.model import Appointment
    from dematassist.appointments.together import Moved
    from dematassist.journeys.summary import Summary
    from dematassist.system.paths import Paths
    from dematassist.vault.space import Space


def walks_in(space: Space) -> tuple[Summary, ...]:
    """Return one line for each walk of the open folder, the last one touched first."""
    from dematassist.journeys.sealed import WALKS
    from dematassist.journeys.summary import latest_first
    from dematassist.vault.sealing import SealedRecords, Sealing

    sealing = Sealing(space)
    return latest_first(summary for _walk, summary in SealedRecords(sealing, WALKS, sealing.read()).all())


def appointments_in(space: Space) -> tuple[Appointment, ...]:
    """Return the appointments of the open folder, in the order of the list."""
    from dematassist.appointments.model import in_order
    from dematassist.appointments.sealed import APPOINTMENTS
    from dematassist.system.clock import SystemClock
    from dematassist.vault.sealing import SealedRecords, Sealing

    sealing = Sealing(space)
    kept = SealedRecords(sealing, APPOINTMENTS, sealing.read()).all()
    return in_order(kept, SystemClock().today())


def walk_lines(walks: Sequence[Summary]) -> tuple[str, ...]:
    """Say each walk: its id, its title, where it is."""
    from dematassist.ui.pages.home.view import resume_view

    views = (resume_view(walk) for walk in walks)
    return tuple(f"{view.journey_id}  {view.title}  ({view.where})" for view in views)


def appointment_lines(appointments: Sequence[Appointment]) -> tuple[str, ...]:
    """Say each appointment: its id, what it is called, when."""
    from dematassist.ui.pages.appointments.view import appointment_row
    from dematassist.vault.model import visible

    rows = map(appointment_row, appointments)
    return tuple(f"{row.id}  {visible(row.title)}  ({row.detail})" for row in rows)


def move_in(space: Space, where: Paths) -> Moved:
    """Put the walks and appointments of this computer in the open folder. Raises ``UserError``."""
    from dematassist.appointments.kept import KeptAppointments
    from dematassist.appointments.store import FileStore
    from dematassist.appointments.together import Kept
    from dematassist.journeys.kept import KeptWalks
    from dematassist.journeys.store import open_store
    from dematassist.system.clock import SystemClock
    from dematassist.vault.sealing import Sealing

    now = SystemClock().now()
    outside, problem = open_store(where.journeys, now)
    prepared = FileStore(where.appointments, now)
    kept, sealing = Kept(KeptWalks(outside), KeptAppointments(prepared)), Sealing(space)
    try:
        if damaged := problem or prepared.damaged:
            raise damaged
        kept.open(sealing, sealing.read())
        chosen = kept.to_move(kept.outside_ids())
        kept.take_in(chosen)
        return kept.moved(chosen)
    finally:
        sealing.close()
        kept.let_go()
        outside.close()


def proof_of_records(space: Space) -> str:
    """Open every walk and appointment; return what is to be said of them, nothing when there is none."""
    from dematassist.ui.pages.space_care.view import records_line
    from dematassist.vault.rows import Kind

    proved = space.prove_records(Kind.RECORD)
    return records_line(proved) if proved.records else ""
