"""A second look for personal data, independent of the one made on the computer of the person.

It masks nothing: a report in which something is suspected waits for a person (« quarantaine »). It may
therefore suspect too much. What was found is told by kind only, never quoted.
"""

from __future__ import annotations

import re

_CONTEXT = r"(?:num[ée]ro|n[°o]|code|identifiant|mot de passe|mdp|password)"
_SUSPECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[a-z]{2,}", re.IGNORECASE)),
    ("iban", re.compile(r"\b[A-Z]{2}[ ]?\d{2}(?:[ .-]?[A-Z0-9]{2,4}){4,}", re.IGNORECASE)),
    # Whatever number it is (telephone, social security, card, file): seven digits or more.
    ("number", re.compile(r"\d(?:[ .\-/\u00a0\u202f]{0,2}\d){6,}")),
    ("birth", re.compile(r"\bn[ée]+(?:\(e\)|·e)? le\b|\bdate de naissance\b|\bborn\b", re.IGNORECASE)),
    ("name", re.compile(r"\b(?:M\.|MM\.|Mr|Mme|Mlle|Monsieur|Madame|Docteur|Dr)\s+[A-ZÀ-Ý][\w’'-]+")),
    (
        "name",
        re.compile(r"\b(?:je m[’']appelle|mon nom est|my name is)\s+\w", re.IGNORECASE),
    ),
    (
        "address",
        re.compile(
            r"\b\d{1,4}\s?(?:bis|ter|quater)?,?\s+(?:rue|avenue|av\.|bd|boulevard|place|impasse|chemin|all[ée]e"
            r"|route|quai|cours|square|lotissement|r[ée]sidence|lieu-dit)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "secret",
        re.compile(
            _CONTEXT + r"\b[^.\n]{0,30}?[:=]\s*\S{4,}|\b(?:mot de passe|mdp|password)\s+(?:est\s+)?\S*\d",
            re.IGNORECASE,
        ),
    ),
)
_ADDRESS_PARAMETERS = re.compile(r"[?#@]|[0-9]{6,}")


def suspicions(text: str, address: str) -> tuple[str, ...]:
    """Return the kinds of personal data that these fields may hold, each once."""
    found = [kind for kind, pattern in _SUSPECTS if pattern.search(text)]
    # The address of a step is public; what follows « ? » or « # » may be somebody's.
    if _ADDRESS_PARAMETERS.search(address):
        found.append("link")
    return tuple(dict.fromkeys(found))
