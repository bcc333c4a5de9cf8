"""What a person takes away from a session: the receipt, the sheets and the dates of walks, appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.appointments.calendar import appointment_ics
from dematassist.journeys.calendar import dated_reminders, ics
from dematassist.sheets.appointment import appointment_sheet
from dematassist.sheets.contents import result_sheet
from dematassist.sheets.pdf import render_pdf
from dematassist.system.files import explained, write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from dematassist.appointments.preparing import Prepared
    from dematassist.journeys.record import Walk
    from dematassist.sheets.model import Sheet


def files_of(
    receipt: Sheet,
    walks: Sequence[Walk],
    appointments: Sequence[Prepared],
    lang: str,
    now: datetime,
    resources: Path,
    *,
    large_print: bool,
) -> dict[str, bytes]:
    """Return the files of a session by name. Names say the guide, never the person."""
    files = {"recu.pdf": render_pdf(receipt, resources, now, large_print=large_print)}
    for number, walk in enumerate(walks, 1):
        guide, journey = walk.guide, walk.journey
        sheet = result_sheet(guide, journey, now.date())
        files[f"{number}-{guide.id}.pdf"] = render_pdf(sheet, resources, now, large_print=large_print)
        dated = dated_reminders(guide, journey.notes, journey.finished_on, journey.answers).dated
        if dated:
            files[f"{number}-{guide.id}.ics"] = ics(dated, now, journey.id)
    for number, prepared in enumerate(appointments, 1):
        sheet = appointment_sheet(prepared, lang, now.date())
        files[f"rendez-vous-{number}.pdf"] = render_pdf(sheet, resources, now, large_print=large_print)
        if prepared.appointment.on is not None:
            files[f"rendez-vous-{number}.ics"] = appointment_ics(prepared.appointment, now)
    return files


def write_files(files: dict[str, bytes], place: Path, now: datetime) -> Path:
    """Write files in a new folder of this place, named after the moment; return the folder.

    Raises ``UserError`` when the stick is full, gone or cannot be written; what was written stays.
    """
    folder = place / f"DematAssist {now:%Y-%m-%d %H-%M}"
    with explained(folder):
        folder.mkdir(exist_ok=True)
    for name, content in files.items():
        write_atomically(folder / name, content)
    return folder
