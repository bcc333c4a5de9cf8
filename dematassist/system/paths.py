"""Where things are kept, on this machine and for this user."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dematassist.system.folders import config_folder, data_folder

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
    def appointments(self) -> Path:
        """The file that keeps the appointments."""
        return self.data / "appointments.json"

    @property
    def directory(self) -> Path:
        """The compiled directory of desks."""
        return self.data / "places.db"

    @property
    def official(self) -> Path:
        """The library of official sheets."""
        return self.data / "official.db"

    @property
    def reports(self) -> Path:
        """The outbox of reports: this desk's own file, never in a person's space."""
        return self.data / "reports.db"

    @property
    def hub(self) -> Path:
        """Which hub this desk knows, with the key that signs for the desk."""
        return self.data / "hub.json"

    @property
    def feed(self) -> Path:
        """What the hub publishes, as it signed it."""
        return self.data / "hub-feed.json"

    @property
    def desk_notes(self) -> Path:
        """What the people of this desk leave for each other at a step."""
        return self.data / "desk-notes.json"

    @property
    def spaces(self) -> Path:
        """The folder of the encrypted folder of documents."""
        return self.data / "dossiers"

    @property
    def trust(self) -> Path:
        """The list of trust of the State and certificates of signers, when someone brought them."""
        return self.data / "2d-doc"

    @property
    def synonyms(self) -> Path:
        """The words of one's own: what people here say, and what it means."""
        return self.data / "synonyms.tsv"

    @property
    def activities(self) -> Path:
        """What mediators count, without anything of a person."""
        return self.data / "activities.jsonl"

    @property
    def mandates(self) -> Path:
        """Which paper mandates were printed here: numbers, days and digests, never a name."""
        return self.data / "mandates.jsonl"

    @property
    def mandate_folders(self) -> Path:
        """Sealed copies of papers that people left here for the time of a mandate."""
        return self.data / "mandats"

    @property
    def log(self) -> Path:
        """The log, which holds nothing personal."""
        return self.data / "dematassist.log"


def paths() -> Paths:
    """Return the paths of this run."""
    data, config = Path(data_folder()), Path(config_folder())
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
