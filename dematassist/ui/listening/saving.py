"""What a page says, saved as a sound file to take away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.speech.engines.engine import Voice
from dematassist.ui.tasks import Lane
from dematassist.ui.widgets.choose_file import choose_where_to_save

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.errors import UserError
    from dematassist.speech.model import Passage
    from dematassist.ui.tasks import Progress
    from dematassist.ui.window import Window

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80


def save_sound(window: Window, title: str, passages: Sequence[Passage]) -> None:
    """Ask where, then write the sound in the background, with its progress and a way to stop it."""
    name = _NOT_IN_NAMES.sub(" ", title).strip()[:_LONGEST_NAME]
    chosen = choose_where_to_save(
        window, _("Save the sound of this page"), f"{name}.wav", _("Sound file (*.wav)")
    )
    if not chosen:
        return
    voicing = window.app.settings.voicing
    voices = {lang: Voice(engine, name, name, lang) for lang, engine, name in voicing.voices}
    speed, target = voicing.speed_percent / 100, Path(chosen)

    def work(progress: Progress) -> float:
        from dematassist.speech.audio_file import save
        from dematassist.speech.corrections import Correction
        from dematassist.speech.reading import usual_words

        words = usual_words([Correction(*pair) for pair in voicing.corrections])

        def report(done: float) -> None:
            progress.report(round(100 * done), 100)

        return save(passages, target, speed=speed, voices=voices, words=words, progress=report)

    def saved(_seconds: float) -> None:
        window.tell(_("The sound is saved: {path}").format(path=target))

    def failed(error: UserError) -> None:
        window.tell_problem(error)

    def stop() -> None:
        task.cancel()
        window.tell(_("Stopped. No file was written."))

    task = window.tasks.run(
        Lane.SPEECH,
        work,
        on_done=saved,
        on_problem=failed,
        on_progress=lambda done, _total: window.notice_bar.say_instead(_said(done)),
    )
    window.ask(_said(0), _("Stop"), stop)


def _said(percent: int) -> str:
    # Translators: {n} is a percentage.
    return _("Making the sound file: {n} %").format(n=percent)
