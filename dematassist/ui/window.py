"""The frame: page stack, where focus goes, and the bars that never leave the screen."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from dematassist.changes import Changed, changed
from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.ui import accessible, routes
from dematassist.ui.bars import BottomBar, NoticeBar, TopBar
from dematassist.ui.changes import ChangeSignal
from dematassist.ui.pages import make_page
from dematassist.ui.problems import problem
from dematassist.ui.shortcuts import Shortcut
from dematassist.ui.tasks import Lane, Tasks
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button
from dematassist.ui.widgets.children import children

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from dematassist.app import App
    from dematassist.changes import Changes
    from dematassist.system.settings import Settings
    from dematassist.ui.idle import IdleWatch
    from dematassist.ui.listening.bar import ListeningBar
    from dematassist.ui.listening.listener import Listener
    from dematassist.ui.listening.view import BarView
    from dematassist.ui.open_folder import FolderWatch
    from dematassist.ui.page import Page
    from dematassist.ui.post import Post
    from dematassist.ui.practising import PracticeBar
    from dematassist.ui.routes import Route


_PICTOGRAM_OF = {"read": "SPEAKER", "pause": "PAUSE", "go-on": "RESUME"}
"""What « Écouter » shows, by what it does next."""


class _Left(NamedTuple):
    """A page that « back » goes to, and the name of what had the focus in it, if something had."""

    route: Route
    focused: str


class Window(QWidget):
    """The only window. Implements ``shell.Shell``."""

    def __init__(self, app: App, dress: Callable[[], None]) -> None:
        """``dress`` applies language and theme to the whole program."""
        super().__init__()
        self.app = app
        self.tasks = Tasks()
        self._dress = dress
        self._signal = ChangeSignal()
        self._signal.changed.connect(self._refresh)
        self._route: Route = routes.Home()
        self._before: list[_Left] = []
        self._sought = ""
        """The name of what had the focus when the page shown was left: it may not be on it yet."""
        self._page: Page | None = None
        self._listener: Listener | None = None
        self._folder_watch: FolderWatch | None = None
        self._post: Post | None = None
        self._idle: IdleWatch | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(0)
        self._make_bars()
        QTimer.singleShot(0, self, self._make_shortcuts)
        QApplication.instance().focusChanged.connect(self._reveal)  # type: ignore[union-attr]

    def _make_bars(self) -> None:
        self._top = TopBar(self)
        self._notice = NoticeBar()
        self._bottom = BottomBar(self)
        self._place.addWidget(self._top)
        self._place.addWidget(self._notice)
        self._place.addWidget(self._bottom)
        self._practice_bar: PracticeBar | None = None
        if self.app.practice is not None:
            from dematassist.ui.practising import PracticeBar

            self._practice_bar = PracticeBar(self)
            self._place.insertWidget(1, self._practice_bar)
            self._practice_bar.show()
        if self.app.is_desk and self._idle is None:
            from dematassist.system.memory import make_no_core_files
            from dematassist.ui.idle import IdleWatch

            self._idle = IdleWatch(self)
            make_no_core_files()
        self._listening_bar: ListeningBar | None = None
        if self._listener is not None:
            self._add_listening_bar(self._listener)
        # The page is put between the notice and the bottom bar, so that the Tab order is the reading order.

    def _make_shortcuts(self) -> None:
        for shortcut, action in (
            (Shortcut.BACK, self.back),
            (Shortcut.ESCAPE, self._escape),
            (Shortcut.EXPLAIN, self.explain),
            (Shortcut.NEXT_PLACE, lambda: self._go_round(1)),
            (Shortcut.PREVIOUS_PLACE, lambda: self._go_round(-1)),
            (Shortcut.SEARCH, lambda: self.go(routes.Home())),
            (Shortcut.HOME, lambda: self.go(routes.Home())),
            (Shortcut.TALK, self.talk),
            (Shortcut.BLOCKED, self.blocked),
            (Shortcut.BIGGER, lambda: self.resize_text(25)),
            (Shortcut.SMALLER, lambda: self.resize_text(-25)),
            (Shortcut.NORMAL_SIZE, lambda: self.resize_text(0)),
            (Shortcut.SETTINGS, lambda: self.go(routes.ComfortSettings())),
            (Shortcut.LISTEN, self.listen),
            (Shortcut.SENTENCE_AFTER, lambda: self.listener().next()),
            (Shortcut.SENTENCE_BEFORE, lambda: self.listener().previous()),
            (Shortcut.SENTENCE_AGAIN, lambda: self.listener().repeat()),
            (Shortcut.QUIT, self.close),
        ):
            QShortcut(QKeySequence(shortcut.value), self, action)

    # Shell

    def go(self, route: Route) -> None:
        """Show a page; its heading takes the focus."""
        if self._page is not None and not routes.is_same_place(route, self._route):
            self._before.append(_Left(self._route, self._focused_name(self._page)))
        self.replace(route)

    def replace(self, route: Route) -> None:
        """Show a page in the place of this one."""
        self._open(route)

    def stay(self, route: Route) -> None:
        """Say where the page shown is by now: « back » leads there."""
        self._route = route
        if self._page is not None:
            self._show_place(self._page)

    def back(self) -> None:
        """Show the page before this one, where it was left; home when there is none."""
        if isinstance(self._route, routes.Home) and self._route.query:
            # The answers of a search are the page: before them was the question.
            self.replace(routes.Home())
        elif self._before:
            self._open(*self._before.pop())
        elif not isinstance(self._route, routes.Home):
            self.replace(routes.Home())

    def publish(self, changes: Changes) -> None:
        """Tell every page what an operation changed."""
        self._signal.changed.emit(changes)

    def tell(self, text: str) -> None:
        """Show one quiet line under the top bar and announce it."""
        self._notice.say(text)
        accessible.announce(self._notice, text)

    def tell_problem(self, error: UserError) -> None:
        """Say what went wrong and what to do, in the same place."""
        if self.app.has_opened and not self.app.is_space_open:
            # Its worker is gone: what it knew must not be shown any more.
            self.publish(self.app.lock_space())
        said = problem(error)
        self._notice.say(str(said), is_problem=True)
        accessible.announce(self._notice, str(said))

    def offer_undo(self, text: str, undo: Callable[[], Changes]) -> None:
        """Go home, say what was done, and offer to undo it."""
        self._before.clear()
        self.replace(routes.Home())

        def undone() -> None:
            try:
                self.publish(undo())
            except UserError as error:
                self.tell_problem(error)
                return
            self.tell(_("Undone."))

        self._notice.say(text, action=Button(_("Undo"), undone, pictogram=Pictogram.UNDO))
        self.set_tab_order()
        accessible.announce(self._notice, text)

    def tell_crash(self) -> None:
        """Say that something went wrong that we did not foresee."""
        self.tell(_("Something went wrong in the program. What you ticked and wrote is kept. You can go on."))

    def start_post(self) -> None:
        """Send what waits while the window is open. Pages that show reports learn what there is."""
        from dematassist.ui.post import Post

        self._post = Post(self.app, self.publish, self.tell_problem)
        self.publish(changed(Changed.REPORTS))

    def deliver_reports(self, *, is_asked: bool = False) -> None:
        """Have what is due leave now, if it can; all that waits when it is asked by a person."""
        if self._post is not None:
            self._post.wake(is_asked=is_asked)

    def reports_line(self) -> str:
        """Return what is not sent yet, in one line; empty when nothing is, or when it is not known yet."""
        return self._post.line() if self._post is not None else ""

    def open_link(self, url: str) -> None:
        """Open an official address in the browser; the page stays where it is."""
        if self.refuses_in_practice():
            return
        if self.app.is_desk:
            self.app.desk_session.visited(url)
        if QDesktopServices.openUrl(QUrl(url)):
            self.tell(
                _("The page opens in your internet browser. This window stays here: come back any time.")
            )
        else:
            self.tell_problem(UserError(Cause.NO_BROWSER, url=url))

    def begin_practice(self, guide_id: str) -> None:
        """Walk through a guide as an invented person."""
        from dematassist.ui import practising

        practising.begin(self, guide_id)

    def refuses_in_practice(self) -> bool:
        """Return whether this is a practice, where nothing is written and no site opens; say so then."""
        if self.app.practice is not None:
            self.tell(_("This is a practice: nothing is saved, printed or opened here."))
        return self.app.practice is not None

    def delete_old_copies(self) -> None:
        """Delete the copies of papers whose mandate is over, off the GUI thread."""
        self.tasks.run(
            Lane.STORE,
            lambda _progress: self.app.sweep_mandates(),
            on_done=self.publish,
            on_problem=self.tell_problem,
        )

    def start_over(self, route: Route) -> None:
        """Make the window again around a page, with nothing behind it. The page shown keeps nothing."""
        self._before.clear()
        if self._page is not None:
            self._discard(self._page)
            self._page = None
        self._route = route
        if self._listener is not None:
            self._listener.use(self.app.settings.voicing)
        self.dress()
        self.page.begin().setFocus()

    def change_settings(self, settings: Settings) -> None:
        """Use and keep these settings, live."""
        before, was_desk = self.app.settings, self.app.is_desk
        failure: UserError | None = None
        try:
            self.app.preferences.change(settings)
        except UserError as error:
            failure = error
        if was_desk is not self.app.is_desk:
            # The folder of a shared computer is on a stick, that of one’s own is not.
            self.publish(self.app.leave_space())
        seen = (settings.comfort, settings.lang, settings.computer)
        if (before.comfort, before.lang, before.computer) != seen:
            self.dress()
        if self._listener is not None and before.voicing != settings.voicing:
            self._listener.use(settings.voicing)
        if failure:
            self.tell_problem(failure)

    def ask(self, text: str, answer: str, do: Callable[[], object], *, takes_focus: bool = False) -> None:
        """Say something that one button answers. ``takes_focus`` when it answers what was just asked for."""

        def answered() -> None:
            # The button goes: the focus must not go with it.
            self._bottom.listen.setFocus()
            self._notice.clear()
            do()

        button = Button(answer, answered)
        self._notice.say(text, action=button)
        self.set_tab_order()
        accessible.announce(self._notice, text)
        if takes_focus:
            accessible.describe(button, text)
            button.setFocus()

    @property
    def route(self) -> Route:
        """Where the person is."""
        return self._route

    @property
    def page(self) -> Page:
        """The page shown."""
        assert self._page is not None
        return self._page

    # Listening

    @property
    def heard_places(self) -> tuple[QWidget, ...]:
        """What is heard before the page: that this is a practice, then what just happened."""
        practice = (self._practice_bar.said,) if self._practice_bar is not None else ()
        return (*practice, self._notice)

    @property
    def notice_bar(self) -> NoticeBar:
        """The line that says what just happened."""
        return self._notice

    def listen(self) -> None:
        """Read the page aloud; pause or go on when it is being read."""
        self.listener().listen()

    def ready_to_listen(self) -> None:
        """Start the voice, silent, once what happens now is done: the focus also moves as a window closes."""
        QTimer.singleShot(0, self, lambda: self.listener().warm_up() if self.isVisible() else None)

    def listener(self) -> Listener:
        """Return what reads this window aloud."""
        if self._listener is None:
            # Nothing of the voice is imported before it is asked for.
            from dematassist.ui.listening.listener import Listener

            self._listener = Listener(self, self.app.reader)
            self._add_listening_bar(self._listener)
        return self._listener

    def show_listening(self, view: BarView) -> None:
        """Show what the voice does; the focus moves only when what had it goes."""
        bar = self._listening_bar
        if bar is None:
            return
        focused = self.focusWidget()
        had_focus = focused is not None and bar.isAncestorOf(focused)
        was_shown = not bar.isHidden()
        bar.show_state(view)
        listen = self._bottom.listen
        listen.say(view.first)
        listen.show_pictogram(Pictogram[_PICTOGRAM_OF[view.does.value]])
        if had_focus and not view.is_shown:
            listen.setFocus()
        if was_shown != view.is_shown and self._page is not None:
            self.set_tab_order()

    def _add_listening_bar(self, listener: Listener) -> None:
        from dematassist.ui.listening.bar import ListeningBar

        self._listening_bar = ListeningBar(listener)
        self._place.insertWidget(self._place.indexOf(self._bottom), self._listening_bar)
        listener.dress(self._listening_bar)

    def _escape(self) -> None:
        """Silence first; then back."""
        if self._listener is not None and self._listener.is_going:
            self._listener.stop()
        else:
            self.back()

    # What the bars do

    def talk(self) -> None:
        """« Parler à quelqu'un », for where the person is."""
        self.go(routes.Help(*self._context()))

    def blocked(self) -> None:
        """« Ça ne marche pas », for where the person is."""
        self.go(routes.Blocked(*self._context()))

    def explain(self) -> None:
        """Say what this page is for."""
        if not isinstance(self._route, routes.Explain):
            self.go(routes.Explain(type(self._route).__name__))

    def resize_text(self, by: int) -> None:
        """Make the text larger or smaller by this percentage; 0 is the normal size."""
        comfort = self.app.settings.comfort
        percent = min(max(comfort.text_percent + by, 100), 300) if by else 100
        if percent != comfort.text_percent:
            self.change_settings(self.app.settings._replace(comfort=comfort._replace(text_percent=percent)))
        self.tell(_("Text size: {percent} %.").format(percent=percent))

    def raise_up(self) -> None:
        """Come to the front: the program was started again."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def dress(self) -> None:
        """Apply language and theme, and make bars and page again where they were."""
        focused = self._focused_name(self)
        self._dress()
        if self._page is not None:
            self._page.leave()
        if self._listener is not None:
            self._listener.forget()
        bars = [self._top, self._practice_bar, self._notice, self._bottom, self._listening_bar]
        for bar in filter(None, bars):
            self._place.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._make_bars()
        self._top.show()
        self._bottom.show()
        self._show(make_page(self, self._route), is_same=True, focused=focused)

    # Inside

    def _open(self, route: Route, focused: str = "") -> None:
        try:
            page = make_page(self, route)
        except UserError as error:
            self.tell_problem(error)
            return
        self._notice.clear()
        self._route = route
        self._show(page, focused=focused)

    def _show(self, page: Page, *, is_same: bool = False, focused: str = "") -> None:
        if self._listener is not None:
            self._listener.forget()
        former, self._page = self._page, page
        if former is not None and not is_same:
            former.leave()
        self._place.insertWidget(self._place.indexOf(self._notice) + 1, page, 1)
        self._show_place(page)
        self.setWindowTitle(f"{page.place} — DematAssist")
        if self._practice_bar is not None:
            self._practice_bar.mark(page, self)
        self.set_tab_order()
        page.show()
        if self.app.settings.comfort.has_ruler:
            from dematassist.ui.widgets.ruler import ReadingRuler

            ReadingRuler(page)
        if former is not None:
            self._discard(former)
        self._sought = focused
        if not self._find_again():
            page.begin().setFocus()
        elif not is_same:
            # The focus is inside the page: nothing else would say which one it is.
            accessible.announce(page.heading, page.place)
        if self.app.settings.voicing.is_automatic and not is_same:
            # Once it is laid out.
            QTimer.singleShot(0, page, self.listener().listen_to_new_page)

    def _show_place(self, page: Page) -> None:
        is_at_home = type(self._route) is routes.Home and not self._route.query
        self._top.show_place(page.place, has_back=bool(self._before) or not is_at_home)

    def set_tab_order(self) -> None:
        """Top bar, notice, page, bottom bar: Tab goes as the eye does."""
        order = [*self._top.controls()]
        if self._practice_bar is not None:
            order += self._practice_bar.controls()
        order += self._notice.controls()
        assert self._page is not None
        order += [w for w in children(self._page, QWidget) if w.focusPolicy().value & 1]
        if self._listening_bar is not None and not self._listening_bar.isHidden():
            order += self._listening_bar.controls()
        order += self._bottom.controls()
        for one, other in itertools.pairwise(order):
            QWidget.setTabOrder(one, other)
        if self._sought:
            # Once what was added is shown; not when the person has moved on.
            page = self._page
            QTimer.singleShot(0, page, lambda: self.focusWidget() is page.begin() and self._find_again())

    def _focused_name(self, inside: QWidget) -> str:
        focused = self.focusWidget()
        return focused.accessibleName() if focused is not None and inside.isAncestorOf(focused) else ""

    def _find_again(self) -> bool:
        """Give the focus to what had it, in the page first; return whether it is there."""
        if not self._sought:
            return False
        for widget in (*children(self.page, QWidget), *children(self, QWidget)):
            if widget.accessibleName() == self._sought and widget.isVisibleTo(self):
                self._sought = ""
                widget.setFocus()
                return True
        return False

    def _discard(self, page: Page) -> None:
        page.is_gone = True
        self._place.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _refresh(self, changes: Changes) -> None:
        if Changed.DOCUMENTS in changes.kinds and self.app.is_space_open:
            if self._folder_watch is None:
                from dematassist.ui.open_folder import FolderWatch

                self._folder_watch = FolderWatch(self)
            self._folder_watch.idling.watch()
        elif Changed.DOCUMENTS in changes.kinds and self._leave_what_is_hidden():
            return
        if self._folder_watch is not None and self.app.is_saving:
            self._folder_watch.saving.watch()
        if self._page is not None:
            self._page.refresh(changes)

    def _leave_what_is_hidden(self) -> bool:
        """Leave the page of what is in the folder that was closed, and forget the ways back to such pages.

        Return whether another page is shown now, or the same one made again.
        """
        from dematassist.ui.open_folder import is_shown

        self._before = [left for left in self._before if is_shown(self.app, left.route)]
        if not is_shown(self.app, self._route):
            self.replace(routes.Documents())
            return True
        if isinstance(self._route, routes.TELL_OF_WALKS):
            self.replace(self._route)
            return True
        return False

    def _context(self) -> tuple[str, str, str]:
        if self._page is None:
            return "", "", ""
        context = self._page.context
        return context.guide_id, context.journey_id, context.step_id

    def _reveal(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._page is not None and self._page.isAncestorOf(new):
            page = self._page
            # After the layout: the widget may have been made a moment ago.
            QTimer.singleShot(0, page, lambda: page.reveal(new) if page.isAncestorOf(new) else None)

    def _go_round(self, by: int) -> None:
        """F6: from the top bar to the page to the bottom bar, and round."""
        assert self._page is not None
        places: list[QWidget] = [self._top, self._page, self._bottom]
        begins = [self._top.controls()[0], self._page.begin(), self._bottom.controls()[0]]
        focused = self.focusWidget()
        here = next((i for i, p in enumerate(places) if focused is not None and p.isAncestorOf(focused)), 1)
        begins[(here + by) % len(places)].setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed, wait for the work under way, let go of files."""
        if self._page is not None:
            self._page.leave()
        if self._listener is not None:
            self._listener.close()
        # A connection that is being made ends by itself, a moment later: nobody has to look on.
        self.hide()
        if self._post is not None:
            self._post.close()
        if self._folder_watch is not None:
            self._folder_watch.locks.close()
        self.tasks.close()
        super().closeEvent(event)
