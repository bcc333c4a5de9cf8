"""What the window does for the encrypted folder while it is open, and what it shows when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.ui import routes
from dematassist.ui.idling import Idling
from dematassist.ui.saving import Saving
from dematassist.ui.session_locks import SessionLocks

if TYPE_CHECKING:
    from dematassist.app import App
    from dematassist.ui.routes import Route
    from dematassist.ui.window import Window


class FolderWatch:
    """Closes the folder when nobody is there or the computer is locked; says what is long to be kept."""

    def __init__(self, window: Window) -> None:
        self.idling = Idling(window)
        self.locks = SessionLocks(window)
        self.saving = Saving(window)


def is_shown(app: App, route: Route) -> bool:
    """Return whether a page may be shown: it tells nothing of what is in a folder that is closed."""
    if isinstance(route, routes.Documents):
        # What was looked for in the folder is not told outside it.
        return not route.query
    if isinstance(route, routes.Sheet) and route.kind is routes.SheetKind.HAND_OVER:
        return app.handing_over.made is not None
    journey_id, appointment_id = routes.journey_of(route), routes.appointment_of(route)
    has_walk = not journey_id or app.has_walk(journey_id)
    return has_walk and (not appointment_id or app.appointments.has(appointment_id))
