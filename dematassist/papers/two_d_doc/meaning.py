"""What a code says, for a person: the kind of paper, whose it is, where they live, the days that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _
from dematassist.papers.two_d_doc.reading import day_of

if TYPE_CHECKING:
    from datetime import date

    from dematassist.papers.two_d_doc.model import Code, Datum

_KINDS = {
    "00": "justificatif-domicile",
    "01": "justificatif-domicile",
    "03": "rib",
    "04": "avis-imposition",
    "05": "rib",
    "06": "fiche-paie",
    "07": "piece-identite",
    "08": "piece-identite",
    "18": "asdir",
    "24": "asdir",
    "27": "asdir",
    "28": "avis-imposition",
    "A2": "carte-mobilite-inclusion",
    "A4": "certificat-deces",
    "A8": "certificat-cession",
    "AE": "certificat-deces",
}
"""Our kind of paper, by the type of the code, where we have one."""

_EXPIRIES = ("08", "6O", "G3")


class Meaning(NamedTuple):
    """Texts are empty, and days nothing, when the code does not say."""

    type_name: str
    """Empty when we do not know this type."""
    paper_kind: str
    holder: str
    address: str
    issued_on: date | None
    expires_on: date | None


def meaning(code: Code) -> Meaning:
    """Return what the code says."""
    expiries = (day_of(datum) for datum in code.data if datum.id in _EXPIRIES)
    return Meaning(
        type_name=type_name(code.header.kind) if code.header.perimeter == "01" else "",
        paper_kind=_KINDS.get(code.header.kind, "") if code.header.perimeter == "01" else "",
        holder=_holder(code),
        address=_address(code),
        issued_on=code.header.issued_on,
        expires_on=next((day for day in expiries if day), None),
    )


def _holder(code: Code) -> str:
    """Return who the paper is about, as it names them."""
    for ids in (
        ("10",),
        ("11", "12", "13"),
        ("46",),
        ("30",),
        ("6H", "60", "61", "62"),
        ("6G",),
        ("73", "72"),
        ("81", "80"),
        ("B0", "B1", "B2"),
    ):
        said = " ".join(_plain(code.value(one)) for one in ids if code.value(one))
        if said:
            # Two people may be on one tax notice.
            other = _plain(code.value("48")) if ids == ("46",) else ""
            return f"{said}, {other}" if other else said
    return ""


def _address(code: Code) -> str:
    """Return the address, its lines parted by commas."""
    if code.value("4Y"):
        return ", ".join(part.strip() for part in code.value("4Y").split("/") if part.strip())
    for lines, postcode, town in (
        (("20", "21", "22", "23"), "24", "25"),
        (("6S", "6T", "6U", "6V"), "6W", "6X"),
        (("4O",), "4P", "4Q"),
    ):
        place = " ".join(code.value(one) for one in (postcode, town) if code.value(one))
        said = [code.value(one) for one in lines if code.value(one)]
        if said or place:
            return ", ".join([*said, *([place] if place else [])])
    return ""


def _plain(text: str) -> str:
    return " ".join(text.replace("/", " ").split())


def type_name(kind: str) -> str:
    """Return the name of a type of paper; empty when we do not know it."""
    return {
        "00": _("Proof of address"),
        "01": _("Proof of address (a bill)"),
        "02": _("Housing tax notice"),
        "03": _("Bank details (RIB)"),
        "04": _("Income tax notice"),
        "05": _("Bank details (RIB)"),
        "06": _("Pay slip"),
        "07": _("Identity document"),
        "08": _("Identity document"),
        "10": _("Work contract"),
        "11": _("Bank statement"),
        "13": _("Foreign national’s document"),
        "15": _("Work authorisation"),
        "16": _("Certificate of asylum application"),
        "17": _("Certificate of the end of the asylum seeker’s allowance"),
        "18": _("Income tax declaration statement (ASDIR)"),
        "23": _("Proof of life certificate"),
        "24": _("Income tax declaration statement (ASDIR)"),
        "25": _("Work authorisation"),
        "27": _("Income tax declaration statement (ASDIR)"),
        "28": _("Income tax notice"),
        "29": _("Certificate of professional activity"),
        "A0": _("Air quality certificate (Crit’Air)"),
        "A2": _("Mobility inclusion card (CMI)"),
        "A4": _("Death certificate"),
        "A7": _("Air quality certificate (Crit’Air)"),
        "A8": _("Certificate of the sale of a vehicle"),
        "AB": _("Driving licence record"),
        "AD": _("Driving test certificate (CEPC)"),
        "AE": _("Death certificate"),
        "B0": _("Diploma"),
        "B1": _("Certificate of the student contribution (CVEC)"),
    }.get(kind, "")


def datum_name(datum: Datum) -> str:
    """Return what a piece of data is; its number when we do not know it."""
    known = {
        **_names_of_bills(),
        **_names_of_taxes(),
        **_names_of_people(),
        **_names_of_work(),
    }
    return known.get(datum.id) or _("Data {id}").format(id=datum.id)


def _names_of_bills() -> dict[str, str]:
    return {
        "01": _("Number of the document"),
        "08": _("Expires on"),
        "10": _("Holder"),
        "11": _("Title"),
        "12": _("First name"),
        "13": _("Name"),
        "18": _("Bill number"),
        "19": _("Customer number"),
        "1A": _("Contract number"),
        "1C": _("Contract from"),
        "1D": _("Amount"),
        "20": _("Address"),
        "21": _("Address"),
        "22": _("Address"),
        "23": _("Address"),
        "24": _("Postcode"),
        "25": _("Town"),
        "26": _("Country"),
        "30": _("Holder"),
        "31": _("IBAN"),
        "32": _("BIC"),
    }


def _names_of_taxes() -> dict[str, str]:
    return {
        "40": _("Tax number"),
        "41": _("Reference tax income"),
        "43": _("Number of shares"),
        "44": _("Reference of the notice"),
        "45": _("Year of the income"),
        "46": _("First declarant"),
        "47": _("Tax number of the first declarant"),
        "48": _("Second declarant"),
        "49": _("Tax number of the second declarant"),
        "4A": _("Collected from"),
        "4B": _("Day of the declaration"),
        "4Y": _("Address"),
    }


def _names_of_people() -> dict[str, str]:
    return {
        "60": _("First names"),
        "61": _("First name"),
        "62": _("Family name"),
        "63": _("Name in use"),
        "66": _("Number of the identity document"),
        "67": _("Nationality"),
        "69": _("Born on"),
        "6A": _("Place of birth"),
        "6G": _("Name"),
        "6H": _("Title"),
        "6N": _("Valid from"),
        "6O": _("Valid until"),
        "72": _("Name of the deceased"),
        "73": _("First names of the deceased"),
        "75": _("Born on"),
    }


def _names_of_work() -> dict[str, str]:
    return {
        "50": _("SIRET of the employer"),
        "53": _("From"),
        "54": _("To"),
        "55": _("Contract from"),
        "56": _("Contract until"),
        "58": _("Net taxable pay"),
        "59": _("Net taxable pay since the beginning of the year"),
        "5A": _("Gross pay of the month"),
        "5M": _("Employer"),
    }
