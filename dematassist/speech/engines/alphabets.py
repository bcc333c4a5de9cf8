"""What eSpeak NG 1.51 can be given without harm to the memory of its process.

A word in another alphabet than its voice's is said with the data of a second language. When a letter of that
word, or of the next one, asks for a third language, the library frees the second and goes on reading and
writing there. Some rare signs, said in Arabic, are longer than the room it keeps for their names. So a text
keeps Latin letters, usual signs and one more alphabet, of those that proved sound, and nothing else.
"""

from __future__ import annotations

_Alphabet = tuple[tuple[str, str], ...]
"""First and last letters: no regular expression, as its tables take milliseconds to make in a child that is
waited for."""

_LATIN: _Alphabet = (("\x00", "\u036f"), ("\u1e00", "\u1eff"), ("\u2000", "\u27ff"))
_ALPHABETS: dict[str, _Alphabet] = {
    "ar": (
        *(("\u060c", "\u060c"), ("\u061b", "\u061b"), ("\u061f", "\u061f")),
        *(("\u0621", "\u063a"), ("\u0641", "\u0652"), ("\u0660", "\u0669")),
    ),
    "he": (("\u05d0", "\u05ea"),),
    "ru": (("\u0401", "\u0401"), ("\u0410", "\u044f"), ("\u0451", "\u0451")),
}
"""By the language of the library that says it. Greek is not sound beside figures and Latin letters."""


def sayable(text: str, lang: str) -> str:
    """Return a text to say in ``lang``, with a blank in the place of each character that would do harm.

    Beside Latin letters it keeps the alphabet of the language, else the first other one that it meets.
    """
    others = {letter for letter in set(text) if not _is_of(letter, _LATIN)}
    alphabets = [_ALPHABETS[lang]] if lang in _ALPHABETS else [*_ALPHABETS.values()]
    met = (each for letter in text if letter in others for each in alphabets if _is_of(letter, each))
    kept = next(met, ())
    unsaid = [ord(letter) for letter in others if not _is_of(letter, kept)]
    return text.translate(dict.fromkeys(unsaid, " "))


def _is_of(letter: str, alphabet: _Alphabet) -> bool:
    return any(first <= letter <= last for first, last in alphabet)
