"""What the page of details says, and what it understands of what is typed."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _, listed, ngettext
from dematassist.journeys.dates import read_date, written
from dematassist.reports.scrubber import Kind as PersonalKind
from dematassist.reports.wording import lever_name, why_line

if TYPE_CHECKING:
    from datetime import date

    from dematassist.reports.lever import Suggestion
    from dematassist.reports.model import Details
    from dematassist.reports.scrubber import Scrubbed

_MOST_DAYS = 3_650
_MOST_EUROS = 1_000_000
_DEPARTEMENT = re.compile(r"0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-8]|98[4678]")


class Asked(Enum):
    """A field of one line."""

    SINCE = "blocked-since"
    DAYS = "days-lost"
    EUROS = "euros"
    DEPARTEMENT = "departement"


class FieldView(NamedTuple):
    """A field: its label, its help, what it holds."""

    label: str
    help: str
    text: str


class Understood(NamedTuple):
    """What is read in the fields, and what cannot be: field by field, what to write."""

    blocked_since: date | None
    days_lost: int | None
    euros: int | None
    departement: str
    wrong: dict[Asked, str]


def field_views(details: Details) -> dict[Asked, FieldView]:
    """Say the fields."""
    lost = details.consequence
    return {
        Asked.SINCE: FieldView(
            _("Blocked since"),
            _("Day, month, year. For example: 24/11/2026."),
            written(details.blocked_since) if details.blocked_since else "",
        ),
        Asked.DAYS: FieldView(
            _("Days lost"), _("A number of days. For example: 12."), _shown(lost.days_lost)
        ),
        Asked.EUROS: FieldView(
            _("Euros lost"),
            _("Money you did not receive, or had to pay. For example: 150."),
            _shown(lost.euros),
        ),
        Asked.DEPARTEMENT: FieldView(
            _("Your département"), _("Its number only. For example: 33, 2A or 974."), details.departement
        ),
    }


def understood(typed: dict[Asked, str], today: date) -> Understood:
    """Read what was typed. What cannot be read is left out, and said in ``wrong``."""
    wrong: dict[Asked, str] = {}
    since_text = typed[Asked.SINCE].strip()
    since = read_date(since_text)
    if since_text and (since is None or since > today):
        since = None
        wrong[Asked.SINCE] = _("We cannot read this day. Write day, month, year: 24/11/2026.")
    return Understood(
        since,
        _whole(typed, Asked.DAYS, _MOST_DAYS, wrong),
        _whole(typed, Asked.EUROS, _MOST_EUROS, wrong),
        _departement(typed, wrong),
        wrong,
    )


def suggestion_line(suggestion: Suggestion | None) -> str:
    """Say what is suggested and why."""
    if suggestion is None:
        return _("We have no suggestion. You can leave it as it is.")
    return _("We suggest: {lever}. {why} You can change it.").format(
        lever=lever_name(suggestion.lever), why=why_line(suggestion.why)
    )


def suspects_line(scrubbed: Scrubbed) -> str:
    """Say what will be masked, and how; empty when there is nothing."""
    if not scrubbed.found:
        return ""
    kinds = dict.fromkeys(personal_name(found.kind) for found in scrubbed.found)
    said = ngettext(
        "{n} underlined part looks personal: {kinds}. It will be masked before anything leaves.",
        "{n} underlined parts look personal: {kinds}. They will be masked before anything leaves.",
        len(scrubbed.found),
    )
    return said.format(n=len(scrubbed.found), kinds=listed(kinds))


def room_line(scrubbed: Scrubbed, most: int) -> str:
    """Say how much room is left, when it becomes little."""
    left = most - len(scrubbed.text)
    if left < 0:
        return ngettext(
            "{n} character too many: say it in a few sentences.",
            "{n} characters too many: say it in a few sentences.",
            -left,
        ).format(n=-left)
    if left <= most // 10:
        return ngettext("{n} character left.", "{n} characters left.", left).format(n=left)
    return ""


def personal_name(kind: PersonalKind) -> str:
    """Name a kind of personal data."""
    return {
        PersonalKind.IBAN: _("bank account"),
        PersonalKind.NIR: _("social security number"),
        PersonalKind.CARD: _("bank card"),
        PersonalKind.EMAIL: _("e-mail address"),
        PersonalKind.FISCAL: _("tax number"),
        PersonalKind.PHONE: _("phone number"),
        PersonalKind.CAF: _("Caf number"),
        PersonalKind.DOB: _("date of birth"),
        PersonalKind.ADDRESS: _("postal address"),
        PersonalKind.SECRET: _("code or password"),
        PersonalKind.NAME: _("name"),
    }[kind]


def _whole(typed: dict[Asked, str], asked: Asked, most: int, wrong: dict[Asked, str]) -> int | None:
    text = re.sub(r"[\s\u00a0\u202f]|€|euros?|jours?", "", typed[asked].lower())
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text[:12]) <= most:
        return int(text)
    wrong[asked] = _("We cannot read this number. Write a whole number, such as 12.")
    return None


def _departement(typed: dict[Asked, str], wrong: dict[Asked, str]) -> str:
    text = typed[Asked.DEPARTEMENT].strip().upper()
    text = text.zfill(2) if text.isdigit() else text
    if not text or _DEPARTEMENT.fullmatch(text):
        return text
    wrong[Asked.DEPARTEMENT] = _("We do not know this département. Write its number only, such as 33.")
    return ""


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)
