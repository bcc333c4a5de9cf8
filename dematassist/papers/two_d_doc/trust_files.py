"""The files of trust that someone put on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.papers.two_d_doc.trust import NotTrust, Trust, read_trust

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_MAX_FILES = 500


def trust_in(places: Sequence[Path]) -> Trust | None:
    """Read files, and those of folders; ``None`` when there is none. Raises ``UserError``."""
    trust: Trust | None = None
    for path in _files(places):
        try:
            read = read_trust([path.read_bytes()])
        except (NotTrust, OSError) as error:
            raise UserError(Cause.TRUST_UNREADABLE, path=str(path)) from error
        former = trust or Trust({}, ())
        trust = Trust(
            {**former.authorities, **read.authorities},
            (*former.signers, *read.signers),
            read.list_issued_on or former.list_issued_on,
            (*former.withdrawn, *read.withdrawn),
        )
    return trust


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if path.is_file())[:_MAX_FILES]
        else:
            yield place
