"""What the page of the voice says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _
from dematassist.system.settings import VOICE_SPEED_RANGE, VOICE_VOLUME_RANGE
from dematassist.ui.problems import voice_advice

if TYPE_CHECKING:
    from dematassist.speech.engines.engine import Voice
    from dematassist.system.settings import Voicing


class Amount(NamedTuple):
    """Something that goes up and down by steps: which field, its words, its bounds, its step."""

    field: str
    said: str
    less: str
    more: str
    low: int
    high: int
    step: int


class VoiceChoice(NamedTuple):
    """A voice that can be chosen."""

    name: str
    key: tuple[str, str, str]
    """Its language, engine and id, as the settings keep them."""
    is_chosen: bool


def amounts(voicing: Voicing) -> tuple[Amount, ...]:
    """Return what goes up and down, with what it is now."""
    return (
        Amount(
            "speed_percent",
            # Translators: {n} is a percentage of the usual speed.
            _("Speed of the voice: {n} %").format(n=voicing.speed_percent),
            _("Slower voice"),
            _("Faster voice"),
            *VOICE_SPEED_RANGE,
            10,
        ),
        Amount(
            "volume_percent",
            _("Loudness of the voice: {n} %").format(n=voicing.volume_percent),
            _("Softer voice"),
            _("Louder voice"),
            *VOICE_VOLUME_RANGE,
            10,
        ),
    )


def voice_choices(found: tuple[Voice, ...], lang: str, voicing: Voicing) -> tuple[VoiceChoice, ...]:
    """Return the voices of a language; the one in use is the one chosen, else the first."""
    voices = [voice for voice in found if voice.lang == lang]
    keys = [(voice.lang, voice.engine, voice.id) for voice in voices]
    used = next((key for key in voicing.voices if key in keys), keys[0] if keys else None)
    return tuple(VoiceChoice(_name(voice), key, key == used) for voice, key in zip(voices, keys, strict=True))


def with_voice(voicing: Voicing, key: tuple[str, str, str]) -> Voicing:
    """Return the settings with this voice for its language."""
    others = tuple(kept for kept in voicing.voices if kept[0] != key[0])
    return voicing._replace(voices=(*others, key))


def example() -> str:
    """Return what a voice says to be tried."""
    return _("Hello. I read this page aloud. Call 36 46 on 3 March at 8:30.")


def no_voice() -> tuple[str, ...]:
    """Return what is said where no voice is found."""
    return (
        _("No voice was found for this language."),
        voice_advice(),
    )


def _name(voice: Voice) -> str:
    makers = {"pico": "Pico", "espeak": "eSpeak NG", "sapi5": "Windows", "avspeech": "macOS"}
    maker = makers.get(voice.engine, voice.engine)
    return voice.name if maker in voice.name else f"{maker}, {voice.name}"
