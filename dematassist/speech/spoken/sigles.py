"""Sigles: said as a word, spelled, or replaced by what they stand for (``speech.fr.tsv`` of the lexicon)."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.system.paths import paths

_VOWEL = re.compile("[AEIOUYÀÂÉÈÊËÎÏÔÛÙ]")
_LONGEST_SPELLED = 5
"""An unknown word in capitals of more letters is a word."""
_FEWEST_WORDS_IN_CAPITALS = 2


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Return what is said for each sigle of the table, by its capitals."""
    with (paths().resources / "lexicon" / "speech.fr.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader((line for line in stream if not line.startswith("#")), delimiter="\t")
        said = {}
        for written, how, *replaced in rows:
            key = written.upper()
            if how == "replaced":
                said[key] = replaced[0]
            else:
                said[key] = written.lower() if how == "word" else " ".join(key)
        return said


def _capitals(found: re.Match[str], _form: Form) -> str | None:
    written = found["sigle"]
    bare = written.replace(".", "")
    known = table().get(bare)
    if known is None:
        known = _unknown(bare)
    return known


def _unknown(letters: str) -> str:
    """Say a sigle of no table: as a word when it can be, else spelled."""
    if len(letters) > _LONGEST_SPELLED:
        return letters.lower()
    vowels = len(_VOWEL.findall(letters))
    can_be_said = len(letters) > 2 and 1 <= vowels < len(letters) and not re.search(r"[^AEIOUY]{3}", letters)  # noqa: PLR2004
    return letters.lower() if can_be_said else " ".join(letters)


def _mixed(found: re.Match[str], _form: Form) -> str | None:
    """Say « Pacs », « Smic », « Cpam » as their capitals are, when the table has them."""
    return table().get(found[0].upper())


def _title(found: re.Match[str], _form: Form) -> str | None:
    """Read a title all in capitals as words, its sigles as sigles."""
    words = found[0].split(" ")
    if len([word for word in words if len(word) > 3]) < _FEWEST_WORDS_IN_CAPITALS:  # noqa: PLR2004
        return None
    return " ".join(table().get(word, word.lower()) for word in words)


_UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÛÙÜŒÆ"
TITLES = Rule(re.compile(rf"(?<![\w])[{_UPPER}]{{2,}}(?:[ ’'-][{_UPPER}]+){{2,}}(?![\w])"), _title)
CAPITALS = Rule(
    re.compile(
        rf"(?<![\w.])(?P<sigle>[{_UPPER}]\.(?:[{_UPPER}]\.)+|(?:[{_UPPER}]\.)+[{_UPPER}](?!\w)|[{_UPPER}]{{2,}})"
        r"(?:s(?!\w))?(?![a-zà-ÿ])"
    ),
    _capitals,
)
MIXED = Rule(
    re.compile(
        r"(?<![\w])(?:Cpam|Pacs|Smic|Caf|Urssaf|Ehpad|Crous|Carsat|Ircantec|Asdir|Siret|Siren|Cerfa|Wi-Fi)(?!\w)"
    ),
    _mixed,
)
