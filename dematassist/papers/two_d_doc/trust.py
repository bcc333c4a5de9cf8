"""Was a code signed by who it says? Answered offline, with the list of trust of the State.

Someone brings the list (TSL, ETSI TS 119 612): it names the authorities. The certificate of the signer is
another file, which its authority publishes; the certificates it withdrew are in a third (CRL, RFC 5280).
All may be in one folder. Nothing is downloaded.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date, datetime, time, timezone
from typing import TYPE_CHECKING, NamedTuple

from dematassist.papers.two_d_doc.model import Code, Doubt, Refused, Unverified, Verdict, Verified

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from cryptography.x509 import Certificate, CertificateRevocationList

MAX_FILE_BYTES = 5_000_000
_MAX_CERTIFICATES = 5_000
_TSL = "{http://uri.etsi.org/02231/v2#}"
_IN_ACCORD = "http://uri.etsi.org/TrstSvc/Svcstatus/inaccord"
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]{1,20000}-----END CERTIFICATE-----")
_PEM_WITHDRAWN = b"-----BEGIN X509 CRL-----"


class NotTrust(Exception):  # noqa: N818 -- what is read, not a bug
    """This file is neither a list of trust, nor certificates, nor a list of withdrawn ones."""


class Trust(NamedTuple):
    """The authorities of the list, by their short name, and what was brought of the signers."""

    authorities: dict[str, tuple[Certificate, ...]]
    signers: tuple[Certificate, ...]
    list_issued_on: date | None = None
    withdrawn: tuple[CertificateRevocationList, ...] = ()


def read_trust(files: Iterable[bytes]) -> Trust:
    """Read the files of a person. Raises ``NotTrust`` at the first that is of no use here."""
    authorities: dict[str, tuple[Certificate, ...]] = {}
    signers: list[Certificate] = []
    withdrawn: list[CertificateRevocationList] = []
    issued_on: date | None = None
    for content in files:
        if len(content) > MAX_FILE_BYTES:
            raise NotTrust
        if content.lstrip()[:1] == b"<":
            issued_on = _read_list(content, authorities)
        elif (names_withdrawn := _withdrawn(content)) is not None:
            withdrawn.append(names_withdrawn)
        else:
            signers += _certificates(content)
        if len(signers) > _MAX_CERTIFICATES:
            raise NotTrust
    return Trust(authorities, tuple(signers), issued_on, tuple(withdrawn))


def verify(code: Code, trust: Trust | None) -> Verdict:
    """Say whether the signature of a code holds. Only then is it « verified »."""
    if trust is None or not trust.authorities:
        return Unverified(Doubt.NO_LIST)
    header = code.header
    authorities = trust.authorities.get(header.authority, ())
    if not authorities:
        return Unverified(Doubt.AUTHORITY_UNKNOWN)
    named = [one for one in trust.signers if _common_name(one) == header.certificate]
    vouched = [(one, by) for one in named for by in authorities if _is_issued_by(one, by)]
    if not vouched:
        return Unverified(Doubt.CERTIFICATE_MISSING)
    in_date = [pair for pair in vouched if _is_in_date(pair[0], header.signed_on)]
    if not in_date:
        return Unverified(Doubt.CERTIFICATE_OUT_OF_DATE)
    good = next((pair for pair in in_date if _holds(pair[0], code)), None)
    return _unless_withdrawn(*good, code, trust) if good else Refused(_organisation(in_date[0][0]))


def _unless_withdrawn(signer: Certificate, authority: Certificate, code: Code, trust: Trust) -> Verdict:
    lists = _lists_of(authority, trust)
    if any(_is_withdrawn(signer, one, code.header.signed_on) for one in lists):
        return Unverified(Doubt.CERTIFICATE_WITHDRAWN)
    known_on = max((one.last_update_utc.date() for one in lists), default=None)
    return Verified(_organisation(signer), _organisation(authority), trust.list_issued_on, known_on)


def _read_list(content: bytes, authorities: dict[str, tuple[Certificate, ...]]) -> date | None:
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotTrust from error
    if root.tag != f"{_TSL}TrustServiceStatusList":
        raise NotTrust
    for provider in root.iter(f"{_TSL}TrustServiceProvider"):
        name = (provider.findtext(f".//{_TSL}TSPTradeName/{_TSL}Name") or "").strip()
        for service in provider.iter(f"{_TSL}ServiceInformation"):
            # What was trusted once and is no longer is in the history, which has another name.
            if (service.findtext(f"{_TSL}ServiceStatus") or "").strip() == _IN_ACCORD:
                found = tuple(
                    certificate
                    for held in service.iter(f"{_TSL}X509Certificate")
                    for certificate in _certificates(_unwrapped(held.text or ""))
                )
                authorities[name] = (*authorities.get(name, ()), *found)
    issued = (root.findtext(f".//{_TSL}ListIssueDateTime") or "").strip()
    try:
        return date.fromisoformat(issued[:10])
    except ValueError:
        return None


def _unwrapped(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotTrust from error


def _certificates(content: bytes) -> list[Certificate]:
    """Read certificates: one in DER, or any number in PEM, whatever is written between them."""
    # Slow, and only for who has something to verify.
    from cryptography import x509

    try:
        blocks = _PEM.findall(content)
        if blocks:
            return [x509.load_pem_x509_certificate(block) for block in blocks[:_MAX_CERTIFICATES]]
        return [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise NotTrust from error


def _withdrawn(content: bytes) -> CertificateRevocationList | None:
    """Read a list of withdrawn certificates, in DER or in PEM; ``None`` when it is something else."""
    from cryptography import x509

    try:
        if _PEM_WITHDRAWN in content:
            return x509.load_pem_x509_crl(content)
        return x509.load_der_x509_crl(content)
    except ValueError:
        return None


def _lists_of(authority: Certificate, trust: Trust) -> list[CertificateRevocationList]:
    """Return the lists of withdrawn certificates that this authority signed."""
    from cryptography.exceptions import UnsupportedAlgorithm

    key = authority.public_key()
    found = []
    for one in trust.withdrawn:
        try:
            if one.issuer == authority.subject and one.is_signature_valid(key):  # type: ignore[arg-type]
                found.append(one)
        except (UnsupportedAlgorithm, ValueError, TypeError):
            continue
    return found


def _is_withdrawn(signer: Certificate, names: CertificateRevocationList, day: date | None) -> bool:
    """Return whether what this signer signed that day counts no longer.

    A stolen key can sign with any date: nothing it ever signed is believed (RFC 5280, 5.3.1 and 5.3.2).
    """
    from cryptography import x509

    entry = names.get_revoked_certificate_by_serial_number(signer.serial_number)
    if entry is None:
        return False
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, ValueError):
        reason = x509.ReasonFlags.unspecified
    stolen = (x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise, x509.ReasonFlags.unspecified)
    return reason in stolen or day is None or entry.revocation_date_utc.date() <= day


def _common_name(certificate: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def _organisation(certificate: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else _common_name(certificate)


def _is_issued_by(certificate: Certificate, authority: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _is_in_date(certificate: Certificate, day: date | None) -> bool:
    if day is None:
        return False
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    first = datetime.combine(day, time.min, timezone.utc)
    last = datetime.combine(day, time.max, timezone.utc)
    return begins <= last and first <= ends


def _holds(signer: Certificate, code: Code) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    key = signer.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    side = (key.key_size + 7) // 8
    if len(code.signature) != 2 * side:
        return False
    r, s = (int.from_bytes(part, "big") for part in (code.signature[:side], code.signature[side:]))
    by_size: dict[int, hashes.HashAlgorithm] = {384: hashes.SHA384(), 521: hashes.SHA512()}
    digest = by_size.get(key.key_size, hashes.SHA256())
    try:
        key.verify(utils.encode_dss_signature(r, s), code.signed, ec.ECDSA(digest))
    except InvalidSignature:
        return False
    return True
