"""The settings in use, and what keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.changes import Changed, Changes, changed
from dematassist.system import settings as settings_file
from dematassist.system.settings import Computer

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.system.settings import Settings


class Preferences:
    """The settings in use, kept at each change; at a shared computer, only when it is asked for."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self.settings = settings

    @property
    def settings(self) -> Settings:
        """The settings in use. Given, they are those that the computer keeps."""
        return self._used

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._used = self._kept = settings

    @property
    def are_of_session(self) -> bool:
        """Whether someone changed something for the time of their session at a shared computer."""
        return self._used != self._kept

    def change(self, settings: Settings) -> Changes:
        """Use these settings, and keep them: at a shared computer, until the end of the session only.

        Raises ``UserError``; the settings are in use all the same.
        """
        before, self._used = self._used, settings
        kinds = {Changed.SETTINGS} | ({Changed.LANGUAGE} if before.lang != settings.lang else set())
        is_shared = before.computer is settings.computer is Computer.SHARED
        if not (is_shared and before.is_welcome_done):
            self._keep(settings)
        return changed(*kinds)

    def keep_for_everyone(self) -> Changes:
        """Keep the settings of this session for everyone who comes, but for the words that someone corrected.

        Those may be names. Raises ``UserError``.
        """
        corrections = self._kept.voicing.corrections
        self._keep(self._used._replace(voicing=self._used.voicing._replace(corrections=corrections)))
        return changed(Changed.SETTINGS)

    def forget_session(self) -> None:
        """Use again what the computer keeps."""
        self._used = self._kept

    def _keep(self, settings: Settings) -> None:
        self._kept = settings
        settings_file.write(self._path, settings)
