"""Where things are kept, on this machine and for this user."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent.parent
_NAME = "dematassist"
_IS_LINUX: bool = sys.platform.startswith("linux")


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
    data, config = _folders()
    root = _PACKAGE.parent
    if (root / "resources" / "guides").is_dir():
        resources, translations = root / "resources", root / "translations"
        library = root / "build" / "library.db"
    else:
        resources, translations = _PACKAGE / "resources", _PACKAGE / "translations"
        library = _PACKAGE / "library.db"
    return Paths(resources, translations, library, data, config / "settings.json")


def _folders() -> tuple[Path, Path]:
    """Return the folders of this user's data and settings."""
    home = os.environ.get("DEMATASSIST_HOME")
    if home:
        return Path(home), Path(home)
    if _IS_LINUX:
        # Importing platformdirs takes 4 % of a start; this is all it does here.
        return _xdg("XDG_DATA_HOME", ".local/share"), _xdg("XDG_CONFIG_HOME", ".config")
    import platformdirs

    return (
        Path(platformdirs.user_data_path(_NAME, appauthor=False)),
        Path(platformdirs.user_config_path(_NAME, appauthor=False)),
    )


def _xdg(variable: str, usual: str) -> Path:
    """Return a folder of the XDG Base Directory Specification, 0.8: a relative path is not taken."""
    chosen = os.environ.get(variable, "")
    base = Path(chosen) if os.path.isabs(chosen) else Path.home() / usual  # noqa: PTH117 -- of any text
    return base / _NAME


def private_folder(folder: Path) -> None:
    """Make ``folder`` if it is not there, open to this user only (mode 0700). Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
