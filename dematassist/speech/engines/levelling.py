"""A voice nobody measured, brought to the speed and the loudness of the others. Pure.

The voices of Windows and macOS differ from computer to computer: the driver has each say ``TEXTS`` once, and
what comes out tells how fast and how loud it is.
"""

from __future__ import annotations

import math
import sys
from array import array
from typing import NamedTuple

from dematassist.speech.engines.tokens import tokens

TEXTS = {
    "fr": "Apportez votre pièce d’identité au guichet de la mairie. Une personne vous aide à remplir tout.",
    "en": "Bring your identity card to the desk of the town hall. Someone there helps you fill in the paper.",
    "ar": "أحضر بطاقة هويتك إلى مكتب البلدية. هناك شخص يساعدك في ملء الورقة.",
}
"""By language: long enough to be measured, short enough to be made in a moment."""
_TARGET_DBFS = -20.0
_LOUDEST = 32767
_SILENT = 150
_LARGEST_GAIN = 8.0


class Measure(NamedTuple):
    """How a voice is at one of its own speeds."""

    words_a_minute: float
    gain: float
    """What brings it to −20 dBFS RMS."""


def measured(text: str, samples: bytes, rate_hz: int) -> Measure:
    """Measure a voice by what it made of ``text``; a voice that said nothing is left as it is."""
    values = _numbers(samples)
    heard = [number for number, value in enumerate(values) if abs(value) > _SILENT]
    if not heard:
        return Measure(0.0, 1.0)
    voiced = values[heard[0] : heard[-1] + 1]
    level = math.sqrt(sum(value * value for value in voiced) / len(voiced)) / (_LOUDEST + 1)
    gain = min(10 ** (_TARGET_DBFS / 20) / level, _LARGEST_GAIN)
    return Measure(len(tokens(text)) * 60 * rate_hz / len(voiced), gain)


def louder(samples: bytes, gain: float) -> bytes:
    """Return samples ``gain`` times as loud, those that would be too loud kept at the loudest."""
    if gain == 1:
        return samples
    values = _numbers(samples)
    changed = array("h", (max(-_LOUDEST, min(_LOUDEST, round(value * gain))) for value in values))
    return _bytes(changed)


def _numbers(samples: bytes) -> array[int]:
    values = array("h", samples)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _bytes(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
