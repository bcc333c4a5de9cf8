"""Where an improvement seems to be: a suggestion with its reason, which the person may change."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dematassist.wire import Kind, Lever, Satisfaction

if TYPE_CHECKING:
    from dematassist.reports.model import Details


class Why(Enum):
    """The reason of a suggestion."""

    SITE_FAILS = "site-fails"
    WORDS = "words"
    ACCESS = "access"
    ACCOUNT = "account"
    PAPERS_ASKED = "papers-asked"
    NOBODY_ANSWERS = "nobody-answers"
    ONLY_ONLINE = "only-online"
    HELP_WAS_ENOUGH = "help-was-enough"


class Suggestion(NamedTuple):
    """A lever, and why it is suggested."""

    lever: Lever
    why: Why


_BY_KIND = {
    Kind.PAGE_DOWN: Suggestion(Lever.OFFER, Why.SITE_FAILS),
    Kind.ERROR_MESSAGE: Suggestion(Lever.OFFER, Why.SITE_FAILS),
    Kind.INCOMPREHENSIBLE: Suggestion(Lever.OFFER, Why.WORDS),
    Kind.INACCESSIBLE: Suggestion(Lever.OFFER, Why.ACCESS),
    Kind.ACCOUNT_OR_CODE: Suggestion(Lever.OFFER, Why.ACCOUNT),
    Kind.DOCUMENT_REFUSED: Suggestion(Lever.ORDER, Why.PAPERS_ASKED),
    Kind.NO_ANSWER: Suggestion(Lever.ORDER, Why.NOBODY_ANSWERS),
}


def suggested_lever(details: Details, *, is_only_online: bool = False) -> Suggestion | None:
    """Return where the improvement seems to be; ``None`` when nothing said tells it.

    ``is_only_online``: the guide knows no other way. What breaks for everybody is never a lack of training.
    """
    if details.kind in (Kind.PAGE_DOWN, Kind.ERROR_MESSAGE, Kind.INACCESSIBLE):
        return _BY_KIND[details.kind]
    if details.contact_reached and details.contact_satisfaction is Satisfaction.GOOD:
        return Suggestion(Lever.USE, Why.HELP_WAS_ENOUGH)
    if is_only_online and details.is_blocked:
        return Suggestion(Lever.ORDER, Why.ONLY_ONLINE)
    return _BY_KIND.get(details.kind)
