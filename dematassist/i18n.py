"""gettext catalogues that can change while the program runs.

``_``, ``ngettext`` and ``pgettext`` look the sentence up in the current language at each call, so a page
that asks again after ``use`` speaks the new language. Message ids are English; French is complete.
"""

from __future__ import annotations

import contextlib
import locale
import os
import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from dematassist.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LANGUAGES = ("fr", "en", "ar")
"""The languages of the program, the default one first."""

RIGHT_TO_LEFT = frozenset({"ar"})

_DOMAIN = "dematassist"

_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_ARABIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
HYPHENATED = r"(?a:(?<![\w./:@-])(?=[\dA-Fa-f-]*\d)[\dA-Fa-f]+(?:-[\dA-Fa-f]+)+(?![\w/:@-]|\.\w))"
"""A number whose groups are joined by hyphens, as of a mandate or a report; not a part of a file name."""

_IN_ORDER = re.compile(rf"\+?\d+(?:[ \u00a0\u202f]\d+)+|\+\d+|{HYPHENATED}|https?://(?![^\s.،])")
_GAPS = re.compile("[ \u202f]")


class _Current:
    """The catalogue in use: the one piece of state of this module."""

    lang = "en"
    folder: Path | None = None
    catalogue: Catalogue = Catalogue()


def use(lang: str, folder: Path) -> None:
    """Speak ``lang`` from now on. ``folder`` holds ``<lang>/LC_MESSAGES/dematassist.mo``.

    English needs no catalogue. A missing or damaged catalogue leaves the English sentences.
    """
    _Current.lang, _Current.folder = lang, folder
    _Current.catalogue = Catalogue()
    if lang != "en":
        with contextlib.suppress(OSError, ValueError):
            _Current.catalogue = _catalogue(folder / lang / "LC_MESSAGES" / f"{_DOMAIN}.mo")


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(path: Path) -> Catalogue:
    return Catalogue(path.read_bytes())


@contextlib.contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak another language for the time of a block, on the thread that shows the pages.

    A sheet is in the language of its guide, whatever the language of the window.
    """
    before = _Current.lang
    folder = _Current.folder
    if lang == before or folder is None:
        yield
        return
    use(lang, folder)
    try:
        yield
    finally:
        use(before, folder)


def current() -> str:
    """Return the language in use, as a two-letter code."""
    return _Current.lang


def is_right_to_left() -> bool:
    """Return whether the language in use is written from right to left."""
    return _Current.lang in RIGHT_TO_LEFT


def shown(text: str) -> str:
    """Return a text as a window must be given it.

    Where the language is written from right to left, the groups of figures of a number stay on one line and
    in their order: each number, and a lone « https:// », is isolated (Unicode Standard Annex 9, LRI and PDI).
    « 36 46 » would be drawn « 46 36 » otherwise, and « 4821-7730 » as « 7730-4821 ». A line in Latin letters
    alone (words of a French paper) is isolated whole: its full stop would be drawn at its beginning. An
    Arabic line whose first word is in Latin letters begins with a right-to-left mark: a label would set it
    out as a French one.
    """
    if not is_right_to_left():
        return text
    return "\n".join(_shown(line) for line in text.split("\n"))


def _shown(line: str) -> str:
    latin, arabic = _LATIN.search(line), _ARABIC.search(line)
    if latin and not arabic:
        whole = _IN_ORDER.sub(lambda found: _GAPS.sub(chr(0xA0), found[0]), line)
        return f"\u2066{whole}\u2069"
    isolated = _IN_ORDER.sub(lambda found: f"\u2066{_GAPS.sub(chr(0xA0), found[0])}\u2069", line)
    return f"\u200f{isolated}" if latin and arabic and latin.start() < arabic.start() else isolated


def system_language() -> str:
    """Return the first language of the system that the program speaks, else French."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for part in os.environ.get(name, "").split(":"):
            if part[:2].lower() in LANGUAGES:
                return part[:2].lower()
    if sys.platform in ("win32", "darwin"):
        code = (locale.getlocale()[0] or "")[:2].lower()
        # Windows gives the language in full ("French_France").
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def _(message: str) -> str:
    """Return the sentence in the language in use."""
    return _Current.catalogue.find(message) or message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the sentence for ``n`` things; the caller formats ``{n}``."""
    return _Current.catalogue.find(singular, n) or (singular if n == 1 else plural)


def pgettext(context: str, message: str) -> str:
    """Return the sentence in the language in use, told apart from its twins by ``context``."""
    return _Current.catalogue.find(f"{context}\x04{message}") or message


def listed(names: Iterable[str]) -> str:
    """Return names one after the other, with the comma of the language in use."""
    # Translators: the comma, and the space after it, between things that are listed.
    return _(", ").join(names)
