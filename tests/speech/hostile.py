"""Texts that nobody writes to be heard, the same each time for a seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECES = (
    *(
        "<speak>",
        "</speak>",
        '<audio src="file:///etc/passwd"/>',
        '<break time="9999s"/>',
        "<![CDATA[",
        "]]>",
    ),
    *('<speed level="10">', '<voice name="x">', '<mark name="m"/>', "<p", "&amp;&#0;", "<?xml?>", "<!--"),
    *("[[f0", "[[b@n]]", "]]", "\\mrk=1\\", "\\pau=99999\\", "%n%s%p", "$(id)", "`id`", "'; --", "\\u0000"),
    *("\x1b[31m", "\x1b\x00", "\r\n", "../../x", "http://a.b/?q=%00", "FR76", "1e309", "-" * 50, "…" * 40),
)
_SCRIPTS = ((0x20, 0x7F), (0xA0, 0x250), (0x370, 0x530), (0x5D0, 0x780), (0x900, 0xE00), (0x3040, 0x9FFF))


def _anything(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _letter in range(chance.randrange(1, 30)))


def _script(chance: random.Random) -> str:
    low, high = chance.choice(_SCRIPTS)
    return "".join(chr(chance.randrange(low, high)) for _letter in range(chance.randrange(1, 30)))


def _controls(chance: random.Random) -> str:
    return "".join(chr(chance.choice((*range(0x20), *range(0x7F, 0xA0), 65))) for _letter in range(25))


def _unseen(chance: random.Random) -> str:
    signs = "\u200b\u200d\u200e\u202e\u2066\u2069\ufeff\ufe0f\u00ad\u0301\u0327\u20dd\U000e0001a"
    return "".join(chance.choices(signs, k=40))


def _heaped(chance: random.Random) -> str:
    return "e" + "".join(chr(chance.randrange(0x300, 0x370)) for _mark in range(chance.randrange(1, 80)))


def _long(chance: random.Random) -> str:
    letters = chance.choice(("éèàçœ", "0123456789", "ABCDEF", "-'’.", "bcdfg"))
    return "".join(chance.choices(letters, k=chance.choice((61, 90, 200))))


def _marked_up(chance: random.Random) -> str:
    return " ".join(chance.choices(_PIECES, k=chance.randrange(1, 5)))


def _halved(chance: random.Random) -> str:
    """Give halves of pairs: no UTF-8 says them."""
    return "".join(chr(chance.randrange(0xD800, 0xE000)) for _letter in range(5)) + "bonjour"


def _mixed(chance: random.Random) -> str:
    return " ".join(kind(chance) for kind in chance.choices(_KINDS[:-1], k=2)) + " Bonjour 1 234,56 €."


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    *(_anything, _script, _controls, _unseen, _heaped, _long, _marked_up, _halved),
    _mixed,
)


def hostile_texts(count: int, seed: int = 3) -> Iterator[str]:
    """Give so many texts, of each kind in turn."""
    chance = random.Random(seed)  # noqa: S311 -- the same each time
    for number in range(count):
        yield _KINDS[number % len(_KINDS)](chance)
