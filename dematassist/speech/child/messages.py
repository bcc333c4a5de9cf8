"""What the window's side and the child say to each other, one JSON list a line: a name, then the fields.

After the line of ``Rendered``, whose last field is a length, come so many bytes of sound.

A *generation* is one thing to read: whatever comes late for an older one is dropped, on both sides.
Ids grow with the order of speaking. Offsets count code points of the utterance's text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.speech.engines.engine import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Utterance(NamedTuple):
    """A sentence to speak. ``engine`` and ``voice`` are the wanted voice, empty for the usual one."""

    id: int
    text: str
    lang: str
    words_a_minute: int
    silence_after_ms: int
    engine: str = ""
    voice: str = ""
    tried_last: tuple[str, ...] = ()
    """Engines to use only when no other is left: they hung on this text."""


# --- asked of the child ---------------------------------------------------------------------------------


class Speak(NamedTuple):
    """Drop what is being said; say this."""

    generation: int
    utterances: tuple[Utterance, ...]


class Follow(NamedTuple):
    """Say this after the sentence being heard, instead of what was to follow."""

    generation: int
    utterances: tuple[Utterance, ...]


class Pause(NamedTuple):
    """Wait at this sample."""

    generation: int


class Resume(NamedTuple):
    """Go on from that sample."""

    generation: int


class Stop(NamedTuple):
    """Be silent at once."""


class Volume(NamedTuple):
    """From 0, mute, to 1, as loud as the voice was levelled."""

    level: float


class Prepare(NamedTuple):
    """Speak soon: have this engine ready, the usual one when it is empty, and the sound server."""

    engine: str


class AskVoices(NamedTuple):
    """Tell the voices installed."""


class Render(NamedTuple):
    """Give the sound of these instead of playing it, at this rate."""

    generation: int
    utterances: tuple[Utterance, ...]
    rate_hz: int


class Quit(NamedTuple):
    """End."""


# --- told by the child ----------------------------------------------------------------------------------


class Ready(NamedTuple):
    """The child listens."""


class VoiceList(NamedTuple):
    """The voices installed, the best of each language first."""

    voices: tuple[Voice, ...]


class Working(NamedTuple):
    """An engine begins a sentence: should nothing more come, it is the one that hung."""

    generation: int
    id: int
    engine: str


class Started(NamedTuple):
    """The first sample of this sentence is heard."""

    generation: int
    id: int


class Word(NamedTuple):
    """This part of the text is heard."""

    generation: int
    id: int
    start: int
    end: int


class Finished(NamedTuple):
    """The last sample of this sentence was heard; its silence follows."""

    generation: int
    id: int


class Rendered(NamedTuple):
    """The whole sound of a sentence: mono, 16 bits signed, little-endian."""

    generation: int
    id: int
    samples: bytes


class Beat(NamedTuple):
    """The child is well; its engine last gave a sign of life so long ago."""

    engine_silent_seconds: float


class Failure(NamedTuple):
    """The voice cannot go on: the value of a ``dematassist.errors.Cause``, and the language concerned."""

    generation: int
    id: int
    cause: str
    lang: str


class Trouble(NamedTuple):
    """A bug in the child: where, and nothing of what was spoken."""

    trace: str


Command = Speak | Follow | Pause | Resume | Stop | Volume | Prepare | AskVoices | Render | Quit
Event = Ready | VoiceList | Working | Started | Word | Finished | Rendered | Beat | Failure | Trouble

_COMMANDS = {
    kind.__name__: kind
    for kind in (Speak, Follow, Pause, Resume, Stop, Volume, Prepare, AskVoices, Render, Quit)
}
_EVENTS = {
    kind.__name__: kind
    for kind in (Ready, VoiceList, Working, Started, Word, Finished, Rendered, Beat, Failure, Trouble)
}


def encoded(message: Command | Event) -> bytes:
    """Return the line, with its end, in ASCII, and the sound it tells of."""
    if isinstance(message, Rendered):
        return _line("Rendered", (*message[:-1], len(message.samples))) + message.samples
    return _line(type(message).__name__, message)


def _line(name: str, fields: Iterable[object]) -> bytes:
    return json.dumps([name, *fields], separators=(",", ":")).encode("ascii") + b"\n"


def command(line: bytes) -> Command:
    """Return what a line asks. Raises ``ValueError`` when it is not one of ours."""
    name, fields = _opened(line)
    if name in ("Speak", "Follow", "Render"):
        fields[1] = tuple(_utterance(each) for each in fields[1])
    made: Command = _made(_COMMANDS, name, fields)
    return made


def event(line: bytes, read: Callable[[int], bytes]) -> Event:
    """Return what a line tells; ``read`` gives the bytes after it.

    Raises ``ValueError`` when it is not one of ours or not whole.
    """
    name, fields = _opened(line)
    if name == "Rendered":
        length = fields[-1]
        fields[-1] = read(length)
        if len(fields[-1]) < length:
            raise ValueError("cut")
    if name == "VoiceList":
        fields[0] = tuple(Voice(*each) for each in fields[0])
    made: Event = _made(_EVENTS, name, fields)
    return made


def _opened(line: bytes) -> tuple[str, list[Any]]:
    match json.loads(line):
        case [str(name), *fields]:
            return name, fields
    raise ValueError("not a message")


def _utterance(fields: list[Any]) -> Utterance:
    made = Utterance(*fields)
    return made._replace(tried_last=tuple(made.tried_last))


def _made(kinds: Mapping[str, type], name: str, fields: list[Any]) -> Any:
    try:
        return kinds[name](*fields)
    except (KeyError, TypeError):
        raise ValueError("not a message") from None
