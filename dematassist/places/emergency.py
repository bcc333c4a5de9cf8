"""Emergency and violence numbers.

They come from small files of their own, ``resources/help/<lang>/emergency.json``, which need neither the
compiled library nor YAML. When even these cannot be read, the numbers and their names are in this module:
nothing broken ever hides 112.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import TYPE_CHECKING

import msgspec

from dematassist.facts import Confidence, Provenance, Source

if TYPE_CHECKING:
    from pathlib import Path

_FIRST_LANGUAGE = "fr"


class EmergencyNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number and when to dial it. Texts are sentences; an empty one means that we do not know."""

    id: str
    number: str
    name: str
    is_emergency: bool
    """Whether it is for a danger now, rather than someone to listen."""
    when: str = ""
    how: str = ""
    """How to reach it otherwise than by calling, or from elsewhere."""
    hours: str = ""
    price: str = ""
    discreet: str = ""
    """What is not seen of the call: « ce numéro ne se voit pas sur la facture »."""
    provenance: Provenance | None = None
    """``None`` when no file could be read."""


ALWAYS = tuple(
    EmergencyNumber(id=id_, number=number, name=name, is_emergency=is_emergency)
    for id_, number, name, is_emergency in (
        ("europe", "112", "Numéro d’urgence européen", True),
        ("samu", "15", "Samu", True),
        ("police", "17", "Police ou gendarmerie", True),
        ("pompiers", "18", "Pompiers", True),
        ("sourds", "114", "Urgence sans parler", True),
        ("hebergement", "115", "Samu social", False),
        ("enfance", "119", "Enfance en danger", False),
        ("violences-femmes", "39 19", "Violences Femmes Info", False),
        ("victimes", "116 006", "France Victimes", False),
        ("maltraitance", "39 77", "Maltraitance", False),
    )
)
"""What is shown when no file can be read: the names are the ones used in France."""


class _Source(Source, frozen=True, kw_only=True):
    read_on: date


class _Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    number: str
    name: str
    is_emergency: bool
    when: str
    source: str
    confidence: Confidence
    how: str = ""
    hours: str = ""
    price: str = ""
    discreet: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file: the most urgent number first."""

    review_on: date
    sources: dict[str, _Source]
    numbers: tuple[_Number, ...]


def emergency_numbers(resources: Path, lang: str) -> tuple[EmergencyNumber, ...]:
    """Return the numbers with their words in ``lang``, else in French; the most urgent first."""
    for code in dict.fromkeys((lang, _FIRST_LANGUAGE)):
        try:
            return read(resources / "help" / code / "emergency.json")
        except (OSError, KeyError, msgspec.DecodeError, UnicodeError):
            # A broken file must not stand between a person and 112: the next words will do.
            continue
    return ALWAYS


def read(path: Path) -> tuple[EmergencyNumber, ...]:
    """Read one file. Raises ``OSError``, ``msgspec.DecodeError``, or ``KeyError`` for an unknown source."""
    content = msgspec.json.decode(path.read_bytes(), type=_File)
    return tuple(_number(entry, content) for entry in content.numbers)


def _number(entry: _Number, content: _File) -> EmergencyNumber:
    source = content.sources[entry.source]
    return EmergencyNumber(
        id=entry.id,
        number=entry.number,
        name=entry.name,
        is_emergency=entry.is_emergency,
        when=entry.when,
        how=entry.how,
        hours=entry.hours,
        price=entry.price,
        discreet=entry.discreet,
        provenance=Provenance(
            source=Source(
                title=source.title,
                url=source.url,
                published=source.published,
                is_official=source.is_official,
            ),
            read_on=source.read_on,
            review_on=content.review_on,
            confidence=entry.confidence,
        ),
    )
