"""In which language to answer: French, or English for who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from starlette.requests import Request

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def of_request(request: Request) -> Language:
    """Return the language of the address, else the first of ours that the reader prefers."""
    path = request.url.path
    if path.startswith("/en/"):
        return "en"
    if path.startswith("/fr/"):
        return "fr"
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Language:
    """Return our language that this header prefers; French when it says nothing."""
    parts = [part.strip().partition(";q=") for part in accepted[:200].split(",")]
    found = [
        (-_number(quality), place, lang)
        for place, (name, _, quality) in enumerate(parts)
        for lang in LANGUAGES
        if name.lower().split("-")[0] == lang
    ]
    return min(found)[2] if found else "fr"


def _number(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
