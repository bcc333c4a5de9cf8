"""What is said for a text, with the map back to the text shown.

Begin with ``spoken``. ``claims`` applies rules: each finds a part of the text and words it; what no rule
claims is said as it stands. ``tidy`` first leaves out what nobody sees. The rules are grouped by family:
``web``, ``accounts``, ``phones``, ``counts``, ``money``, ``dates``, ``abbreviations``, ``inclusive``,
``sigles``, ``marks``; ``french`` puts them in order, ``others`` does for English and Arabic. Vocabulary is in
the files ``speech*.tsv`` of ``resources/lexicon``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dematassist.speech.spoken.claims import Form, claimed

if TYPE_CHECKING:
    from dematassist.speech.corrections import Correction
    from dematassist.speech.model import Spoken
    from dematassist.speech.spoken.claims import Rule

__all__ = ["Form", "spoken"]


def spoken(text: str, lang: str, form: Form, corrections: tuple[Correction, ...] = ()) -> Spoken:
    """Return how ``text`` is said in ``lang`` (two letters).

    ``Form.WORDS`` is what a person reads, numbers in words; ``Form.ENGINE`` leaves figures where engines say
    them well. ``corrections`` are the person's own, before every rule.
    """
    return claimed(text, (*_own(corrections), *_rules(lang)), form)


@lru_cache(maxsize=8)
def _own(corrections: tuple[Correction, ...]) -> tuple[Rule, ...]:
    if not corrections:
        return ()
    from dematassist.speech.corrections import rules

    return rules(corrections)


@lru_cache(maxsize=8)
def _rules(lang: str) -> tuple[Rule, ...]:
    if lang == "fr":
        from dematassist.speech.spoken import french

        return french.rules()
    from dematassist.speech.spoken.others import rules_of

    return rules_of(lang)
