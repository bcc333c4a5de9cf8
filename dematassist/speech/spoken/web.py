"""Addresses of sites and of mail, names of files, keys and paths of menus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.speech.spoken.claims import Form, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNS = {
    "fr": {
        ".": "point",
        "-": "tiret",
        "_": "tiret bas",
        "/": "barre oblique",
        "@": "arobase",
        "?": "point d’interrogation",
        "=": "égal",
        "&": "et",
        "#": "dièse",
        ":": "deux points",
        "%": "pour cent",
        "+": "plus",
        "~": "tilde",
    },
    "en": {".": "dot", "-": "dash", "_": "underscore", "/": "slash", "@": "at", ":": "colon"},
    "ar": {".": "نقطة", "-": "شرطة", "_": "شرطة سفلية", "/": "شرطة مائلة", "@": "آت", ":": "نقطتان"},
}
_ENDS = "fr|com|org|net|eu|info|gouv|be|ch|ca|lu|re|paris|bzh|asso"
_PART = r"[\w-]{1,63}"
_ADDRESS = (
    rf"(?:https?://|www\.)[^\s«»“”<>()]+|(?<![\w.-])(?:{_PART}\.){{1,8}}(?:{_ENDS})\b(?:/[^\s«»“”<>()]*)?"
)
_MAIL = rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_PART}\.){{1,8}}\w+"
_LAST = ".,;:!?…"
_FILE = r"(?<![\w-])[\w-]{1,100}\.(?:pdf|docx?|xlsx?|odt|ods|jpe?g|png|zip|csv|json|ics|txt|xml)\b"
_KEYS = {"ctrl": "contrôle", "alt": "alt", "maj": "majuscule", "shift": "majuscule", "suppr": "supprimer"}


def rules(lang: str) -> tuple[Rule, ...]:
    """Return the rules of addresses in this language."""
    signs = _SIGNS[lang]
    return (
        Rule(
            re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_PART}\.){{1,8}}\w+"),
            lambda found, _form: _said(found[0], signs),
        ),
        Rule(re.compile(_ADDRESS), lambda found, _form: _address(found[0], signs)),
        Rule(re.compile(_FILE, re.IGNORECASE), lambda found, _form: _file(found[0], signs)),
    )


def _address(address: str, signs: Mapping[str, str]) -> str:
    bare = address.rstrip(_LAST)
    words = _said(re.sub(r"^https?://", "", bare).rstrip("/"), signs)
    return words + address[len(bare) :]


def _file(name: str, signs: Mapping[str, str]) -> str:
    stem, _dot, extension = name.rpartition(".")
    return f"{_said(stem, signs)} {signs['.']} {' '.join(extension.upper())}"


def _said(address: str, signs: Mapping[str, str]) -> str:
    parts = re.findall(r"\w+?(?=_)|[^\W_]+|.", address)
    return " ".join(signs.get(part, part) for part in parts if part.strip())


def _keys(found: re.Match[str], _form: Form) -> str:
    keys = found[0].split("+")
    return " ".join(_KEYS.get(key.strip().lower(), key.strip()) for key in keys)


KEYS = Rule(re.compile(r"\b(?:Ctrl|Alt|Maj|Shift)(?: ?\+ ?\w+)+", re.IGNORECASE), _keys)
MENUS = Rule(re.compile(r"(?<=[\w»”]) ?[>›→] ?(?=[«“\w])"), lambda _found, _form: ", puis ")
