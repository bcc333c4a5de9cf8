"""What the page of a theme says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.themes import theme_name

if TYPE_CHECKING:
    from dematassist.guides.library import GuideEntry
    from dematassist.guides.themes import Theme


class ThemeView(NamedTuple):
    """The name of the theme and its guides."""

    title: str
    guides: tuple[GuideEntry, ...]


def theme_view(theme: Theme, guides: tuple[GuideEntry, ...]) -> ThemeView:
    """Keep the guides of this theme, in the order of their titles."""
    own = sorted((guide for guide in guides if guide.theme is theme), key=lambda guide: guide.title)
    return ThemeView(theme_name(theme), tuple(own))
