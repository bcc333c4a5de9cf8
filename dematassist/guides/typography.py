"""French typography: the spaces that do not break a line, the apostrophe, dates and numbers as they are read.

Only U+00A0 is used: most of our fonts lack U+202F.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_ADDRESS = re.compile("https?://\\S+|\ue000")
_A_WORD = re.compile("\ue000")
_NUMERIC_DATE = re.compile(r"\b(0?[1-9]|[12]\d|3[01])[/.](0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)\b")
_TEN_DIGITS = re.compile(
    r"\b(0[1-9])[ .\u00a0-]?(\d\d)[ .\u00a0-]?(\d\d)[ .\u00a0-]?(\d\d)[ .\u00a0-]?(\d\d)\b"
)
_RULES = (
    (re.compile(r'["“]([^"“”«»]+)["”]'), r"«\1»"),
    (re.compile(r"(?<=\w)['‘ʼ´`](?=\w)"), "’"),
    (re.compile(r"\.\.\.+"), "…"),
    (re.compile("\u202f"), NO_BREAK),
    (re.compile(r" {2,}"), " "),
    (re.compile(rf"[ {NO_BREAK}]{{2,}}"), NO_BREAK),
    (re.compile(rf"«[ {NO_BREAK}]?(?=\S)"), f"«{NO_BREAK}"),
    (re.compile(rf"(?<=\S)[ {NO_BREAK}]?»"), f"{NO_BREAK}»"),
    (re.compile(rf"(?<=[^\s{NO_BREAK}?!]) ?(?=[;!?])"), NO_BREAK),
    # A colon needs the space too, but not inside an hour or an address.
    (re.compile(rf"(?<=[^\s{NO_BREAK}:]) ?:(?=\s|$)"), f"{NO_BREAK}:"),
    (re.compile(r"(?<=\d) (?=\d)"), NO_BREAK),
    (re.compile(r"(?<=\d) ?(?=[€%])"), NO_BREAK),
    (re.compile(r"(?<=\d) ?h ?(?=\d)"), f"{NO_BREAK}h{NO_BREAK}"),
    (re.compile(r"(?<=\d) ?h(?!\w)"), f"{NO_BREAK}h"),
    (re.compile(r"\b([Nn])° ?(?=\d)"), rf"\1°{NO_BREAK}"),
)


def mended(text: str) -> str:
    """Return a French text as it should be printed. Mending twice is mending once; addresses are left."""
    addresses = iter(_ADDRESS.findall(text))
    return _A_WORD.sub(lambda _found: next(addresses), _mended(_ADDRESS.sub("\ue000", text)))


def _mended(text: str) -> str:
    text = _NUMERIC_DATE.sub(_in_words, text)
    text = _TEN_DIGITS.sub(NO_BREAK.join(rf"\{group}" for group in range(1, 6)), text)
    for pattern, right in _RULES:
        text = pattern.sub(right, text)
    return text


def _in_words(found: re.Match[str]) -> str:
    day, month, year = (int(part) for part in found.groups())
    return NO_BREAK.join(("1er" if day == 1 else str(day), _MONTHS[month - 1], str(year)))
