"""Where the sources of the guides are, the window follows them: who writes a guide sees it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.changes import Changed, changed
from dematassist.errors import Cause, UserError
from dematassist.ui.tasks import Lane

if TYPE_CHECKING:
    from dematassist.guides.compiler import CompileReport
    from dematassist.ui.tasks import Progress
    from dematassist.ui.window import Window


def compile_again(window: Window) -> None:
    """Compile the guides again if a source changed; say the first mistake that was found."""
    app = window.app

    def compiled(_progress: Progress) -> CompileReport | None:
        # The compiler imports PyYAML, off the GUI thread.
        from dematassist.guides.compiler import compile_library, is_stale

        if not is_stale(app.library.path, app.paths.resources):
            return None
        return compile_library(app.paths.resources, app.library.path, replacing=app.library.closed())

    def reopened(report: CompileReport | None) -> None:
        if report is None:
            return
        app.library.reopen()
        window.publish(changed(Changed.LIBRARY))
        if report.problems:
            window.tell_problem(UserError(Cause.GUIDE_BROKEN, path=str(report.problems[0].file)))

    window.tasks.run(Lane.STORE, compiled, on_done=reopened, on_problem=lambda _error: None)
