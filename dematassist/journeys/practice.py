"""The invented person of a practice. None of their numbers can be anyone's: they are wrong on purpose."""

from __future__ import annotations

from typing import NamedTuple

from dematassist.i18n import _


class Invented(NamedTuple):
    """Who nobody is."""

    name: str
    born_on: str
    address: str
    phone: str
    social_security: str
    file_number: str


PERSON = Invented(
    name="Camille EXEMPLE",
    born_on="31/02/1980",
    address="1 rue de l’Exemple, 00000 NULLE-PART",
    phone="00 00 00 00 00",
    social_security="9 99 99 99 999 999 99",
    file_number="EXERCICE-0001",
)
"""31 February does not exist, no postcode begins with 00, and no social security number with 9."""


def person_lines(person: Invented = PERSON) -> tuple[str, ...]:
    """Say what the invented person would know of themselves."""
    return (
        _("Name: {name}").format(name=person.name),
        _("Born on: {day}").format(day=person.born_on),
        _("Address: {address}").format(address=person.address),
        _("Phone: {number}").format(number=person.phone),
        _("Social security number: {number}").format(number=person.social_security),
        _("File number: {number}").format(number=person.file_number),
    )
