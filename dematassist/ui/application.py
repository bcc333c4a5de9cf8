"""How the program starts: language, theme, window, event loop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from dematassist import i18n
from dematassist.errors import Cause, UserError
from dematassist.system import log
from dematassist.ui import accessible, routes, theme
from dematassist.ui.tasks import Lane
from dematassist.ui.theme.quick_fonts import quick_fonts
from dematassist.ui.window import Window

if TYPE_CHECKING:
    from dematassist.app import App
    from dematassist.system.kept_code import KeptCode
    from dematassist.system.single_instance import FirstInstance


_PAINTED_MS = 60
"""After this long, the system has asked for the first page, which is painted before what is asked later."""
_SETTLED_MS = 800
"""After this long, the first page is painted on a slow computer too."""


class _FromOtherThreads(QObject):
    """What other threads ask of the window, carried to the GUI thread."""

    second_start = Signal()
    crashed = Signal()


class Dress:
    """Applies language and theme to the whole program, at start and at each change."""

    def __init__(self, application: QApplication, app: App) -> None:
        self._application, self._app = application, app
        self._translator: QTranslator | None = None
        self.is_complete = True

    def __call__(self) -> None:
        """Apply what is chosen now."""
        lang = self._app.lang
        i18n.use(lang, self._app.paths.translations)
        QLocale.setDefault(QLocale(lang))
        self.is_complete = theme.apply(
            self._application, self._app.settings.comfort, self._app.paths.resources
        )
        if self._translator is not None:
            self.translate_qt()

    def translate_qt(self) -> None:
        """Say Qt's own words (those of its dialogs) in the language too. No page needs them."""
        lang = self._app.lang
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = QTranslator()
        if lang != "en" and self._translator.load(
            f"qtbase_{lang}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ):
            self._application.installTranslator(self._translator)


def run(app: App, first: FirstInstance, start: KeptCode | None = None) -> int:
    """Open the window and stay until it is closed; return the exit status."""
    if app.is_desk:
        from dematassist.system.memory import keep_temporary_files_in_memory

        keep_temporary_files_in_memory()
    with quick_fonts(app.paths.resources, app.settings.comfort.font):
        # Asked for here, because a style named in Python costs a hundred enumerations: 5 ms.
        application = QApplication.instance() or QApplication([*sys.argv[:1], "-style", "Fusion"])
        assert isinstance(application, QApplication)
        application.setApplicationName("DematAssist")
        application.setDesktopFileName("dematassist")
        accessible.install()
        dress = Dress(application, app)
        dress()
    window = Window(app, dress)
    threads = _FromOtherThreads()
    threads.second_start.connect(window.raise_up)
    threads.crashed.connect(window.tell_crash)
    log.install_crash_hook(app.paths.log, threads.crashed.emit)
    _fit(window)
    first_page = routes.DeskStart() if app.is_desk else routes.Home()
    window.go(first_page if app.settings.is_welcome_done else routes.Welcome())
    window.show()
    # Nothing below is needed to show the first page.
    QTimer.singleShot(_PAINTED_MS, window, lambda: _tell_notices(window, dress))
    QTimer.singleShot(_SETTLED_MS, window, lambda: _after_first_paint(window, dress, first, threads, start))
    status = application.exec()
    first.close()
    app.close()
    return int(status)


def _tell_notices(window: Window, dress: Dress) -> None:
    for notice in window.app.notices:
        window.tell_problem(notice)
    if not dress.is_complete:
        window.tell_problem(UserError(Cause.FONT_MISSING))


def _after_first_paint(
    window: Window, dress: Dress, first: FirstInstance, threads: _FromOtherThreads, start: KeptCode | None
) -> None:
    if not window.isVisible():
        # Closed before: Qt still rings the timers that were due while the window waited for its work.
        return
    if start is not None and (names := start.end()):
        window.tasks.run(
            Lane.STORE,
            lambda _progress: start.write(names),
            on_done=lambda _nothing: None,
            on_problem=lambda _error: None,
        )
    dress.translate_qt()
    first.listen(threads.second_start.emit)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: window.dress())
    # From Qt 6.10 the desktop also says when it wants high contrast.
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None and hasattr(Qt, "ContrastPreference"):
        accessibility().contrastPreferenceChanged.connect(lambda _wanted: window.dress())
    window.delete_old_copies()
    if window.app.paths.has_sources:
        from dematassist.ui.sources import compile_again

        compile_again(window)
    window.start_post()


def _fit(window: Window) -> None:
    """Make the window comfortable, and never larger than the screen."""
    room = window.screen().availableGeometry().size()
    # The frame that the desktop puts around the window is not counted by Qt before it is shown.
    frame = 40
    window.resize(min(1000, room.width() - frame), min(760, room.height() - frame))
    window.setMinimumSize(min(360, room.width() - frame), min(320, room.height() - frame))
