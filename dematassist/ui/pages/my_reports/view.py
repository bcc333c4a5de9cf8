"""What « Mes signalements » says."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist import wire
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, ngettext
from dematassist.reports.model import (
    Draft,
    Sent,
    ServiceRequest,
    ToCorrect,
    ToReview,
    Trouble,
    Waiting,
    Way,
    Withdrawn,
)
from dematassist.reports.wording import age_line, kind_name

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from dematassist.reports.model import Counts, Entry


_OF_SENDERS = (wire.ProblemCode.KEY_UNKNOWN, wire.ProblemCode.KEY_REVOKED, wire.ProblemCode.SIGNATURE)


class Act(Enum):
    """What can be done with a report."""

    SEE = "see"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    FIXED = "fixed"
    NOT_FIXED = "not-fixed"
    PROOF = "proof"
    EMAIL = "email"
    ON_PAPER = "on-paper"


class ReportView(NamedTuple):
    """One report: what it is about, where it is, what can be done."""

    report_id: str
    title: str
    lines: tuple[str, ...]
    acts: tuple[Act, ...]


def in_short(counts: Counts, now: datetime, *, has_any: bool) -> tuple[str, ...]:
    """Say what is not sent yet; what the page is for when nothing is there."""
    if not has_any:
        return (
            _("Nothing is here yet."),
            _("When something does not work, press “It does not work”, at the bottom of the window."),
        )
    return counts_lines(counts, now) or (_("Nothing waits."),)


def others_line(others: int) -> str:
    """Say that other people's reports wait, and nothing of them; empty when none does."""
    if not others:
        return ""
    said = ngettext(
        "{n} report of someone else waits to leave. What it says is not shown here.",
        "{n} reports of other people wait to leave. What they say is not shown here.",
        others,
    )
    return said.format(n=others)


def counts_lines(counts: Counts, now: datetime) -> tuple[str, ...]:
    """Say what is not sent yet, the most urgent first."""
    lines = []
    if counts.to_correct:
        said = ngettext(
            "{n} report is to be corrected.", "{n} reports are to be corrected.", counts.to_correct
        )
        lines.append(said.format(n=counts.to_correct))
    if counts.drafts:
        said = ngettext(
            "{n} draft: it leaves only if you say yes.",
            "{n} drafts: they leave only if you say yes.",
            counts.drafts,
        )
        lines.append(said.format(n=counts.drafts))
    if counts.waiting and counts.oldest_waiting:
        # Translators: {since} is « since today » or « for 3 days ».
        said = ngettext(
            "{n} report waits to leave {since}.",
            "{n} reports wait to leave, the oldest {since}.",
            counts.waiting,
        )
        since = age_line(counts.oldest_waiting.astimezone(now.tzinfo).date(), now.date())
        lines.append(said.format(n=counts.waiting, since=since))
    return tuple(lines)


def forgotten_line(refusal: wire.ProblemCode | None) -> str:
    """Say in one quiet line that the hub knows this computer no more, and what to do."""
    if refusal not in _OF_SENDERS:
        return ""
    return _(
        "The hub of reports no longer knows this computer. Your reports stay here. "
        "Ask your coordinator for a new code, then join it again."
    )


def connection_line(entries: tuple[Entry, ...]) -> str:
    """Say in one quiet line why reports wait, when something holds them up."""
    troubles = [
        entry.state.trouble for entry in entries if isinstance(entry.state, Waiting) and entry.state.trouble
    ]
    if not troubles:
        return ""
    return {
        Trouble.NO_NETWORK: _("No connection for now. They will leave by themselves, when there is one."),
        Trouble.NO_ANSWER: _("The hub of reports does not answer for now. We try again by ourselves."),
        Trouble.BUSY: _("The hub of reports is busy for now. We try again by ourselves."),
        Trouble.NOT_YET: _("It arrived, and has no number yet. We ask again by ourselves."),
        Trouble.NOT_THE_HUB: _(
            "Something else than the hub of reports answers, such as a page of a hotel. "
            "Nothing was given to it. We try again by ourselves."
        ),
    }[troubles[0]]


def receiver_line(receiver: str) -> str:
    """Say who receives the reports."""
    if not receiver:
        return _("This computer knows no hub of reports. They wait here.")
    return _("Your reports go to {hub}.").format(hub=receiver)


def carried_line(count: int, path: str) -> str:
    """Say what a file for a stick holds."""
    said = ngettext("{n} report is in the file {path}.", "{n} reports are in the file {path}.", count)
    return said.format(n=count, path=path)


def in_order(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return what waits for the person first, then what waits to leave, the oldest first; the rest after."""
    ranks = {ToCorrect: 0, Draft: 1, ToReview: 1, Waiting: 2, Sent: 3, Withdrawn: 4}

    def rank(entry: Entry) -> tuple[int, float]:
        at = entry.written_at.timestamp()
        if isinstance(entry.state, Waiting):
            at = entry.state.since.timestamp()
        is_past = isinstance(entry.state, Sent | Withdrawn)
        return ranks[type(entry.state)], -at if is_past else at

    return tuple(sorted(entries, key=rank))


def report_view(number: int, entry: Entry, subject: str, now: datetime) -> ReportView:
    """Say one report."""
    said, acts = _state(entry, now)
    day = date_in_words(entry.report.written_on)
    # Translators: {n} is a place in a list, {kind} says what happens, {day} is a date in words.
    title = _("{n}. {kind}, on {day}").format(n=number, kind=kind_name(entry.report.kind), day=day)
    if entry.report.intent is wire.Intent.SERVICE and not isinstance(entry.state, Withdrawn):
        acts.append(Act.PROOF)
    if isinstance(entry.state, Waiting | Sent):
        acts.append(Act.EMAIL)
    if isinstance(entry.state, Waiting) and not any(one.way is Way.PAPER for one in entry.handed):
        acts.append(Act.ON_PAPER)
    lines = (*said, *_became(entry), subject)
    return ReportView(entry.id, title, lines, (*_verdicts(entry), *acts))


def _state(entry: Entry, now: datetime) -> tuple[list[str], list[Act]]:
    state, zone = entry.state, now.tzinfo
    match state:
        case Draft():
            return [_("Draft. Nothing has left.")], [Act.SEE, Act.CHANGE, Act.WITHDRAW]
        case ToReview():
            return [_("To read again. Nothing has left.")], [Act.SEE, Act.CHANGE, Act.WITHDRAW]
        case Waiting(since=since, attempts=attempts):
            age = age_line(since.astimezone(zone).date(), now.date())
            # Translators: {since} is « since today » or « for 3 days ».
            lines = [_("Waits to leave {since}.").format(since=age), *_handed(entry)]
            return lines, [Act.SEE, *([] if attempts else [Act.CHANGE]), Act.WITHDRAW]
        case Sent(at=at):
            return [_("Sent and received on {day}.").format(day=_day(at, zone))], [Act.SEE]
        case ToCorrect(code=code):
            return [_("To correct."), refusal_line(code)], [Act.CHANGE, Act.SEE, Act.WITHDRAW]
        case Withdrawn(at=at, may_have_left=may_have_left):
            lines = [_("Taken back on {day}.").format(day=_day(at, zone))]
            if may_have_left:
                lines.append(_("It may have left before. Then the hub of reports has it."))
            return lines, [Act.SEE]


def refusal_line(code: wire.ProblemCode | None) -> str:
    """Say why a report was refused and what to do."""
    if code in _OF_SENDERS:
        return _("The hub of reports does not know this computer. Join it again with a new code.")
    if code in (wire.ProblemCode.OTHER_CONTENT, wire.ProblemCode.OTHER_SENDER):
        return _("The hub of reports has another report under this number. Change a word and send it again.")
    if code in (wire.ProblemCode.TOO_LARGE, wire.ProblemCode.TOO_DEEP):
        return _("It is too long. Say it in fewer words.")
    return _("The hub of reports could not take it as it is. Read it again and change what seems wrong.")


def _became(entry: Entry) -> list[str]:
    """Say what the hub made of a report, and what the person answered."""
    lines = []
    if isinstance(entry.state, Sent) and isinstance(entry.state.proof, ServiceRequest):
        lines += _there(entry.state.proof)
    status = entry.status
    if status is not None:
        if status.standing is wire.Standing.HELD:
            lines.append(_("A person reads it before it counts."))
        elif status.standing is wire.Standing.SET_ASIDE:
            lines.append(_("It was set aside after reading."))
        if status.stage is not None:
            lines.append(stage_name(status.stage))
    said = entry.said
    if said is not None:
        is_fixed = said.verdict is wire.Verdict.FIXED
        lines.append(_("You said: corrected.") if is_fixed else _("You said: not corrected."))
        if said.refusal is not None:
            lines.append(_("The hub of reports already had another answer from you."))
        elif not said.is_delivered:
            lines.append(_("Your answer leaves as soon as it can."))
    return lines


def _there(proof: ServiceRequest) -> list[str]:
    """Say what an Open311 server made of a report."""
    # Translators: {number} is the number of a report at the city that received it.
    lines = [_("Its number there: {number}.").format(number=proof.service_request_id)]
    if proof.is_open is not None:
        lines.append(_("There, it is still open.") if proof.is_open else _("There, it is closed."))
    return lines


def stage_name(stage: wire.Stage) -> str:
    """Say where a problem is."""
    return {
        wire.Stage.REPORTED: _("Reported: other people may meet it too."),
        wire.Stage.CONFIRMED: _("Confirmed: the problem is known."),
        wire.Stage.SENT: _("Passed on to the service."),
        wire.Stage.ANSWERED: _("The service answered."),
        wire.Stage.FIXED: _("Corrected, says the service. Is it true for you?"),
        wire.Stage.NOT_FIXED: _("Not corrected. The service was told again."),
        wire.Stage.GUIDE_UPDATED: _("Corrected, and the guide is up to date."),
    }[stage]


def _verdicts(entry: Entry) -> tuple[Act, ...]:
    """Return the answers that can be given now: once for each thing that the hub says."""
    status = entry.status
    if not isinstance(entry.state, Sent) or status is None or not status.incident_id:
        return ()
    if entry.said is not None and entry.said.revision == status.revision:
        return ()
    if status.stage in (wire.Stage.ANSWERED, wire.Stage.FIXED, wire.Stage.GUIDE_UPDATED):
        return (Act.NOT_FIXED, Act.FIXED)
    return (Act.FIXED,)


def _handed(entry: Entry) -> list[str]:
    names = {
        Way.STICK: _("Put in a file on {day}. Nothing proves yet that it arrived."),
        Way.EMAIL: _("Put in an e-mail on {day}. Nothing proves yet that it arrived."),
        Way.PAPER: _("Given on paper on {day}. Nothing proves yet that it arrived."),
    }
    return [names[handed.way].format(day=date_in_words(handed.on)) for handed in entry.handed]


def _day(at: datetime, zone: tzinfo | None) -> str:
    return date_in_words(at.astimezone(zone).date())
