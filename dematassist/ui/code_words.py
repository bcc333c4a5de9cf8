"""What is said of the official square code of a paper. No Qt: the terminal says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.wording import date_in_words
from dematassist.i18n import _
from dematassist.papers.two_d_doc.meaning import datum_name, meaning
from dematassist.papers.two_d_doc.model import Doubt, Unverified, Verified
from dematassist.papers.two_d_doc.reading import day_of

if TYPE_CHECKING:
    from dematassist.papers.two_d_doc.model import Code, Verdict


def code_lines(code: Code, verdict: Verdict) -> tuple[str, ...]:
    """Say the code: first whether it is genuine, then what it says."""
    said = meaning(code)
    lines = list(verdict_lines(verdict))
    kind = said.type_name or _("type unknown ({type})").format(type=code.header.kind)
    lines.append(_("Kind of paper: {kind}").format(kind=kind))
    if said.holder:
        lines.append(_("Holder: {name}").format(name=said.holder))
    if said.address:
        lines.append(_("Address: {address}").format(address=said.address))
    for words, day in (
        (_("Issued on {day}"), said.issued_on),
        (_("Signed on {day}"), code.header.signed_on),
        (_("Expires on {day}"), said.expires_on),
    ):
        if day:
            lines.append(words.format(day=date_in_words(day)))
    for datum in code.data:
        day = day_of(datum)
        value = date_in_words(day) if day else datum.value + ("…" if datum.is_cut else "")
        # Translators: a piece of data of an official code: « First name: Camille ».
        lines.append(_("{name}: {value}").format(name=datum_name(datum), value=value))
    return tuple(lines)


def verdict_lines(verdict: Verdict) -> tuple[str, ...]:
    """Say whether the code is genuine. « Verified » is said only when the signature holds."""
    if isinstance(verdict, Unverified):
        return _("Code read, not verified."), _doubt(verdict.doubt)
    if isinstance(verdict, Verified):
        line = _("Signed by {signer}, vouched for by {authority}.")
        lines = [
            _("Official code verified."),
            line.format(signer=verdict.signer, authority=verdict.authority),
        ]
        if verdict.list_issued_on:
            day = date_in_words(verdict.list_issued_on)
            lines.append(_("With the list of trust of {day}.").format(day=day))
        if verdict.withdrawals_known_on is None:
            # Translators: a certificate can be withdrawn when its key was stolen.
            lines.append(_("We do not know whether this signer’s certificate was withdrawn since."))
        return tuple(lines)
    return (
        _("Take care: the signature of this code does not hold. The paper may be false or changed."),
        _("The code says that it was signed by {signer}.").format(signer=verdict.signer),
    )


def _doubt(doubt: Doubt) -> str:
    return {
        Doubt.NO_LIST: _("There is no list of trust on this computer."),
        Doubt.AUTHORITY_UNKNOWN: _("The list of trust does not name the authority of this code."),
        Doubt.CERTIFICATE_MISSING: _("The certificate of the signer is not on this computer."),
        Doubt.CERTIFICATE_OUT_OF_DATE: _(
            "The certificate of the signer was not valid on the day of the code."
        ),
        Doubt.CERTIFICATE_WITHDRAWN: _("The certificate of the signer was withdrawn by its authority."),
    }[doubt]
