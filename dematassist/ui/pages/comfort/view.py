"""What the page of text and colours says."""

from __future__ import annotations

from typing import NamedTuple

from dematassist.i18n import _
from dematassist.system.settings import (
    LINE_LENGTH_RANGE,
    LINE_SPACING_RANGE,
    SPACING_RANGE,
    TEXT_PERCENT_RANGE,
    Comfort,
    Font,
    Scheme,
)

LANGUAGE_NAMES = {"": "", "fr": "Français", "en": "English", "ar": "العربية"}
"""Each language in its own words: whoever reads it finds it."""


class Amount(NamedTuple):
    """Something that goes up and down by steps: which field, its words, its bounds, its step."""

    field: str
    name: str
    value: str
    less: str
    more: str
    low: int
    high: int
    step: int


def amounts(comfort: Comfort) -> tuple[Amount, ...]:
    """Return what goes up and down, with what it is now."""
    return (
        Amount(
            "text_percent",
            _("Text size"),
            _("{n} %").format(n=comfort.text_percent),
            _("Text size: smaller"),
            _("Text size: larger"),
            *TEXT_PERCENT_RANGE,
            25,
        ),
        Amount(
            "spacing",
            _("Space between letters and words"),
            _("{n} of 4").format(n=comfort.spacing),
            _("Space between letters and words: less"),
            _("Space between letters and words: more"),
            *SPACING_RANGE,
            1,
        ),
        Amount(
            "line_spacing",
            _("Space between lines"),
            _("{n} %").format(n=comfort.line_spacing),
            _("Space between lines: less"),
            _("Space between lines: more"),
            *LINE_SPACING_RANGE,
            20,
        ),
        Amount(
            "line_length",
            _("Length of lines"),
            _("{n} letters").format(n=comfort.line_length),
            _("Length of lines: shorter"),
            _("Length of lines: longer"),
            *LINE_LENGTH_RANGE,
            10,
        ),
    )


def scheme_name(scheme: Scheme) -> str:
    """Return the words of a choice of colours."""
    return {
        Scheme.SYSTEM: _("Like the rest of my computer"),
        Scheme.LIGHT: _("Light"),
        Scheme.DARK: _("Dark"),
        Scheme.CONTRAST_LIGHT: _("Strong contrast, black on white"),
        Scheme.CONTRAST_DARK: _("Strong contrast, yellow and white on black"),
    }[scheme]


def font_name(font: Font) -> str:
    """Return the words of a choice of letters."""
    return {
        Font.ATKINSON: _("Atkinson Hyperlegible: letters that do not look alike"),
        Font.LEXEND: _("Lexend: wide letters"),
        Font.OPENDYSLEXIC: _("OpenDyslexic: letters heavier at the bottom"),
        Font.LUCIOLE: _("Luciole: made for low vision"),
        Font.SYSTEM: _("The letters of my computer"),
    }[font]


def example() -> str:
    """Return the example that shows the choices."""
    return _("Example: bring your identity card on 3 March at 10:30, at the town hall.")
