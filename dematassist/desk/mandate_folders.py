"""Copies of papers that people left at a desk for the time of a mandate, each mandate in a folder of its own.

``<number>/`` holds ``mandat.json``, the terms in clear, and a sealed space with a key of its own. A folder
takes its name once it is whole; to delete it, its name is taken away first, then the header without which its
key is nowhere, then the rest. What was cut short is finished at the next start: a mandate is whole or gone.
"""

from __future__ import annotations

import contextlib
import shutil
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, sync_folder, write_atomically
from dematassist.system.paths import private_folder
from dematassist.vault import header
from dematassist.vault.mandate import Terms
from dematassist.vault.passphrase import check_password
from dematassist.vault.space import Space

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from dematassist.vault.model import Document
    from dematassist.vault.streams import Report

_TERMS = "mandat.json"
_PART, _GONE = ".part", ".gone"
_SEEN = "heure.json"
_MOST_TERMS_BYTES = 4096


class Kept(NamedTuple):
    """The folder of a mandate, and its terms."""

    folder: Path
    terms: Terms


class MandateFolders:
    """The folders of a desk. Used from one thread at a time."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def find(self, number: str) -> Kept | None:
        """Return the folder of a mandate, if copies were left for it."""
        folder = self._place / number
        terms = _terms(folder)
        return Kept(folder, terms) if terms is not None else None

    def numbers(self) -> frozenset[str]:
        """Return the mandates that have a folder."""
        return frozenset(folder.name for folder in self._folders())

    def make(
        self,
        terms: Terms,
        password: str,
        purpose: str,
        source: Space,
        chosen: Sequence[Document],
        report: Report,
    ) -> None:
        """Copy the chosen documents of an open space into a new one, with its own key.

        Nothing stays of a copy that was stopped or failed. Raises ``UserError``, and what ``report`` raises.
        """
        check_password(password)
        final, part = self._place / terms.number, self._place / f".{terms.number}{_PART}"
        if final.exists():
            raise UserError(Cause.SPACE_EXISTS, path=str(final))
        with explained(final):
            private_folder(self._place)
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(mode=0o700)
        copies = Space(part)
        try:
            write_atomically(part / _TERMS, msgspec.json.encode(terms))
            # Nobody needs the twelve words: the person has the originals.
            sheet = copies.prepare(terms.binds(password))
            copies.create(tuple(sheet.words[number - 1] for number in sheet.asked))
            copies.lock()
            copies.open_mandate(terms, password)
            copies.keep_purpose(purpose)
            for done, document in enumerate(chosen):
                report(done, len(chosen))
                copies.add_content(source.read(document.id), document.original_name, document.facts)
            report(len(chosen), len(chosen))
            copies.lock()
            with explained(final):
                part.rename(final)
                sync_folder(self._place)
        except BaseException:
            copies.lock()
            shutil.rmtree(part, ignore_errors=True)
            raise

    def delete(self, number: str) -> None:
        """Delete the copies of a mandate, for good. Nothing when there are none. Raises ``UserError``."""
        folder, gone = self._place / number, self._place / f".{number}{_GONE}"
        with explained(folder):
            if folder.is_dir():
                folder.rename(gone)
                sync_folder(self._place)
            _take_away(gone)
            if self._place.is_dir():
                sync_folder(self._place)

    def sweep(self, ended: Collection[str], now: datetime) -> tuple[str, ...]:
        """Delete what is over or ended, and finish what was cut short; return the numbers deleted.

        The latest time ever seen here counts, not only the clock. What cannot be deleted now is tried again
        at the next start: its space refuses to open meanwhile.
        """
        if not self._place.is_dir():
            return ()
        today = self._latest(now).astimezone().date()
        over = []
        for folder in self._folders():
            terms = _terms(folder)
            # With no terms nothing opens it any more.
            if terms is None or terms.is_over(today) or folder.name in ended:
                over.append(folder.name)
        for number in over:
            with contextlib.suppress(UserError):
                self.delete(number)
        for path in self._place.iterdir():
            if path.name.startswith(".") and path.suffix in (_PART, _GONE):
                with contextlib.suppress(OSError):
                    _take_away(path)
        return tuple(over)

    def _folders(self) -> tuple[Path, ...]:
        try:
            found = [path for path in self._place.iterdir() if not path.name.startswith(".")]
        except OSError:
            return ()
        return tuple(sorted(path for path in found if path.is_dir() and not path.is_symlink()))

    def _latest(self, now: datetime) -> datetime:
        """Return the latest time ever seen, and remember it."""
        path = self._place / _SEEN
        seen = now
        with contextlib.suppress(OSError, ValueError):
            seen = max(now, msgspec.json.decode(path.read_bytes(), type=datetime))
        with contextlib.suppress(UserError):
            write_atomically(path, msgspec.json.encode(seen))
        return seen


def _terms(folder: Path) -> Terms | None:
    try:
        with (folder / _TERMS).open("rb") as stream:
            terms = msgspec.json.decode(stream.read(_MOST_TERMS_BYTES), type=Terms)
    except (OSError, ValueError):
        return None
    # Terms that were brought from another mandate are none.
    return terms if folder.name in (terms.number, f".{terms.number}{_PART}") else None


def _take_away(folder: Path) -> None:
    """Delete a folder, the headers of its spaces first: what is left then opens with nothing."""
    if not folder.is_dir():
        return
    for name in (header.NAME, header.COPY_NAME):
        for path in folder.glob(f"*/{name}"):
            path.unlink()
            sync_folder(path.parent)
    shutil.rmtree(folder)
