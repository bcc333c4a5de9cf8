"""Ready-made comfort settings. A profile is a start: everything can be changed after."""

from __future__ import annotations

from enum import Enum

from dematassist.i18n import _
from dematassist.system.settings import Comfort, Font, Scheme


class Profile(Enum):
    """Who a set of choices is meant for."""

    USUAL = "usual"
    LOW_VISION = "low-vision"
    DYSLEXIA = "dyslexia"
    HARD_READING = "hard-reading"
    KEYBOARD = "keyboard"
    TOUCH = "touch"


COMFORTS = {
    Profile.USUAL: Comfort(),
    Profile.LOW_VISION: Comfort(text_percent=200, scheme=Scheme.CONTRAST_DARK, line_length=50),
    Profile.DYSLEXIA: Comfort(
        text_percent=125, font=Font.LEXEND, spacing=2, line_spacing=180, line_length=60
    ),
    Profile.HARD_READING: Comfort(text_percent=125, line_spacing=180, line_length=55, is_easy_reading=True),
    Profile.KEYBOARD: Comfort(text_percent=125, has_large_targets=True),
    Profile.TOUCH: Comfort(text_percent=125, has_large_targets=True, line_spacing=150),
}


def profile_name(profile: Profile) -> str:
    """Return the words of the button."""
    return {
        Profile.USUAL: _("The usual way"),
        Profile.LOW_VISION: _("I see badly: very large, strong contrast"),
        Profile.DYSLEXIA: _("Dyslexia: spaced letters and lines"),
        Profile.HARD_READING: _("Reading is hard: simple words"),
        Profile.KEYBOARD: _("I use the keyboard or one switch: large buttons"),
        Profile.TOUCH: _("I touch the screen: large buttons"),
    }[profile]
