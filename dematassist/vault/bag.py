"""What « Tout emporter » makes: a BagIt 1.0 folder (RFC 8493) in one ZIP, readable without this program.

``data/documents`` and ``data/corbeille`` hold the files under readable names, ``data/documents.csv`` and
``data/documents.json`` what is known of them, ``data/parcours`` the walks and the appointments, one JSON
each. Its manifest has their SHA-256.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from dematassist.vault.model import Document, DocumentFacts, Trashed
from dematassist.vault.names import clean_name, cut, ending

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dematassist.vault.model import State

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT_NAME = "bagit.txt"
INFO_NAME = "bag-info.txt"
MANIFEST_NAME = "manifest-sha256.txt"
TAG_MANIFEST_NAME = "tagmanifest-sha256.txt"
README_NAME = "LISEZMOI.txt"
JSON_NAME = "data/documents.json"
CSV_NAME = "data/documents.csv"
RECORDS = "data/parcours/"
FORMAT = 1
MAX_SEALED_BYTES = 300_000_000
"""A bag with a password is sealed in memory: the library seals a password on no stream."""

_MAX_NAME_BYTES = 120
_COLUMNS = ("fichier", "nature", "titre", "titulaire", "délivré le", "expire le", "pages", "note",
            "nom d’origine", "ajouté le", "dans la corbeille depuis", "octets", "SHA-256")  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_README = """\
Vos documents, en clair.
Le fichier « data/documents.csv » dit ce que l’on sait de chacun : il s’ouvre dans un tableur.
Le dossier « data/corbeille » contient ce qui était dans la corbeille.
Le dossier « data/parcours » contient vos démarches et vos rendez-vous.
Pour vérifier que rien n’a changé, tapez dans ce dossier : sha256sum -c manifest-sha256.txt
Le programme DematAssist reprend tout, à partir du fichier ZIP.
"""


class Entry(msgspec.Struct, frozen=True):
    """One document of a bag. ``file`` is empty when it could not be read any more."""

    file: str
    document: Document


class Listed(msgspec.Struct, frozen=True):
    """What ``documents.json`` says."""

    documents: tuple[Entry, ...]
    format: int = FORMAT


def readable_names(documents: Iterable[Document]) -> dict[str, str]:
    """Return where each document goes, by id: its title, each name once whatever the system."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for document in documents:
        folder = "data/corbeille" if isinstance(document.state, Trashed) else "data/documents"
        last = ending(document.original_name)
        title = document.shown_name.removesuffix(last).replace("/", "-").replace("\\", "-")
        stem = clean_name(cut(title, _MAX_NAME_BYTES))
        number = 1
        name = clean_name(f"{stem}{last}")
        while name.casefold() in taken:
            number += 1
            name = clean_name(f"{stem} ({number}){last}")
        taken.add(name.casefold())
        names[document.id] = f"{folder}/{name}"
    return names


def json_of(entries: Iterable[Entry]) -> bytes:
    """Return ``documents.json``: everything that is known."""
    return msgspec.json.format(msgspec.json.encode(Listed(tuple(entries))), indent=2)


def csv_of(entries: Iterable[Entry]) -> bytes:
    """Return ``documents.csv``, as the spreadsheets of France open it."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for file, document in ((entry.file, entry.document) for entry in entries):
        table.writerow(_cell(cell) for cell in (file.removeprefix("data/"), *_cells(document)))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def manifest_of(sums: Mapping[str, str]) -> bytes:
    """Return the manifest of these files."""
    return "".join(f"{sums[name]}  {_coded(name)}\n" for name in sorted(sums)).encode()


def read_manifest(content: bytes) -> dict[str, str]:
    """Return the sum of each file. Raises ``ValueError``."""
    sums: dict[str, str] = {}
    for line in content.decode().splitlines():
        value, name = line.split(maxsplit=1)
        sums[_decoded(name.removeprefix("*"))] = value.lower()
    return sums


def info_of(count: int, size: int, day: date) -> bytes:
    """Return ``bag-info.txt``: nothing personal."""
    return (
        f"Bagging-Date: {day.isoformat()}\nPayload-Oxum: {size}.{count}\nBag-Software: DematAssist\n".encode()
    )


def readme() -> bytes:
    """Return the text for whoever opens the ZIP."""
    text = _README.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    return text.replace("\n", "\r\n").encode()


def _cells(document: Document) -> tuple[object, ...]:
    facts: DocumentFacts = document.facts
    return (
        *(facts.kind, facts.title, facts.holder, facts.issued or "", facts.expires or "", facts.pages or ""),
        *(facts.note, document.original_name, document.added, _trashed_on(document.state)),
        *(document.size_bytes, document.sha256),
    )


def _trashed_on(state: State) -> object:
    return state.on if isinstance(state, Trashed) else ""


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _coded(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(name: str) -> str:
    for code, letter in (("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r"), ("%25", "%")):
        name = name.replace(code, letter)
    return name
