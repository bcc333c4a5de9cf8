"""A reader without sound for the tests of the window; tests/speech and tests/desktop hear the real one."""

from __future__ import annotations

from dematassist.errors import UserError
from dematassist.speech.engines.engine import Voice
from dematassist.speech.model import Failed, Idle, Paused, Preparing, Sentence, Span, Speaking

VOICES = (
    Voice("pico", "fr-FR", "Pico français", "fr"),
    Voice("espeak", "roa/fr", "French", "fr"),
    Voice("espeak", "gmw/en", "English", "en"),
)


class ScriptedReader:
    """A reader whose voice the test plays: its states follow the calls as those of the real one do."""

    def __init__(self, on_state):
        self._on_state = on_state
        self.state = Idle()
        self.passages = []
        self.calls = []
        self.corrections = self.read_with = ()
        self.is_closed = False

    def _tell(self, state):
        self.state = state
        self._on_state(state)

    def read(self, passages, start=0):
        self.passages = list(passages)
        self.read_with = self.corrections
        self._tell(Preparing(self._sentence(start)))

    def spell(self, passage):
        self.calls.append("spell")
        self.read([passage])

    def say(self, number, word=""):
        text = self.passages[number].text
        start = text.index(word)
        self._tell(Speaking(self._sentence(number), Span(start, start + len(word)) if word else None))

    def fail(self, cause):
        self._tell(Failed(UserError(cause)))

    def pause(self):
        if isinstance(self.state, Preparing | Speaking):
            self._tell(Paused(self.state.sentence, getattr(self.state, "word", None)))

    def resume(self):
        self.calls.append("resume")
        if isinstance(self.state, Paused):
            self._tell(Speaking(*self.state))

    def stop(self):
        self._tell(Idle())

    def next(self):
        self.calls.append("next")

    def previous(self):
        self.calls.append("previous")

    def warm_up(self):
        self.calls.append("warm up")

    def repeat(self):
        self.calls.append("repeat")

    def set_speed(self, factor):
        self.calls.append(("speed", factor))

    def set_volume(self, level):
        self.calls.append(("volume", level))

    def set_voice(self, voice):
        self.calls.append(("voice", voice.lang, voice.engine, voice.id))

    def set_corrections(self, corrections):
        self.corrections = tuple(map(tuple, corrections))

    def ask_voices(self, tell):
        tell(VOICES)

    def close(self):
        self.is_closed = True

    def _sentence(self, number):
        passage = self.passages[number]
        return Sentence(number, Span(0, len(passage.text)), passage.kind)
