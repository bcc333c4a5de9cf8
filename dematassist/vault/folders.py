"""Where spaces are: a folder named by the id of the space, so that the id outlives its header."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, sync_folder, write_atomically
from dematassist.vault import header, lock
from dematassist.vault.readme import README_NAME, readme

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".dossier"
_NAME = re.compile(r"[A-Z2-7]{26}\.dossier", re.IGNORECASE)
_PART_NAME = re.compile(r"[a-z2-7]{26}\.part")


def folder_name(vault_id: bytes) -> str:
    """Return the name of the folder of a space."""
    return base64.b32encode(vault_id).decode("ascii").rstrip("=").lower() + SUFFIX


def vault_id_of(folder: Path) -> bytes:
    """Return the id in the name of a folder. Raises ``UserError`` when it was renamed."""
    if not _NAME.fullmatch(folder.name):
        raise UserError(Cause.SPACE_DAMAGED)
    return base64.b32decode(folder.name[:26].upper() + "======")


def is_space(folder: Path) -> bool:
    """Return whether a folder is a space, though its header may be missing."""
    return (bool(_NAME.fullmatch(folder.name)) and folder.is_dir()) or any(
        (folder / name).is_file() for name in (header.NAME, header.COPY_NAME)
    )


def spaces_in(place: Path) -> tuple[Path, ...]:
    """Return the space that a folder is, or the spaces in it. A folder that cannot be read has none."""
    try:
        if is_space(place):
            return (place,)
        return tuple(sorted(path for path in place.iterdir() if path.is_dir() and is_space(path)))
    except OSError:
        return ()


def the_space_in(place: Path) -> Path:
    """Return the one space of a folder. Raises ``UserError`` when there is none, or several."""
    found = spaces_in(place)
    if not found:
        raise UserError(Cause.SPACE_ABSENT, path=str(place))
    if len(found) > 1:
        raise UserError(Cause.SPACES_SEVERAL, path=str(place))
    return found[0]


def make_space(place: Path, first: header.Header) -> Path:
    """Make the folder of a new space; it takes its name once it is whole. Raises ``UserError``."""
    folder = place / folder_name(first.id)
    part = folder.with_suffix(".part")
    with explained(folder):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(place)
        part.mkdir(mode=0o700)
        (part / lock.NAME).touch(mode=0o600)
        write_atomically(part / README_NAME, readme().encode("utf-8"))
        header.write(part, first)
        part.rename(folder)
        sync_folder(place)
    return folder


def _sweep(place: Path) -> None:
    """Take away the spaces that were being made when the program last ended: nothing was in them yet."""
    import shutil

    for path in place.iterdir():
        if _PART_NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
