"""Inclusive and bracketed forms: « inscrit·e », « né(e) », « agent.e.s », « conseiller/ère »."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.lexicon import inclusives

_SWAPPED = (
    # (how the masculine ends, the ending written, how the feminine ends)
    ("teur", "trice", "trice"),
    ("teur", "rice", "trice"),
    ("teur", "ice", "trice"),
    ("eur", "euse", "euse"),
    ("eur", "se", "euse"),
    ("eur", "resse", "eresse"),
    ("ier", "ière", "ière"),
    ("er", "ère", "ère"),
    ("er", "re", "ère"),
    ("f", "ve", "ve"),
    ("if", "ive", "ive"),
    ("eux", "euse", "euse"),
    ("x", "se", "se"),
    ("en", "enne", "enne"),
    ("on", "onne", "onne"),
    ("el", "elle", "elle"),
    ("eau", "elle", "elle"),
    ("et", "ète", "ète"),
    ("e", "esse", "esse"),
)
_PLURAL_SWAPPED = {"al": "aux", "ail": "aux", "eau": "eaux"}
_ENDINGS = (
    "trice|rice|ice|euse|resse|sse|esse|ière|ère|ive|ve|enne|onne|nne|elle|lle|ète|ne|le|te|se|re|ale|e"
)
_DOT = "[·•‧⋅∙]"
_WORD = r"[^\W\d_]"


def _feminine(stem: str, ending: str) -> str:
    for masculine, written, feminine in _SWAPPED:
        if ending == written and stem.endswith(masculine):
            return stem[: len(stem) - len(masculine)] + feminine
    return stem + ending


def _plural(word: str) -> str:
    return word if word.endswith(("s", "x")) else f"{word}s"


def _pair(stem: str, ending: str, *, is_plural: bool, link: str = "") -> str:
    feminine = _feminine(stem, ending)
    if is_plural:
        return f"{_plural(stem)} {link or 'et'} {_plural(feminine)}"
    return f"{stem} ou {feminine}"


def _known(found: re.Match[str], _form: Form) -> str | None:
    return inclusives().get(re.sub(r"[•‧⋅∙()./]+", "·", found[0]).strip("·").lower())


def _inclusive(found: re.Match[str], _form: Form) -> str:
    ending, plural = found["ending"], found["plural"]
    return _pair(found["stem"], ending, is_plural=bool(plural))


def _optional_plural(found: re.Match[str], _form: Form) -> str:
    stem = found["stem"]
    return f"{stem} ou {stem}{found['plural']}"


def _both(found: re.Match[str], _form: Form) -> str:
    first, second = found[1], found[2]
    is_plural = first.endswith(("s", "x")) and second.endswith("s")
    return f"{first} {'et' if is_plural else 'ou'} {second}"


def _bracketed(found: re.Match[str], _form: Form) -> str:
    stem, ending = found["stem"], found["ending"]
    if found["maybe"]:
        return _pair(stem, ending, is_plural=True, link="ou")
    return _pair(stem, ending, is_plural=bool(found["plural"]))


def _bracketed_plural(found: re.Match[str], _form: Form) -> str:
    stem, ending = found["stem"], found["ending"]
    for masculine, plural in _PLURAL_SWAPPED.items():
        if ending == plural and stem.endswith(masculine):
            return f"{stem} ou {stem[: len(stem) - len(masculine)]}{plural}"
    return f"{stem} ou {stem}{ending}"


RULES = (
    Rule(re.compile(rf"\b{_WORD}{{1,30}}(?:{_DOT}{_WORD}{{1,6}}){{1,2}}\b"), _known),
    Rule(re.compile(rf"\b{_WORD}{{1,30}}\({_WORD}{{1,6}}\)(?!\w)"), _known),
    Rule(
        re.compile(rf"\b(?P<stem>{_WORD}{{1,30}}){_DOT}(?P<ending>{_ENDINGS}){_DOT}?(?P<plural>s)?\b"),
        _inclusive,
    ),
    Rule(re.compile(rf"\b(?P<stem>{_WORD}{{1,30}}){_DOT}(?P<plural>[sx])\b"), _optional_plural),
    Rule(re.compile(rf"\b({_WORD}{{2,30}}){_DOT}({_WORD}{{2,30}})\b"), _both),
    Rule(
        re.compile(
            rf"(?<![\w.@/-])(?P<stem>{_WORD}{{3,30}})\.(?P<ending>trice|rice|euse|ère|ière|ive|ve|ne|te|se|e)"
            r"(?:\.?(?P<plural>s))?(?![\w@/-]|\.\w)"
        ),
        _inclusive,
    ),
    Rule(
        re.compile(
            rf"(?<![\w.@/-])(?P<stem>{_WORD}{{3,30}})[/-](?P<ending>trice|rice|euse|ère|ière|e)(?:[/-]?(?P<plural>s))?(?![\w@/-])"
        ),
        _inclusive,
    ),
    Rule(
        re.compile(
            rf"\b(?P<stem>{_WORD}{{1,30}})\((?P<ending>{_ENDINGS})\)(?:(?P<maybe>\(s\))|(?P<plural>s))?(?!\w)"
        ),
        _bracketed,
    ),
    Rule(
        re.compile(rf"\b(?P<stem>{_WORD}{{1,30}})\((?P<ending>aux|eaux|es|[sx])\)(?!\w)"), _bracketed_plural
    ),
)
