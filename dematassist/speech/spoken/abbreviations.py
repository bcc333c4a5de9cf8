"""Abbreviations, titles and parts of addresses, by the table of the lexicon."""

from __future__ import annotations

import re
from functools import lru_cache

from dematassist.speech.spoken.claims import Form, Rule, final_point
from dematassist.speech.spoken.lexicon import abbreviations
from dematassist.speech.spoken.numbers import BLANK

_BEFORE_A_NAME = {"Me", "Mes", "M.", "Dr", "Pr", "St", "Ste", "Sts", "Stes", "Sté", "Cie"}
_BEFORE_FIGURES = {
    "p.",
    "pp.",
    "pg.",
    "P.",
    "ch.",
    "CS",
    "app.",
    "port.",
    "serv.",
    "sem.",
    "vol.",
    "lot.",
    "doc.",
    "all.",
}
_BEFORE_EITHER = {"art.", "Art."}
_NOT_WITH_A_HYPHEN = {"max", "maxi", "mini", "min", "vs", "cf", "nb", "ave", "bat."}


def _abbreviation(found: re.Match[str], _form: Form) -> str | None:
    written = found[0]
    rest = found.string[found.end() : found.end() + 4]
    after = rest.lstrip()[:1]
    if written in _BEFORE_A_NAME and not (after.isupper() or (written == "M." and after.isalpha())):
        return None
    if written in _BEFORE_FIGURES and not after.isdigit():
        # « 12 ch. des Prés » is an address; « p. » without a number is not a page.
        before = found.string[max(0, found.start() - 6) : found.start()]
        if written not in ("ch.", "app.", "all.") or not re.search(r"\d[ ,]", before):
            return None
    if written in _BEFORE_EITHER and not (after.isdigit() or after.isupper()):
        return None
    if written in _NOT_WITH_A_HYPHEN and rest.startswith("-"):
        return None
    return abbreviations()[written] + (" " if rest[:1].isdigit() else final_point(found))


def _saint(found: re.Match[str], _form: Form) -> str:
    return f"{abbreviations()[found[1]]}-"


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules of the table."""
    ordered = sorted(abbreviations(), key=len, reverse=True)
    ended = "|".join(re.escape(word) for word in ordered if not word[-1].isalpha())
    open_ended = "|".join(re.escape(word) for word in ordered if word[-1].isalpha())
    return (
        Rule(re.compile(r"\b(Stes|Sts|Ste|St)-(?=[A-ZÀ-Þ])"), _saint),
        NUMBER_SIGNS,
        Rule(re.compile(rf"(?<![\w-])(?<![^\W]\.)(?:{ended})(?![^\W\d_])"), _abbreviation),
        Rule(re.compile(rf"(?<![\w.’'-])(?:{open_ended})(?!\w|[.](?![\s.,;:)]|$))"), _abbreviation),
        Rule(re.compile(r"(?<=[’'])(?:art|al|av|app|ann|éd|adr|ex|env)\.(?![^\W\d_])"), _elided),
    )


def _elided(found: re.Match[str], _form: Form) -> str:
    """Say « l’art. 3 »."""
    is_before_figures = found.string[found.end() : found.end() + 1].isdigit()
    return abbreviations()[found[0]] + (" " if is_before_figures else final_point(found))


def _number_sign(found: re.Match[str], _form: Form) -> str:
    return f"numéro{'s' if found[1] else ''} "


NUMBER_SIGNS = Rule(re.compile(rf"(?<!\w)[nN](?:{BLANK}?[°º]|ᵒ)(s)?{BLANK}?"), _number_sign)
