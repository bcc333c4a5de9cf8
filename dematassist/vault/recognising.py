"""What kind of file came in, by what is written inside, and what is worrying about it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from dematassist.system.sources import HEAD_BYTES, kind_of
from dematassist.vault.model import Concern
from dematassist.vault.names import ending
from dematassist.vault.pdf_scan import look
from dematassist.vault.zip_rules import Limits, UnsafeArchiveError, open_zip

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN = "application/octet-stream"
ARCHIVE = "application/zip"
_IMAGES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "HEIC": "image/heic",
}
_STARTS = (
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"PK\x03\x04", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
)
ARCHIVES = frozenset((ARCHIVE, "application/x-7z-compressed", "application/vnd.rar", "application/gzip"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PARTS = (
    ("word/", f"{_OFFICE}.wordprocessingml.document"),
    ("xl/", f"{_OFFICE}.spreadsheetml.sheet"),
    ("ppt/", f"{_OFFICE}.presentationml.presentation"),
)
_ODF = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,30}|epub\+zip)")
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",
    b"ITSF",
    b"MSCF",
    b"dex\n",
    b"\0asm",
)
_PROGRAM_ENDINGS = frozenset((
    ".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse",
    ".mjs", ".wsf", ".wsh", ".hta", ".msi", ".msp", ".msix", ".appx", ".lnk", ".url", ".desktop",
    ".jar", ".apk", ".reg", ".cpl", ".dll", ".sys", ".scf", ".chm", ".iso", ".img", ".vhd", ".vhdx",
    ".app", ".dmg", ".pkg", ".sh", ".py", ".deb", ".rpm", ".inf", ".application", ".gadget",
    ".settingcontent-ms", ".library-ms", ".search-ms", ".appimage", ".run", ".xll", ".one"
))  # fmt: skip
_ENDINGS = {
    "application/pdf": {".pdf"},
    "image/jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "image/png": {".png"},
    "image/tiff": {".tif", ".tiff"},
    "image/webp": {".webp"},
    "image/heic": {".heic", ".heif", ".avif"},
    "image/gif": {".gif"},
    "image/bmp": {".bmp"},
    "image/svg+xml": {".svg"},
    "text/html": {".html", ".htm", ".xhtml", ".mht"},
    "application/zip": {".zip"},
}
_KNOWN_ENDINGS = frozenset(one for several in _ENDINGS.values() for one in several)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(!doctype\s+html|html|svg|!doctype\s+svg)",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT = re.compile(
    rb"<script|javascript:|\son[a-z]{3,20}\s*=|<foreignobject|<iframe|<object|<embed", re.IGNORECASE
)
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/")
_TAIL = 1 << 16
_PARTS_OF_ONE = Limits(entries=10_000)
"""An office document is a ZIP of many parts, of which only the names are read here."""


class Recognised(NamedTuple):
    """The kind of a file, and what is worrying about it."""

    media_type: str
    concerns: tuple[Concern, ...]


def is_program(content: bytes, name: str) -> bool:
    """Return whether a file is something that a computer runs."""
    if content.startswith(_PROGRAMS) or ending(name) in _PROGRAM_ENDINGS:
        return True
    names = _zip_names(content)
    return "AndroidManifest.xml" in names or (
        "META-INF/MANIFEST.MF" in names and any(part.endswith(".class") for part in names)
    )


def recognise(content: bytes, name: str) -> Recognised:
    """Tell the kind of a file and what is worrying about it. Nothing is rendered."""
    media_type = _media_type(content)
    return Recognised(media_type, tuple(_concerns(content, media_type, ending(name))))


def _media_type(content: bytes) -> str:
    kind = kind_of(content[:HEAD_BYTES])
    if kind == "PDF":
        return "application/pdf"
    if kind:
        return _IMAGES[kind]
    for start, media_type in _STARTS:
        if content.startswith(start):
            return _packed_type(content) if media_type == ARCHIVE else media_type
    return _text_type(content)


def _packed_type(content: bytes) -> str:
    names = _zip_names(content)
    if "mimetype" in names and (found := _ODF.match(content[38:138])):
        return found[0].decode("ascii")
    if "[Content_Types].xml" in names:
        for part, media_type in _PARTS:
            if any(name.startswith(part) for name in names):
                return media_type
    return ARCHIVE


def _text_type(content: bytes) -> str:
    if found := _HTML.match(content[: 16 * HEAD_BYTES]):
        return "image/svg+xml" if found[1].lower().endswith(b"svg") else "text/html"
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not is_wide:
        return UNKNOWN
    try:
        content.decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError:
        # Texts of old programs: letters of Western Europe, and no control but those of lines.
        has_controls = any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in content[: 64 * HEAD_BYTES])  # noqa: PLR2004
        return UNKNOWN if has_controls else "text/plain"
    return "text/plain"


def _concerns(content: bytes, media_type: str, named: str) -> Iterator[Concern]:
    if media_type == "application/pdf":
        looked = look(content)
        seen = (
            (Concern.ACTIVE, looked.acts),
            (Concern.LOCKED, looked.is_locked),
            (Concern.CUT, looked.is_cut),
        )
        yield from (concern for concern, is_seen in seen if is_seen)
    elif _has_script(content, media_type):
        yield Concern.ACTIVE
    if _has_macros(content, media_type):
        yield Concern.MACROS
    if media_type == UNKNOWN or media_type in ARCHIVES - {ARCHIVE}:
        yield Concern.KIND_UNKNOWN
    if named in _KNOWN_ENDINGS and named not in _ENDINGS.get(media_type, ()):
        yield Concern.OTHER_ENDING
    if _is_cut(content, media_type):
        yield Concern.CUT
    if _is_two_kinds(content, media_type):
        yield Concern.TWO_KINDS


def _has_script(content: bytes, media_type: str) -> bool:
    if media_type == "application/rtf":
        return b"\\objdata" in content or b"\\objupdate" in content
    return media_type in ("text/html", "image/svg+xml") and _SCRIPT.search(content) is not None


def _has_macros(content: bytes, media_type: str) -> bool:
    if media_type == "application/msword":
        return "_VBA_PROJECT".encode("utf-16-le") in content
    if content.startswith(b"PK"):
        return any(part in name.lower() for name in _zip_names(content) for part in _MACRO_PARTS)
    return False


def _is_cut(content: bytes, media_type: str) -> bool:
    if media_type == "image/png":
        return b"IEND" not in content
    if media_type == "image/jpeg":
        # The picture inside the picture ends too, near the beginning: after it, only the end of all counts.
        return content.rfind(b"\xff\xd9") < (_TAIL if len(content) > 2 * _TAIL else 0)
    return False


def _is_two_kinds(content: bytes, media_type: str) -> bool:
    if media_type == "application/pdf":
        return not content.lstrip().startswith(b"%PDF-") or b"PK\x05\x06" in content[-_TAIL:]
    if media_type.startswith("image/"):
        return b"%PDF-" in content[:HEAD_BYTES] or b"PK\x05\x06" in content[-_TAIL:]
    return content.startswith(b"PK") and b"%PDF-" in content[:HEAD_BYTES]


def _zip_names(content: bytes) -> frozenset[str]:
    if not content.startswith(b"PK"):
        return frozenset()
    try:
        with open_zip(io.BytesIO(content), _PARTS_OF_ONE) as opened:
            return frozenset(opened.namelist())
    except UnsafeArchiveError:
        return frozenset()
