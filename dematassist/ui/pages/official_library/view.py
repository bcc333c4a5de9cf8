"""What the page of the official sheets says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.official.store import LICENCE, PUBLISHER, What
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.official.making import Intake
    from dematassist.guides.official.store import Change, Official

_SHOWN = 200
"""Changes listed under each title: a mediator reads them, a newer edition can change thousands."""


class LibraryView(NamedTuple):
    """What there is, where to get a newer archive, and what the last import changed."""

    state: tuple[str, ...]
    is_old: bool
    how: tuple[str, ...]
    cut_short: tuple[str, ...]
    """That an import did not end; empty when all did."""
    again: str
    """The words of the button that begins it again."""
    changes: tuple[tuple[str, tuple[str, ...]], ...]


def library_view(official: Official, today: date, archive_name: str = "") -> LibraryView:
    """Say what official sheets are here. ``archive_name`` is that of an import that did not end."""
    cut_short, again = _cut_short(archive_name)
    how = (
        _("The State publishes all its sheets for free, as one file: vosdroits-latest.zip."),
        _("Look for “Service-Public, Vos droits et démarches” on data.gouv.fr."),
        _("Bring the file on this computer or on a USB stick, then choose it here."),
        _("This program downloads nothing by itself."),
    )
    if not official.is_present:
        nothing = (_("This computer has no official sheets yet."),)
        return LibraryView(nothing, False, how, cut_short, again, ())
    status = official.status()
    lines = [ngettext("{n} official sheet is here.", "{n} official sheets are here.", status.sheets)]
    if status.edition:
        lines.append(_("Last change made by the State: {day}.").format(day=date_in_words(status.edition)))
    if status.imported_on:
        lines.append(_("Taken in on {day}.").format(day=date_in_words(status.imported_on)))
    is_old = status.is_old(today)
    if is_old:
        lines.append(_("These sheets are old: amounts and rules may have changed. Import a newer archive."))
    lines.append(_("Source: {publisher}, {licence}.").format(publisher=PUBLISHER, licence=LICENCE))
    state = tuple(line.format(n=status.sheets) for line in lines)
    return LibraryView(state, is_old, how, cut_short, again, _changes(official.changes()))


def _cut_short(archive_name: str) -> tuple[tuple[str, ...], str]:
    if not archive_name:
        return (), ""
    lines = (
        _("The last archive was not taken in to the end. The sheets are as they were before."),
        _("One click begins again. The archive is read from its beginning: nothing half read is kept."),
    )
    # Translators: a button; {name} is the name of a file.
    return lines, _("Take in {name} again").format(name=archive_name)


def intake_line(intake: Intake) -> str:
    """Say what was just taken in."""
    said = ngettext("{n} official sheet is ready.", "{n} official sheets are ready.", intake.sheets)
    said = said.format(n=intake.sheets)
    if intake.unreadable:
        count = ngettext("{n} file could not be read.", "{n} files could not be read.", intake.unreadable)
        said += " " + count.format(n=intake.unreadable)
    return said


def _changes(changes: tuple[Change, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    titles = {
        What.NEW: _("New sheets"),
        What.CHANGED: _("Sheets that changed"),
        What.REMOVED: _("Sheets removed"),
    }
    groups = []
    for what, title in titles.items():
        found = [f"{change.title} ({change.id})" for change in changes if change.what is what]
        if found:
            more = len(found) - _SHOWN
            rest = [ngettext("and {n} more", "and {n} more", more).format(n=more)] if more > 0 else []
            groups.append((f"{title} ({len(found)})", (*found[:_SHOWN], *rest)))
    return tuple(groups)
