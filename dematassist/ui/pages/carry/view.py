"""What is said of taking everything away, and of taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from dematassist.vault.bringing import BroughtIn
    from dematassist.vault.carrying import Carried


def carry_lines() -> tuple[str, ...]:
    """Say what the file is."""
    return (
        _("All your papers go into one file, with the list of what you wrote about them."),
        _("It opens on any computer, without this program. Your folder here does not change."),
    )


def bring_lines() -> tuple[str, ...]:
    """Say what comes back."""
    return (_("Papers that are here already stay as they are. The others are added."),)


def file_name(*, is_sealed: bool) -> str:
    """Propose a name that says nothing of the person."""
    name = _("documents")
    return f"{name}.zip.age" if is_sealed else f"{name}.zip"


def carried_lines(carried: Carried, path: str, *, is_sealed: bool) -> tuple[str, ...]:
    """Say what was written, and what could not be."""
    said = ngettext(
        "{n} paper is in this file: {path}", "{n} papers are in this file: {path}", carried.documents
    )
    lines = [said.format(n=carried.documents, path=path)]
    if count := carried.records:
        beside = ngettext(
            "{n} walk or appointment is in it too.", "{n} walks and appointments are in it too.", count
        )
        lines.append(beside.format(n=count))
    if not is_sealed:
        lines.append(_("Everyone who has this file can read it. Keep it in a safe place."))
    if carried.left_out:
        lines.append(_("These papers are damaged, and could not be taken:"))
        lines += [document.shown_name for document in carried.left_out]
    return tuple(lines)


def brought_lines(brought: BroughtIn) -> tuple[str, ...]:
    """Say what came in, what was here, and what was refused."""
    added = ngettext("{n} paper was added.", "{n} papers were added.", brought.documents)
    lines = [added.format(n=brought.documents)]
    if count := brought.records:
        beside = ngettext(
            "{n} walk or appointment was added.", "{n} walks and appointments were added.", count
        )
        lines.append(beside.format(n=count))
    if there := brought.already_there:
        said = ngettext("{n} paper was there already.", "{n} papers were there already.", there)
        lines.append(said.format(n=there))
    if brought.refused:
        lines.append(_("These are damaged or changed, and were not taken:"))
        lines += brought.refused
    return tuple(lines)
