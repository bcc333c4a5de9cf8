"""One file of the State's archive → ``Sheet``.

``read_xml`` reads the bytes of a file, ``read_tree`` an element tree made otherwise. ``blocks.py`` reads
what a sheet is made of; here its header is, and where each block goes.

The bytes are hostile until read: no document type is accepted, so no entity can be (bombs, files of this
machine), and neither are encodings in which one could hide.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from dematassist.guides.official.blocks import Blocks, bare, is_blank
from dematassist.guides.official.model import Audience, Kind, Level, Sheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dematassist.guides.official import model

LARGEST_FILE = 16 * 2**20
"""Bytes of a sheet. The largest of the State has less than one million."""

ROOTS = frozenset({"Publication", "ServiceComplementaire"})
_ID = re.compile(r"[A-Z]\d{1,9}\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
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
    "PivotLocal": "contacts",
    "QuestionReponse": "related",
    "VoirAussi": "related",
    "CommentFaireSi": "related",
    "RechercheGuidee": "related",
    "FicheLiee": "related",
    "PourEnSavoirPlus": "more",
    "LienExterneCommente": "more",
    "Partenaire": "more",
    "Reference": "references",
    "Theme": "around",
    "SousThemePere": "around",
    "DossierPere": "around",
    "SousDossierPere": "around",
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


def parsed(data: bytes) -> Element:
    """Return the root element of a file. Raises ``UnreadableSheetError``."""
    # 5 ms to import: only who takes an archive in needs it.
    from xml.etree import ElementTree as ET

    if len(data) > LARGEST_FILE:
        raise UnreadableSheetError("too large")
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in data or (declared and declared[1].lower() not in _ENCODINGS):
        raise UnreadableSheetError("encoding")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableSheetError("document type")
    try:
        return ET.fromstring(data)  # noqa: S314 -- without a document type there is no entity
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableSheetError("not XML") from error


def read_tree(root: Element, audience: Audience | None = None) -> Sheet:
    """Return the sheet that an element tree holds. Raises ``UnreadableSheetError``."""
    if root.tag not in ROOTS:
        raise UnreadableSheetError("not a sheet")
    sheet_id = root.get("ID", "")
    if not _ID.match(sheet_id):
        raise UnreadableSheetError("no id")
    try:
        return _Header(root).sheet(root, sheet_id, audience)
    except RecursionError as error:
        raise UnreadableSheetError("too deep") from error


class _Header:
    """What a root element holds, each thing in its place."""

    def __init__(self, root: Element) -> None:
        self._fields: dict[str, Any] = {}
        self._placed: dict[str, list[model.Block]] = {}
        self._terms: list[model.Term] = []
        self._meta: list[tuple[str, str]] = []
        self._blocks = Blocks()
        self._loose(root.text)
        for child in root:
            self._take(child, child.tag.replace(_DC, "dc:"))
            self._loose(child.tail)

    def _take(self, child: Element, name: str) -> None:
        is_text = not len(child)
        if is_text and name in _HEADER and _HEADER[name] not in self._fields:
            self._fields[_HEADER[name]] = bare(child)
        elif is_text and name in _META:
            self._meta.append((name, bare(child)))
        elif name == "FilDAriane" and "trail" not in self._fields and _is_trail(child):
            self._fields["trail"] = tuple(Level(one.get("ID", ""), bare(one)) for one in child)
        elif name in {"Definition", "Abreviation"}:
            self._terms.append(self._blocks.term(child))
        else:
            self._place(_PLACES.get(name, "blocks"), self._blocks.of(child))

    def _place(self, place: str, found: list[model.Block]) -> None:
        self._placed.setdefault(place, []).extend(found)

    def _loose(self, text: str | None) -> None:
        if text and not is_blank(text):
            self._place("blocks", [self._blocks.loose(text)])

    def sheet(self, root: Element, sheet_id: str, audience: Audience | None) -> Sheet:
        """Return the sheet."""
        type_ = root.get("type", "")
        said = dict(self._meta)
        title = self._fields.pop("title", "")
        parts: dict[str, Any] = {place: tuple(found) for place, found in self._placed.items()}
        return Sheet(
            id=sheet_id,
            audience=audience or _audience(root, self._fields.get("trail", ()), said),
            kind=_KINDS.get(type_, Kind.SHEET),
            type=type_,
            title=title or sheet_id,
            url=root.get("spUrl", ""),
            modified=_day(said.get("dc:date", "")),
            changed_much=_day(root.get("dateDerniereModificationImportante", "")),
            is_being_updated=root.get("statut", "") == "enCoursDeMiseAJour",
            terms=tuple(self._terms),
            meta=tuple(self._meta),
            unknown=self._blocks.unknown,
            **self._fields,
            **parts,
        )


def _is_trail(element: Element) -> bool:
    """Return whether a breadcrumb holds levels and nothing else."""
    return is_blank(element.text) and all(not len(one) and is_blank(one.tail) for one in element)


def _audience(root: Element, trail: tuple[Level, ...], said: dict[str, str]) -> Audience:
    """Return for whom a sheet says it is: its breadcrumb, then its address, then its header."""
    if trail and trail[0].id in _AUDIENCES:
        return _AUDIENCES[trail[0].id]
    for audience in Audience:
        if f"/{audience.value}/" in root.get("spUrl", ""):
            return audience
    return _AUDIENCES.get(said.get("Audience", ""), Audience.PEOPLE)


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
