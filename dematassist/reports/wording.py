"""How a report is said, in the language in use: the same words on pages, on paper and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist import i18n, wire
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _, listed, ngettext
from dematassist.reports.lever import Why
from dematassist.reports.membership import Desk, NoHub, Open311, OpenHub

if TYPE_CHECKING:
    from datetime import date

    from dematassist.guides.model import Guide, Step
    from dematassist.reports.membership import Membership
    from dematassist.reports.notes import Note


def kind_name(kind: wire.Kind) -> str:
    """Say what happened."""
    return {
        wire.Kind.PAGE_DOWN: _("The page does not open"),
        wire.Kind.ERROR_MESSAGE: _("An error message"),
        wire.Kind.DOCUMENT_REFUSED: _("A paper is refused"),
        wire.Kind.ACCOUNT_OR_CODE: _("The account or the code does not work"),
        wire.Kind.NO_ANSWER: _("Nobody answers"),
        wire.Kind.INCOMPREHENSIBLE: _("I do not understand what is asked"),
        wire.Kind.INACCESSIBLE: _("I cannot use the page"),
        wire.Kind.OTHER: _("Something else"),
    }[kind]


def kind_example(kind: wire.Kind) -> str:
    """Give an example of what happened, for who hesitates."""
    return {
        wire.Kind.PAGE_DOWN: _("It stays white, or it turns for a long time."),
        wire.Kind.ERROR_MESSAGE: _("A message says that something failed."),
        wire.Kind.DOCUMENT_REFUSED: _("Too heavy, wrong format, or no reason given."),
        wire.Kind.ACCOUNT_OR_CODE: _("The password, the code by SMS, the identity check."),
        wire.Kind.NO_ANSWER: _("By phone, by e-mail or at the desk."),
        wire.Kind.INCOMPREHENSIBLE: _("The words or the questions are too hard."),
        wire.Kind.INACCESSIBLE: _("Keyboard, screen reader, colours, language."),
        wire.Kind.OTHER: _("You can say what, if you want."),
    }[kind]


def intent_name(intent: wire.Intent) -> str:
    """Say what a report is about."""
    return {
        wire.Intent.SERVICE: _("The service does not work"),
        wire.Intent.GUIDE: _("This guide is wrong"),
    }[intent]


def right_name(right: wire.Right) -> str:
    """Say which right is held up."""
    return {
        wire.Right.INCOME: _("Money to live on"),
        wire.Right.HOUSING: _("Housing"),
        wire.Right.HEALTH: _("Health care"),
        wire.Right.FAMILY: _("Family and children"),
        wire.Right.WORK: _("Work or unemployment"),
        wire.Right.DISABILITY: _("Disability"),
        wire.Right.RETIREMENT: _("Retirement"),
        wire.Right.RESIDENCE: _("Right to stay in France"),
        wire.Right.IDENTITY: _("Identity papers"),
        wire.Right.MOBILITY: _("Driving and travelling"),
        wire.Right.EDUCATION: _("School and studies"),
        wire.Right.JUSTICE: _("Justice"),
        wire.Right.TAX: _("Taxes"),
        wire.Right.OTHER: _("Another right"),
    }[right]


def contact_name(contact: wire.Contact) -> str:
    """Say who was tried or reached."""
    return {
        wire.Contact.DESK: _("The service’s desk"),
        wire.Contact.PHONE: _("The phone"),
        wire.Contact.EMAIL: _("An e-mail or a message"),
        wire.Contact.CHAT: _("A chat on the site"),
        wire.Contact.RELATIVE: _("A relative"),
        wire.Contact.ASSOCIATION: _("An association or a helper"),
    }[contact]


def satisfaction_name(satisfaction: wire.Satisfaction) -> str:
    """Say how much an answer helped."""
    return {
        wire.Satisfaction.BAD: _("It did not help"),
        wire.Satisfaction.MEDIUM: _("It helped a little"),
        wire.Satisfaction.GOOD: _("It solved the problem"),
    }[satisfaction]


def lived_by_name(lived_by: wire.LivedBy) -> str:
    """Say who met the problem."""
    return {
        wire.LivedBy.USER: _("The person concerned"),
        wire.LivedBy.CAREGIVER: _("Someone who helps them"),
    }[lived_by]


def assistive_name(assistive: wire.Assistive) -> str:
    """Say a family of assistive technology."""
    return {
        wire.Assistive.SCREEN_READER: _("A screen reader"),
        wire.Assistive.MAGNIFIER: _("A magnifier or very large text"),
        wire.Assistive.KEYBOARD_ONLY: _("The keyboard, without a mouse"),
        wire.Assistive.SWITCH: _("A switch"),
        wire.Assistive.VOICE_CONTROL: _("Commands by voice"),
        wire.Assistive.READ_ALOUD: _("Reading aloud"),
        wire.Assistive.OTHER: _("Another aid"),
    }[assistive]


def lever_name(lever: wire.Lever) -> str:
    """Say where an improvement seems to be."""
    return {
        wire.Lever.OFFER: _("The site or the form itself"),
        wire.Lever.ORDER: _("What the administration asks or decides"),
        wire.Lever.USE: _("Training and help nearby"),
    }[lever]


def why_line(why: Why) -> str:
    """Say why a lever is suggested."""
    return {
        Why.SITE_FAILS: _("The site fails: it would fail for anyone."),
        Why.WORDS: _("Clearer words would be enough."),
        Why.ACCESS: _("The site must be usable by everyone."),
        Why.ACCOUNT: _("Opening an account is too hard here."),
        Why.PAPERS_ASKED: _("The papers asked for are the difficulty."),
        Why.NOBODY_ANSWERS: _("Someone should answer."),
        Why.ONLY_ONLINE: _("There is no other way than the internet."),
        Why.HELP_WAS_ENOUGH: _("With help, it worked."),
    }[why]


def subject(report: wire.Report, guide: Guide | None, step: Step | None) -> str:
    """Say what a report is about: the guide and its step, or what is known of them."""
    if guide is None:
        return report.guide_id or _("No guide in particular")
    if step is None:
        return guide.title
    # Translators: the title of a guide, then of one of its steps.
    return _("{guide}, step “{step}”").format(guide=guide.title, step=step.title)


def said_lines(report: wire.Report, guide: Guide | None, step: Step | None) -> tuple[str, ...]:
    """Say all that a report holds, one thing a line, in the order it was asked."""
    pairs = [
        (_("About"), subject(report, guide, step)),
        (_("Service"), service_name(report, guide)),
        (_("Kind"), f"{intent_name(report.intent)}. {kind_name(report.kind)}."),
        (_("Day"), date_in_words(report.written_on)),
        (_("Address of the page"), report.address),
        (_("Blocked"), _blocked(report)),
        (_("What it holds up"), right_name(report.consequence.right) if report.consequence.right else ""),
        (_("Days lost"), _number(report.consequence.days_lost)),
        (_("Euros lost"), _number(report.consequence.euros)),
        (_("Tried"), _listed(map(contact_name, report.contact_tried))),
        (_("Answered"), _listed(map(contact_name, report.contact_reached))),
        (
            _("The answer"),
            satisfaction_name(report.contact_satisfaction) if report.contact_satisfaction else "",
        ),
        (_("Met by"), lived_by_name(report.lived_by) if report.lived_by else ""),
        (_("With"), _listed(map(assistive_name, report.assistive))),
        (_("Département"), report.departement),
        (_("What could be improved"), lever_name(report.lever) if report.lever else ""),
        (_("In your words"), " ".join(report.text.split())),
        (_("Program"), f"DematAssist {report.program_version}"),
        (_("Number of the report"), report.report_id),
    ]
    # Translators: a label and what is said of it.
    return tuple(_("{name}: {value}").format(name=name, value=value) for name, value in pairs if value)


def service_name(report: wire.Report, guide: Guide | None) -> str:
    """Name the service of a report."""
    if guide is not None and guide.provider_id == report.service_id:
        return guide.provider_name
    return "" if report.service_id == "other" else report.service_id


def email_words(report: wire.Report, guide: Guide | None, step: Step | None) -> tuple[str, str]:
    """Return the subject and the text of an e-mail about a report. In French: the service reads it."""
    with i18n.speaking("fr"):
        subject_line = _("Report: {about}").format(about=subject(report, guide, step))
        lines = (
            _("Hello,"),
            "",
            _("Here is a difficulty met with your service."),
            "",
            *said_lines(report, guide, step),
            "",
            _("Could you tell us when it is corrected? Thank you."),
        )
    return subject_line, "\n".join(lines)


def incident_lines(incident: wire.Incident) -> tuple[str, ...]:
    """Say a known problem: what, since when, how many people, how to do without, until when."""
    lines = [
        # Translators: {kind} says what happens, {day} is a date in words.
        _("Known problem: {kind}, since {day}.").format(
            kind=kind_name(incident.kind), day=date_in_words(incident.opened_on)
        )
    ]
    if incident.reports:
        lines.append(people_line(incident.reports, incident.places or 0))
    if incident.stage is wire.Stage.NOT_FIXED:
        lines.append(_("It was said to be corrected. It is not."))
    if incident.way_round:
        lines.append(_("Meanwhile: {way}").format(way=incident.way_round))
    if incident.answer:
        lines.append(_("The service answers: {answer}").format(answer=incident.answer))
    if incident.shown_until:
        lines.append(
            _("This message goes away when it ends, on {day} at the latest.").format(
                day=date_in_words(incident.shown_until)
            )
        )
    else:
        lines.append(_("This message goes away when it ends."))
    return tuple(lines)


def note_lines(note: Note) -> tuple[str, ...]:
    """Say what the people of this desk left at a step."""
    head = _("Note of this place, {day}:").format(day=date_in_words(note.written_on))
    return (head, *(line for line in note.text.splitlines() if line.strip()))


def receiver_name(hub: Membership) -> str:
    """Name who receives the reports; empty when nobody is known."""
    match hub:
        case NoHub():
            return ""
        case Desk(url=url, name=name) | OpenHub(url=url, name=name):
            return f"{name} ({url})" if name else url
        case Open311(url=url):
            return url


def people_line(people: int, places: int) -> str:
    """Say how many people met a problem, in how many places."""
    said = ngettext("{n} person met it", "{n} people met it", people).format(n=people)
    if not places:
        return f"{said}."
    return " ".join(
        # Translators: joined to « {n} people met it ».
        (said, ngettext("in {n} place.", "in {n} places.", places).format(n=places))
    )


def age_line(since: date, today: date) -> str:
    """Say for how long something waits."""
    days = (today - since).days
    if days <= 0:
        return _("since today")
    return ngettext("for {n} day", "for {n} days", days).format(n=days)


def _blocked(report: wire.Report) -> str:
    if report.is_blocked is None:
        return ""
    if not report.is_blocked:
        return _("No")
    if report.blocked_since is None:
        return _("Yes")
    return _("Yes, since {day}").format(day=date_in_words(report.blocked_since))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _listed(names: map[str]) -> str:
    return listed(names)
