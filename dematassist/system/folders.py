"""This user's folders, as texts: known before anything else is imported."""

from __future__ import annotations

import os
import sys

_NAME = "dematassist"
_IS_LINUX: bool = sys.platform.startswith("linux")


def data_folder() -> str:
    """Return the folder of what is kept. ``DEMATASSIST_HOME`` puts data and settings in one folder."""
    home = os.environ.get("DEMATASSIST_HOME")
    if home:
        return home
    if _IS_LINUX:
        # Importing platformdirs takes 4 % of a start; this is all it does here.
        return _xdg("XDG_DATA_HOME", "~/.local/share")
    import platformdirs

    return platformdirs.user_data_dir(_NAME, appauthor=False)


def config_folder() -> str:
    """Return the folder of the settings file."""
    home = os.environ.get("DEMATASSIST_HOME")
    if home:
        return home
    if _IS_LINUX:
        return _xdg("XDG_CONFIG_HOME", "~/.config")
    import platformdirs

    return platformdirs.user_config_dir(_NAME, appauthor=False)


def _xdg(variable: str, usual: str) -> str:
    """Return a folder of the XDG Base Directory Specification, 0.8: a relative path is not taken."""
    chosen = os.environ.get(variable, "")
    base = chosen if os.path.isabs(chosen) else os.path.expanduser(usual)  # noqa: PTH111, PTH117
    return os.path.join(base, _NAME)  # noqa: PTH118 -- pathlib is slow to import
