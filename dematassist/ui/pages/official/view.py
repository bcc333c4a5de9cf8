"""What an official sheet says to this person: one chapter at a time, its questions answered in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.official import model
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _
from dematassist.ui.pages.official.parts import HeadingPart
from dematassist.ui.pages.official.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dematassist.guides.official.model import Block, Sheet
    from dematassist.ui.pages.official.parts import Part


class SheetView(NamedTuple):
    """A sheet, for who gave these answers: its chapters, and what one of them says."""

    title: str
    about: tuple[str, ...]
    chapters: tuple[str, ...]
    """Their titles."""
    chapter: int
    """Which one is said, from 1 on; 0 is what comes before the first: introduction, warnings, the question
    of the situation."""
    parts: tuple[Part, ...]
    """What it says."""
    url: str
    licence: str


def sheet_view(
    sheet: Sheet, answers: Mapping[str, int], has_sheet: Callable[[str], bool], chapter: int = 0
) -> SheetView:
    """Say a chapter of a sheet, or its beginning; a number too large is the last chapter.

    ``answers`` are choices by place; ``has_sheet`` tells which links lead somewhere. What other chapters
    hold is not read: of the largest sheet that would take as long as to show one.
    """
    true, false = _chosen_variables(sheet.blocks, answers, "blocks")
    writer = Writer(sheet, answers, has_sheet, true, false, only=chapter)
    writer.blocks(sheet.intro, "intro")
    writer.blocks(sheet.blocks, "blocks")
    for title, blocks, place in (
        (_("Online services and forms"), sheet.services, "services"),
        (_("Who can help"), sheet.contacts, "contacts"),
        (_("Close questions"), sheet.related, "related"),
        (_("To know more"), sheet.more, "more"),
        (_("What the law says"), sheet.references, "references"),
        (_("Words explained"), sheet.terms, "terms"),
        (_("Around this sheet"), sheet.around, "around"),
    ):
        if blocks:
            writer.group(title, blocks, place)
    written = writer.chapters()
    if chapter >= len(written):
        # The chapters of another edition, or of other answers.
        return sheet_view(sheet, answers, has_sheet, len(written) - 1)
    titles = tuple(one.title for one in written[1:])
    parts = written[chapter].parts
    return SheetView(sheet.title, _about(sheet), titles, chapter, parts, sheet.url, _licence(sheet))


def text_parts(
    sheet: Sheet, title: str, blocks: tuple[Block, ...], has_sheet: Callable[[str], bool]
) -> tuple[Part, ...]:
    """Say some blocks of a sheet under a title, without its chapters: one step of who follows it."""
    writer = Writer(sheet, {}, has_sheet)
    writer.chapter(title)
    writer.blocks(blocks, "text")
    _before, first, *others = writer.chapters()
    parts = list(first.parts)
    for chapter in others:
        parts += (HeadingPart(chapter.title), *chapter.parts)
    return tuple(parts)


def _about(sheet: Sheet) -> tuple[str, ...]:
    changed = sheet.changed_much or sheet.modified
    trail = dict.fromkeys((*(level.title for level in sheet.trail), sheet.subject))
    summary = sheet.summary.strip()
    lines = [
        sheet.over_title,
        # The State cuts its summaries at some length.
        summary if summary.endswith((".", "!", "?")) or not summary else f"{summary}…",
        _("Official text of service-public.gouv.fr, last changed on {day}.").format(
            day=date_in_words(changed)
        )
        if changed
        else _("Official text of service-public.gouv.fr. We do not know when it last changed."),
        _("The State is changing this sheet: check it on the site.") if sheet.is_being_updated else "",
        _("Form number: cerfa {number}.").format(number=sheet.cerfa) if sheet.cerfa else "",
        _("Form number: {number}.").format(number=sheet.other_number) if sheet.other_number else "",
        # Translators: {trail} are the themes this sheet is in.
        _("Theme: {trail}.").format(trail=" > ".join(filter(None, trail))) if trail else "",
    ]
    return tuple(line for line in lines if line)


def _licence(sheet: Sheet) -> str:
    who = sheet.written_by or "DILA"
    # Translators: the line that the State's licence asks for.
    return _("Source: {who}, service-public.gouv.fr, Licence Ouverte 2.0.").format(who=who)


def _chosen_variables(
    blocks: Iterable[Block], answers: Mapping[str, int], place: str
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what the answers to a guided search made true and false."""
    true: set[str] = set()
    false: set[str] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, model.Branch):
            here = f"{place}.{number}"
            chosen = answers.get(here)
            if chosen is not None and chosen < len(block.branches):
                branch = block.branches[chosen]
                true.update(branch.makes_true)
                false.update(branch.makes_false)
                deeper = _chosen_variables((branch, *branch.blocks), answers, f"{here}.{chosen}")
                true.update(deeper[0])
                false.update(deeper[1])
    return frozenset(true), frozenset(false)
