"""What filling in a paper mandate says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.desk.mandate import Act, Duration, MandateForm
from dematassist.desk.mandate_sheet import act_name, duration_name
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable


class NewMandateView(NamedTuple):
    """What the form begins with."""

    title: str
    intro: tuple[str, ...]
    name: str
    purpose: str
    procedures: str
    """One a line; at first, the guides of this session."""
    durations: tuple[tuple[Duration, str, bool], ...]
    """Each with its words, and whether it is chosen."""
    acts: tuple[tuple[Act, str, bool], ...]


def first_form(guides: Iterable[str]) -> MandateForm:
    """Return the form before anything is filled in, for the guides of this session."""
    return MandateForm(procedures="\n".join(dict.fromkeys(guides)))


def new_mandate_view(form: MandateForm) -> NewMandateView:
    """Say the form, as it is filled in."""
    return NewMandateView(
        title=_("Fill in a mandate"),
        intro=(
            _("Fill this in together, and read it aloud. The person says what they want, and may say no."),
            _("The sheet is then printed, and signed by hand. It is a paper: it opens no account."),
            _("The name is printed on the sheet. It is kept nowhere on this computer."),
        ),
        name=form.name,
        purpose=form.purpose,
        procedures=form.procedures,
        durations=tuple((one, duration_name(one), one is form.duration) for one in Duration),
        acts=tuple((one, act_name(one), one in form.acts) for one in Act),
    )


def missing_line(name: str, purpose: str, procedures: tuple[str, ...], acts: frozenset[Act]) -> str:
    """Say the first thing that misses; empty when nothing does."""
    if not name.strip():
        return _("Write the name of the person: it is printed on the sheet only.")
    if not purpose.strip():
        return _("Write what the mandate is for.")
    if not procedures:
        return _("Write at least one procedure. The mandate is for these only.")
    if not acts:
        return _("Tick at least one thing that the mediator may do.")
    return ""
