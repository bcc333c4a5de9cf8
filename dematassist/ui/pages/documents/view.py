"""What « Mes documents » says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, listed, ngettext
from dematassist.vault.model import Ended, EndsSoon, Missing, OfficialCode, end_of, reminders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dematassist.papers.model import PaperKind
    from dematassist.ui.pages.documents.intake import Intake
    from dematassist.vault.found import Found
    from dematassist.vault.mandate import Terms
    from dematassist.vault.model import Document, DocumentFacts
    from dematassist.vault.scanner import Scanner


_MOST_REMINDERS = 20
_MOST_NAMES = 5


class DocumentView(NamedTuple):
    """One document of the list."""

    id: str
    title: str
    detail: str


def none_yet() -> tuple[str, ...]:
    """Say what the folder is for, before there is one."""
    return (
        _("Keep your papers here, in an encrypted folder. You find them again for each procedure."),
        _("Nobody reads them without your password. They are sent to nobody."),
        _("The guides then tell you which papers you have, and which are missing."),
    )


def on_a_stick() -> tuple[str, ...]:
    """Say where the folder is at a shared computer."""
    return (
        _("Other people use this computer: your papers are not kept on it."),
        _("Put your stick in, then choose it. Your encrypted folder opens from there, or is made there."),
        _("At the end of the session, the folder is closed. Take your stick with you."),
    )


def of_a_mandate(terms: Terms) -> tuple[str, ...]:
    """Say whose copies these are, without a name."""
    return (
        _("Copies left here for mandate {number}, until {day} included.").format(
            number=terms.number, day=date_in_words(terms.last_day)
        ),
        _("The mediator has the password. It opens these copies, and nothing else."),
    )


def in_practice() -> tuple[str, ...]:
    """Say why nothing is here in a practice."""
    return (
        _("This is a practice: your real documents stay closed."),
        _("The invented papers are in “The person and their papers”."),
    )


def document_view(
    number: int, document: Document, kinds: Mapping[str, PaperKind], today: date
) -> DocumentView:
    """Say a document, numbered: two may have one name."""
    return DocumentView(
        document.id, f"{number}. {document.shown_name}", " ".join(_details(document, kinds, today))
    )


def kinds_named(typed: str, kinds: Iterable[PaperKind]) -> tuple[PaperKind, ...]:
    """Return the kinds of paper that have a name with every word that was typed."""
    words = folded(typed).split()
    return tuple(kind for kind in kinds if words and _has(kind, words))


def found_count(text: str, found: int) -> str:
    """Say how many papers a search found."""
    if not found:
        return _("No paper found for “{text}”.").format(text=text)
    return ngettext("{n} paper found.", "{n} papers found.", found).format(n=found)


def no_answer() -> str:
    """Say what to do when a search finds nothing."""
    return _("Try one other word, or the beginning of a word. Press Escape to see all your papers again.")


def reminder_lines(documents: tuple[Document, ...], today: date) -> tuple[str, ...]:
    """Say which papers to get again, the first to end first."""
    every = reminders(documents, today)
    lines = tuple(f"{one.document.shown_name}. {_ending(one.end)}" for one in every[:_MOST_REMINDERS])
    more = len(every) - len(lines)
    if not more:
        return lines
    return (*lines, ngettext("And {n} other paper.", "And {n} other papers.", more).format(n=more))


def end_line(facts: DocumentFacts, today: date) -> str:
    """Say until when a paper serves; empty when we do not know."""
    end = end_of(facts, today)
    if end is not None:
        return _ending(end)
    if facts.expires:
        return _("Serves until {day}.").format(day=date_in_words(facts.expires))
    return ""


def code_line(code: OfficialCode) -> str:
    """Say what the official code was worth when it was read here."""
    return {
        OfficialCode.ABSENT: "",
        OfficialCode.VERIFIED: _("Official code verified."),
        OfficialCode.UNVERIFIED: _("Code read, not verified."),
        OfficialCode.TO_READ: _("Official code to be read again."),
    }[code]


def intake_line(intake: Intake) -> str:
    """Say how many papers came in."""
    said = []
    if added := len(intake.added):
        said.append(ngettext("{n} paper is kept.", "{n} papers are kept.", added).format(n=added))
    if there := len(intake.already_there):
        said.append(
            ngettext("{n} paper was there already.", "{n} papers were there already.", there).format(n=there)
        )
    return " ".join(said)


class ScannerView(NamedTuple):
    """What is said of the folder of a scanner; empty where there is nothing to say."""

    said: str
    names: str
    taken: str


def scanner_view(scanner: Scanner) -> ScannerView:
    """Say what is new in the folder of the scanner, and what is left there of what was taken in."""
    new, taken = len(scanner.new), len(scanner.taken)
    if new:
        said = ngettext("{n} new paper from your scanner.", "{n} new papers from your scanner.", new)
    elif scanner.is_missing:
        said = _("The folder of your scanner is not there: {folder}. Plug it in, or choose another.")
    else:
        said = _("Nothing new from your scanner, in {folder}.")
    names = [scan.path.name for scan in scanner.new[:_MOST_NAMES]]
    left = ngettext(
        "{n} paper is in your encrypted folder. The file of the scanner is still there, for all to read.",
        "{n} papers are in your encrypted folder. The files of the scanner are still there, for all to read.",
        taken,
    )
    return ScannerView(
        said.format(n=new, folder=scanner.folder),
        listed(names) + ("…" if new > len(names) else ""),
        left.format(n=taken) if taken else "",
    )


def erased_line(erased: int, asked: int) -> str:
    """Say how many files of the scanner were erased."""
    said = ngettext("{n} file of the scanner is erased.", "{n} files of the scanner are erased.", erased)
    kept = _("The others have changed, and are still there.") if erased < asked else ""
    return f"{said.format(n=erased)} {kept}".strip()


def found_name(found: Found) -> str:
    """Name what was found: what it says of itself, or nothing when it does not open."""
    return found.document.shown_name if found.document else _("A file that does not open")


def found_line(found: Found) -> str:
    """Say how far what was found can be trusted."""
    if found.document is None:
        return _("It is damaged, or sealed for another folder.")
    if found.is_vouched_for:
        return _("This folder had kept it. It is not in the list any more.")
    return _("Someone else may have put it here. Take it in only if you expect it.")


def _has(kind: PaperKind, words: list[str]) -> bool:
    names = [folded(name) for name in (kind.name, *kind.other_names)]
    return any(all(word in name for word in words) for name in names)


def _details(document: Document, kinds: Mapping[str, PaperKind], today: date) -> list[str]:
    kind = kinds.get(document.facts.kind)
    said = [f"{kind.name}." if kind else _("Kind not said yet.")]
    if isinstance(document.state, Missing):
        said.append(_("Its file is missing."))
    said += [code_line(document.facts.official_code), end_line(document.facts, today)]
    said.append(_("Added on {day}.").format(day=date_in_words(document.added)))
    return [one for one in said if one]


def _ending(end: Ended | EndsSoon) -> str:
    if isinstance(end, Ended):
        return _("It has ended: get another one.")
    return ngettext("It ends in {n} day.", "It ends in {n} days.", end.days_left).format(n=end.days_left)
