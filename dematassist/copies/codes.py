"""The square codes of a paper, found by the child."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies import wire
from dematassist.copies.asking import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.copies.sources import Source


class FoundCode(NamedTuple):
    """What a code holds, and its page (from 1)."""

    page: int
    content: bytes


def find_codes(source: Source, last_page: int, report: Callable[[int, int], object]) -> tuple[FoundCode, ...]:
    """Find the codes of the first pages. Raises ``UserError`` when the paper cannot be read."""
    done = ask(wire.FindCodes(last_page), (source,), report)
    pages = (int(blob.kind) if blob.kind.isdecimal() else 0 for blob in done.said.blobs)
    return tuple(FoundCode(page, content) for page, content in zip(pages, done.files, strict=True))
