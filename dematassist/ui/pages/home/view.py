"""What the home page says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from dematassist.guides.search import Answer, Hit
    from dematassist.journeys.summary import Summary


class ResumeView(NamedTuple):
    """A walk to go on with."""

    journey_id: str
    title: str
    where: str


class ResultView(NamedTuple):
    """A guide or an official sheet that answers, and why it was found."""

    id: str
    title: str
    detail: str
    is_guide: bool


class AnswerView(NamedTuple):
    """What a search says. ``said`` is announced."""

    said: str
    results: tuple[ResultView, ...]
    advice: str
    """What to do when nothing fits; empty while there is an answer."""


def resume_view(summary: Summary, *, is_sealed: bool = False, is_dated: bool = False) -> ResumeView:
    """Say where a walk is, whether it is in the encrypted folder and, if asked, when it was last open."""
    if summary.is_finished:
        where = _("All steps seen: what comes next")
    elif summary.step == 0:
        where = _("Questions before starting")
    else:
        where = _("Step {step} of {steps}").format(step=summary.step, steps=summary.steps)
    if is_sealed:
        where = _("{where}. In my documents.").format(where=where)
    if is_dated:
        from dematassist.guides.wording import moment_in_words

        at = datetime.fromisoformat(summary.updated_at).astimezone()
        moment = moment_in_words(at.date(), at.time())
        where = _("{where}. Last opened on {moment}.").format(where=where.rstrip("."), moment=moment)
    return ResumeView(summary.id, summary.title, where)


def answer_view(text: str, answer: Answer) -> AnswerView:
    """Say what was found for ``text``."""
    if not answer.hits:
        return AnswerView(
            _("No guide found for “{text}”.").format(text=text),
            (),
            _("Try one or two other words, choose a theme below, or talk to someone."),
        )
    count = ngettext("{n} answer", "{n} answers", len(answer.hits)).format(n=len(answer.hits))
    results = tuple(_result(number, hit) for number, hit in enumerate(answer.hits, 1))
    return AnswerView(count, results, _("Nothing fits? Talk to someone."))


def _result(number: int, hit: Hit) -> ResultView:
    # Reasons are worded only once there is an answer to word.
    from dematassist.guides.reasons import why_sentence

    why = why_sentence(hit.why)
    is_guide = hit.kind == "guide"
    kind = "" if is_guide else _kind_sentence(hit.kind)
    detail = " ".join(part for part in (kind, hit.summary, why) if part)
    return ResultView(hit.id, f"{number}. {hit.title}", detail, is_guide)


def _kind_sentence(kind: str) -> str:
    from dematassist.guides.official.model import Kind
    from dematassist.ui.pages.official.names import kind_name

    # Translators: {kind} is « official sheet », « form », « online service »…
    return _("{kind}.").format(kind=kind_name(Kind(kind)).capitalize())
