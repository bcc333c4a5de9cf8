"""What the end of a session at a shared computer says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.desk.activity import ActivityPlace, Autonomy
from dematassist.desk.leaving import checklist
from dematassist.i18n import _, listed, ngettext
from dematassist.sheets.model import lines

if TYPE_CHECKING:
    from dematassist.desk.session import DeskSession, Wiped
    from dematassist.sheets.model import Sheet


class DeskEndView(NamedTuple):
    """What was done, what to check, and what a mediator may count."""

    title: str
    intro: tuple[str, ...]
    done: tuple[tuple[str, tuple[str, ...]], ...]
    checks: tuple[str, ...]
    minutes: int


def desk_end_view(session: DeskSession, sheet: Sheet) -> DeskEndView:
    """Say the end of this session; ``sheet`` is its receipt."""
    return DeskEndView(
        title=_("End the session"),
        intro=(
            _("Here is what was done. Keep this page: print it, or save it on your stick."),
            _("Then everything of this session is erased. Nothing of it was written on this computer."),
        ),
        done=tuple(group for group in lines(sheet) if group[1]),
        checks=checklist(session.sites, has_saved_files=True),
        minutes=session.minutes(),
    )


def autonomy_name(autonomy: Autonomy) -> str:
    """Return the words of a degree of autonomy."""
    return {
        Autonomy.ACCOMPANIED: _("The mediator did it"),
        Autonomy.PARTLY: _("We did it together"),
        Autonomy.ALONE: _("The person did it, the mediator watched"),
    }[autonomy]


def place_name(place: ActivityPlace) -> str:
    """Return the words of where it was done."""
    return {
        ActivityPlace.DESK: _("At the desk"),
        ActivityPlace.HOME: _("At the person’s home"),
        ActivityPlace.REMOTE: _("From afar"),
        ActivityPlace.OTHER: _("Somewhere else"),
    }[place]


def taken_line(folder: str, files: int) -> str:
    """Say what is on the stick now."""
    said = ngettext("{n} file is in {folder}.", "{n} files are in {folder}.", files)
    return said.format(n=files, folder=folder)


def wiped_line(wiped: Wiped) -> str:
    """Say what was erased."""
    told = (
        ngettext("{n} walk", "{n} walks", wiped.walks).format(n=wiped.walks),
        # Translators: what a person wrote down on the steps.
        ngettext("{n} note", "{n} notes", wiped.notes).format(n=wiped.notes),
        ngettext("{n} paper chosen", "{n} papers chosen", wiped.papers).format(n=wiped.papers),
        # Translators: of a report of something that does not work.
        ngettext("{n} draft of a report", "{n} drafts of reports", wiped.drafts).format(n=wiped.drafts),
        ngettext("{n} appointment", "{n} appointments", wiped.appointments).format(n=wiped.appointments),
        # Translators: what a person filled in before a mandate was printed: their name, what it is for.
        ngettext("{n} mandate filled in", "{n} mandates filled in", wiped.mandates).format(n=wiped.mandates),
        ngettext("{n} name of site", "{n} names of sites", wiped.sites).format(n=wiped.sites),
        _("what was copied"),
    )
    return _("The session is over. Erased: {things}.").format(things=listed(told))
