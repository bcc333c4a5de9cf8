"""How an appointment is said: the same words serve the pages, the sheet and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.wording import checked_line, date_in_words, delay_lines, fact_lines, moment_in_words
from dematassist.i18n import _, listed, ngettext
from dematassist.journeys.in_hand import holding_line

if TYPE_CHECKING:
    from datetime import date

    from dematassist.appointments.asking import Asking
    from dematassist.appointments.model import Appointment
    from dematassist.appointments.papers import MergedPaper, Wanted
    from dematassist.appointments.preparing import Prepared


def when_line(appointment: Appointment) -> str:
    """Say the day and the hour; that they are not known when they are not."""
    if appointment.on is None:
        return _("The day is not known yet.")
    if appointment.at is None:
        return _("{day}, hour not known yet").format(day=date_in_words(appointment.on))
    return moment_in_words(appointment.on, appointment.at)


def fact_rows(prepared: Prepared) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say what is known of an appointment: a label and its lines."""
    appointment = prepared.appointment
    titles = (*(subject.guide.title for subject in prepared.subjects), *prepared.gone)
    rows = (
        (_("When"), (when_line(appointment),)),
        (_("With whom"), _lines(appointment.service)),
        (_("Where"), _lines(appointment.place)),
        (_("How to get there"), _lines(appointment.travel)),
        (_("What I need there"), _lines(appointment.access)),
        (_("Procedures"), titles),
    )
    return tuple(row for row in rows if row[1])


def gone_line(prepared: Prepared) -> str:
    """Say which procedures have no guide any more; empty when all have."""
    if not prepared.gone:
        return ""
    said = _("The guide is not here any more. Its papers are missing from this list: {titles}.")
    return said.format(titles=listed(prepared.gone))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def count_line(prepared: Prepared) -> str:
    """Say how many papers are there."""
    here = sum(paper.is_in_hand for paper in prepared.papers)
    total = here + len(prepared.to_ask_for)
    if not total:
        return _("We know of no paper to prepare.")
    said = ngettext("You have {n} paper of {total}.", "You have {n} papers of {total}.", here)
    return said.format(n=here, total=total)


def wanted_line(paper: MergedPaper) -> str:
    """Say which procedures ask for a paper."""
    titles = dict.fromkeys(wanted.guide.title for wanted in paper.wanted)
    # Translators: which procedures ask for a paper; {titles} is one or several titles.
    return _("For: {titles}.").format(titles=listed(titles))


def paper_lines(paper: MergedPaper, prepared: Prepared, today: date) -> tuple[str, ...]:
    """Say of a paper who wants it and how, for how long it is accepted, and whether it is there."""
    is_short = not any(_details(wanted, today) for wanted in paper.wanted)
    lines = [wanted_line(paper)] if is_short else [_wanted_line(one, today) for one in paper.wanted]
    for fact in paper.kind.accepted if paper.kind else ():
        lines += fact_lines(fact, today)
    if paper.perhaps_same_as:
        names = listed(paper.perhaps_same_as)
        lines.append(_("Ask if this one is enough: {papers}.").format(papers=names))
    if paper.is_ticked:
        lines.append(_("You said that you have it."))
    elif prepared.is_folder_known and paper.kind:
        lines.append(holding_line(paper.holding))
    return tuple(lines)


def _details(wanted: Wanted, today: date) -> str:
    """Say in which case, and in which words, a procedure asks for a paper."""
    guide, need, only_if = wanted
    said = [only_if, need.detail]
    if need.provenance.needs_checking(today) and not guide.is_official_sheet:
        said.append(checked_line(need.provenance, today))
    return " ".join(part for part in said if part)


def _wanted_line(wanted: Wanted, today: date) -> str:
    line = _("For: {titles}.").format(titles=wanted.guide.title)
    return f"{line} {_details(wanted, today)}".rstrip()


def getting_lines(paper: MergedPaper, today: date) -> tuple[str, ...]:
    """Say where to get a paper and how long it takes. What is not known is said once, by ``order_line``."""
    kind = paper.kind
    own = dict.fromkeys(wanted.need.where_to_get for wanted in paper.wanted if wanted.need.where_to_get)
    where = " ".join(own) or (kind.where_to_get if kind else "")
    return (
        *([_("Where to get it: {text}").format(text=where)] if where else []),
        *(delay_lines(kind, today) if kind and kind.delay else ()),
    )


def order_line() -> str:
    """Say in which order to ask for papers, and what it means that a place or a delay is not said."""
    return _("What takes the longest comes first. Where no place or no time is said, we do not know it: ask.")


def asking_lines(asking: Asking) -> tuple[str, ...]:
    """Say what to ask about one procedure."""
    return (
        # Translators: a question of a guide that the person could not answer.
        *(_("To look at together: {question}").format(question=one) for one in asking.unsure),
        # Translators: what no source says, as the guide words it.
        *(_("We do not know, so ask: {text}").format(text=one) for one in asking.unknown),
    )


def difficulty_lines(asking: Asking) -> tuple[str, ...]:
    """Say what is known to go wrong in one procedure, and the way round when there is one."""
    return tuple(f"{one.problem} {one.way_round}".rstrip() for one in asking.pitfalls)
