"""What the stages of making a key share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.ui.page import Page

if TYPE_CHECKING:
    from dematassist.app import Making
    from dematassist.ui import routes
    from dematassist.ui.shell import Shell


class Stage(Page):
    """One thing to do, then the next in its place."""

    def __init__(self, shell: Shell, route: routes.NewSpace, title: str) -> None:
        super().__init__(shell, title)
        self._route = route

    def making(self) -> Making:
        """Return what is being made: there is something as long as a stage is shown."""
        making = self.shell.app.making
        assert making is not None
        return making

    def go_on(self, making: Making | None) -> None:
        """Keep what is made so far, in memory, and show the stage of it."""
        self.shell.app.making = making
        if not self.is_gone:
            self.shell.replace(self._route)
