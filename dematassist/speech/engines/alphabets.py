"""What eSpeak NG 1.51 can be given without harm to the memory of its process.

A word in another alphabet than its voice's is said with the data of a second language. When a letter of that
word, or of the next one, asks for a third language, the library frees the second and goes on reading and
writing there. Some rare signs, said in Arabic, are longer than the room it keeps for their names. So a text
keeps Latin letters, usual signs and one more alphabet, of those that proved sound, and nothing else.
"""

from __future__ import annotations

import re

_UNSAID = re.compile(r"[^\x00-\u036f\u1e00-\u1eff\u2000-\u27ff]")
_ALPHABETS = {
    "ar": re.compile(r"[\u060c\u061b\u061f\u0621-\u063a\u0641-\u0652\u0660-\u0669]"),
    "he": re.compile(r"[\u05d0-\u05ea]"),
    "ru": re.compile(r"[\u0401\u0410-\u044f\u0451]"),
}
"""By the language of the library that says it. Greek is not sound beside figures and Latin letters."""


def sayable(text: str, lang: str) -> str:
    """Return a text to say in ``lang``, with a blank in the place of each character that would do harm.

    Beside Latin letters it keeps the alphabet of the language, else the first other one that it meets.
    """
    alphabets = [_ALPHABETS[lang]] if lang in _ALPHABETS else [*_ALPHABETS.values()]
    met = {found.start(): alphabet for alphabet in alphabets if (found := alphabet.search(text))}
    kept = met[min(met)] if met else None
    return _UNSAID.sub(lambda found: found[0] if kept and kept.match(found[0]) else " ", text)
