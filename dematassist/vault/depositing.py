"""A document left in a locked space: sealed with its public key alone, and read when its owner opens it.

It is then offered among the « documents retrouvés »: nothing here can vouch for who left it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

from dematassist.errors import Cause, UserError
from dematassist.vault.intake import require_room
from dematassist.vault.model import tidied
from dematassist.vault.parcel import Content, pack
from dematassist.vault.sealed_objects import Meta, counted, unmarked
from dematassist.vault.shelves import Place, Shelves
from dematassist.vault.streams import PIECE_BYTES, Pull, Push

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.system.clock import Clock
    from dematassist.vault.intake import Incoming
    from dematassist.vault.model import DocumentFacts
    from dematassist.vault.streams import Report


def deposit(
    folder: Path, recipient: str, incoming: Incoming, facts: DocumentFacts, clock: Clock, report: Report
) -> None:
    """Leave a document, which nobody here can read back. Raises ``UserError``, and what ``report`` raises."""
    require_room(folder, incoming.size_bytes)
    meta = Meta(
        id=clock.new_id(),
        original_name=incoming.name,
        media_type=incoming.media_type,
        size_bytes=incoming.size_bytes,
        sha256=incoming.sha256,
        added=clock.today(),
        facts=tidied(facts),
        concerns=incoming.concerns,
    )
    shelves = Shelves(folder)
    written = hashlib.sha256()
    content = Content(
        incoming.name, incoming.size_bytes, incoming.crc, counted(incoming.pieces(), meta, report)
    )

    def write(stream: BinaryIO) -> None:
        _seal(Pull(pack(unmarked(meta), content)), _Summed(stream, written), recipient)

    def check(part: Path) -> None:
        if _sum_of(part) != written.digest():
            raise UserError(Cause.DISK_UNRELIABLE, path=str(folder))

    shelves.put(shelves.path(meta.id, Place.OBJECTS), write, check)


class _Summed(Push):
    """Sums what is written: what cannot be opened can still be compared."""

    def __init__(self, stream: BinaryIO, digest: hashlib._Hash) -> None:
        super().__init__(stream)
        self._digest = digest

    def write(self, piece: bytes) -> int:
        """Write the next bytes."""
        self._digest.update(piece)
        return super().write(piece)


def _seal(pull: Pull, push: Push, recipient: str) -> None:
    # pyrage takes 12 ms to import: only where a space is used.
    from pyrage import EncryptError, encrypt_io, x25519

    try:
        encrypt_io(pull, push, [x25519.Recipient.from_str(recipient)])
    except EncryptError as error:
        raise pull.failed or push.failed or error from error


def _sum_of(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            digest.update(piece)
    return digest.digest()
