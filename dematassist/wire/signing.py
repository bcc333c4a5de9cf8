"""From bytes to messages and back, their digests and their signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from dematassist.wire.messages import (
    FollowUp,
    Message,
    Receipt,
    Report,
    SignedFollowUp,
    SignedReceipt,
    SignedReport,
)
from dematassist.wire.values import (
    MAX_BYTES,
    MAX_DEPTH,
    Digest,
    KeyId,
    ProblemCode,
    PublicKey,
    Purpose,
    Signature,
)

if TYPE_CHECKING:
    from nacl.signing import SigningKey, VerifyKey


_NOT_BRACKETS = bytes(sorted({*range(256)} - {*b"[]{}"}))
_CANONICAL = msgspec.json.Encoder(order="sorted")


class MessageError(ValueError):
    """Bytes that are not the message expected. ``field`` says where, never what was there."""

    def __init__(self, code: ProblemCode, field: str = "") -> None:
        self.code = code
        self.field = field
        super().__init__(code.value)


MessageT = TypeVar("MessageT", bound=Message)


def decode(raw: bytes, kind: type[MessageT], *, max_bytes: int = MAX_BYTES) -> MessageT:
    """Return the message in these bytes. ``MessageError`` when they are not one, or are too much."""
    if len(raw) > max_bytes:
        raise MessageError(ProblemCode.TOO_LARGE)
    if _depth(raw) > MAX_DEPTH:
        raise MessageError(ProblemCode.TOO_DEEP)
    try:
        message = msgspec.json.decode(raw, type=kind)
        # Half a character of UTF-16, or a lone one, is not text that can be kept.
        msgspec.json.encode(message).decode()
    except msgspec.ValidationError as error:
        raise MessageError(ProblemCode.NOT_EXPECTED, _where(error)) from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MessageError(ProblemCode.NOT_JSON) from None
    return message


def canonical(message: msgspec.Struct) -> bytes:
    """Return the one way to write this message (JSON Canonicalization Scheme, RFC 8785).

    For messages without floats, which all of ours are, sorting the names is all that the scheme asks of
    msgspec: a test compares every byte with ``rfc8785``, which takes thirty times as long.
    """
    return _CANONICAL.encode(message)


def digest(message: msgspec.Struct) -> Digest:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(message)).hexdigest()


def key_id(public_key: PublicKey) -> KeyId:
    """Return the short name of a key, the same everywhere."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:16]


def public_key(seed: bytes) -> PublicKey:
    """Return the public half of the key made from 32 random bytes."""
    return base64.b64encode(bytes(_signing_key(seed).verify_key)).decode()


def sign(purpose: Purpose, message: msgspec.Struct, seed: bytes) -> Signature:
    """Return the Ed25519 signature of a message for this purpose."""
    return base64.b64encode(_signing_key(seed).sign(_signed_bytes(purpose, message)).signature).decode()


def is_signed(purpose: Purpose, message: msgspec.Struct, signature: str, key: PublicKey) -> bool:
    """Return whether this key signed the message for this purpose."""
    from nacl.exceptions import BadSignatureError

    try:
        signed = base64.b64decode(signature, validate=True)
        _verify_key(key).verify(_signed_bytes(purpose, message), signed)
    # PyNaCl says ValueError and TypeError for a key or a signature of another length.
    except (BadSignatureError, binascii.Error, ValueError, TypeError):
        return False
    return True


def sign_receipt(receipt: Receipt, seed: bytes) -> SignedReceipt:
    """Return the receipt with the hub's signature."""
    return SignedReceipt(
        receipt=receipt,
        key_id=_key_id_of(seed),
        signature=sign(Purpose.RECEIPT, receipt, seed),
    )


def is_receipt_of(signed: SignedReceipt, report: Report, hub_key: PublicKey) -> bool:
    """Return whether the hub with this key really has this report, unchanged."""
    return (
        signed.key_id == key_id(hub_key)
        and signed.receipt.report_id == report.report_id
        and signed.receipt.digest == digest(report)
        and is_signed(Purpose.RECEIPT, signed.receipt, signed.signature, hub_key)
    )


def sign_follow_up(follow_up: FollowUp, seed: bytes) -> SignedFollowUp:
    """Return the feed with the hub's signature."""
    return SignedFollowUp(
        follow_up=follow_up,
        key_id=key_id(public_key(seed)),
        signature=sign(Purpose.FOLLOW_UP, follow_up, seed),
    )


def is_feed_of(signed: SignedFollowUp, hub_key: PublicKey) -> bool:
    """Return whether the hub with this key wrote this feed."""
    return signed.key_id == key_id(hub_key) and is_signed(
        Purpose.FOLLOW_UP, signed.follow_up, signed.signature, hub_key
    )


def sign_report(report: Report, seed: bytes) -> SignedReport:
    """Return the report with its desk's signature."""
    return SignedReport(
        report=report, key_id=key_id(public_key(seed)), signature=sign(Purpose.REPORT, report, seed)
    )


@lru_cache(maxsize=4)
def _signing_key(seed: bytes) -> SigningKey:
    # The halves of a key take as long to make as a signature: a hub signs each receipt with the same.
    from nacl.signing import SigningKey

    return SigningKey(seed)


@lru_cache(maxsize=4)
def _key_id_of(seed: bytes) -> KeyId:
    return key_id(public_key(seed))


@lru_cache(maxsize=256)
def _verify_key(key: PublicKey) -> VerifyKey:
    # Reports of one desk come together.
    from nacl.signing import VerifyKey

    return VerifyKey(base64.b64decode(key, validate=True))


def _signed_bytes(purpose: Purpose, message: msgspec.Struct) -> bytes:
    return purpose.value.encode() + b"\n" + canonical(message)


def _depth(raw: bytes) -> int:
    """Return how deep brackets go, outside strings: a bomb is told before it is read."""
    # What is escaped ends no string; of what is between quotes, every second piece is outside.
    pieces = raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    depth = deepest = 0
    for byte in b"".join(pieces).translate(None, _NOT_BRACKETS):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _where(error: msgspec.ValidationError) -> str:
    """Return the path of the field at fault; a name nobody expected is told only as « unknown field »."""
    said = str(error)
    if "unknown field" in said:
        return "unknown field"
    path = said.rpartition(" - at `")[2].rstrip("`") if " - at `" in said else ""
    if "missing required field" in said:
        path += "." + said.partition("missing required field `")[2].partition("`")[0]
    return path.removeprefix("$").removeprefix(".")
