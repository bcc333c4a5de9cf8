"""What the page of one document says, and how its fields are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.folding import folded
from dematassist.i18n import _
from dematassist.journeys.dates import read_date, written
from dematassist.ui.pages.documents.view import code_line, end_line, kinds_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dematassist.papers.model import PaperKind
    from dematassist.vault.model import Concern, Document, DocumentFacts

_SUGGESTED = 6


def summary_lines(document: Document, kinds: Mapping[str, PaperKind], today: date) -> tuple[str, ...]:
    """Say in short what the document is, and what was noticed when it came in."""
    kind = kinds.get(document.facts.kind)
    lines = (
        [kind.name] if kind else [_("Say what kind of paper it is: the guides then know that you have it.")]
    )
    lines += [code_line(document.facts.official_code), end_line(document.facts, today)]
    lines += [concern_line(concern) for concern in document.concerns]
    return tuple(line for line in lines if line)


def concern_line(concern: Concern) -> str:
    """Say what was noticed of a file."""
    return {
        "active": _("This file holds a program. Here, it is only looked at: nothing of it runs."),
        "macros": _("This file holds macros. It is kept, and never opened here."),
        "locked": _("This file has a password of its own."),
        "kind-unknown": _("We do not know this kind of file. It is kept, and never opened here."),
        "other-ending": _("The name of this file says another kind than what it is."),
        "cut": _("The end of this file is missing."),
        "two-kinds": _("This file is two kinds of file at once. Take care with it."),
    }[concern.value]


def suggestions(typed: str, kinds: Iterable[PaperKind]) -> tuple[PaperKind, ...]:
    """Return the kinds of paper whose names have every word that was typed."""
    first = (folded(typed).split() or [""])[0]
    found = sorted(
        kinds_named(typed, kinds),
        key=lambda kind: (not folded(kind.name).startswith(first), kind.name),
    )
    return tuple(found[:_SUGGESTED])


def day_text(day: date | None) -> str:
    """Write a day as a person does; nothing when it is not known."""
    return written(day) if day else ""


def wrong_day() -> str:
    """Say that a day cannot be read."""
    return _("We cannot read this date. Write day, month, year: 24/11/2026. Or leave it empty.")


def with_typed(
    facts: DocumentFacts, *, kind: str, title: str, holder: str, issued: str, expires: str
) -> DocumentFacts:
    """Return the facts as they were typed; days that cannot be read are as they were."""
    return msgspec.structs.replace(
        facts,
        kind=kind,
        title=title.strip(),
        holder=holder.strip(),
        issued=read_date(issued) if issued.strip() else None,
        expires=read_date(expires) if expires.strip() else None,
    )


def is_day(typed: str) -> bool:
    """Return whether a field of a day is empty, or can be read."""
    return not typed.strip() or read_date(typed) is not None
