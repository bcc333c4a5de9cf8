"""One file of the State's archive → ``Sheet``.

``read_xml`` reads the bytes of a file, ``read_tree`` an element tree made otherwise. ``blocks.py`` reads
what a sheet is made of; here its header is, and where each block goes.

The bytes are hostile until read: no document type is accepted, so no entity can be (bombs, files of this
machine), and neither are encodings in which one could hide.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.guides.official.attributes import bare, is_blank
from dematassist.guides.official.blocks import Blocks
from dematassist.guides.official.model import Audience, Kind, Level, Sheet
from dematassist.guides.official.slices import sliced

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dematassist.guides.official import model

LARGEST_FILE = 16 * 2**20
"""Bytes of a sheet. The largest of the State has less than one million."""

DEEPEST = 100
"""Levels of elements of a sheet. The State's have fewer than twenty."""

ROOTS = frozenset({"Publication", "ServiceComplementaire"})
_ID = re.compile(r"[A-Z]\d{1,9}\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>)?\s*<[A-Za-z]")
"""A file whose first element comes at once: a document type can only come before, entities only inside."""
_DC = "{http://purl.org/dc/elements/1.1/}"

_KINDS = {
    "Formulaire": Kind.FORM,
    "Téléservice": Kind.ONLINE_SERVICE,
    "Téléservice personnalisé sur SP": Kind.ONLINE_SERVICE,
    "Outil de recherche": Kind.ONLINE_SERVICE,
    "Modèle de document": Kind.MODEL,
    "Simulateur": Kind.SIMULATOR,
    "Centre de contact": Kind.CONTACT,
    "Theme": Kind.THEME,
    "Thème": Kind.THEME,
    "Dossier": Kind.THEME,
}
_AUDIENCES = {
    "Particuliers": Audience.PEOPLE,
    "Professionnels": Audience.BUSINESSES,
    "Associations": Audience.ASSOCIATIONS,
}
_PLACES = {
    "Introduction": "intro",
    "ServiceEnLigne": "services",
    "ServiceEnLigneAnnexe": "services",
    "ServiceEnLigneAlternatif": "services",
    "NoticeLiee": "services",
    "LienWeb": "services",
    "OuSAdresser": "contacts",
    "OuSAdresserSupport": "contacts",
    "QuiPeutMAider": "contacts",
    "PivotLocal": "contacts",
    "QuestionReponse": "related",
    "VoirAussi": "related",
    "CommentFaireSi": "related",
    "RechercheGuidee": "related",
    "FicheLiee": "related",
    "FicheConnexe": "related",
    "PourEnSavoirPlus": "more",
    "LienExterneCommente": "more",
    "Partenaire": "more",
    "Reference": "references",
    "Theme": "around",
    "SousThemePere": "around",
    "DossierPere": "around",
    "SousDossierPere": "around",
    "RechercheGuideePere": "around",
}
_HEADER = {
    "dc:title": "title",
    "dc:subject": "subject",
    "dc:description": "summary",
    "dc:contributor": "written_by",
    "SurTitre": "over_title",
    "NumeroCerfa": "cerfa",
    "AutreNumero": "other_number",
}
_META = frozenset(
    f"dc:{name}"
    for name in (
        *("creator", "publisher", "date", "type", "format", "identifier"),
        *("source", "language", "relation", "coverage", "rights"),
    )
) | {"Audience", "Canal", "Cible"}


class UnreadableSheetError(Exception):
    """A file that is not a sheet: ``why`` is one word for the list of what was left out."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def read_xml(data: bytes, audience: Audience | None = None) -> Sheet:
    """Return the sheet that a file holds. Raises ``UnreadableSheetError``.

    ``audience`` is where the file was; ``None`` takes what the sheet says of itself.
    """
    return read_tree(parsed(data), audience)


def open_xml(data: bytes, audience: Audience) -> Sheet:
    """Return a sheet of the library. Raises ``UnreadableSheetError``.

    What its chapters and cases hold is read when it is looked at; ``unknown`` does not count it.
    """
    cut = sliced(data)
    root, slices = cut or (parsed(data), {})
    return _sheet(parts_of(root, audience), Blocks(slices))


def parsed(data: bytes) -> Element:
    """Return the root element of a file. Raises ``UnreadableSheetError``."""
    # 5 ms to import: only who takes an archive in needs it.
    from xml.etree import ElementTree as ET

    if len(data) > LARGEST_FILE:
        raise UnreadableSheetError("too large")
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in data or (declared and declared[1].lower() not in _ENCODINGS):
        raise UnreadableSheetError("encoding")
    if not _BEGINNING.match(data) and b"<!DOCTYPE" in data:
        raise UnreadableSheetError("document type")
    try:
        root = ET.fromstring(data)  # noqa: S314 -- without a document type there is no entity
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableSheetError("not XML") from error
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    # Only elements that hold others are walked through: most hold none.
    level = [root]
    for _depth in range(DEEPEST - 1):
        level = list(filter(len, chain.from_iterable(level)))
        if not level:
            return
    raise UnreadableSheetError("too deep")


def read_tree(root: Element, audience: Audience | None = None) -> Sheet:
    """Return the sheet that an element tree holds. Raises ``UnreadableSheetError``."""
    try:
        return _sheet(parts_of(root, audience), Blocks())
    except RecursionError as error:
        raise UnreadableSheetError("too deep") from error


class Parts(NamedTuple):
    """What a root element holds. ``placed`` are elements and texts, in order, each in its place."""

    root: Element
    id: str
    audience: Audience
    type: str
    fields: dict[str, Element]
    trail: Element | None
    meta: tuple[tuple[str, Element], ...]
    terms: tuple[Element, ...]
    placed: tuple[tuple[str, Element | str], ...]

    @property
    def kind(self) -> Kind:
        """What the sheet is."""
        return _KINDS.get(self.type, Kind.SHEET)

    def field(self, name: str) -> str:
        """Return a text of the header."""
        return bare(self.fields[name]) if name in self.fields else ""

    @property
    def title(self) -> str:
        """The title; the id when there is none."""
        return self.field("title") or self.id

    @property
    def modified(self) -> date | None:
        """The day of the last change."""
        found = dict(self.meta).get("dc:date")
        return None if found is None else _day(bare(found))


def parts_of(root: Element, audience: Audience | None) -> Parts:
    """Return the header of a sheet, and its elements unread. Raises ``UnreadableSheetError``."""
    if root.tag not in ROOTS:
        raise UnreadableSheetError("not a sheet")
    sheet_id = root.get("ID", "")
    if not _ID.match(sheet_id):
        raise UnreadableSheetError("no id")
    fields: dict[str, Element] = {}
    trail: Element | None = None
    meta: list[tuple[str, Element]] = []
    terms: list[Element] = []
    placed: list[tuple[str, Element | str]] = []
    if root.text and not is_blank(root.text):
        placed.append(("blocks", root.text))
    for child in root:
        name, is_text = child.tag.replace(_DC, "dc:"), not len(child)
        if is_text and name in _HEADER and _HEADER[name] not in fields:
            fields[_HEADER[name]] = child
        elif is_text and name in _META:
            meta.append((name, child))
        elif name == "FilDAriane" and trail is None and _is_trail(child):
            trail = child
        elif name in {"Definition", "Abreviation"}:
            terms.append(child)
        else:
            placed.append((_PLACES.get(name, "blocks"), child))
        if child.tail and not is_blank(child.tail):
            placed.append(("blocks", child.tail))
    audience = audience or _audience(root, trail, dict(meta).get("Audience"))
    type_ = root.get("type", "")
    return Parts(root, sheet_id, audience, type_, fields, trail, tuple(meta), tuple(terms), tuple(placed))


def _sheet(parts: Parts, blocks: Blocks) -> Sheet:
    placed: dict[str, list[model.Block]] = {}
    for place, one in parts.placed:
        found = [blocks.loose(one)] if isinstance(one, str) else blocks.of(one)
        placed.setdefault(place, []).extend(found)
    read: dict[str, Any] = {name: parts.field(name) for name in parts.fields}
    read |= {place: tuple(found) for place, found in placed.items()}
    read |= {"title": parts.title}
    terms = tuple(blocks.term(one) for one in parts.terms)
    return Sheet(
        id=parts.id,
        audience=parts.audience,
        kind=parts.kind,
        type=parts.type,
        url=parts.root.get("spUrl", ""),
        modified=parts.modified,
        changed_much=_day(parts.root.get("dateDerniereModificationImportante", "")),
        is_being_updated=parts.root.get("statut", "") == "enCoursDeMiseAJour",
        trail=tuple(Level(one.get("ID", ""), bare(one)) for one in parts.trail or ()),
        terms=terms,
        meta=tuple((name, bare(one)) for name, one in parts.meta),
        unknown=blocks.unknown,
        **read,
    )


def _is_trail(element: Element) -> bool:
    """Return whether a breadcrumb holds levels and nothing else."""
    return is_blank(element.text) and all(not len(one) and is_blank(one.tail) for one in element)


def _audience(root: Element, trail: Element | None, said: Element | None) -> Audience:
    """Return for whom a sheet says it is: its breadcrumb, then its address, then its header."""
    first = trail[0].get("ID", "") if trail is not None and len(trail) else ""
    if first in _AUDIENCES:
        return _AUDIENCES[first]
    for audience in Audience:
        if f"/{audience.value}/" in root.get("spUrl", ""):
            return audience
    return _AUDIENCES.get("" if said is None else bare(said), Audience.PEOPLE)


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
