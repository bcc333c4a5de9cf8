"""Addresses of sites and of mail, names of files, keys and paths of menus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import group, spelled, threes
from dematassist.speech.spoken.sigles import said_in_capitals

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
_EXTENSIONS = (
    "pdf|docx?|xlsx?|pptx?|odt|ods|rtf|jpe?g|png|gif|heic|tiff?|mp3|mp4|zip|csv|json|ics|txt|xml|exe|eml"
)
_FILE = rf"(?<![\w-])[\w-]{{1,100}}(?:\.[\w-]{{1,40}}){{0,3}}\.(?:{_EXTENSIONS})\b"
_KEYS = {
    "ctrl": "contrôle",
    "alt": "alt",
    "maj": "majuscule",
    "shift": "majuscule",
    "suppr": "supprimer",
    "echap": "échappe",
    "échap": "échappe",
    "cmd": "commande",
}
_FUNCTION_KEY = re.compile(r"[Ff]\d{1,2}|[a-zA-Z]")
_LONGEST_NUMBER = 4


def rules(lang: str) -> tuple[Rule, ...]:
    """Return the rules of addresses in this language."""
    signs = _SIGNS[lang]
    return (
        Rule(re.compile(_MAIL), lambda found, _form: _said(found[0], signs)),
        Rule(re.compile(_ADDRESS, re.IGNORECASE), lambda found, _form: _address(found[0], signs)),
        Rule(re.compile(_FILE, re.IGNORECASE), lambda found, _form: _file(found[0], signs)),
    )


def _address(address: str, signs: Mapping[str, str]) -> str:
    bare = address.rstrip(_LAST)
    if bare.isupper():
        bare = bare.lower()
    words = _said(re.sub(r"^(?i:https?)://", "", bare).rstrip("/"), signs)
    return words + address[len(bare) :]


def _file(name: str, signs: Mapping[str, str]) -> str:
    stem, _dot, extension = name.rpartition(".")
    return f"{_said(stem, signs)} {signs['.']} {' '.join(extension.upper())}"


def _said(address: str, signs: Mapping[str, str]) -> str:
    parts = re.findall(r"\d+|[^\W\d_]+|.", address)
    return " ".join(signs.get(part) or _part(part, signs) for part in parts if part.strip())


def _part(part: str, signs: Mapping[str, str]) -> str:
    if signs is not _SIGNS["fr"]:
        return part
    if part.isdigit():
        return ", ".join(threes(part, Form.WORDS)) if len(part) > _LONGEST_NUMBER else group(part, Form.WORDS)
    return said_in_capitals(part) if part.isupper() and len(part) > 1 else part


def _keys(found: re.Match[str], form: Form) -> str:
    keys = [key.strip() for key in found[0].split("+")]
    return " ".join(_KEYS.get(key.lower()) or _key(key, form) for key in keys)


def _key(key: str, form: Form) -> str:
    return spelled(key, form) if _FUNCTION_KEY.fullmatch(key) else key


FRENCH = (
    Rule(re.compile(r"\b(?:Ctrl|Alt|Maj|Shift|Cmd|Fn)(?: ?\+ ?\w+)+", re.IGNORECASE), _keys),
    Rule(
        re.compile(r"(?<=[\w»”\"]) ?[>›→➔➜▸] ?(?=[«“\"]?\s?[^\W\d_])|(?<=[^\W\d_»”\"]) ?[›→➔➜▸] ?(?=[«“\w])"),
        lambda _found, _form: ", puis ",
    ),
    Rule(
        re.compile(rf"(?<![\w.])\.({_EXTENSIONS})\b", re.IGNORECASE),
        lambda found, _form: f"point {' '.join(found[1].upper())}",
    ),
    Rule(re.compile(r"(?<=[\w ])@(?=[\w ])"), lambda _found, _form: " arobase "),
)
