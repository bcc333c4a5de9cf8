"""What the person chose: language, comfort, kind of computer. One small JSON file, mode 0600.

A value that makes no sense is replaced by its default, alone; a file that cannot be read at all is set
aside under a dated name and the defaults are used. Either way the program starts.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, set_aside, write_atomically
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_E = TypeVar("_E", bound=Enum)

_VOICE_PARTS = 3
_LONGEST_NAME = 300
_PAIR = 2
_LONGEST_WORD = 80
_LONGEST_PATH = 4_096

TEXT_PERCENT_RANGE = (100, 300)
SPACING_RANGE = (0, 4)
LINE_SPACING_RANGE = (100, 250)
LINE_LENGTH_RANGE = (40, 100)
MOST_CORRECTIONS = 200
VOICE_SPEED_RANGE = (60, 180)
VOICE_VOLUME_RANGE = (10, 100)


class Scheme(Enum):
    """Colours. ``SYSTEM`` follows the desktop: light, dark or high contrast."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


class Font(Enum):
    """Letter shapes. ``LUCIOLE`` only where it is installed; ``SYSTEM`` is the desktop's own."""

    ATKINSON = "atkinson"
    LEXEND = "lexend"
    OPENDYSLEXIC = "opendyslexic"
    LUCIOLE = "luciole"
    SYSTEM = "system"


class Computer(Enum):
    """Whose computer this is, as the person said at first start."""

    UNKNOWN = "unknown"
    MINE = "mine"
    SHARED = "shared"


class Comfort(NamedTuple):
    """How the pages look. Percentages are of the normal size; ``line_length`` is in characters."""

    text_percent: int = 100
    scheme: Scheme = Scheme.SYSTEM
    font: Font = Font.ATKINSON
    spacing: int = 0
    """Letter and word spacing together, 0 to 4. 4 is WCAG 1.4.12: 0.12 em for letters, 0.16 for words."""
    line_spacing: int = 140
    line_length: int = 70
    has_ruler: bool = False
    is_easy_reading: bool = False
    """Show the simple wording of each step where the guide has one."""
    has_large_targets: bool = False


class Voicing(NamedTuple):
    """How pages are read aloud. Percentages are of 140 words a minute and of the usual level."""

    speed_percent: int = 100
    volume_percent: int = 100
    is_automatic: bool = False
    """Each page is read when it opens."""
    is_beside_screen_reader: bool = False
    """The person wants this voice although a screen reader runs."""
    voices: tuple[tuple[str, str, str], ...] = ()
    """The voice chosen for a language: its two letters, the engine, the engine's name for the voice."""
    corrections: tuple[tuple[str, str], ...] = ()
    """How the person wants words said: a word as it is written, and as it is said."""


class ScannerPlace(NamedTuple):
    """Where the person’s scanner puts its files, and up to which moment of theirs they were seen."""

    folder: str = ""
    seen_ns: int = 0


class Settings(NamedTuple):
    """Everything kept between two starts that is not a walk."""

    lang: str = ""
    """Two letters; empty follows the system."""
    comfort: Comfort = Comfort()
    voicing: Voicing = Voicing()
    computer: Computer = Computer.UNKNOWN
    is_welcome_done: bool = False
    place: str = ""
    """The town or postcode last searched for desks, kept only on the person's own computer."""
    scanner: ScannerPlace = ScannerPlace()


def read(path: Path, now: datetime) -> tuple[Settings, UserError | None]:
    """Return the settings kept at ``path``, and what to tell the person if the file was damaged."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), None
    except OSError:
        return Settings(), UserError(Cause.SETTINGS_DAMAGED, path=str(path), kept=str(path))
    try:
        raw = json.loads(content)
        if not isinstance(raw, dict):
            raise TypeError(type(raw))
    except (ValueError, TypeError, RecursionError):
        try:
            kept = str(set_aside(path, now))
        except OSError:
            kept = str(path)
        return Settings(), UserError(Cause.SETTINGS_DAMAGED, path=str(path), kept=kept)
    return _sane(raw), None


def write(path: Path, settings: Settings) -> None:
    """Keep ``settings`` at ``path``. Raises ``UserError`` when the disk is full or read-only."""
    raw = settings._asdict()
    raw["comfort"] = {k: _plain(v) for k, v in settings.comfort._asdict().items()}
    raw["voicing"] = settings.voicing._asdict()
    raw["scanner"] = settings.scanner._asdict()
    raw = {k: _plain(v) for k, v in raw.items()}
    with explained(path):
        private_folder(path.parent)
    write_atomically(path, json.dumps(raw, ensure_ascii=False, indent=2).encode())


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _sane(raw: dict[str, object]) -> Settings:
    """Return settings with every value that makes sense; defaults for the others."""
    default = Settings()
    given = raw.get("comfort")
    comfort: dict[str, object] = given if isinstance(given, dict) else {}
    calm = default.comfort
    return Settings(
        lang=_text(raw.get("lang"), default.lang, 5),
        comfort=Comfort(
            text_percent=_within(comfort.get("text_percent"), calm.text_percent, TEXT_PERCENT_RANGE),
            scheme=_member(Scheme, comfort.get("scheme"), calm.scheme),
            font=_member(Font, comfort.get("font"), calm.font),
            spacing=_within(comfort.get("spacing"), calm.spacing, SPACING_RANGE),
            line_spacing=_within(comfort.get("line_spacing"), calm.line_spacing, LINE_SPACING_RANGE),
            line_length=_within(comfort.get("line_length"), calm.line_length, LINE_LENGTH_RANGE),
            has_ruler=comfort.get("has_ruler") is True,
            is_easy_reading=comfort.get("is_easy_reading") is True,
            has_large_targets=comfort.get("has_large_targets") is True,
        ),
        voicing=_voicing(raw.get("voicing")),
        computer=_member(Computer, raw.get("computer"), default.computer),
        is_welcome_done=raw.get("is_welcome_done") is True,
        place=_text(raw.get("place"), default.place, 100),
        scanner=_scanner(raw.get("scanner")),
    )


def _scanner(given: object) -> ScannerPlace:
    raw: dict[str, object] = given if isinstance(given, dict) else {}
    usual = ScannerPlace()
    return ScannerPlace(
        folder=_text(raw.get("folder"), usual.folder, _LONGEST_PATH),
        seen_ns=_within(raw.get("seen_ns"), usual.seen_ns, (0, 1 << 63)),
    )


def _voicing(given: object) -> Voicing:
    raw: dict[str, object] = given if isinstance(given, dict) else {}
    usual = Voicing()
    voices, corrections = raw.get("voices"), raw.get("corrections")
    return Voicing(
        speed_percent=_within(raw.get("speed_percent"), usual.speed_percent, VOICE_SPEED_RANGE),
        volume_percent=_within(raw.get("volume_percent"), usual.volume_percent, VOICE_VOLUME_RANGE),
        is_automatic=raw.get("is_automatic") is True,
        is_beside_screen_reader=raw.get("is_beside_screen_reader") is True,
        voices=tuple(
            (voice[0], voice[1], voice[2])
            for voice in (voices if isinstance(voices, list) else ())
            if isinstance(voice, list) and len(voice) == _VOICE_PARTS and all(map(_is_short, voice))
        ),
        corrections=tuple(
            (pair[0], pair[1])
            for pair in (corrections if isinstance(corrections, list) else ())[:MOST_CORRECTIONS]
            if isinstance(pair, list) and len(pair) == _PAIR and all(map(_is_word, pair))
        ),
    )


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_NAME


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_WORD and value.isprintable()


def _within(value: object, default: int, bounds: tuple[int, int]) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return default
    return min(max(value, bounds[0]), bounds[1])


def _text(value: object, default: str, longest: int) -> str:
    return value if isinstance(value, str) and len(value) <= longest else default


def _member(kind: type[_E], value: object, default: _E) -> _E:
    try:
        return kind(value)
    except ValueError:
        return default
