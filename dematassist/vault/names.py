"""Names of files made safe for every system, and honest to the eye."""

from __future__ import annotations

import re

from dematassist.vault.model import visible

FALLBACK = "document"
_MAX_BYTES = 180
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Return the last part of a name, without what hides, turns the writing or means more to a system."""
    last = re.split(r"[/\\]", name)[-1]
    # A tab or a line between two words parts them.
    bare = _FORBIDDEN.sub("_", visible(" ".join(last.split())))
    bare = " ".join(bare.split()).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    if dot and len(ending.encode()) < _MAX_BYTES // 4:
        bare = f"{cut(stem, _MAX_BYTES - len(ending.encode())).rstrip('. ')}.{ending}"
    else:
        bare = cut(bare, _MAX_BYTES)
    bare = bare.strip(". ")
    if _RESERVED.fullmatch(bare.split(".")[0].strip()):
        bare = f"_{bare}"
    return bare or FALLBACK


def cut(text: str, most_bytes: int) -> str:
    """Return the beginning of a text that fits, with no half letter."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def ending(name: str) -> str:
    """Return the ending of a name in small letters, with its dot; empty when it has none."""
    _stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot else ""
