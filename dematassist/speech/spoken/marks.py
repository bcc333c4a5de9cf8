"""Abbreviations, inclusive and bracketed forms, references of law, and signs that are not read."""

from __future__ import annotations

import re

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.numbers import number, spelled

_WORDS = {
    "n°": "numéro",
    "nº": "numéro",
    "N°": "numéro",
    "n°s": "numéros",
    "M.": "monsieur",
    "MM.": "messieurs",
    "Mme": "madame",
    "Mmes": "mesdames",
    "Mlle": "mademoiselle",
    "Dr": "docteur",
    "Pr": "professeur",
    "Me": "maître",
    "Mgr": "monseigneur",
    "av.": "avenue",
    "bd": "boulevard",
    "bd.": "boulevard",
    "bld": "boulevard",
    "boul.": "boulevard",
    "pl.": "place",
    "imp.": "impasse",
    "rés.": "résidence",
    "bât.": "bâtiment",
    "appt": "appartement",
    "appt.": "appartement",
    "ét.": "étage",
    "BP": "boîte postale",
    "CS": "course spéciale",
    "Cedex": "cédex",
    "CEDEX": "cédex",
    "c.-à-d.": "c’est-à-dire",
    "c-à-d": "c’est-à-dire",
    "etc.": "et cetera",
    "etc": "et cetera",
    "p. ex.": "par exemple",
    "P. ex.": "par exemple",
    "CMU-C": "C M U C",
    "par ex.": "par exemple",
    "ex.": "exemple",
    "cf.": "voir",
    "p.": "page",
    "pp.": "pages",
    "art.": "article",
    "al.": "alinéa",
    "chap.": "chapitre",
    "env.": "environ",
    "max.": "au plus",
    "min.": "au moins",
    "tél.": "téléphone",
    "Tél.": "téléphone",
    "réf.": "référence",
    "dép.": "département",
    "hab.": "habitants",
    "mens.": "mensuel",
    "trim.": "trimestre",
    "rdv": "rendez-vous",
    "RDV": "rendez-vous",
    "svp": "s’il vous plaît",
    "c/o": "chez",
    "NB": "à noter",
    "N.B.": "à noter",
    "N-1": "N moins un",
    "N-2": "N moins deux",
    "N+1": "N plus un",
    "&": "et",
    "et/ou": "et ou",
    "=": "égale",
    "½": "un demi",
    "¼": "un quart",
    "¾": "trois quarts",
    "≤": "au plus",
    "≥": "au moins",
    "±": "plus ou moins",
}
_ABBREVIATIONS = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))


def _abbreviation(found: re.Match[str], _form: Form) -> str | None:
    written = found[0]
    after = found.string[found.end() :].lstrip()
    if written in ("Me", "CS") and not (after[:1].isupper() or after[:1].isdigit()):
        return None
    if written in ("p.", "pp.") and not after[:1].isdigit():
        return None
    return _WORDS[written]


def _inclusive(found: re.Match[str], _form: Form) -> str:
    stem, ending, plural = found[1], found[2], found[3] or ""
    return f"{stem}{plural} et {stem}{ending}{plural}" if plural else f"{stem} ou {stem}{ending}"


def _bracketed(found: re.Match[str], _form: Form) -> str:
    stem, ending = found[1], found[2]
    return f"{stem} ou {stem}{ending}"


def _law(found: re.Match[str], form: Form) -> str:
    figures = re.findall(r"\d+", found["numbers"])
    return f"{found['code']} {' tiret '.join(number(int(part), form) for part in figures)}"


def _cerfa(found: re.Match[str], form: Form) -> str:
    first, last = found[1], found[2]
    return f"{number(int(first), form)} étoile {spelled(last, form)}"


def _code(found: re.Match[str], form: Form) -> str | None:
    code = found[0]
    if not (any(map(str.isdigit, code)) and any(map(str.isalpha, code))):
        return None
    return spelled(code, form)


ABBREVIATIONS = Rule(re.compile(rf"(?<![\w.’'])(?:{_ABBREVIATIONS})(?!\w)"), _abbreviation)
INCLUSIVE = Rule(re.compile(r"\b(\w+)[·•‧.](e|ne|le|trice|euse|ère|ve|sse)[·•‧.]?(s)?\b(?!\.\w)"), _inclusive)
BRACKETED = Rule(re.compile(r"\b(\w+)\((e|s|es|x|ne|le)\)"), _bracketed)
LAW = Rule(re.compile(r"\b(?P<code>[LRD])\.? ?\*?(?P<numbers>\d+(?:-\d+)+)"), _law)
CERFA = Rule(re.compile(r"\b(\d{5})\*(\d\d)\b"), _cerfa)
CODES = Rule(
    re.compile(
        r"(?<![\w-])(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[A-Z])[A-Z\d]{2,40}(?:-[A-Z\d]{1,40}){0,8}(?![\w-])"
    ),
    _code,
)
MUTE = Rule(
    re.compile(
        r"<[^<>\n]{1,80}>|\.{4,}|_{2,}|(?<!\d)\*+|\*+(?!\d)|#+|(?<!\w)[-–—•‣·▪◦]+(?!\w)|[☐☑✓✔✗→⇒➜►▶|~^`\\]+|…{2,}"
    ),
    lambda found, _form: " " if found[0] else None,
)
