"""What is said while the pages of one paper are put in order."""

from __future__ import annotations

from dematassist.i18n import _


def intro() -> tuple[str, ...]:
    """Say what becomes of the photographs."""
    return (
        _("Choose the photographs or the scans of one paper. They become one PDF, turned upright."),
        _("Put them in order: the front first, then the back. Your files stay where they are."),
    )


def no_page() -> str:
    """Say that nothing is chosen."""
    return _("Choose at least one photograph or scan first.")
