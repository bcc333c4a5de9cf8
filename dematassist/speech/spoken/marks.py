"""Signs that are not read, references of law, forms, codes spelled."""

from __future__ import annotations

import html
import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import BLANK, number, spelled

_REFERENCE = re.compile(
    r"(?:\barticles?|\bart\.|[nN][°º]s?|\bloi|\bdécret|\barrêté|\bordonnance)[\s\d,àetR.*L-]{0,40}$",
    re.IGNORECASE,
)
_REFERENCE_REACH = 60


def _law(found: re.Match[str], form: Form) -> str:
    parts = [number(int(part), form) for part in re.findall(r"\d+", found["numbers"])]
    return f"{' '.join(found['code'].replace('.', ''))} {' tiret '.join(parts)}"


def _article(found: re.Match[str], form: Form) -> str | None:
    """Say « article 515-8 », « loi n° 2005-102 »: elsewhere a hyphen is an interval."""
    before = found.string[max(0, found.start() - _REFERENCE_REACH) : found.start()]
    if not _REFERENCE.search(before):
        return None
    return " tiret ".join(number(int(part), form) for part in found[0].split("-"))


def _cerfa(found: re.Match[str], form: Form) -> str:
    return f"{number(int(found[1]), form)} étoile {spelled(found[2], form)}"


def _code(found: re.Match[str], form: Form) -> str | None:
    code = found[0]
    if not (any(map(str.isdigit, code)) and any(map(str.isalpha, code))):
        return None
    return spelled(code, form)


def _entity(found: re.Match[str], _form: Form) -> str:
    meant = html.unescape(found[0])
    return {"&": "et", "<": " ", ">": " "}.get(meant, meant if len(meant) == 1 else " ")


def _key_sign(found: re.Match[str], form: Form) -> str:
    names = {"*": "étoile", "#": "dièse"}
    parts = re.findall(r"\d+|[*#]", found[0])
    return " ".join(names.get(part) or spelled(part, form) for part in parts)


_GREEK_NAMES = (
    *("alpha", "bêta", "gamma", "delta", "epsilon", "zêta", "êta", "thêta", "iota", "kappa", "lambda", "mu"),
    *("nu", "xi", "omicron", "pi", "rhô", "sigma", "sigma", "tau", "upsilon", "phi", "khi", "psi", "oméga"),
)
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", _GREEK_NAMES, strict=True))
_BEFORE_A_KEY = ("touche", "tapez", "taper", "sur", "puis", "composez", "avec", "par")
ENTITIES = Rule(re.compile(r"&(?:#\d{1,6}|#x[\da-fA-F]{1,5}|[a-zA-Z]{2,10});"), _entity)
LAW = Rule(
    re.compile(
        rf"\b(?P<code>L\.?O\.?|[LRDA](?=\.)|[LRD])\.?{BLANK}?\*?{BLANK}?"
        r"(?P<numbers>(?<=[. *])\d{1,4}(?!\d|[-.]\d)|\d+(?:-\d+)+|(?<=[LRD])\d{3,4}(?!\d))"
    ),
    _law,
)
ARTICLE = Rule(re.compile(r"(?<![\w-])\d{1,5}(?:-\d{1,5}){1,4}(?![\w-])"), _article)
CERFA = Rule(re.compile(r"(?<!\d)(\d{5})\*(\d\d)(?!\d)"), _cerfa)
KEY_SIGNS = Rule(
    re.compile(
        rf"(?<!\w)[*#]\d{{1,6}}[*#]|(?:{'|'.join(rf'(?<={word} )' for word in _BEFORE_A_KEY)})[*#](?!\w)",
        re.IGNORECASE,
    ),
    _key_sign,
)
CODES = Rule(
    re.compile(
        r"(?<![\w-])(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[A-Z])[A-Z\d]{2,40}(?:-[A-Z\d]{1,40}){0,8}(?![\w-])"
    ),
    _code,
)
GREEK = Rule(
    # A letter by itself; no engine for French says a word in Greek.
    re.compile("(?<![\u0370-\u03ff])[Α-ΡΣ-Ωα-ω](?![\u0370-\u03ff])"),
    lambda found, _form: _GREEK[found[0].lower()],
)
_BLANK_TO_FILL = r"(?<![_/ ])[_/ ]*_{2,}[_/ ]*|(?:\. ?){4,}|…(?:[ .]*…)+"
MARK_UP = Rule(
    re.compile(
        r"</?[a-zA-Z][^<>\n]{0,200}>|<!--|-->|\[(?=[^\[\]\n]{1,200}\]\()|\]\([^()\s]{1,400}\)"
        rf"|\[ ?[xX]? ?\]|{_BLANK_TO_FILL}"
    ),
    lambda _found, _form: " ",
)
MUTE = Rule(
    re.compile(
        r"\(\s?\)|(?<!\d)\*+|\*+(?!\d)|#+|(?<!\w)[-–—•‣·▪◦]+(?!\w)|^\s{0,20}[•‣·▪◦–—]"
        r"|(?<=\s)_+(?=\w)|^_+(?=\w)|(?<=\w)_+(?!\w)|[☐☑✓✔✗⇒➜►▶|^`\\]+"
    ),
    lambda _found, _form: " ",
)
