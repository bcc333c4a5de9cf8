"""The papers that a sheet asks for: its lists of them, and the kinds of paper that we know by those words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.official import model
from dematassist.guides.official.cases import groups
from dematassist.guides.official.text import plain
from dematassist.guides.words import keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dematassist.guides.model import When
    from dematassist.guides.official.model import Block, Item
    from dematassist.guides.official.text import Runs
    from dematassist.papers.model import PaperKind

_PAPERS = r"\b(?:pieces?|documents?|justificatifs?|papiers?)\b"
_GIVE = (
    r"\b(?:fourni|present|joindre|joint|apport|remett|muni|transmett|envoy|produi|compren|comport|contien"
    r"|besoin|necessaire|accompagn|prepar|dispos|depos|adress|rassembl|demande)"
)
_HEADING = re.compile(rf"{_PAPERS}.*{_GIVE}")
_INTRODUCED = re.compile(rf"{_GIVE}.*{_PAPERS}|{_PAPERS}.*{_GIVE}")
_ABOUT_PAPERS = re.compile(
    r"mentions|conditions|cas suivants|peuvent etre|peut s'agir|information sur|concerne|delivre|apostill"
)
"""What a list says of papers, that is no list of papers to give."""
_PLACE = re.compile(r"(?:soit|ou|avant|apres|aupres|par|dans|a|au|aux|chez|sur|les autres)\b")
"""How a line begins that says where or when to give papers."""
_WHEN_ONLY = re.compile(r"(?:si|s'|en cas|lorsqu|sauf)[^,:]*[,:]\s*", re.IGNORECASE)
_NEGATED = re.compile(r"^(?:si|s'|sauf|lorsqu)", re.IGNORECASE)
_MONEY = re.compile(r"(?:le )?(?:cout|prix|montant|paiement|reglement)\b")
_FIRST_WORDS = 4
"""A paper is named at the beginning of its line; further on, other papers are spoken of."""
_WEAK = frozenset(
    keys("copie copies original originaux photocopie photocopies numérisée scan votre un une", "fr")
)
"""Words before the name of a paper that are not its name."""


class Paper(NamedTuple):
    """A paper in the sheet's own words, what the sheet adds, and the answers with which it is asked for."""

    name: str
    details: tuple[str, ...]
    when: When


class Recognised(NamedTuple):
    """A kind of paper that we know, and the name of it by which it was recognised."""

    kind: PaperKind
    by: str


def papers(
    blocks: Iterable[Block],
    when: When,
    heading: Runs = (),
    *,
    is_papers: bool = False,
    introduced: str = "",
) -> Iterator[Paper]:
    """Yield the papers of the lists of papers in blocks, in order. ``introduced`` is said before them."""
    under = is_papers or bool(_HEADING.search(folded(plain(heading))))
    before = introduced
    for block in blocks:
        if isinstance(block, model.Listing):
            if _is_list_of_papers(before, block, is_under_papers=under):
                for item in block.items:
                    yield from _paper(item, when)
            continue
        if isinstance(block, model.Fragment):
            yield from papers(block.blocks, when, is_papers=under, introduced=before)
            continue
        before = folded(plain(block.runs)) if isinstance(block, model.Paragraph) else ""
        if isinstance(block, model.Section):
            yield from papers(block.blocks, when, block.title, is_papers=block.is_papers)
        elif not isinstance(block, model.Note):
            for inside, deeper in groups(block, when):
                yield from papers(inside, deeper, is_papers=under)


def _is_list_of_papers(introduced: str, listing: model.Listing, *, is_under_papers: bool) -> bool:
    places = sum(
        bool(_PLACE.match(folded(paper.name))) for item in listing.items for paper in _paper(item, ())
    )
    if _ABOUT_PAPERS.search(introduced) or places > len(listing.items) / 2:
        return False
    return is_under_papers if not introduced.rstrip().endswith(":") else bool(_INTRODUCED.search(introduced))


def _paper(item: Item, when: When) -> Iterator[Paper]:
    name = ""
    details: list[str] = []
    for block in item.blocks:
        if isinstance(block, model.Paragraph):
            text = " ".join(plain(block.runs).split()).rstrip(" ;,:\xa0")
            name, details = (name, [*details, text]) if name else (text, details)
        elif isinstance(block, model.Listing):
            details += [one.name for inside in block.items for one in _paper(inside, when)]
    if name:
        yield Paper(name, tuple(details), when)


def recognised(text: str, kinds: tuple[PaperKind, ...]) -> Recognised | None:
    """Return the kind of paper that a line begins with the name of; the longest name wins."""
    said = _WHEN_ONLY.sub("", text, count=1) if _NEGATED.search(text) else text
    if _NEGATED.search(said) or _MONEY.search(folded(said)):
        return None
    line = [key for key in _keys(said) if not key.isdigit()]
    found: list[tuple[int, int, str, PaperKind]] = []
    for kind in kinds:
        for name, name_keys in _names(kind):
            # One word alone may be said of anything further on: « enveloppe timbrée » is no « timbre ».
            reach = _FIRST_WORDS if len(name_keys) > 1 else 1
            places = range(min(reach, len(line) - len(name_keys) + 1))
            at = next((n for n in places if tuple(line[n : n + len(name_keys)]) == name_keys), None)
            if at is not None:
                found.append((at, -len(name_keys), name, kind))
    if not found:
        return None
    at, _length, name, kind = min(found, key=lambda one: one[:2])
    return Recognised(kind, name)


@lru_cache(maxsize=500)
def _names(kind: PaperKind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names of a kind of paper with the keys of their words; what is in brackets is said apart."""
    inside = re.findall(r"\(([^)]*)\)", kind.name)
    names = (re.sub(r"\s*\([^)]*\)", "", kind.name), *inside, *kind.other_names)
    pairs = ((name, tuple(_keys(name))) for name in names)
    # « copie intégrale » would be known by « intégrale » alone.
    return tuple((name, found) for name, found in pairs if len(found) > 1 or len(keys(name, "fr")) == 1)


def _keys(text: str) -> list[str]:
    # The stemmer leaves the plural of a few words (« photos »).
    return [key.rstrip("s") for key in keys(text, "fr") if key not in _WEAK]
