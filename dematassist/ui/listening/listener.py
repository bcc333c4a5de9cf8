"""Joins the window, the reader of the speech room, the bar and the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from dematassist.i18n import _
from dematassist.speech.model import Failed, Idle, Passage, Paused, Preparing, Sentence, Span, Speaking
from dematassist.ui import accessible
from dematassist.ui.accessible import is_screen_reader_on
from dematassist.ui.listening.marker import Marker
from dematassist.ui.listening.texts import HeardText, heard_texts, selected_text
from dematassist.ui.listening.view import (
    SPEED_STEP,
    bar_view,
    changed_speed,
    screen_reader_seconds,
    speed_in_words,
)
from dematassist.ui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dematassist.speech.corrections import Correction
    from dematassist.speech.model import ReaderState
    from dematassist.speech.reader import Reader
    from dematassist.system.settings import Voicing
    from dematassist.ui.listening.bar import ListeningBar
    from dematassist.ui.page import Page
    from dematassist.ui.window import Window


class Listener(QObject):
    """What is heard in the window. Made when something is first listened to."""

    told = Signal(object)
    """A state of the reader, carried from its thread to that of the window."""

    def __init__(
        self, window: Window, make_reader: Callable[[Callable[[ReaderState], object]], Reader]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._reader = make_reader(self.told.emit)
        self.told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._state: ReaderState = Idle()
        self._texts: tuple[HeardText, ...] = ()
        self._marker: Marker | None = None
        self._bar: ListeningBar | None = None
        self._is_screen_reader_answered = False
        # While the screen reader says where the focus went.
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._begin)
        self.use(window.app.settings.voicing)

    @property
    def is_going(self) -> bool:
        """Whether something is heard, about to be, or waits in the middle."""
        return isinstance(self._state, Preparing | Speaking | Paused)

    def dress(self, bar: ListeningBar) -> None:
        """Command through this bar from now on: the window was made again."""
        self._bar = bar
        self._show_state()

    def use(self, voicing: Voicing) -> None:
        """Speak as the person chose."""
        from dematassist.speech.corrections import Correction
        from dematassist.speech.engines.engine import Voice

        self._reader.set_speed(voicing.speed_percent / 100)
        self._reader.set_volume(voicing.volume_percent / 100)
        for lang, engine, name in voicing.voices:
            self._reader.set_voice(Voice(engine, name, name, lang))
        self._reader.set_corrections([Correction(*pair) for pair in voicing.corrections])
        self._show_state()

    # What the person asks

    def listen(self) -> None:
        """Read what is selected, else the page; pause or go on when it is being read."""
        if self.is_going or isinstance(self._state, Failed):
            self.pause_or_go_on()
            return
        is_beside = is_screen_reader_on()
        if not is_beside or self._may_speak_beside():
            self._read(is_beside=is_beside)

    def listen_to_new_page(self) -> None:
        """Stop reading the page that goes; read the new one if the person asked for that."""
        self.forget()
        voicing = self._window.app.settings.voicing
        if not voicing.is_automatic:
            return
        is_beside = is_screen_reader_on()
        if voicing.is_beside_screen_reader or not is_beside:
            self._read(is_beside=is_beside)

    def pause_or_go_on(self) -> None:
        """Pause, or go on where it was paused or cut."""
        if self._wait.isActive():
            self.stop()
        elif isinstance(self._state, Preparing | Speaking):
            self._reader.pause()
        else:
            self._reader.resume()

    def stop(self) -> None:
        """Be silent."""
        self._wait.stop()
        self._reader.stop()
        self._hear(Idle())

    def next(self) -> None:
        """Go to the next sentence."""
        self._reader.next()

    def previous(self) -> None:
        """Go to the sentence before."""
        self._reader.previous()

    def repeat(self) -> None:
        """Say this sentence again."""
        self._reader.repeat()

    def change_speed(self, steps: int) -> None:
        """Speak faster or slower, and keep it."""
        settings = self._window.app.settings
        percent = changed_speed(settings.voicing.speed_percent, steps * SPEED_STEP)
        if percent == settings.voicing.speed_percent:
            self._window.tell(_("The voice cannot go any further this way."))
            return
        self._window.change_settings(
            settings._replace(voicing=settings.voicing._replace(speed_percent=percent))
        )
        if not self.is_going:
            self._window.tell(speed_in_words(percent))

    def warm_up(self) -> None:
        """Make the first sentence come at once."""
        self._reader.warm_up()

    @property
    def reader(self) -> Reader:
        """The reader, for the page that lets a voice be chosen."""
        return self._reader

    def say(self, passages: tuple[Passage, ...]) -> None:
        """Say something that is not on the page: a voice that is tried."""
        self._texts = tuple(HeardText(passage, None) for passage in passages)
        self._reader.read(passages)

    def try_correction(self, correction: Correction) -> None:
        """Say a word as it would be said, whether or not it is kept."""
        self._reader.set_corrections([correction])
        self.say((Passage("", correction.written, self._window.app.lang),))
        self.use(self._window.app.settings.voicing)

    def save(self) -> None:
        """Save what the page says as a sound file."""
        from dematassist.ui.listening.saving import save_sound

        page = self._window.page
        texts = heard_texts((page.widget(),), self._window.app.lang)
        # The file is taken away: what was typed stays here.
        passages = [text.passage for text in texts if not isinstance(text.widget, Field)]
        save_sound(self._window, page.heading.text(), passages)

    def spell(self, text: str) -> None:
        """Read a text slowly, each group of figures by itself: to be written down."""
        passage = Passage("", text, self._window.app.lang)
        self._texts = (HeardText(passage, None),)
        self._reader.spell(passage)

    def forget(self) -> None:
        """Be silent and mark nothing: the page is about to go."""
        self._wait.stop()
        self._reader.stop()
        if self._marker is not None:
            self._marker.clear()
            self._marker.deleteLater()
            self._marker = None
        self._hear(Idle())

    def close(self) -> None:
        """End the voice."""
        self._reader.close()

    # Inside

    def _may_speak_beside(self) -> bool:
        """Ask once who reads, when a screen reader already does."""
        if self._window.app.settings.voicing.is_beside_screen_reader or self._is_screen_reader_answered:
            return True
        self._is_screen_reader_answered = True
        self._window.ask(
            _("A screen reader is already on. Two voices would talk at once."),
            _("Listen with this voice all the same"),
            self.listen,
            takes_focus=True,
        )
        return False

    def _read(self, *, is_beside: bool) -> None:
        """Read; beside a screen reader, once it has said where the focus is."""
        page, lang = self._window.page, self._window.app.lang
        self._texts = selected_text(self._window.focusWidget(), lang) or heard_texts(
            (*self._window.heard_places, page.widget()), lang
        )
        self._mark_on(page)
        if not is_beside or not self._texts:
            self._begin()
            return
        passage = self._texts[0].passage
        self._state = Preparing(Sentence(0, Span(0, len(passage.text)), passage.kind))
        self._show_state()
        focused: QWidget | None = self._window.focusWidget()
        told = accessible.told(page if focused is None else focused)
        self._wait.start(round(1000 * screen_reader_seconds(told)))

    def _begin(self) -> None:
        self._reader.read([text.passage for text in self._texts])

    def _mark_on(self, page: Page) -> None:
        if self._marker is None:
            self._marker = Marker(page)

    def _hear(self, state: ReaderState) -> None:
        # The newest: what is told may be older than what was asked since.
        if self._reader.state != state and isinstance(state, Preparing | Speaking | Paused):
            return
        self._state = state
        if isinstance(state, Failed):
            self._window.tell_problem(state.error)
        if isinstance(state, Speaking | Paused):
            self._mark(state.sentence.passage, state.sentence.span, state.word)
        elif self._marker is not None and isinstance(state, Idle):
            self._marker.clear()
        self._show_state()

    def _mark(self, number: int, sentence: Span, word: Span | None) -> None:
        text = self._texts[number]
        moved = _moved(sentence, text.first)
        if self._marker is not None and moved is not None:
            self._marker.mark(text.widget, moved, _moved(word, text.first))

    def _show_state(self) -> None:
        if self._bar is not None:
            view = bar_view(self._state, self._window.app.settings.voicing.speed_percent)
            self._window.show_listening(view)


def _moved(span: Span | None, by: int) -> Span | None:
    return None if span is None else span._replace(start=span.start + by, end=span.end + by)
