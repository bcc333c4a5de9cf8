"""Sheets in the State's schema, written for the tests: no word of them comes from the State."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Publication xmlns:dc="http://purl.org/dc/elements/1.1/" ID="{id}" type="{type}"
 spUrl="https://www.service-public.gouv.fr/{audience}/vosdroits/{id}"
 dateDerniereModificationImportante="{important}T00:00:00">
<dc:title>{title}</dc:title><dc:creator>La direction</dc:creator><dc:subject>Papiers</dc:subject>
<dc:description>{summary}</dc:description><dc:date>modified {modified}</dc:date>
<dc:identifier>{id}</dc:identifier><dc:rights>https://example.org/mentions</dc:rights>
<SurTitre>Fiche pratique</SurTitre><Audience>{heading}</Audience><Canal>www.example.org</Canal>
<FilDAriane><Niveau ID="{heading}">Accueil</Niveau><Niveau ID="N1">Papiers</Niveau></FilDAriane>
"""

DATA = Path(__file__).parents[2] / "data" / "official"
FORM = (DATA / "form.xml").read_text(encoding="utf-8")
_HEADINGS = {
    "particuliers": "Particuliers",
    "professionnels": "Professionnels",
    "associations": "Associations",
}


def sheet(
    sheet_id: str,
    title: str,
    body: str = "<Texte><Paragraphe>Un texte.</Paragraphe></Texte>",
    *,
    summary: str = "Ce que dit la fiche.",
    modified: str = "2026-02-03",
    audience: str = "particuliers",
) -> str:
    """Return the XML of a sheet. ``body`` is XML."""
    head = HEAD.format(
        id=sheet_id,
        type="Fiche d'information",
        title=title,
        summary=summary,
        modified=modified,
        important=modified,
        audience=audience,
        heading=_HEADINGS[audience],
    )
    return f"{head}{body}</Publication>"


def everything() -> str:
    """Return the XML of a sheet that has every element of the schema."""
    return (DATA / "everything.xml").read_text(encoding="utf-8")


def write_zip(path: Path, sheets: dict[str, str]) -> Path:
    """Write an archive of sheets by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sheets.items():
            archive.writestr(name, text)
    return path


def as_npm(text: str) -> str:
    """Return a sheet as the npm package has it: a tree of elements and texts, in JSON."""

    def node(element: ET.Element) -> dict[str, object]:
        children: list[dict[str, object]] = []
        if element.text and element.text.strip():
            children.append({"type": "text", "text": element.text})
        for child in element:
            children.append(node(child))
            if child.tail and child.tail.strip():
                children.append({"type": "text", "text": child.tail})
        name = element.tag.replace("{http://purl.org/dc/elements/1.1/}", "dc:")
        made: dict[str, object] = {"type": "element", "name": name, "children": children}
        return {**made, "attributes": dict(element.attrib)} if element.attrib else made

    root = ET.fromstring(text.encode())  # noqa: S314 -- our own
    return json.dumps({"id": root.get("ID"), "children": [node(root)]}, ensure_ascii=False)
