"""What to close on a shared computer before the next person. Pure."""

from __future__ import annotations

from dematassist.i18n import _


def checklist(sites: tuple[str, ...], *, has_saved_files: bool) -> tuple[str, ...]:
    """Return what to check, the sites of this session first: what is signed in stays open for anybody."""
    return (
        *(_("Sign out of {site}.").format(site=site) for site in sites),
        _("The browser has kept no password and no name. If it asked, the answer was no."),
        *(
            [_("The files you saved are on your stick, and no longer on this computer.")]
            if has_saved_files
            else []
        ),
        _("The downloads folder of the browser holds nothing of yours."),
        _("You have your papers, your telephone and your stick."),
        _("Nothing is left in the printer or the scanner."),
    )
