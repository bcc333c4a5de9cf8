"""Colours with a meaning, one set a theme. Text is at least 7:1 on its background, edges 3:1.

``tests/ui/test_tokens.py`` holds these ratios (WCAG 2.2, 1.4.6 and 1.4.11).
"""

from __future__ import annotations

from typing import NamedTuple

_LINEAR = 0.04045
"""Below this, a channel of sRGB is linear."""


class Tokens(NamedTuple):
    """The colours of a theme, as ``#rrggbb``."""

    is_dark: bool
    page: str
    """The background of the window."""
    surface: str
    """Fields, cards and text blocks."""
    bar: str
    """The two bars that never leave."""
    text: str
    quiet_text: str
    """Secondary text."""
    edge: str
    """Edges of fields and buttons."""
    accent: str
    """The main action, check marks, links."""
    accent_text: str
    soft: str
    """Buttons that are not the main action."""
    soft_text: str
    focus: str
    """The frame of what has the focus."""
    warning: str
    """Background of a warning."""
    warning_text: str
    warning_edge: str
    selection: str
    selection_text: str


LIGHT = Tokens(
    is_dark=False,
    page="#fbf7f0",
    surface="#ffffff",
    bar="#f1eadf",
    text="#1f2429",
    quiet_text="#43494f",
    edge="#7e8389",
    accent="#0b4a5e",
    accent_text="#ffffff",
    soft="#e2ecef",
    soft_text="#0b3948",
    focus="#8a2c00",
    warning="#fdf0cf",
    warning_text="#43300a",
    warning_edge="#a1740b",
    selection="#0b4a5e",
    selection_text="#ffffff",
)

DARK = Tokens(
    is_dark=True,
    page="#16191d",
    surface="#20252b",
    bar="#0e1114",
    text="#f2efe9",
    quiet_text="#c9c7c1",
    edge="#7e868f",
    accent="#8fd3e8",
    accent_text="#0a2029",
    soft="#2b3a42",
    soft_text="#dcf1f8",
    focus="#ffd479",
    warning="#3d3113",
    warning_text="#fbeecb",
    warning_edge="#d6a93f",
    selection="#8fd3e8",
    selection_text="#0a2029",
)

CONTRAST_LIGHT = Tokens(
    is_dark=False,
    page="#ffffff",
    surface="#ffffff",
    bar="#ffffff",
    text="#000000",
    quiet_text="#000000",
    edge="#000000",
    accent="#00006b",
    accent_text="#ffffff",
    soft="#ffffff",
    soft_text="#00006b",
    focus="#b30000",
    warning="#ffffff",
    warning_text="#000000",
    warning_edge="#000000",
    selection="#00006b",
    selection_text="#ffffff",
)

CONTRAST_DARK = Tokens(
    is_dark=True,
    page="#000000",
    surface="#000000",
    bar="#000000",
    text="#ffffff",
    quiet_text="#ffffff",
    edge="#ffffff",
    accent="#ffff00",
    accent_text="#000000",
    soft="#000000",
    soft_text="#ffff00",
    focus="#00e5ff",
    warning="#000000",
    warning_text="#ffffff",
    warning_edge="#ffff00",
    selection="#ffff00",
    selection_text="#000000",
)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
