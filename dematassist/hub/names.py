"""The names of services and steps, as people know them; reports carry ids only.

``names.json`` is made from the guides when they are compiled. An id that it has not is shown as it is: a desk
may have guides of its own, or newer ones.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dematassist.hub.language import Language

_PACKAGE = Path(__file__).resolve().parents[1]
_FILES = (_PACKAGE.parent / "build" / "names.json", _PACKAGE / "names.json")


class Names(NamedTuple):
    """The names of one language: of services by id, and of steps by guide and step; whose each guide is."""

    services: dict[str, str]
    guides: dict[str, str]
    steps: dict[str, dict[str, str]]


@cache
def names(lang: Language) -> Names:
    """Return the names in this language, in French where it has none; no name where the file is absent."""
    text = next((path.read_text("utf-8") for path in _FILES if path.is_file()), "{}")
    made = json.loads(text)
    french, own = made.get("fr", {}), made.get(lang, {})
    return Names(*({**french.get(kind, {}), **own.get(kind, {})} for kind in Names._fields))


def service_name(lang: Language, service_id: str) -> str:
    """Return the name of a service."""
    return names(lang).services.get(service_id, service_id)


def step_name(lang: Language, service_id: str, step_id: str, guide_id: str = "") -> str:
    """Return the title of a step; without its guide, only when all guides of the service call it the same."""
    known = names(lang)
    guides = (
        [guide_id] if guide_id else [id_ for id_, service in known.guides.items() if service == service_id]
    )
    titles = {known.steps[guide][step_id] for guide in guides if step_id in known.steps.get(guide, {})}
    return titles.pop() if len(titles) == 1 else step_id


def place_name(lang: Language, service_id: str, guide_id: str, step_id: str) -> str:
    """Return where something does not work: the service, and the step where it is known."""
    step = step_name(lang, service_id, step_id, guide_id) if step_id else ""
    return " · ".join(part for part in (service_name(lang, service_id), step) if part)
