"""A second look for personal data, independent of the one made on the computer of the person.

It masks nothing: a report in which something is suspected waits for a person (« quarantaine »). It may
therefore suspect too much. What was found is told by kind only, never quoted.
"""

from __future__ import annotations

import re

# Each pattern begins with the characters that it may begin with, and looks back at what comes before: a
# search then leaps from one of them to the next, where it would try everything at each character.
_AS_WRITTEN: tuple[tuple[str, re.Pattern[str]], ...] = (
    # Whatever number it is (telephone, social security, card, file): seven digits or more.
    ("number", re.compile(r"\d(?:[ .\-/\u00a0\u202f]{0,2}\d){6}")),
    (
        "name",
        re.compile(r"(?:M\.(?<=\bM\.)|MM\.|Mr|Mme|Mlle|Monsieur|Madame|Docteur|Dr)\s+[A-ZÀ-Ý][\w’'-]"),
    ),
)
_IN_SMALL_LETTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"@(?<=[^\s@]@)[^\s@]{1,255}\.[a-z]{2}")),
    (
        "iban",
        re.compile(r"\d{2}(?:(?<=\b[a-z]{2}\d\d)|(?<=\b[a-z]{2} \d\d))(?:[ .-]?[a-z0-9]{2,4}){4}"),
    ),
    (
        "birth",
        re.compile(r"(?:n(?<=\bn)[ée]+(?:\(e\)|·e)? le|date(?<=\bdate) de naissance|born(?<=\bborn))\b"),
    ),
    ("name", re.compile(r"(?:je m[’']appelle|mon nom est|my name is)\s+\w")),
    (
        "address",
        re.compile(
            r"\d\s?(?:bis|ter|quater)?,?\s+(?:rue|avenue|av\.|bd|boulevard|place|impasse|chemin|all[ée]e"
            r"|route|quai|cours|square|lotissement|r[ée]sidence|lieu-dit)\b"
        ),
    ),
    (
        "secret",
        re.compile(
            r"(?:num[ée]ro|n[°o]|code|identifiant|mot de passe|mdp|password)\b[^.\n]{0,30}?[:=]\s*\S{4}"
        ),
    ),
    ("secret", re.compile(r"(?:mot de passe|mdp|password)\s+(?:est\s+)?\S*\d")),
)
_ADDRESS_PARAMETERS = re.compile(r"[?#@]|[0-9]{6,}")


def suspicions(text: str, address: str) -> tuple[str, ...]:
    """Return the kinds of personal data that these fields may hold, each once."""
    found = [kind for kind, pattern in _AS_WRITTEN if pattern.search(text)]
    small = text.casefold()
    found += [kind for kind, pattern in _IN_SMALL_LETTERS if pattern.search(small)]
    # The address of a step is public; what follows « ? » or « # » may be somebody's.
    if _ADDRESS_PARAMETERS.search(address):
        found.append("link")
    return tuple(dict.fromkeys(found))
