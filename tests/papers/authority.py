"""An authority of test, its list of trust, and codes that it signs. Nobody vouches for it outside of here."""

from __future__ import annotations

import base64
import io
from datetime import date, datetime, timezone
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID
from PIL import Image

GS, RS, US = "\x1d", "\x1e", "\x1f"
LIST_DAY = date(2026, 8, 25)

FACTURE = (
    "DC03FR99TS0126012602010126FR247500010MME/SPECIMEN/NATACHA\x1d22145 AVENUE DES SPECIMENS\x1d25PARIS\x1d"
)


_KEYS: dict[str, ec.EllipticCurvePrivateKey] = {}


def key(name: str, curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    """The key of this name, made when it is first needed."""
    if name not in _KEYS:
        _KEYS[name] = ec.generate_private_key(curve())
    return _KEYS[name]


def certificate(
    name: str,
    organisation: str,
    *,
    by: str = "FR99",
    year: int = 2025,
    curve: type[ec.EllipticCurve] = ec.SECP256R1,
) -> x509.Certificate:
    """A certificate for two years, signed by the key of ``by``."""

    def named(common: str, company: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, company),
                x509.NameAttribute(NameOID.COMMON_NAME, common),
            ]
        )

    return (
        x509.CertificateBuilder()
        .subject_name(named(name, organisation))
        .issuer_name(named(by, "AUTORITE DE TEST"))
        .public_key(key(name, curve).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(year, 1, 1, tzinfo=timezone.utc))
        .not_valid_after(datetime(year + 2, 1, 1, tzinfo=timezone.utc))
        .sign(key(by), hashes.SHA256())
    )


@cache
def root() -> x509.Certificate:
    return certificate("FR99", "AUTORITE DE TEST", year=2020)


def der(one: x509.Certificate) -> bytes:
    return one.public_bytes(serialization.Encoding.DER)


def pem(one: x509.Certificate) -> bytes:
    return one.public_bytes(serialization.Encoding.PEM)


def withdrawals(
    *names: x509.Certificate, by: str = "FR99", on: date = LIST_DAY, reason: x509.ReasonFlags | None = None
) -> bytes:
    """The list of withdrawn certificates (PEM) of an authority, signed by the key of ``by``."""
    day = datetime(on.year, on.month, on.day, tzinfo=timezone.utc)
    made = x509.CertificateRevocationListBuilder().issuer_name(root().subject)
    made = made.last_update(day).next_update(day.replace(year=day.year + 1))
    for one in names:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number).revocation_date(day)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        made = made.add_revoked_certificate(entry.build())
    return made.sign(key(by), hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def trust_list(name: str = "FR99", status: str = "inaccord", held: x509.Certificate | None = None) -> bytes:
    """A list of trust as France Titres writes it, with this authority alone."""
    inside = base64.b64encode(der(held or root())).decode()
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<tsl:TrustServiceStatusList xmlns:tsl="http://uri.etsi.org/02231/v2#">
 <tsl:SchemeInformation>
  <tsl:ListIssueDateTime>{LIST_DAY}T11:00:00Z</tsl:ListIssueDateTime>
 </tsl:SchemeInformation>
 <tsl:TrustServiceProviderList><tsl:TrustServiceProvider>
  <tsl:TSPInformation>
   <tsl:TSPTradeName><tsl:Name xml:lang="fr">{name}</tsl:Name></tsl:TSPTradeName>
  </tsl:TSPInformation>
  <tsl:TSPServices><tsl:TSPService><tsl:ServiceInformation>
   <tsl:ServiceDigitalIdentity><tsl:DigitalId><tsl:X509Certificate>
     {inside}
   </tsl:X509Certificate></tsl:DigitalId></tsl:ServiceDigitalIdentity>
   <tsl:ServiceStatus>http://uri.etsi.org/TrstSvc/Svcstatus/{status}</tsl:ServiceStatus>
  </tsl:ServiceInformation></tsl:TSPService></tsl:TSPServices>
 </tsl:TrustServiceProvider></tsl:TrustServiceProviderList>
</tsl:TrustServiceStatusList>""".encode()


def signed(message: str, signer: str = "TS01", curve: type[ec.EllipticCurve] = ec.SECP256R1) -> bytes:
    """The code of a message, signed."""
    private = key(signer, curve)
    digest = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[private.key_size]
    r, s = utils.decode_dss_signature(private.sign(message.encode("latin-1"), ec.ECDSA(digest)))
    side = (private.key_size + 7) // 8
    letters = base64.b32encode(r.to_bytes(side, "big") + s.to_bytes(side, "big")).rstrip(b"=")
    return message.encode("latin-1") + US.encode() + letters


def drawn(code: bytes, scale: int = 4) -> Image.Image:
    """The code as a Data Matrix."""
    import zxingcpp

    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.DataMatrix).to_image(scale=scale)
    seen = memoryview(made)
    return Image.frombytes("L", (seen.shape[1], seen.shape[0]), bytes(seen))


def bill(code: bytes, kind: str = "PDF") -> bytes:
    """A bill with a code in its corner, at its usual size: two to three centimetres on a sheet of A4."""
    page = Image.new("L", (1654, 2339), "white")
    square = drawn(code)
    page.paste(square.resize((200, 200), Image.Resampling.LANCZOS), (1350, 120))
    saved = io.BytesIO()
    if kind == "JPEG":
        page.rotate(2, fillcolor=235, expand=True).save(saved, kind, quality=80)
    else:
        page.save(saved, kind, **({"resolution": 200} if kind == "PDF" else {}))
    return saved.getvalue()
