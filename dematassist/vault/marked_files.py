"""What is said, marked with a key of the space, in small age files of JSON.

age does not say who sealed a file: whoever knows the public key can seal one. The mark says that this space
did.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, TypeVar

import msgspec

from dematassist.errors import UserError
from dematassist.system.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dematassist.vault.keys import SpaceKeys

DOCUMENT, FACTS, RECORD = b"document", b"facts", b"record"
"""What a mark is for: what is marked for one thing never passes for another."""
_MARK_BYTES = 32

_T = TypeVar("_T")


class Marked(msgspec.Struct, frozen=True):
    """Something said, and its mark; the mark is of the bytes as they are written."""

    said: msgspec.Raw
    mark: str = ""


class Marker:
    """Marks and seals with the first keys; knows again what any of them marked and sealed."""

    def __init__(self, keys: Sequence[SpaceKeys]) -> None:
        self._keys = keys

    def marked(self, purpose: bytes, said: msgspec.Struct) -> bytes:
        """Return what is said, with its mark."""
        raw = msgspec.json.format(msgspec.json.encode(said), indent=2)
        return msgspec.json.encode(Marked(msgspec.Raw(raw), _mark(self._keys[0], purpose, raw)))

    def vouches_for(self, purpose: bytes, marked: Marked) -> bool:
        """Return whether this space made the mark, for this purpose."""
        raw = bytes(marked.said)
        return any(hmac.compare_digest(marked.mark, _mark(keys, purpose, raw)) for keys in self._keys)

    def sealed(self, purpose: bytes, said: msgspec.Struct, step_bytes: int = 1) -> bytes:
        """Return an age file of what is said, marked. Its length tells no more than so many steps."""
        # pyrage takes 12 ms to import: only where a space is used.
        from pyrage import encrypt, x25519

        clear = self.marked(purpose, said)
        padded = clear.ljust(-(-len(clear) // step_bytes) * step_bytes)
        sealed: bytes = encrypt(padded, [x25519.Recipient.from_str(self._keys[0].recipient)])
        return sealed

    def opened(self, path: Path, purpose: bytes, kind: type[_T], most_bytes: int) -> _T | None:
        """Return what a file says; nothing when it is damaged, or when this space did not mark it."""
        from pyrage import DecryptError, decrypt

        try:
            with open_source(path) as stream:
                sealed = stream.read(most_bytes)
            marked = msgspec.json.decode(decrypt(sealed, self.identities()), type=Marked)
            said = msgspec.json.decode(marked.said, type=kind)
        except (DecryptError, OSError, UserError, msgspec.MsgspecError, ValueError):
            return None
        return said if self.vouches_for(purpose, marked) else None

    def identities(self) -> list[object]:
        """Return what opens the files of this space."""
        from pyrage import x25519

        return [x25519.Identity.from_str(keys.identity) for keys in self._keys]


def _mark(keys: SpaceKeys, purpose: bytes, said: bytes) -> str:
    key = keys.journal if purpose == RECORD else keys.index
    return hashlib.blake2b(said, digest_size=_MARK_BYTES, key=key, person=purpose).hexdigest()
