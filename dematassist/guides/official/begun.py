"""Which archive an import was reading when it was stopped or killed: one gesture begins it again.

Nothing half read is kept: an import is some seconds of counting words in memory, and its file is whole or not
there at all. Beginning again takes what the first try would have taken.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 10_000


@contextmanager
def begun(source: Path, target: Path) -> Iterator[None]:
    """Remember which archive is being read, until it is taken in or refused."""
    mark = _mark(target)
    mark.write_text(str(source.absolute()), encoding="utf-8")
    try:
        yield
    except (UserError, OSError):
        mark.unlink(missing_ok=True)
        raise


def ended(target: Path) -> None:
    """Forget it: the library is whole."""
    _mark(target).unlink(missing_ok=True)


def cut_short(target: Path) -> Path | None:
    """Return the archive of an import that did not end; ``None`` when there is none, or it is gone."""
    with suppress(OSError, ValueError):
        with _mark(target).open(encoding="utf-8") as mark:
            source = Path(mark.read(_LONGEST))
        return source if source.is_absolute() and source.exists() else None
    return None


def _mark(target: Path) -> Path:
    return target.with_name(f"{target.name}-begun")
