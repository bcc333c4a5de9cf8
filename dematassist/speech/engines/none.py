"""The engine of a computer where no other can be made: it has no voice, and says so when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from dematassist.speech.engines.engine import EngineError

if TYPE_CHECKING:
    from dematassist.speech.engines.engine import Voice


class NoEngine:
    """An ``Engine`` without a voice."""

    name = "none"

    def voices(self) -> tuple[Voice, ...]:
        """Return nothing."""
        return ()

    def synthesise(self, _text: str, _voice: Voice, _words_a_minute: int) -> NoReturn:
        """Raise ``EngineError``."""
        raise EngineError(self.name)
