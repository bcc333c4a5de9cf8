"""One row of the public schema « lieux de médiation numérique » → a ``Place``. Pure.

Schema: https://schema.data.gouv.fr/LaMednum/standard-mediation-num (version 1.0.2), with the names of its
older editions; the nested JSON of the cartographie nationale; the structures of data.inclusion
(https://gip-inclusion.github.io/data-inclusion-schema, v0 and v1). Whatever a row holds is shown as text
and nothing else: control characters are taken out, long texts are cut, only web addresses are addresses.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dematassist.folding import folded
from dematassist.places.model import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS = {
    "id": ("id", "cle_ban"),
    "source": ("source",),
    "name": ("nom",),
    "address": ("adresse", "voie"),
    "more_address": ("complement_adresse",),
    "postcode": ("code_postal",),
    "town": ("commune",),
    "insee": ("code_insee",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "phone": ("telephone", "telephones"),
    "emails": ("courriels", "courriel"),
    "website": ("site_web", "site_internet"),
    "opening_hours": ("horaires", "horaires_ouverture", "horaires_accueil"),
    "kinds": ("typologie", "typologies"),
    "services": ("services", "service"),
    "public": ("publics_specifiquement_adresses",),
    "care": ("prise_en_charge_specifique", "publics_accueillis"),
    "access": ("modalites_acces",),
    "modes": ("modalites_accompagnement",),
    "fees": ("frais_a_charge", "frais", "conditions_acces", "conditions_access"),
    "programmes": (
        "dispositif_programmes_nationaux",
        "dispositif_programme_national",
        "labels_nationaux",
        "label_national",
        "reseaux_porteurs",
    ),
    "booking": ("prise_rdv",),
    "accessibility": ("fiche_acces_libre", "accessibilite_lieu", "accessibilite"),
    "travelling": ("itinerance",),
    "updated_on": ("date_maj",),
}
NEEDED = (_COLUMNS["name"], _COLUMNS["town"])
"""The columns a file cannot do without, each with its other names."""

_PARTS = ("adresse", "contact", "localisation", "presentation")
"""What the nested JSON puts in an object of its own."""
_STREET = ("numero_voie", "repetition", "nom_voie")

_NETWORKS = {
    "aidants-connect": ("", "Aidants Connect"),
    "ccas-cias": ("CCAS", ""),
    "communes": ("MUNI", ""),
    "conseillers-numeriques": ("", "Conseillers numériques"),
    "fcsf": ("CS", ""),
    "france-service": ("RFS", "France Services"),
    "france-services": ("RFS", "France Services"),
    "msap": ("MSAP", ""),
    "pimms-mediation": ("PIMMS", ""),
    "points-justice": ("PAD", ""),
}
"""Codes of data.inclusion: the kind of place and the programme they stand for."""
_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_PLAIN_FEES = {"gratuit": "Gratuit", "payant": "Payant", "gratuit-sous-conditions": "Gratuit sous condition"}

_LONGEST_TEXT = 300
_LONGEST_HOURS = 500
_LONGEST_ADDRESS = 500
_MOST_IN_A_LIST = 30
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
"""Control characters, and marks that change the direction of a text or are not seen at all."""
_WEB = re.compile(r"^https?://[^\s<>\"']+$", re.IGNORECASE)
_EMAIL = re.compile(r"^[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+$")
_LITERAL = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([^,]+))")
_FRENCH_PHONE = re.compile(r"^(?:(?:\+|00)(?:33|590|594|596|262|269)|0)(\d{9})$")
_SHORT_PHONE = re.compile(r"^[13]\d{3}$")


def place_of(row: Mapping[str, object], number: int) -> Place | None:
    """Return the place of a row, or ``None`` when the row is wrong: no name, no town, or cells that moved.

    ``number`` is the number of the row: the id of a place that has none.
    """
    cells = _flat(row)
    given = {field: _first(cells, names) for field, names in _COLUMNS.items()}
    name, town = _text(given["name"]), _text(given["town"])
    postcode = _digits(given["postcode"])
    if not name or not town or (postcode and not re.fullmatch(r"\d{5}", postcode)):
        return None
    latitude, longitude = _coordinates(given["latitude"], given["longitude"])
    kinds, programmes = _networks(_texts(given["kinds"]), _texts(given["programmes"]))
    street = given["address"] or " ".join(filter(None, (_text(cells.get(part)) for part in _STREET)))
    key = _exact(given["id"], 200) or f"row-{number}"
    return Place(
        id=":".join(filter(None, (_exact(given["source"], 200), key))),
        name=name,
        address=", ".join(filter(None, (_text(street), _text(given["more_address"])))),
        postcode=postcode,
        town=town,
        insee=_exact(given["insee"], 5),
        latitude=latitude,
        longitude=longitude,
        phone=_phone(given["phone"]),
        emails=tuple(email for email in _texts(given["emails"]) if _EMAIL.match(email)),
        website=_address(given["website"]),
        opening_hours=_exact(given["opening_hours"], _LONGEST_HOURS),
        kinds=kinds,
        services=_texts(given["services"]),
        public=_texts(given["public"]),
        care=_texts(given["care"]),
        access=_texts(given["access"]),
        modes=_texts(given["modes"]),
        fees=tuple(_PLAIN_FEES.get(fee, fee) for fee in _texts(given["fees"])),
        programmes=programmes,
        booking=_address(given["booking"]),
        accessibility=_address(given["accessibility"]),
        is_travelling=_texts(given["travelling"]) == ("Itinérant",),
        updated_on=_day(given["updated_on"]),
    )


def column_name(written: str) -> str:
    """Return the name of a column as the schema writes it: « Code Postal » is « code_postal »."""
    return "_".join(re.findall(r"[a-z0-9]+", folded(written)))


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for column, value in row.items():
        if column in _PARTS and isinstance(value, dict):
            flat.update(value)
        else:
            flat[column] = value
    return flat


def _first(cells: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((cells[name] for name in names if cells.get(name) not in (None, "")), "")


def _text(value: object) -> str:
    """Return words to be read: one line, cut when it is far too long."""
    text = _bare(value)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1].rstrip() + "…"


def _exact(value: object, longest: int) -> str:
    """Return what is worth nothing once cut: empty when it is too long."""
    text = _bare(value)
    return text if len(text) <= longest else ""


def _bare(value: object) -> str:
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    if isinstance(value, list):
        value = "|".join(str(part) for part in value if isinstance(part, (str, int, float)))
    if value is None or isinstance(value, (bool, dict)):
        return ""
    return " ".join(_UNSEEN.sub(" ", str(value)).split())


def _texts(value: object) -> tuple[str, ...]:
    """Return the values of a list: between ``|`` (the schema) or ``;``, or as JSON and SQL write lists."""
    text = _bare(value)
    if text[:1] + text[-1:] in ("[]", "{}"):
        parts = ["".join(found).strip() for found in _LITERAL.findall(text[1:-1])]
    else:
        parts = [part.strip() for part in text.split("|" if "|" in text else ";")]
    return tuple(dict.fromkeys(_text(part) for part in parts[:_MOST_IN_A_LIST] if part))


def _digits(value: object) -> str:
    """Return a postcode with the zero that spreadsheets take away."""
    text = _bare(value).removesuffix(".0").replace(" ", "")
    return text.zfill(5) if text.isdecimal() and text.isascii() else text


def _coordinates(latitude: object, longitude: object) -> tuple[float | None, float | None]:
    try:
        north, east = (float(_bare(value).replace(",", ".")) for value in (latitude, longitude))
    except ValueError:
        return None, None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north, east) == (0, 0):  # noqa: PLR2004 -- degrees
        return None, None
    return north, east


def _networks(kinds: tuple[str, ...], programmes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put codes of data.inclusion in the words of the schema; those that help nobody are left out."""
    known = [_NETWORKS.get(programme, ("", "")) for programme in programmes if _CODE.match(programme)]
    plain = [programme for programme in programmes if not _CODE.match(programme)]
    return (
        tuple(dict.fromkeys((*kinds, *(kind for kind, _programme in known if kind)))),
        tuple(dict.fromkeys((*plain, *(programme for _kind, programme in known if programme)))),
    )


def _phone(value: object) -> str:
    """Return the first number as people dial it in France: « +33123456789 » is « 01 23 45 67 89 »."""
    written = re.split(r"[|;/]", _exact(value, _LONGEST_TEXT))[0].strip()
    digits = re.sub(r"[^\d+]", "", written)
    if found := _FRENCH_PHONE.match(digits):
        return " ".join(re.findall("..", "0" + found[1]))
    if _SHORT_PHONE.match(digits):
        return f"{digits[:2]} {digits[2:]}"
    return written


def _address(value: object) -> str:
    for part in _texts_uncut(value):
        address = f"https://{part}" if part.lower().startswith("www.") else part
        if _WEB.match(address):
            return address
    return ""


def _texts_uncut(value: object) -> list[str]:
    text = _bare(value).strip("[]{}\"'")
    return [part.strip() for part in text.split("|") if 0 < len(part) <= _LONGEST_ADDRESS]


def _day(value: object) -> date | None:
    text = _exact(value, _LONGEST_TEXT)
    if found := re.match(r"^(\d{1,2})/(\d{1,2})/(\d{4})", text):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
