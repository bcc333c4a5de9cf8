"""How facts, dates and ways to reach someone are said, in the language in use.

The same words serve the pages, the printed sheets and the terminal: a number is said once, in one way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist import i18n
from dematassist.guides.model import UNSURE, Caller, Channel, ChannelKind, Where
from dematassist.i18n import _, listed, ngettext

if TYPE_CHECKING:
    from datetime import date, time

    from dematassist.facts import Fact, Provenance
    from dematassist.guides.model import (
        ChoiceId,
        Condition,
        Guide,
        PaperNeed,
        Question,
        QuestionId,
        Step,
        When,
    )
    from dematassist.papers.model import PaperKind

_SHORT = 120
"""Letters of the situations that are said beside a paper: more would not be read."""

_SAYS_NOTHING_ALONE = 4
"""Letters of an answer, such as « Oui », that means nothing without its question."""


def date_in_words(day: date) -> str:
    """Return « 3 mars 2027 » in the language in use."""
    # Babel costs 15 ms: no date is said before the first window.
    from babel.dates import format_date

    if i18n.current() == "fr" and day.day == 1:
        return format_date(day, "d'er' MMMM y", locale="fr")
    # Western digits in Arabic too: they are the ones of the forms and of the phone.
    return format_date(day, "d MMMM y", locale=i18n.current())


def moment_in_words(day: date, at: time) -> str:
    """Return « 3 mars 2027 à 14 h 30 » in the language in use."""
    # Translators: {day} is a date in words, {hour} and {minute} are two figures each.
    return _("{day} at {hour}:{minute}").format(day=date_in_words(day), hour=f"{at:%H}", minute=f"{at:%M}")


def checked_line(provenance: Provenance, today: date) -> str:
    """Say when a fact was last checked, by which kind of source, and whether it must be checked again."""
    day = date_in_words(provenance.read_on)
    if provenance.needs_checking(today):
        # Translators: {day} is a date in words.
        return _("To be checked: last seen on {day}.").format(day=day)
    if provenance.source.is_official:
        return _("Checked on {day}, official source.").format(day=day)
    return _("Checked on {day}, source that is not official.").format(day=day)


def source_line(provenance: Provenance) -> str:
    """Name the source, and the date it gives itself."""
    source = provenance.source
    if source.published:
        return _("{title} (dated: {published})").format(title=source.title, published=source.published)
    return source.title


def fact_lines(fact: Fact, today: date) -> tuple[str, ...]:
    """Return the fact, and the warning beside it when it must be checked."""
    if fact.provenance.needs_checking(today):
        return (fact.value, checked_line(fact.provenance, today))
    return (fact.value,)


def channel_kind_name(kind: ChannelKind) -> str:
    """Return the everyday name of a way to do a procedure."""
    return {
        ChannelKind.ONLINE: _("On the internet"),
        ChannelKind.PHONE: _("By phone"),
        ChannelKind.DESK: _("At a desk"),
        ChannelKind.POST: _("By post"),
        ChannelKind.FORM: _("On a paper form"),
        ChannelKind.HOME_VISIT: _("Visit at your home"),
        ChannelKind.RELAY: _("For deaf or hard of hearing people"),
        ChannelKind.THIRD_PARTY: _("By someone you trust"),
    }[kind]


def caller_name(caller: Caller) -> str:
    """Say from where a number is dialled; empty for mainland France."""
    return {
        Caller.MAINLAND: "",
        Caller.OVERSEAS: _("From overseas France"),
        Caller.ABROAD: _("From abroad"),
    }[caller]


def where_line(where: Where | None) -> str:
    """Say where a step is done; empty when it is not known."""
    if where is None:
        return ""
    return {
        Where.HOME: _("At home, without the internet."),
        Where.ONLINE: _("On the internet."),
        Where.PHONE: _("By phone."),
        Where.DESK: _("At a desk."),
        Where.POST: _("By post."),
    }[where]


def channel_lines(channel: Channel, today: date) -> tuple[str, ...]:
    """Say one way to do a procedure: name and value, detail, hours, price, and a warning if it is old."""
    # Translators: a service and its number or place, such as "Health insurance: 36 46".
    first = _("{name}: {value}").format(name=channel.name, value=channel.value)
    lines = [first if first[-1] in ".!?" else f"{first}."]
    lines += [line for line in (channel.detail, channel.hours, channel.price) if line]
    if channel.kind is ChannelKind.PHONE and not channel.price:
        lines.append(_("We do not know the price of the call."))
    if channel.kind is ChannelKind.PHONE and not channel.hours:
        lines.append(_("We do not know the opening hours."))
    if channel.provenance.needs_checking(today):
        lines.append(checked_line(channel.provenance, today))
    return tuple(lines)


def only_if(guide: Guide, paper: PaperNeed, answers: dict[QuestionId, ChoiceId]) -> str:
    """Say for whom a paper is, when the answers do not tell yet; empty when they do."""
    cases = [paper.when + when for when in paper.cases or ((),)]
    if len(cases) == 1 and (others := _others(guide, cases[0], answers)):
        # Translators: {situations} is one or several answers, such as: “It is lost” or “It is stolen”.
        return _("Not if you answer {situations}.").format(situations=others)
    return _only_if(guide, cases, answers)


def skipped_if(guide: Guide, step: Step, answers: dict[QuestionId, ChoiceId]) -> str:
    """Say for whom a step is and that others skip it, when the answers do not tell; empty when they do."""
    if others := _others(guide, step.when, answers):
        # Translators: {situations} is one or several answers, such as: “It is lost” or “It is stolen”.
        return _("If you answer {situations}, skip this step.").format(situations=others)
    situations = _only_if(guide, [step.when], answers)
    skip = _("If this is not your case, skip this step.")
    return f"{situations} {skip}" if situations else ""


def _only_if(guide: Guide, cases: list[When], answers: dict[QuestionId, ChoiceId]) -> str:
    """Say of which situations one must hold; empty when nothing is missing in one of them."""
    found = [_situation(guide, when, answers) for when in cases]
    if "" in found:
        return ""
    situations = _one_of(list(dict.fromkeys(found)))
    if len(situations) > _SHORT:
        return _("Only in some cases: answer the questions to know.")
    # Translators: {situations} is one or several answers, such as: “It is lost” or “It is stolen”.
    return _("Only if you answer {situations}.").format(situations=situations)


def _others(guide: Guide, when: When, answers: dict[QuestionId, ChoiceId]) -> str:
    """Say the answers that hide something, when one question decides and they are fewer than the others."""
    missing = _missing(when, answers)
    if len(missing) != 1:
        return ""
    question = _question(guide, missing[0])
    hiding = [choice.text for choice in question.choices if choice.id not in missing[0].choices]
    return _quoted(question, hiding) if 2 * len(hiding) < len(question.choices) else ""


def _situation(guide: Guide, when: When, answers: dict[QuestionId, ChoiceId]) -> str:
    """Say the answers that are still missing for something to be shown."""
    said: list[str] = []
    for condition in _missing(when, answers):
        question = _question(guide, condition)
        said.append(_quoted(question, [c.text for c in question.choices if c.id in condition.choices]))
    # Translators: two things that must both be true.
    return _(" and ").join(said)


def _missing(when: When, answers: dict[QuestionId, ChoiceId]) -> list[Condition]:
    return [condition for condition in when if answers.get(condition.question, UNSURE) == UNSURE]


def _question(guide: Guide, condition: Condition) -> Question:
    return next(question for question in guide.questions if question.id == condition.question)


def _quoted(question: Question, choices: list[str]) -> str:
    """Quote answers of which one is enough, with their question when they say nothing alone."""
    # Words that are quoted already are not quoted twice.
    answer = _one_of([w if w[0] in "«“" else _("“{words}”").format(words=w) for w in choices])
    if max(map(len, choices)) > _SAYS_NOTHING_ALONE:
        return answer
    # Translators: {answer} is “Yes” or “No”, {question} the whole question.
    return _("{answer} to “{question}”").format(answer=answer, question=question.text)


def _one_of(words: list[str]) -> str:
    """List words of which one is enough."""
    *some, last = words
    if not some:
        return last
    # Translators: a list of things of which one is enough; {some} is one or several with commas.
    return _("{some} or {last}").format(some=listed(some), last=last)


def delay_lines(kind: PaperKind, today: date) -> tuple[str, ...]:
    """Say how long it takes to get a paper, and the warning beside it when it must be checked."""
    said, *warning = fact_lines(kind.delay.fact, today) if kind.delay else (_("we do not know."),)
    # Translators: how long one waits for a paper that one asks for.
    return (_("Time to get it: {text}").format(text=said), *warning)


def minutes_line(minutes: int) -> str:
    """Say how long a person sits at the screen."""
    if not minutes:
        return _("Time at the screen: we do not know.")
    return ngettext("{n} minute at the screen.", "About {n} minutes at the screen.", minutes).format(
        n=minutes
    )
