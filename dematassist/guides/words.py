"""French words (and English and Arabic ones): elisions, stems, sounds, distance between spellings.

A text becomes a list of ``Word``: what was written, the same folded, and its key in the index. The key
is the Snowball stem, then folded: stemming first lets the stemmer see the accents, folding after makes
« déclaré » and « declare » one. Words of grammar (« de », « la », « mon ») are left out of documents and
of questions alike, so that « papiers de la voiture » and « papiers voiture » are the same words.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from dematassist.folding import folded

if TYPE_CHECKING:
    from collections.abc import Callable

_ALGORITHMS = {"fr": "french", "en": "english", "ar": "arabic"}
_WORD = re.compile(r"[^\W_]+")
_ELIDED = re.compile(r"\b(?:[CDJLMNSTcdjlmnst]|[Qq][Uu]|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)'")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_PHONE_NUMBER = re.compile(r"\b\d\d(?:[ .]\d\d)+\b")
_SHAPES = re.compile("[\u037a\ufb50-\ufdff\ufe70-\ufeff]")
"""Letters written as signs: some of them are signs after a space."""
_PLAIN = str.maketrans({**dict.fromkeys("’ʼ`´", "'"), **dict.fromkeys("\u00a0\u202f", " ")})

# "sans", "pas" and "plus" are not here: « sans papiers » is not « papiers ».
_GRAMMAR = {
    lang: frozenset(listed.split())
    for lang, listed in {
        "fr": "a au aux c ce ces cet cette d de des du elle elles en et eux il ils j je l la le les leur"
        " jusqu leurs lorsqu lui m ma me mes mon n ne nos notre nous on ou où puisqu qu que qui s sa se"
        " ses son t ta te tes ton tu un une vos votre vous y à ça",
        "en": "a an and at for her his i in is it its me my of on or our s that the their this to you your",
        "ar": "في من على إلى عن و أو هذا هذه التي الذي",
    }.items()
}
_NO_GRAMMAR: frozenset[str] = frozenset()
_MEASURES = (
    "deux trois quatre cinq six sept huit dix onze douze quinze vingt trente quarante cinquante cent mille"
    " an ans annee annees mois semaine semaines jour jours heure heures euro euros km"
)
# Words that the stemmer takes for forms of another: « mère » and « mer », « délit » and « délai ».
_KEPT_APART = (
    "affection aidant amiante carie communication compagne courant definition delai delit departement"
    " dependance devis donnee electricite entree faute fois foyer generaliste licence liquide"
    " loisir loyer majorite mere mobile moisi montant notamment operateur organe papa passager"
    " pepe pere permission petit placement publication publicite punaise relation retraite tante taxi"
    " tele testament traine villa visa volant"
)
# A key that no other word has: « mari » is the stem of « marié ».
APART = {form: kept for kept in _KEPT_APART.split() for form in (kept, f"{kept}s")} | {
    "fac": "facs",
    "garant": "garants",
    "garants": "garants",
    "mari": "maris",
    "maris": "maris",
    "moisie": "moisi",
    "moisies": "moisi",
    "paye": "pai",
    "payes": "pai",
    "papi": "papis",
    "papis": "papis",
    "petite": "petit",
    "petites": "petit",
    "prof": "profs",
    "profs": "profs",
    "rat": "rats",
    "rats": "rats",
    "revenu": "revenus",
    "revenus": "revenus",
    "vent": "vents",
    "vents": "vents",
}
_UNITS = frozenset(_MEASURES.split())
_LONGEST_COUNT = 4
"""Digits of a number that counts something; longer ones are codes."""
_STEMMING = threading.Lock()


class Word(NamedTuple):
    """A word as it was written, folded, and its key for the index."""

    written: str
    folded: str
    key: str


def split(text: str) -> list[str]:
    """Return the words of a text, without elided articles (« l’ », « qu’ »).

    An acronym loses its points (« R.S.A. ») and a number said two digits at a time its spaces (« 36 46 »).
    """
    form: Literal["NFC", "NFKC"] = "NFKC" if _SHAPES.search(text) else "NFC"
    text = unicodedata.normalize(form, text).translate(_PLAIN)
    text = _ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    text = _PHONE_NUMBER.sub(lambda found: found.group().replace(".", "").replace(" ", ""), text)
    return _WORD.findall(_ELIDED.sub(" ", text))


def is_grammar(written: str, lang: str) -> bool:
    """Return whether a word is an article, a preposition, … which says nothing of the subject."""
    return written.casefold() in _GRAMMAR.get(lang, _NO_GRAMMAR)


def is_measure(written: str) -> bool:
    """Return whether a French word is a number or a unit, which says little of the subject."""
    return (written.isdecimal() and len(written) <= _LONGEST_COUNT) or folded(written) in _UNITS


def words(text: str, lang: str) -> list[Word]:
    """Return the words of a text that carry meaning, with their keys."""
    return [word(written, lang) for written in split(text) if not is_grammar(written, lang)]


def word(written: str, lang: str) -> Word:
    """Return a word as the index understands it."""
    return Word(written, folded(written), key(written, lang))


def keys(text: str, lang: str) -> list[str]:
    """Return the keys of the words of a text, in order."""
    return [one.key for one in words(text, lang)]


@lru_cache(maxsize=20_000)
def key(written: str, lang: str) -> str:
    """Return the key of a word: its stem, folded. A word with a digit is only folded: it is a code."""
    lower = written.casefold()
    # Most words are letters only: they are told at once.
    if not lower.isalpha() and any(c.isdigit() for c in lower):
        return folded(lower)
    if lang == "fr" and (kept := APART.get(folded(lower))):
        return kept
    if lang == "ar":
        # The stemmer leaves more of a word that has its article: « البطاقة » and « بطاقة » are one.
        lower = lower.removeprefix("ال") or lower
    # A stemmer keeps the word it works on: one thread at a time.
    with _STEMMING:
        return folded(_stemmer(lang)(lower))


@lru_cache(maxsize=8)
def _stemmer(lang: str) -> Callable[[str], str]:
    # Imported on use: pages that do not search do not need it. With PyStemmer installed it loads in 1 ms;
    # without it, the same stems come from Python modules that take 25 ms to load.
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_ALGORITHMS.get(lang, "french")).stemWord
    return stem


def trigrams(word: str) -> list[str]:
    """Return the groups of three letters of a word, its two ends marked: ``^vitale$``."""
    marked = f"^{word}$"
    return [marked[i : i + 3] for i in range(len(marked) - 2)]


# What letters of French sound like, the longest groups first. Applied to folded words.
_SOUNDS = {
    r"eau|au": "o",
    r"ph": "f",
    r"sch|ch|sh": "c",
    r"qu|q|ck|cc(?![eiy])|c(?![eiy])": "k",
    r"gu(?=[eiy])": "g",
    r"ge(?=[ao])|g(?=[eiy])": "j",
    r"ti(?=on|el|eu|al)": "si",
    r"sc(?=[eiy])|c(?=[eiy])": "s",
    r"(?:ain|aim|ein|eim|in|im|yn|ym|un|um)(?![aeiouyhnm])": "5",
    r"(?:en|em|an|am)(?![aeiouyhnm])": "2",
    r"(?:on|om)(?![aeiouyhnm])": "3",
    r"ai|ei|ay|ey|oe|(?:er|ez)s?$": "e",
    r"ill|il$|y": "i",
    r"w": "v",
    r"h": "",
}
_SILENT_ENDING = re.compile(r"(?<=..)(?:es?|[stxdp]{1,2})$", re.MULTILINE)
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1)
def _sounds() -> tuple[re.Pattern[str], tuple[str, ...]]:
    # Compiled on use: only a word that nobody wrote right needs it.
    return re.compile("|".join(f"({letters})" for letters in _SOUNDS), re.MULTILINE), tuple(_SOUNDS.values())


def sound(folded_words: str) -> str:
    """Return roughly how French words sound, one a line: « aloquasion » and « allocation » sound the same."""
    pattern, said = _sounds()
    heard = pattern.sub(lambda found: said[(found.lastindex or 1) - 1], _DOUBLE.sub(r"\1", folded_words))
    heard = _DOUBLE.sub(r"\1", heard)
    return _SILENT_ENDING.sub("", heard).replace("z", "s")


def distance(one: str, other: str, limit: int) -> int:
    """Return the optimal string alignment distance, or ``limit + 1`` as soon as it is larger.

    Letters missing, added, changed or swapped with their neighbour count one each (Damerau–Levenshtein).
    """
    # A change of letter takes one away and brings one.
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return limit + 1
    # What both begin and end with costs nothing.
    start, least = 0, min(len(one), len(other))
    while start < least and one[start] == other[start]:
        start += 1
    end = 0
    while end < least - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if not one or not other:
        return len(one) + len(other)
    before: list[int] = []
    far = limit + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [far] * (len(other) + 1)
        row[0] = i
        # Further from the diagonal, more letters are missing or added than counts.
        for j in range(max(1, i - limit), min(len(other), i + limit) + 1):
            b = other[j - 1]
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
        # A swap reaches back two rows: the row before must be too far as well.
        if min(row) > limit and min(above) > limit - 1:
            return far
        before = above
    return min(row[-1], limit + 1)
