"""Spaces and documents of nobody, for the tests of the sealed space."""

from __future__ import annotations

import hashlib
import io
import subprocess
import zlib
from datetime import date
from typing import TYPE_CHECKING

from dematassist.vault.documents import Added, Documents
from dematassist.vault.intake import from_bytes
from dematassist.vault.keys import SpaceKeys, keys_of, new_identity
from dematassist.vault.model import Document, DocumentFacts
from dematassist.vault.sealed_objects import Meta, SealedObjects
from dematassist.vault.shelves import Shelves
from dematassist.vault.streams import no_report

if TYPE_CHECKING:
    from pathlib import Path

ONE = f"{1:032x}"
OTHER = f"{2:032x}"
DAY = date(2026, 11, 24)


def some_keys() -> SpaceKeys:
    return keys_of(new_identity(), bytes(range(16)))


def described(content: bytes, document_id: str = ONE, name: str = "Avis d\u2019imp\u00f4t.pdf") -> Meta:
    return Meta(
        id=document_id,
        original_name=name,
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added=DAY,
        facts=DocumentFacts(kind="avis-imposition", title="Avis d\u2019imp\u00f4t 2026"),
    )


def store(objects: SealedObjects, content: bytes, document_id: str = ONE, **meta: str) -> Meta:
    told = described(content, document_id, **meta)
    objects.seal(told, zlib.crc32(content), (content,), no_report)
    return told


def opened_by_age(keys: SpaceKeys, path: Path) -> bytes:
    """What the ``age`` program makes of a file with the recovery key alone."""
    return subprocess.run(
        ["age", "--decrypt", "-i", "-", str(path)],
        input=keys.identity.encode(),
        capture_output=True,
        check=True,
    ).stdout


def sealed_by_age(keys: SpaceKeys, content: bytes) -> bytes:
    """What anybody can make with the public key of a space."""
    return subprocess.run(
        ["age", "--encrypt", "-r", keys.recipient], input=content, capture_output=True, check=True
    ).stdout


def add(documents: Documents, content: bytes, name: str = "Avis.pdf", **facts: object) -> Document:
    added = documents.add_document(from_bytes(content, name), DocumentFacts(**facts))
    assert isinstance(added, Added)
    return added.document


def content_of(documents: Documents, document_id: str) -> bytes:
    target = io.BytesIO()
    documents.read(document_id, target)
    return target.getvalue()


def objects_in(space: Path, keys: SpaceKeys) -> SealedObjects:
    return SealedObjects(Shelves(space), keys)
