"""What is made of numbers in a sentence: ordinals, fractions, intervals, « une » before a feminine noun."""

from __future__ import annotations

import re
from math import gcd

from dematassist.speech.spoken.claims import Form, Rule
from dematassist.speech.spoken.lexicon import feminines
from dematassist.speech.spoken.numbers import (
    BLANK,
    INTEGER,
    decimal,
    group,
    number,
    ordinal,
    roman,
    threes,
    value,
)

_FRACTIONS = {2: "demi", 3: "tiers", 4: "quart"}
_LARGEST_FRACTION = 12
_MOST_FIGURES = 6
"""A number written without blanks and longer than this is a code: it is dictated."""
_FEWEST_FIGURES_OF_A_CODE = 4
_NAMED = re.compile(
    r"(?:[nN][°º]|numéro|dossier|référence|identifiant|allocataire|code|matricule|fiscal)[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_NAME_REACH = 40
_FEMININE_ENDING = re.compile(
    r"(?:[stx]ion|ité|ance|ence|ette|ière|ture|tude|euse|trice|esse|elle|enne|onne|ée|ie|ante|ente|otte|ille)s?$"
)
_STEP = re.compile(
    r"(?:étapes?|pages?|parties?|questions?|photos?|feuilles?|volets?|documents?|écrans?|fiches?|dossiers?)\s$",
    re.IGNORECASE,
)
_DIVISION = (
    "titres?|chapitres?|livres?|parties?|annexes?|articles?|tomes?|sections?|volumes?|catégories?|groupes?|niveaux?"
    "|tableaux?|phases?|classes?|types?|lots?|paragraphes?|alinéas?|actes?|degrés?|étapes?|volets?|points?|zones?"
    r"|cycles?|régimes?|protocoles?|chap\.|tit\.|liv\.|ann\.|art\.|sect\.|vol\.|niv\."
)


def is_feminine(noun: str) -> bool:
    """Tell whether « un » is « une » before this noun, or before this adjective."""
    bare = noun.lower()
    known = feminines()
    for form in (bare, bare.removesuffix("s")):
        if form in known:
            return True
        if f"-{form}" in known:
            return False
    return bool(_FEMININE_ENDING.search(bare))


def _ordinal(found: re.Match[str], _form: Form) -> str:
    end = found["end"].lower().translate(str.maketrans("ᵉʳᵈⁿ", "erdn"))
    of_women = end in ("re", "ère", "nde", "de", "res", "ères", "ndes", "des")
    if end.startswith(("nd", "d")):
        words = f"second{'e' if of_women else ''}"
    else:
        words = ordinal(int(found["n"]), is_feminine=of_women)
    return f"{words}s" if end.endswith("s") else words


def _roman_ordinal(found: re.Match[str], _form: Form) -> str:
    return ordinal(roman(found[1]), is_feminine=found[2] in ("re", "ère"))


def _roman_after(found: re.Match[str], form: Form) -> str | None:
    before = found.string[max(0, found.start() - _NAME_REACH) : found.start()]
    if len(found[0]) == 1 and found[0] in "LC":
        # « le point C », « catégorie C » are letters.
        return None
    is_king = len(found[0]) > 1 and set(found[0]) <= set("IVX") and _AFTER_NAME.search(before)
    return number(roman(found[0]), form) if is_king or _AFTER_DIVISION.search(before) else None


def _fraction(found: re.Match[str], form: Form) -> str:
    top, bottom = int(found[1]), int(found[2])
    before = found.string[max(0, found.start() - 12) : found.start()]
    is_share = 0 < top < bottom <= _LARGEST_FRACTION and gcd(top, bottom) == 1
    if _STEP.search(before) or not is_share:
        return f"{number(top, form)} sur {number(bottom, form)}"
    if bottom == 2:  # noqa: PLR2004
        return _half(found, form)
    name = _FRACTIONS.get(bottom) or ordinal(bottom)
    return f"{number(top, form)} {name}{'s' if top > 1 and not name.endswith('s') else ''}"


def _half(found: re.Match[str], _form: Form) -> str:
    noun = re.match(rf"{BLANK}([^\W\d_]+)", found.string[found.end() : found.end() + 30])
    return "une demi" if noun and is_feminine(noun[1]) else "un demi"


def _feminine(found: re.Match[str], form: Form) -> str | None:
    if not is_feminine(found["noun"]):
        return None
    return number(value(found["n"]), form, is_feminine=True)


def _rank(found: re.Match[str], _form: Form) -> str:
    """Say « 2° Une photo », « au 3° de l’article »."""
    if found[2]:
        return ordinal(int(found[2]))
    return f"{ordinal(int(found[1]), is_feminine=True)}ment"


def _millions(found: re.Match[str], form: Form) -> str:
    """Say « 1 000 000 habitants »."""
    of = "d’" if found[2].lower() in "aeiouyhéèê" else "de "
    return f"{number(value(found[1]), form)} {of}"


def _range(found: re.Match[str], form: Form) -> str:
    return f"{number(value(found[1]), form)} à {number(value(found[2]), form)}"


def _post_code(found: re.Match[str], form: Form) -> str:
    place, rest = found[0][:2], found[0][2:]
    return f"{group(place, form)} {'mille' if rest == '000' else group(rest, form)}"


def _plain(found: re.Match[str], form: Form) -> str:
    figures = found[0]
    bare = re.sub(r"\D", "", figures)
    if bare == figures and len(bare) > 1 and _is_code(found):
        return ", ".join(threes(bare, form))
    if len(bare) > 12:  # noqa: PLR2004
        return ", ".join(threes(bare, form))
    if bare.startswith("0") and len(bare) > 1:
        return group(bare, form)
    return number(int(bare), form)


def _is_code(found: re.Match[str]) -> bool:
    length = len(found[0])
    if length > _MOST_FIGURES:
        return True
    before = found.string[max(0, found.start() - _NAME_REACH) : found.start()]
    return length > _FEWEST_FIGURES_OF_A_CODE and bool(_NAMED.search(before))


def _apart(found: re.Match[str], form: Form) -> str:
    """Say « 2.1.3 »: the points are read."""
    return " point ".join(group(part, form) for part in found[0].split("."))


def _share_of(found: re.Match[str], form: Form) -> str:
    """Say « 1/10e »."""
    top = int(found[1])
    return f"{number(top, form)} {ordinal(int(found[2]))}{'s' if top > 1 else ''}"


def _plus(found: re.Match[str], _form: Form) -> str:
    after = found.string[found.end() : found.end() + 1]
    return " plus " if after.isalnum() else " plus"


YOUNGER = Rule(
    re.compile(r"(?<![\w,])(?:[-−–] ?(?=de \d{1,2} (?:ans|mois))|[-−–](?=\d{1,2} (?:ans|mois)))"),
    lambda found, _form: "moins " if found.string.startswith("de", found.end()) else "moins de ",
)
_AFTER_DIVISION = re.compile(rf"\b(?:{_DIVISION})\s$|\b(?:{_DIVISION}) [IVXLC]+ (?:et|à|ou) $", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\b[A-ZÉ][a-zà-ÿ]{2,15}\s$")
RELATIVE = Rule(
    re.compile(r"\b([NnJjDdMm]) ?([-−–+]) ?(\d{1,3})(?!\w)"),
    lambda found, form: f"{found[1]} {'plus' if found[2] == '+' else 'moins'} {number(int(found[3]), form)}",
)
"""« N-1 », « J+15 »."""
RANKS = Rule(re.compile(r"^\s{0,9}([1-9])°\)?(?= ?(?!C\b)[^\W\d_])|(?<=\b[ad]u )([1-9])°(?= (?!C\b))"), _rank)
ORDINALS = (
    Rule(re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,3})(?:e|ème)s?(?!\w)"), _share_of),
    Rule(
        re.compile(
            r"\b(?P<n>\d{1,4})(?P<end>ers?|ᵉʳˢ?|ères?|res?|ʳᵉ|nde?s?|(?<=2)des?|ⁿᵈᵉ?|èmes?|emes?|ième|es?|ᵉ)(?!\w)",
            re.IGNORECASE,
        ),
        _ordinal,
    ),
    Rule(re.compile(r"(?<![\w-])([IVX]+)(er|re|ère|ème|e|ᵉ)(?![\w-])"), _roman_ordinal),
    Rule(re.compile(r"(?<![\w-])([IVXLC]+)(e|ème|ᵉ)(?= siècle)"), _roman_ordinal),
    Rule(re.compile(r"(?<=\s)[IVXLC]+(?!\w)"), _roman_after),
    Rule(
        re.compile(r"^\s{0,9}(I|[IVX]{2,5})(?=(?:[.)]| ?[-–—:]) )"),
        lambda found, form: number(roman(found[1]), form),
    ),
)

RULES = (
    Rule(re.compile(r"(?<![\d/])((?:19|20)\d\d)/((?:19|20)\d\d)(?![\d/])"), _range),
    Rule(re.compile(r"(?<![\d/])(\d{1,4})/(\d{1,4})(?![\d/])"), _fraction),
    Rule(re.compile(r"½"), _half),
    Rule(re.compile(r"(?<=\d)x(?= par )"), lambda _found, _form: " fois"),
    Rule(
        re.compile(
            rf"(?<=[^\W\d_])(?<!jour)(?<!mois)(?<!\ban){BLANK}?/{BLANK}?"
            r"(?=(?:semaine|mois|an|jour|heure|nuit|personne|trimestre|foyer)\b(?!/))"
        ),
        lambda _found, _form: " par ",
    ),
    Rule(re.compile(r"(?<=[\dhH]) / (?=\d{1,2} ?[hH])"), lambda _found, _form: ", "),
    Rule(
        re.compile(
            rf"(?<![\d,.])(\d{{1,3}}(?:{BLANK}\d{{3}}){{0,2}}{BLANK}000{BLANK}000){BLANK}"
            r"(?=(?!d[e’']|et\b|ou\b|à|aux?\b|par\b|sur\b|en\b)([^\W\d_]))"
        ),
        _millions,
    ),
    Rule(re.compile(r"(?<!\d)(\d{5})(?= (?!Euro|EUR)[A-ZÀ-Þ])|(?<=postal )(\d{5})(?!\d)"), _post_code),
    Rule(
        re.compile(rf"(?<![\d,.])(?P<n>(?:{INTEGER})(?<=1)(?<!11))(?={BLANK}(?P<noun>[^\W\d_]{{3,30}}))"),
        _feminine,
    ),
    Rule(re.compile(rf"(?<![\d-])({INTEGER}) ?[-–] ?(\d{{1,4}})(?![\d-])"), _range),
    Rule(
        re.compile(rf"(?<![\d,])({INTEGER}),(\d{{1,15}})(?!\d)"),
        lambda found, form: decimal(found[1], found[2], form),
    ),
    Rule(re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,4}){1,5}(?![\d.]*\d)"), _apart),
    Rule(re.compile(r"(?<!\w)[−-](?=\d)|−"), lambda _found, _form: "moins "),
    Rule(re.compile(rf"{BLANK}?\++{BLANK}?(?=\w)|{BLANK}?\++"), _plus),
    Rule(re.compile(rf"(?<=\w){BLANK}?/{BLANK}?(?=[^\W\d_])"), lambda _found, _form: " ou "),
    Rule(
        re.compile(rf"(?<=\d){BLANK}?×{BLANK}?(?=\d)|(?<=\w){BLANK}[x×]{BLANK}(?=\d)"),
        lambda _found, _form: " fois ",
    ),
    Rule(re.compile(rf"<{BLANK}?(?=\d)"), lambda _found, _form: "moins de "),
    Rule(re.compile(rf">{BLANK}?(?=\d)"), lambda _found, _form: "plus de "),
    Rule(re.compile(rf"(?<!\d)(?:{INTEGER})"), _plain),
)
