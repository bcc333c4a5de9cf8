"""DematAssist walks people through dematerialised French administrative procedures.

Where to begin:

- ``cli`` is the door without a window, ``ui/`` the door with one;
- ``app`` builds the one ``App`` that both use;
- the rooms, from the top: ``desk``, ``sheets``, ``appointments``, ``journeys`` and ``reports``, ``copies``,
  ``speech`` and ``vault``, ``guides``, ``papers`` and ``places``;
- ``facts.py``, ``changes.py``, ``errors.py``, ``i18n.py`` and ``system/`` stand below every room.

Who may import whom is held by import-linter (pyproject.toml); CONTRIBUTING.md explains the house.
"""

__version__ = "0.1.0"
