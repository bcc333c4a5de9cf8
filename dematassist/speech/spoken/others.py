"""English and Arabic: addresses and phone numbers; engines say the rest as it stands."""

from __future__ import annotations

import re

from dematassist.speech.spoken import marks, web
from dematassist.speech.spoken.claims import Form, Rule

_NUMBER = re.compile(r"(?<![\d,.])(?:\+\d{1,3}|0\d|[13]\d)(?:[ \u00a0\u202f.]\d{2,3}){1,5}(?![\d,])")


def rules_of(lang: str) -> tuple[Rule, ...]:
    """Return the rules of a language that is not French."""
    known = lang if lang in ("en", "ar") else "en"
    return (marks.ENTITIES, marks.MARK_UP, *web.rules(known), Rule(_NUMBER, _by_groups), marks.MUTE)


def _by_groups(found: re.Match[str], _form: Form) -> str:
    """Rest between the groups, and say each figure: « 36 46 » is no amount."""
    parts = re.findall(r"\+?\d+", found[0])
    return ", ".join(" ".join(part) for part in parts)
