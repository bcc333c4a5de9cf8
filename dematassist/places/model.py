"""A place where someone helps, frozen, with no I/O."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time

import msgspec

_HELPS_WITH_PROCEDURES = frozenset({"RFS", "CCAS", "CIAS", "MUNI", "CS", "CSC", "PIMMS", "PAD", "MSAP"})
"""Codes of the schema for France Services, social help offices, town halls, social centres …"""


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A desk. Texts are empty when the directory does not say; lists hold the directory's own words."""

    id: str
    name: str
    address: str
    """Street and what completes it, on one line, without postcode and town."""
    postcode: str
    """Five digits, or empty."""
    town: str
    insee: str = ""
    latitude: float | None = None
    """Degrees, WGS 84; known together with ``longitude`` or not at all."""
    longitude: float | None = None
    phone: str = ""
    """As it is dialled in France (« 01 23 45 67 89 »), else as it is written."""
    emails: tuple[str, ...] = ()
    website: str = ""
    opening_hours: str = ""
    """In the syntax of OpenStreetMap."""
    kinds: tuple[str, ...] = ()
    """Codes of the schema: RFS (France Services), CCAS, BIB (library) …"""
    services: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    """Who it is for; empty when it is for everybody."""
    care: tuple[str, ...] = ()
    """Who is looked after there: deafness, illiteracy, languages …"""
    access: tuple[str, ...] = ()
    """How to come: « Se présenter », « Téléphoner » …"""
    modes: tuple[str, ...] = ()
    """How one is helped there: alone with someone, in a workshop, from afar …"""
    fees: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    """Such as « France Services », « Aidants Connect »."""
    booking: str = ""
    """Web address where to make an appointment."""
    accessibility: str = ""
    """Web address of its sheet at Acceslibre."""
    is_travelling: bool = False
    """Whether it is a bus or another desk that moves, and has no other address."""
    updated_on: date | None = None
    """When the directory says it was last updated."""

    @property
    def is_france_services(self) -> bool:
        """Whether it is a France Services desk."""
        return "RFS" in self.kinds or any("france service" in p.casefold() for p in self.programmes)

    @property
    def helps_with_procedures(self) -> bool:
        """Whether the directory says that people are helped there with administrative procedures."""
        return (
            self.is_france_services
            or "Aidants Connect" in self.programmes
            or any("démarches administratives" in service for service in self.services)
            or not _HELPS_WITH_PROCEDURES.isdisjoint(self.kinds)
        )

    @property
    def receives_people(self) -> bool:
        """Whether one may go there: some places say that they do not receive the public."""
        return not any("pas de public" in access for access in self.access)
