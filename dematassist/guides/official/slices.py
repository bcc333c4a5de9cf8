"""A sheet whose chapters and cases are parsed when they are looked at.

A long sheet has hundreds of kilobytes in a few chapters or situations, of which a person sees one at a time.
They are cut out of the bytes; their titles, and what says when they are shown, stay. Only for bytes that
were parsed whole before, as those of the library were: what is cut out is not checked here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

UNTITLED = ("Etapes", "Documents", "Delai", "Recours", "Cout", "NbEtapes")
CHAPTERS = ("Chapitre", "Conclusion", *UNTITLED)
"""Elements that are chapters of a sheet."""

_SMALLEST = 16 * 1024
"""Bytes of a sheet that is worth cutting: less is parsed in half a millisecond."""
_MARK = "_slice"
_UTF_8 = re.compile(rb"<\?xml[^>]*encoding=[\"'](?i:utf-?8)[\"'][^>]*\?>\s*")
_MET = re.compile(
    rb"<(?:([!?])"
    rb"|(/?)(Chapitre|Cas|Situation)(?=[\s/>])"
    rb"|(TitreAlternatif|TitreRiche|Introduction|dc:)"
    rb"|(Condition)"
    rb"|(?:Conclusion|Etapes|Documents|Delai|Recours|Cout|NbEtapes)(?=[\s/>]))"
)
"""What cutting looks at: all that is no element, what is cut, what stands at its head, what is a chapter."""
_INSIDE_TAG = re.compile(rb"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_HEAD = re.compile(rb"\s*<(TitreAlternatif|Titre|Condition|Introduction)\b[^<>]*(?<!/)>")
_AT_HEAD = re.compile(rb"<(?:/Titre|/TitreAlternatif|[^/<>][^<>]*(?<!/))>\s*\Z")
_LONGEST_TAG = 400
_WAYS = frozenset({"Texte", "ListeSituations", "BlocCas"})
"""Elements whose chapters and cases are read as such, whatever stands beside them."""


class Slice(NamedTuple):
    """An element that was cut out, whole, and whether there are chapters inside."""

    data: bytes
    has_chapters: bool

    def element(self) -> Element:
        """Parse it."""
        from xml.etree import ElementTree as ET

        return ET.fromstring(self.data)  # noqa: S314 -- parsed once before


class Sliced(NamedTuple):
    """The tree of a sheet, and what was cut out of some of its elements."""

    root: Element
    slices: Mapping[Element, Slice]


class _Place(NamedTuple):
    """Where an element begins, its own tag ends, what it has beside its head begins, and it ends."""

    start: int
    inside: int
    rest: int
    end: int
    has_chapters: bool


def sliced(data: bytes) -> Sliced | None:
    """Cut a sheet; ``None`` when it is too small for that, or not as all of the State's are."""
    from xml.etree import ElementTree as ET

    declaration = _UTF_8.match(data)
    places = _places(data, declaration.end()) if declaration and len(data) >= _SMALLEST else []
    kept: list[bytes] = []
    end = 0
    for number, place in enumerate(places):
        mark = b' %s="%d">' % (_MARK.encode(), number)
        kept += [data[end : place.start], data[place.start : place.inside - 1], mark]
        kept.append(data[place.inside : place.rest])
        end = data.rindex(b"</", place.rest, place.end)
    left = b"".join([*kept, data[end:]])
    if (
        not places
        or left.count(_MARK.encode()) != len(places)
        or left.count(b"xmlns") > left.count(b"xmlns:dc=")
    ):
        return None
    root = ET.fromstring(left)  # noqa: S314 -- parsed once before
    cut = _cut(root)
    if len(cut) != len(places):
        return None
    slices = (Slice(data[place.start : place.end], place.has_chapters) for place in places)
    return Sliced(root, dict(zip(cut, slices, strict=True)))


def _places(data: bytes, start: int) -> list[_Place]:  # noqa: C901 -- one case a kind of element
    """Return where chapters and cases are that are inside no other and can be cut."""
    found: list[_Place] = []
    depth = 0
    place = _Place(0, 0, 0, 0, has_chapters=False)
    can_be_cut = True
    for met in _MET.finditer(data, start):
        no_element, closes, cut, of_head, condition = met.groups()
        if no_element:
            return []
        if closes:
            depth -= 1
            if not depth and can_be_cut:
                found.append(place._replace(end=data.index(b">", met.end()) + 1))
        elif cut:
            tag = _INSIDE_TAG.match(data, met.end())
            if tag is None or tag[0].endswith(b"/>"):
                continue
            if not depth:
                rest = _after_head(data, tag.end())
                can_be_cut = rest is not None
                place = _Place(met.start(), tag.end(), rest or tag.end(), 0, has_chapters=False)
            elif cut == b"Chapitre":
                place = place._replace(has_chapters=True)
            depth += 1
        elif not depth or met.start() < place.rest:
            continue
        elif of_head:
            can_be_cut = False
        elif condition:
            before = data[max(met.start() - _LONGEST_TAG, place.rest) : met.start()]
            can_be_cut = can_be_cut and _AT_HEAD.search(before) is not None
        else:
            place = place._replace(has_chapters=True)
    return [] if depth else found


def _after_head(data: bytes, start: int) -> int | None:
    """Return where the title, the condition and the introduction of an element end; ``None`` when unclear."""
    while head := _HEAD.match(data, start):
        closing = b"</%s>" % head[1]
        end = data.find(closing, head.end())
        if end < 0 or data.find(b"<" + head[1], head.end(), end) >= 0:
            return None
        start = end + len(closing)
    return start


def _cut(element: Element) -> list[Element]:
    """Return the elements that were cut, where ``Blocks`` reads them as what they are."""
    found: list[Element] = []
    for one in element:
        if _MARK in one.attrib:
            found.append(one)
        elif one.tag in _WAYS:
            found += _cut(one)
    return found
