"""What changed, as one Qt signal: the only way a page learns of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeSignal(QObject):
    """Carries the ``Changes`` that an operation returned to the pages that are shown."""

    changed = Signal(object)
