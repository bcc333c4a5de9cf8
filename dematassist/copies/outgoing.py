"""The copy a person is preparing, kept in memory while the program runs, and never written by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.copies.draft import Draft, Paper, shown_name
from dematassist.copies.model import MAX_ALL_SOURCES_BYTES, MEGABYTE
from dematassist.copies.viewing import pictures
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.preparing import Prepared
    from dematassist.copies.sources import Source

_SMALL_PX = 110


class Outgoing:
    """The draft, and the copy made of it as long as the draft has not changed since."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.prepared: Prepared | None = None

    def change(self, draft: Draft) -> None:
        """Go on with this draft."""
        if draft != self.draft:
            self.draft, self.prepared = draft, None

    def add(self, papers: tuple[Paper, ...]) -> None:
        """Put papers after the others. Raises ``UserError`` when all together are too big."""
        together = (*self.draft.papers, *papers)
        if sum(len(paper.source.content) for paper in together) > MAX_ALL_SOURCES_BYTES:
            raise UserError(Cause.SOURCES_TOO_BIG, megabytes=str(MAX_ALL_SOURCES_BYTES // MEGABYTE))
        self.change(self.draft._replace(papers=together))

    def clear(self) -> None:
        """Forget the papers, the copy and everything typed."""
        self.draft, self.prepared = Draft(), None


def look_at(source: Source, report: Callable[[int, int], object]) -> Paper:
    """Return a file as a paper of the draft: its pages counted, its first one drawn. Raises ``UserError``."""
    seen = pictures(source, _SMALL_PX, 1, 1, report)
    return Paper(source, shown_name(source.path), seen.pages, seen.pictures[0])
