"""What the import looks at in a sheet, without reading it whole: its words, and the sheets it leads to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dematassist.guides.index import Document
from dematassist.guides.official.model import Audience, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from dematassist.guides.official.reader import Parts

    Elements = Mapping[str, list[Element]]
    """The elements of a sheet by name, in their order."""

_PRIORS = {Kind.SHEET: 1.0, Kind.THEME: 0.75, Kind.CONTACT: 0.8}
_PRIOR_RESOURCE = 0.7
_PRIOR_OTHER_AUDIENCE = 0.75
_PRIOR_QUESTION = 0.8
"""Of a sheet that answers one narrow question: the general one comes first."""
_IN_BODY = frozenset({"blocks", "services", "contacts", "related"})
_HEADED = ("Chapitre", "SousChapitre", "Cas", "Situation")
_INSIDE_WORDS = ("Exposant", "Indice")
_LEADING = {
    "LienInterne": "LienPublication",
    "Fiche": "ID",
    "QuestionReponse": "ID",
    "FicheLiee": "ID",
}
_NO_BREAK = "\0"
"""No XML holds it."""


def by_name(root: Element) -> dict[str, list[Element]]:
    """Return the elements of a sheet by name: one walk for all that is asked of them."""
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for element in root.iter():
        found[element.tag].append(element)
    return found


def document(parts: Parts, elements: Elements, said: str = "") -> Document:
    """Return what the search looks at in a sheet. ``said`` is what people say when they look for it.

    Marks the elements that stand inside a word: read the sheet before.
    """
    for name in _INSIDE_WORDS:
        for inside in elements.get(name, ()):
            inside.text, inside.tail = _NO_BREAK + (inside.text or ""), _NO_BREAK + (inside.tail or "")
    prior = _PRIORS.get(parts.kind, _PRIOR_RESOURCE)
    if "Question" in parts.type:
        prior *= _PRIOR_QUESTION
    if parts.audience is not Audience.PEOPLE:
        prior *= _PRIOR_OTHER_AUDIENCE
    title, summary = parts.title, parts.field("summary")
    numbers = f"{parts.field('cerfa')} {parts.field('other_number')}".replace("*", " ")
    texts = (
        title,
        f"{parts.id} {numbers}\n{said}",
        "\n".join([summary, *_texts(parts, {"intro"}), *_headings(elements)]),
        "\n".join(_texts(parts, _IN_BODY)),
    )
    kind, audience = parts.kind.value, parts.audience.value
    return Document(kind, parts.id, audience, "fr", title, summary, texts, prior)


def leads_to(elements: Elements) -> set[str]:
    """Return the ids of the sheets that a sheet has links to."""
    return {one.get(where, "") for name, where in _LEADING.items() for one in elements.get(name, ())}


def _texts(parts: Parts, places: Iterable[str]) -> list[str]:
    return [one if isinstance(one, str) else _words(one) for place, one in parts.placed if place in places]


def _words(element: Element) -> str:
    return "\n".join(element.itertext()).replace(f"\n{_NO_BREAK}", "").replace(_NO_BREAK, "")


def _headings(elements: Elements) -> list[str]:
    """Return the titles of chapters and cases, however deep."""
    found = []
    for name in _HEADED:
        for one in elements.get(name, ()):
            title = one.find("Titre")
            if title is not None:
                found.append(_words(title))
    return found
