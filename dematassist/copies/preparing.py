"""The file a site accepts: made from a person's papers, within its limits, then saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies import wire
from dematassist.copies.asking import ask
from dematassist.copies.model import MAX_MARK_LETTERS, Format, Order, undrawable
from dematassist.errors import Cause, UserError
from dematassist.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dematassist.copies.model import ContentsPage
    from dematassist.copies.sources import Source

_SUFFIXES = {Format.PDF: {".pdf"}, Format.JPEG: {".jpg", ".jpeg"}}


class Prepared(NamedTuple):
    """The files ready to leave, and how fine their pages are (``dpi`` as if on a sheet of A4)."""

    files: tuple[bytes, ...]
    dpi: int
    is_grey: bool
    own_pages: int = 0
    """How many pages come before those of the papers."""


def prepare(
    sources: Sequence[Source],
    order: Order,
    fonts: Path,
    report: Callable[[int, int], object],
    contents: ContentsPage | None = None,
) -> Prepared:
    """Make the copy in memory; ``contents`` comes first in a PDF, and its papers are those of ``sources``.

    Raises ``UserError``, among others when it cannot be small and readable.
    """
    if len(order.mark) > MAX_MARK_LETTERS:
        raise UserError(Cause.MARK_TOO_LONG, letters=str(MAX_MARK_LETTERS))
    if refused := undrawable(order.mark):
        raise UserError(Cause.MARK_UNDRAWABLE, letter=f"U+{ord(refused):04X}")
    first = contents if order.format is Format.PDF else None
    done = ask(wire.Prepare(order, str(fonts), first), sources, report)
    assert all(len(file) <= order.max_bytes for file in done.files)
    return Prepared(done.files, done.said.dpi, done.said.is_grey, first.own_pages if first else 0)


def targets(out: Path, made: Format, count: int, originals: Sequence[Path]) -> tuple[Path, ...]:
    """Return where each file goes.

    A PDF goes to ``out``. One JPEG goes to ``out``; several go beside it, numbered: ``x.jpg`` becomes
    ``x-1.jpg``, ``x-2.jpg``. When ``out`` is a folder, or has no ending and JPEGs are asked for, the files go
    into it as ``document.pdf``, ``document-1.jpg``…: names that say nothing of the person.
    Raises ``UserError`` when the ending is another format's, or when an original would be replaced.
    """
    is_folder = out.is_dir() or (made is Format.JPEG and not out.suffix)
    if is_folder:
        out = out / f"document.{made.value}"
    elif out.suffix.lower() in _SUFFIXES[_other(made)]:
        raise UserError(Cause.COPY_NAME, path=str(out), format=made.value)
    if count == 1:
        chosen: tuple[Path, ...] = (out,)
    else:
        chosen = tuple(out.with_name(f"{out.stem}-{n}{out.suffix}") for n in range(1, count + 1))
    for target in chosen:
        if any(_is_same_file(target, original) for original in originals):
            raise UserError(Cause.COPY_OVER_ORIGINAL, path=str(target))
    return chosen


def save(prepared: Prepared, chosen: Sequence[Path]) -> None:
    """Write each file whole or not at all. Raises ``UserError``; no half of a series of new files stays."""
    written: list[Path] = []
    try:
        for target, content in zip(chosen, prepared.files, strict=True):
            if not target.parent.exists() and target.parent.parent.is_dir():
                _make_folder(target.parent)
            existed = target.exists()
            write_atomically(target, content)
            if not existed:
                written.append(target)
    except UserError:
        for target in written:
            target.unlink(missing_ok=True)
        raise


def _make_folder(folder: Path) -> None:
    from dematassist.system.files import explained

    with explained(folder):
        folder.mkdir()


def _other(made: Format) -> Format:
    return Format.JPEG if made is Format.PDF else Format.PDF


def _is_same_file(target: Path, original: Path) -> bool:
    try:
        return target.samefile(original)
    except OSError:
        return False
