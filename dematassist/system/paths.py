"""Where things are kept, on this machine and for this user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent.parent


class Paths(NamedTuple):
    """Folders and files of the program. ``data`` and ``settings`` are this user's own."""

    resources: Path
    translations: Path
    library: Path
    """The compiled library. In a source checkout it is made again when a source changes."""
    data: Path
    settings: Path
    """The settings file."""

    @property
    def has_sources(self) -> bool:
        """Whether the guides can be edited here: a source checkout, not an installed program."""
        return self.library.parent.name == "build"

    @property
    def journeys(self) -> Path:
        """The file that keeps the walks."""
        return self.data / "journeys.db"

    @property
    def directory(self) -> Path:
        """The compiled directory of desks."""
        return self.data / "places.db"

    @property
    def log(self) -> Path:
        """The log, which holds nothing personal."""
        return self.data / "dematassist.log"


def paths() -> Paths:
    """Return the paths of this run. ``DEMATASSIST_HOME`` puts data and settings in one folder."""
    home = os.environ.get("DEMATASSIST_HOME")
    if home:
        data, config = Path(home), Path(home)
    else:
        # platformdirs costs 14 ms to import: only when the folder is not given.
        import platformdirs

        data = Path(platformdirs.user_data_path("dematassist", appauthor=False))
        config = Path(platformdirs.user_config_path("dematassist", appauthor=False))
    root = _PACKAGE.parent
    if (root / "resources" / "guides").is_dir():
        resources, translations = root / "resources", root / "translations"
        library = root / "build" / "library.db"
    else:
        resources, translations = _PACKAGE / "resources", _PACKAGE / "translations"
        library = _PACKAGE / "library.db"
    return Paths(resources, translations, library, data, config / "settings.json")


def private_folder(folder: Path) -> None:
    """Make ``folder`` if it is not there, open to this user only (mode 0700). Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
