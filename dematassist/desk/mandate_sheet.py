"""The sheet of a paper mandate: who, what for, until when, what it is not, and how to end it. Pure.

What it says of the law is what two sources say: the text of the mandate of Aidants Connect (23 March 2026:
Civil code 1984 and following, named procedures only, ended at any time, not for protected adults) and the
kit of the CNIL for social work (5 May 2021: a written mandate that lists the acts; no password is kept).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.desk.mandate import Act, Duration
from dematassist.guides.wording import date_in_words
from dematassist.i18n import _
from dematassist.sheets.model import (
    Blank,
    Block,
    Bullets,
    Callout,
    CalloutKind,
    FactTable,
    Heading,
    Paragraph,
    Picture,
    Row,
    Sheet,
    Words,
)

if TYPE_CHECKING:
    from dematassist.desk.mandate import Mandate


def duration_name(duration: Duration) -> str:
    """Return the words of a duration."""
    return {
        Duration.DAY: _("One day: today only"),
        Duration.MONTH: _("One month (31 days)"),
        Duration.SEMESTER: _("Six months (182 days)"),
        Duration.YEAR: _("One year (365 days)"),
    }[duration]


def act_name(act: Act) -> str:
    """Return the words of what a mediator may do, as the person says them."""
    return {
        Act.READ: _("Read with me, or to me, the letters and papers that I bring."),
        Act.FILL: _("Fill in the forms of these procedures, with what I say."),
        Act.SEND: _("Send these forms and these papers to the service."),
        Act.CALL: _("Call the service, or ask for an appointment for me."),
        Act.KEEP: _("Keep here, encrypted, copies of the papers I choose, until the end of the mandate."),
    }[act]


def mandate_sheet(mandate: Mandate, lang: str) -> Sheet:
    """Return the sheet to sign. It is in the language of the window, as the person reads it."""
    return Sheet(
        lang=lang,
        title=_("Mandate"),
        # Translators: the number has eight figures, for example 4821-7730.
        subtitle=_("Mandate no. {number}, from {begins} to {ends}, the last day included").format(
            number=mandate.number,
            begins=date_in_words(mandate.begins),
            ends=date_in_words(mandate.last_day),
        ),
        blocks=(*_agreed(mandate), *_limits(), *_end(mandate), *_signatures()),
        footer=_("Page made with DematAssist. Free. Not an official site. Your name is not kept here."),
        words=Words(
            page=_("Page {page} of {pages}"),
            to_do=_("To do:"),
            done=_("Done:"),
            to_fill_in=_("(to fill in by hand)"),
        ),
    )


def _agreed(mandate: Mandate) -> tuple[Block, ...]:
    return (
        FactTable(
            (
                Row(_("I am"), (mandate.name,)),
                Row(_("I ask"), (_("The mediator of this place, who signs below."),)),
                Row(_("What for"), (mandate.purpose,)),
                Row(_("For how long"), (duration_name(mandate.duration),)),
            )
        ),
        Heading(_("For these procedures, and no other"), picture=Picture.PAPERS),
        Bullets(mandate.procedures),
        Heading(_("The mediator may"), picture=Picture.DONE),
        Bullets(tuple(act_name(act) for act in Act if act in mandate.acts)),
    )


def _limits() -> tuple[Block, ...]:
    return (
        Heading(_("The mediator may not"), picture=Picture.WORRY),
        Bullets(
            (
                _("Sign in my place."),
                _("Ask for my passwords, or keep them."),
                _("Decide for me, or begin a procedure that is not in this list."),
                _("Use what they learn about me for anything else, or tell it to others."),
            )
        ),
        Heading(_("What this paper is, and is not"), picture=Picture.UNKNOWN),
        Bullets(
            (
                _(
                    "It is a written agreement between me and the mediator "
                    "(Civil code, article 1984 and following)."
                ),
                _("It is not a mandate of Aidants Connect. It gives access to none of my accounts."),
                _("A service may refuse it, or ask for its own form."),
                _("It is not for an adult under legal protection."),
            )
        ),
        Callout(_("Sign only if you agree with each line. You may say no, and still be helped.")),
    )


def _end(mandate: Mandate) -> tuple[Block, ...]:
    return (
        Heading(_("I can end it at any time"), picture=Picture.DATES),
        Paragraph(_("I need not say why. It costs nothing.")),
        Bullets(
            (
                _("Here, at the computer: “Mandates”, then “End it” beside number {number}.").format(
                    number=mandate.number
                ),
                _("Or I say it to the mediator, or write it to them."),
                _("The copies of papers kept here are then deleted at once."),
                _("After {day}, it ends by itself. The copies kept here are deleted.").format(
                    day=date_in_words(mandate.last_day)
                ),
            )
        ),
        Callout(_("A copy that someone else made can no longer be deleted from here."), CalloutKind.WARNING),
        Paragraph(
            _(
                "This place keeps the number, the days and a digest of this page, to recognise it. It does "
                "not keep my name. I can ask what is kept, have it corrected or deleted."
            ),
            is_quiet=True,
        ),
    )


def _signatures() -> tuple[Block, ...]:
    return (
        Heading(_("Signatures, by hand"), picture=Picture.WRITE),
        Blank(_("Signed in, on")),
        Blank(_("The person")),
        Blank(_("The mediator, with their name and their place")),
        Blank(_("Ended on, before its last day")),
    )
