"""What a page may ask of the window it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.app import App
    from dematassist.changes import Changes
    from dematassist.errors import UserError
    from dematassist.system.settings import Settings
    from dematassist.ui.listening.listener import Listener
    from dematassist.ui.routes import Route
    from dematassist.ui.tasks import Tasks


class Shell(Protocol):
    """The window, as pages know it."""

    app: App
    tasks: Tasks

    def go(self, route: Route) -> None:
        """Show a page; its heading takes the focus."""
        ...

    def replace(self, route: Route) -> None:
        """Show a page in the place of this one: « back » does not come here again."""
        ...

    def stay(self, route: Route) -> None:
        """Say where the page shown is by now: « back » leads there."""
        ...

    def back(self) -> None:
        """Show the page before this one, where it was left."""
        ...

    def publish(self, changes: Changes) -> None:
        """Tell every page what an operation changed."""
        ...

    def tell(self, text: str) -> None:
        """Show one quiet line under the top bar and announce it."""
        ...

    def tell_problem(self, error: UserError) -> None:
        """Say what went wrong, what to do and who helps, in the same place."""
        ...

    def ask(self, text: str, answer: str, do: Callable[[], object], *, takes_focus: bool = False) -> None:
        """Say something that one button answers. ``takes_focus`` when it answers what was just asked for."""
        ...

    def offer_undo(self, text: str, undo: Callable[[], Changes]) -> None:
        """Go home, say what was done, and offer to undo it."""
        ...

    def set_tab_order(self) -> None:
        """Make Tab go as the eye does: something was added to the page."""
        ...

    def listener(self) -> Listener:
        """Return what reads the window aloud."""
        ...

    def deliver_reports(self, *, is_asked: bool = False) -> None:
        """Have what is due leave now, if it can; all that waits when it is asked by a person."""
        ...

    def reports_line(self) -> str:
        """Return what is not sent yet, in one line; empty when nothing is, or when it is not known yet."""
        ...

    def open_link(self, url: str) -> None:
        """Open an official address in the browser; the page stays where it is."""
        ...

    def begin_practice(self, guide_id: str) -> None:
        """Walk through a guide as an invented person."""
        ...

    def refuses_in_practice(self) -> bool:
        """Return whether this is a practice, where nothing is written; say so then."""
        ...

    def delete_old_copies(self) -> None:
        """Delete the copies of papers whose mandate is over, off the GUI thread."""
        ...

    def start_over(self, route: Route) -> None:
        """Show a page with nothing behind it: « back » leads nowhere a person has been."""
        ...

    def change_settings(self, settings: Settings) -> None:
        """Use and keep these settings, live."""
        ...
