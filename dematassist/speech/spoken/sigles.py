"""Sigles: said as a word, spelled, or replaced by what they stand for; titles written in capitals."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule, final_point
from dematassist.speech.spoken.lexicon import sigles

_VOWEL = re.compile("[AEIOUYÀÂÉÈÊËÎÏÔÛÙ]")
_LONGEST_SPELLED = 5
"""An unknown word in capitals of more letters is a word."""
_SHORTEST_SAID = 3


def said_in_capitals(letters: str) -> str:
    """Return what is said for letters in capitals: from the table, else as a word when it can be one."""
    known = sigles().capitals.get(letters)
    if known is not None:
        return known
    if len(letters) > _LONGEST_SPELLED:
        return letters.lower()
    vowels = len(_VOWEL.findall(letters))
    can_be_said = (
        len(letters) >= _SHORTEST_SAID
        and 1 <= vowels < len(letters)
        and not re.search(r"[^AEIOUYÀÂÉÈÊËÎÏÔÛÙ]{3}", letters)
    )
    return letters.lower() if can_be_said else " ".join(letters)


def _capitals(found: re.Match[str], _form: Form) -> str | None:
    return said_in_capitals(found["sigle"].replace(".", "")) + final_point(found)


def _mixed(found: re.Match[str], _form: Form) -> str | None:
    """Say « Pacs », « Smic », « Cpam », « rsa » as their capitals are, when the table has them."""
    written = found["sigle"]
    if written.islower():
        return sigles().mixed.get(written)
    return sigles().mixed.get(written.upper())


def _compound(found: re.Match[str], _form: Form) -> str | None:
    """Say « Agirc-Arrco », « VLS-TS » without the hyphen."""
    table = sigles().capitals
    known = table.get(found["sigle"].upper())
    parts = found["sigle"].split("-")
    if known or not all(part.isupper() and len(part) > 1 and part in table for part in parts):
        return known
    return " ".join(table[part] for part in parts)


def _title(found: re.Match[str], _form: Form) -> str | None:
    """Read a title all in capitals as words, its sigles as sigles. Sigles in a row are no title."""
    table = sigles().capitals
    words = re.findall(r"\w+", found[0])
    if not any(_is_word(word) for word in words):
        return None
    return re.sub(r"\w+", lambda word: table.get(word[0], word[0].lower()), found[0])


def _is_word(letters: str) -> bool:
    if letters in sigles().capitals:
        return letters in sigles().words and len(letters) > 1
    return len(letters) > _LONGEST_SPELLED


_UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÛÙÜŒÆ"
TITLES = Rule(re.compile(rf"(?<![\w.-])[{_UPPER}]+(?:(?: |[’'-]|[,;] )[{_UPPER}]+)+(?![\w.])"), _title)
CAPITALS = Rule(
    re.compile(
        rf"(?<![\w.])(?P<sigle>[{_UPPER}]\.(?:[{_UPPER}]\.)+|(?:[{_UPPER}]\.)+[{_UPPER}](?!\w)|[{_UPPER}]{{2,}}"
        rf"|[{_UPPER}]{{2,}}\d[{_UPPER}])s?(?!\w)"
    ),
    _capitals,
)
COMPOUND = Rule(
    re.compile(rf"(?<![\w.-])(?P<sigle>[{_UPPER}][\w]{{1,11}}-[{_UPPER}]\w{{0,11}})(?![\w-])"), _compound
)
MIXED = Rule(re.compile(r"(?<![\w.@-])(?P<sigle>[^\W\d_]{2,11})(?!\w|-\w)"), _mixed)
