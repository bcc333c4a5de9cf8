"""Colours, fonts and pictograms, applied to the whole program at once and live.

``tokens.py`` holds the colours with their meanings; ``apply`` here picks a set from what the person
chose and what the desktop asks for, loads the fonts that are needed and no other, and sets the palette
and the font of the application. Widgets draw themselves with ``current()``; no style sheet is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette

from dematassist import i18n
from dematassist.system.settings import Comfort, Font, Scheme
from dematassist.ui.theme import tokens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from dematassist.ui.theme.tokens import Tokens

FONT_FILES = {
    Font.ATKINSON: ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"),
    Font.LEXEND: ("Lexend-Regular.ttf", "Lexend-Bold.ttf"),
    Font.OPENDYSLEXIC: ("OpenDyslexic-Regular.otf", "OpenDyslexic-Bold.otf"),
}
FAMILIES = {
    Font.ATKINSON: "Atkinson Hyperlegible",
    Font.LEXEND: "Lexend",
    Font.OPENDYSLEXIC: "OpenDyslexic",
    Font.LUCIOLE: "Luciole",
}
ARABIC_FILES = ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf")
ARABIC_FAMILY = "Noto Sans Arabic"

_BASE_POINTS = 13.0
"""The normal size of text. Larger than a desktop's, because the program is read, not scanned."""


class _Current:
    """What is applied: the one piece of state of the theme."""

    tokens: Tokens = tokens.LIGHT
    comfort: Comfort = Comfort()
    loaded: dict[str, bool] = {}  # noqa: RUF012 -- filled once for the process, like Qt's own font list


def current() -> Tokens:
    """Return the colours in use."""
    return _Current.tokens


def comfort() -> Comfort:
    """Return the comfort settings in use."""
    return _Current.comfort


def apply(application: QApplication, wanted: Comfort, resources: Path) -> bool:
    """Dress the program. Return whether every font that was asked for could be loaded."""
    _Current.comfort = wanted
    _Current.tokens = _tokens(application, wanted.scheme)
    palette = _palette(_Current.tokens)
    application.setPalette(palette)
    # The handle of a scroll bar is an edge: at least 3:1 on its groove, in every theme.
    palette.setColor(QPalette.ColorRole.Button, QColor(_Current.tokens.edge))
    application.setPalette(palette, "QScrollBar")  # type: ignore[arg-type]  # declared as bytes, taken as text
    is_complete = _load(resources / "pictograms", ("pictograms.ttf",))
    is_complete &= _load(resources / "fonts", FONT_FILES.get(wanted.font, ()))
    if i18n.is_right_to_left():
        is_complete &= _load(resources / "fonts", ARABIC_FILES)
    application.setFont(_font(wanted))
    direction = Qt.LayoutDirection.RightToLeft if i18n.is_right_to_left() else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(direction)
    return is_complete


def is_installed(font: Font) -> bool:
    """Return whether this computer can show the font: ours always, Luciole only where it is installed."""
    return font is not Font.LUCIOLE or FAMILIES[font] in QFontDatabase.families()


def scaled(font: QFont, factor: float, *, is_bold: bool = False) -> QFont:
    """Return the same font, larger or smaller, and bold if asked."""
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() * factor)
    # Spaces are kept in pixels by Qt: they follow the size.
    other.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, font.letterSpacing() * factor)
    other.setWordSpacing(font.wordSpacing() * factor)
    other.setBold(is_bold)
    return other


def _tokens(application: QApplication, scheme: Scheme) -> Tokens:
    chosen = {
        Scheme.LIGHT: tokens.LIGHT,
        Scheme.DARK: tokens.DARK,
        Scheme.CONTRAST_LIGHT: tokens.CONTRAST_LIGHT,
        Scheme.CONTRAST_DARK: tokens.CONTRAST_DARK,
    }
    if scheme is not Scheme.SYSTEM:
        return chosen[scheme]
    hints = application.styleHints()
    is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    # From Qt 6.10 the desktop also says whether it wants high contrast.
    accessibility = getattr(hints, "accessibility", None)
    wanted = getattr(Qt, "ContrastPreference", None)
    if accessibility is not None and wanted is not None:
        preference = accessibility().contrastPreference()
        if preference == wanted.HighContrast:
            return tokens.CONTRAST_DARK if is_dark else tokens.CONTRAST_LIGHT
    return tokens.DARK if is_dark else tokens.LIGHT


def _palette(colours: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, colour in (
        (role.Window, colours.page),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.bar),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.quiet_text),
        (role.Button, colours.soft),
        (role.ButtonText, colours.soft_text),
        (role.BrightText, colours.text),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.selection_text),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Mid, colours.edge),
        (role.Dark, colours.edge),
        (role.Light, colours.surface),
    ):
        palette.setColor(where, QColor(colour))
    return palette


def _font(wanted: Comfort) -> QFont:
    family = FAMILIES.get(wanted.font)
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if family and i18n.is_right_to_left():
        font.setFamilies([family, ARABIC_FAMILY])
    font.setPointSizeF(_BASE_POINTS * wanted.text_percent / 100)
    if wanted.spacing:
        # Arabic letters are joined: space between them would break words apart.
        if not i18n.is_right_to_left():
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _pixels(font, 0.03 * wanted.spacing))
        font.setWordSpacing(_pixels(font, 0.04 * wanted.spacing))
    return font


def _pixels(font: QFont, share: float) -> float:
    """Return this share of the size of the font (1 em), in pixels."""
    return QFontInfo(font).pixelSize() * share


def _load(folder: Path, names: tuple[str, ...]) -> bool:
    for name in names:
        if name not in _Current.loaded:
            _Current.loaded[name] = QFontDatabase.addApplicationFont(str(folder / name)) != -1
    return all(_Current.loaded[name] for name in names)
