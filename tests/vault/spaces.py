"""Spaces with documents in them, and what an outside judge reads there."""

from __future__ import annotations

import hashlib
import io
import subprocess
import zipfile
import zlib
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dematassist.vault import folders, header, unlocking
from dematassist.vault.model import DocumentFacts
from dematassist.vault.sealed_objects import Meta, SealedObjects
from dematassist.vault.shelves import Place, Shelves

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.vault.keys import SpaceKeys
    from dematassist.vault.states import RecoverySheet

PASSWORD = "ancien mot de passe"  # noqa: S105
NEW_PASSWORD = "un nouveau mot"  # noqa: S105


class Made(NamedTuple):
    """A space, as its maker knows it."""

    folder: Path
    keys: SpaceKeys
    sheet: RecoverySheet


def asked_of(sheet: RecoverySheet) -> tuple[str, ...]:
    """Return the two words that a sheet asks back."""
    return tuple(sheet.words[number - 1] for number in sheet.asked)


def made_space(place: Path) -> Made:
    """Make a space."""
    new = unlocking.new_space_key(PASSWORD)
    folder = folders.make_space(place, header.first_header(new.keys, new.slots))
    return Made(folder, new.keys, new.sheet)


def store(made: Made, number: int, content: bytes, facts: DocumentFacts | None = None) -> str:
    """Store a document, and perhaps say something of it later; return its id."""
    objects = SealedObjects(Shelves(made.folder), made.keys)
    meta = Meta(
        id=f"{number:032x}",
        original_name=f"papier {number}.pdf",
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added=date(2026, 11, 24),
        facts=DocumentFacts(),
    )
    objects.seal(meta, zlib.crc32(content), [content], lambda _done, _total: None)
    if facts:
        objects.write_facts(meta.id, Place.OBJECTS, 2, facts)
    return meta.id


def read_by_age(folder: Path, *identities: str) -> dict[str, bytes]:
    """Return the documents that the ``age`` program and unzip get out of a space, by id."""
    keys = folder.parent / "cle.txt"
    keys.write_text("\n".join(identities))
    found = {}
    for path in sorted(folder.glob("objets/*/*.age")):
        if path.name.endswith(".fiche.age"):
            continue
        done = subprocess.run(
            ["age", "--decrypt", "-i", str(keys), str(path)], capture_output=True, check=False
        )
        if done.returncode == 0:
            with zipfile.ZipFile(io.BytesIO(done.stdout)) as parcel:
                (name,) = (name for name in parcel.namelist() if name.startswith("document/"))
                found[path.name[:32]] = parcel.read(name)
    keys.unlink()
    return found
