"""A place where someone helps, frozen, with no I/O."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A desk. Texts are empty when the directory does not say; lists hold the directory's own words."""

    id: str
    name: str
    address: str
    postcode: str
    town: str
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: str = ""
    """In the syntax of OpenStreetMap."""
    services: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    """Such as « France Services », « Aidants Connect »."""
    fees: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    """Who is looked after there: deafness, illiteracy, languages …"""
    booking: str = ""
    updated_on: str = ""
    """ISO 8601 day, as the directory says."""

    @property
    def is_france_services(self) -> bool:
        """Whether it is a France Services desk."""
        return any("france services" in programme.casefold() for programme in self.programmes)
