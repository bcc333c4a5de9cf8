"""What kinds of sheets and of notes are called."""

from __future__ import annotations

from dematassist.guides.official.kinds import NoteKind
from dematassist.guides.official.model import Kind
from dematassist.i18n import _


def kind_name(kind: Kind) -> str:
    """Return what a sheet is, in words."""
    return {
        Kind.SHEET: _("official sheet"),
        Kind.FORM: _("form"),
        Kind.ONLINE_SERVICE: _("online service"),
        Kind.MODEL: _("model of letter"),
        Kind.SIMULATOR: _("simulator"),
        Kind.CONTACT: _("contact"),
        Kind.THEME: _("theme"),
    }[kind]


def note_name(kind: NoteKind) -> str:
    """Return what a note without a title of its own is called."""
    return {
        NoteKind.NOTE: _("Note"),
        NoteKind.KNOW: _("Good to know"),
        NoteKind.ATTENTION: _("Warning"),
        NoteKind.REMINDER: _("Reminder"),
        NoteKind.EXAMPLE: _("Example"),
        NoteKind.WARNING: _("Warning"),
        NoteKind.NEWS: _("What changes"),
        NoteKind.HELP: _("Help"),
    }[kind]
