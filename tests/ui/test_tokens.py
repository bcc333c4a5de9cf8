"""The colours hold the ratios of WCAG 2.2: 7:1 for words (1.4.6), 3:1 for edges and focus (1.4.11)."""

from __future__ import annotations

import pytest

from dematassist.ui.theme import tokens

THEMES = {
    "light": tokens.LIGHT,
    "dark": tokens.DARK,
    "contrast light": tokens.CONTRAST_LIGHT,
    "contrast dark": tokens.CONTRAST_DARK,
}
WORDS = [
    *(("text", ground) for ground in ("page", "surface", "bar")),
    *(("quiet_text", ground) for ground in ("page", "surface", "bar")),
    ("accent_text", "accent"),
    ("accent", "page"),
    ("accent", "surface"),
    ("soft_text", "soft"),
    ("warning_text", "warning"),
    ("selection_text", "selection"),
]
EDGES = [
    *(("edge", ground) for ground in ("page", "surface", "bar")),
    *(("focus", ground) for ground in ("page", "surface", "bar", "soft")),
    ("warning_edge", "warning"),
    ("warning_edge", "page"),
    ("accent", "surface"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_have_seven_to_one(theme, ink, ground):
    colours = THEMES[theme]
    assert tokens.contrast(getattr(colours, ink), getattr(colours, ground)) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), EDGES)
def test_edges_and_focus_have_three_to_one(theme, ink, ground):
    colours = THEMES[theme]
    assert tokens.contrast(getattr(colours, ink), getattr(colours, ground)) >= 3


def test_contrast_is_the_one_of_the_standard():
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
