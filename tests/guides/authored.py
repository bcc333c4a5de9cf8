"""A folder of resources with one good guide in three languages, to be broken in one place at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "resources"
GUIDE = Path("guides/fr/carte-vitale.yaml")
PROVIDER = Path("providers/fr/assurance-maladie.yaml")
PAPER = Path("papers/fr/piece-identite.yaml")


class Folder:
    """The folder, its files, and the line where a text is."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for lang in ("fr", "en", "ar"):
            self._copy(f"guides/{lang}/carte-vitale.yaml")
            self._copy(f"providers/{lang}/assurance-maladie.yaml")
            for paper in ("numero-securite-sociale", "photo-identite", "piece-identite"):
                self._copy(f"papers/{lang}/{paper}.yaml")
        for instead in ("attestation-droits", "carte-identite", "passeport", "titre-sejour"):
            self._copy(f"papers/fr/{instead}.yaml")
        for lexicon in ("jargon.fr.yaml", "everyday.fr.yaml"):
            self._copy(f"lexicon/{lexicon}")

    def _copy(self, name: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHIPPED / name, self.root / name)

    def edit(self, old: str, new: str, file: Path | str = GUIDE) -> Path:
        """Replace the first ``old`` of a file, which must be there; return the whole path."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    def line(self, text: str, file: Path | str = GUIDE) -> int:
        """Return the line, from 1, of the first one that holds a text."""
        lines = (self.root / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)
