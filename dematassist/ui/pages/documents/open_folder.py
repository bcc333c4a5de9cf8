"""What the pages of an open folder share: they go when it closes, whoever closed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.changes import Changed
from dematassist.ui import routes
from dematassist.ui.page import Page

if TYPE_CHECKING:
    from dematassist.changes import Changes


class OpenFolderPage(Page):
    """A page that shows nothing once the folder is closed."""

    def refresh(self, changes: Changes) -> None:
        """Go away when the folder was closed: nobody was there, or the computer was locked."""
        if Changed.DOCUMENTS in changes.kinds and not self.shell.app.is_space_open:
            self.shell.replace(routes.Documents())
