"""What filling in a paper mandate says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.desk.mandate import Act, Duration
from dematassist.desk.mandate_sheet import act_name, duration_name
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.desk.mandate import Mandate


class NewMandateView(NamedTuple):
    """What the form begins with."""

    title: str
    intro: tuple[str, ...]
    name: str
    purpose: str
    procedures: str
    """One a line."""
    durations: tuple[tuple[Duration, str, bool], ...]
    """Each with its words, and whether it is chosen."""
    acts: tuple[tuple[Act, str, bool], ...]


def new_mandate_view(draft: Mandate | None, guides: Iterable[str]) -> NewMandateView:
    """Say the form: as it was filled in before, or with the titles of the guides of this session."""
    procedures = draft.procedures if draft else tuple(dict.fromkeys(guides))
    duration, acts = (draft.duration, draft.acts) if draft else (None, frozenset())
    return NewMandateView(
        title=_("Fill in a mandate"),
        intro=(
            _("Fill this in together, and read it aloud. The person says what they want, and may say no."),
            _("The sheet is then printed, and signed by hand. It is a paper: it opens no account."),
            _("The name is printed on the sheet. It is kept nowhere on this computer."),
        ),
        name=draft.name if draft else "",
        purpose=draft.purpose if draft else "",
        procedures="\n".join(procedures),
        durations=tuple((one, duration_name(one), one is duration) for one in Duration),
        acts=tuple((one, act_name(one), one in acts) for one in Act),
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
