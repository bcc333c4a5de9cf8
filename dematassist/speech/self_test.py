"""Can this computer read aloud? Each check does the real thing, small, through a child of its own."""

from __future__ import annotations

import contextlib
import queue
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.speech import transport
from dematassist.speech.child.messages import (
    AskVoices,
    Failure,
    Finished,
    Render,
    Rendered,
    Speak,
    Utterance,
    VoiceList,
    Volume,
    Working,
)
from dematassist.speech.reading import USUAL_WORDS_A_MINUTE
from dematassist.speech.transport import Gone

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.speech.child.messages import Command, Event
    from dematassist.speech.transport import Transport

_Answer = TypeVar("_Answer", VoiceList, Rendered, Finished)

_RATE_HZ = 22050
_LIMIT_SECONDS = 30.0
_TEXTS = {"fr": "Bonjour. Je lis à voix haute.", "en": "Hello. I read aloud.", "ar": "مرحبا. أقرأ بصوت عال."}


class Finding(NamedTuple):
    """What one check found: the fact in ``said``, or the error that says what is missing."""

    name: str
    said: str
    error: UserError | None = None


def run(
    lang: str = "fr", start_child: Callable[[Callable[[Event | Gone], None]], Transport] | None = None
) -> list[Finding]:
    """Check the voices, the making of a sentence, and the speaker, in silence. Each check goes on alone."""
    checks = ((_("voices"), _voices), (_("voice"), _voice), (_("speaker"), _speaker))
    findings = []
    for name, check in checks:
        try:
            with contextlib.closing(_Talk(start_child)) as talk:
                findings.append(Finding(name, check(talk, lang)))
        except UserError as error:
            findings.append(Finding(name, "", error))
    return findings


def _voices(talk: _Talk, lang: str) -> str:
    listed = talk.ask(AskVoices(), VoiceList)
    voices = [voice for voice in listed.voices if voice.lang == lang]
    if not voices:
        raise UserError(Cause.NO_VOICE, lang=lang)
    return ", ".join(f"{voice.engine} {voice.name}" for voice in voices)


def _voice(talk: _Talk, lang: str) -> str:
    begun = time.monotonic()
    rendered = talk.ask(Render(1, (_utterance(lang),), _RATE_HZ), Rendered)
    took = time.monotonic() - begun
    seconds = len(rendered.samples) / 2 / _RATE_HZ
    # Translators: a voice made so many seconds of sound in so many seconds.
    return _("{engine}: {seconds:.1f} s of sound in {took:.2f} s").format(
        engine=talk.engine, seconds=seconds, took=took
    )


def _speaker(talk: _Talk, lang: str) -> str:
    """Play a sentence without a sound: the speaker takes it at its own pace."""
    talk.send(Volume(0.0))
    begun = time.monotonic()
    talk.ask(Speak(1, (_utterance(lang),)), Finished)
    return _("it plays: {seconds:.1f} s").format(seconds=time.monotonic() - begun)


def _utterance(lang: str) -> Utterance:
    return Utterance(0, _TEXTS.get(lang, _TEXTS["en"]), lang, USUAL_WORDS_A_MINUTE, 0)


class _Talk:
    """A child of one check."""

    def __init__(self, start_child: Callable[[Callable[[Event | Gone], None]], Transport] | None) -> None:
        self._inbox: queue.SimpleQueue[Event | Gone] = queue.SimpleQueue()
        start = start_child or (lambda heard: transport.ChildProcess(transport.child_command(), heard))
        self.engine = ""
        try:
            self._child = start(self._inbox.put)
        except OSError as error:
            raise UserError(Cause.VOICE_STOPPED) from error

    def close(self) -> None:
        """End the child."""
        self._child.close()

    def send(self, command: Command) -> None:
        self._child.send(command)

    def ask(self, command: Command, answer: type[_Answer]) -> _Answer:
        """Return the answer of this kind. Raises ``UserError`` when the child fails, ends or says nothing."""
        self.send(command)
        end = time.monotonic() + _LIMIT_SECONDS
        while time.monotonic() < end:
            try:
                event = self._inbox.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                break
            if isinstance(event, answer):
                return event
            if isinstance(event, Working):
                self.engine = event.engine
            if isinstance(event, Failure):
                raise UserError(Cause(event.cause), lang=event.lang)
            if isinstance(event, Gone):
                break
        raise UserError(Cause.VOICE_STOPPED)
