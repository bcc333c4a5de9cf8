"""What makes a file of guides hard to use: text, sources, dead ends, plain language. Pure.

Each function yields ``Fault``: a field, what is wrong there, what to write.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from dematassist.guides import authoring
from dematassist.guides.check_report import NOT_SENTENCES, counted_step
from dematassist.guides.model import UNSURE, ChannelKind, Guide, Step, visible_channels, visible_steps
from dematassist.guides.plain_language import sentences, words_of
from dematassist.guides.prose import prose
from dematassist.guides.shapes import Fault, FieldPath, nearest
from dematassist.guides.typography import NO_BREAK, mended
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dematassist.guides.jargon import Jargon
    from dematassist.guides.model import ChoiceId, QuestionId
    from dematassist.guides.reader import Authored, Reading

LONGEST_SENTENCE_WORDS = 20
AIMED_SENTENCE_WORDS = 15
LONGEST_STEP_WORDS = 110
AIMED_STEP_WORDS = 80
EASY_STEP = 70
"""The reading ease (Kandel-Moles) under which a step is hard to read."""

_PHONE = re.compile(
    r"\d{2,3}"  # 15, 112
    r"|\d\d \d\d"  # 36 46
    r"|1\d{2} \d{3}"  # 116 006
    r"|0\d(?: \d\d){4}"  # 02 69 61 91 91
    r"|0 8\d\d \d{3} \d{3}"  # 0 806 001 620
    r"|\+\d{1,3}(?: \d{1,4}){2,6}"  # +33 1 84 90 36 46
)
_SPOKEN = (ChannelKind.PHONE, ChannelKind.DESK, ChannelKind.HOME_VISIT, ChannelKind.THIRD_PARTY)
_NOT_SIMPLE = re.compile(r"[;()…\[\]{}/*&#<>]")


def text_faults(values: object, lang: str) -> Iterator[Fault]:
    """Say which texts are not in plain, well-printed French, or hold an address that is not protected."""
    for path, text in prose(values):
        if "http://" in text:
            yield Fault(
                path,
                _("This address is not protected: it begins with http://."),
                _("Write the address that begins with https://."),
            )
        if lang == "fr" and mended(text) != text:
            yield Fault(path, _("French typography."), _("Write: {text}").format(text=mended(text)))
        if not NOT_SENTENCES.intersection(path):
            yield from _sentence_faults(path, text, is_french=lang == "fr")


def _sentence_faults(path: FieldPath, text: str, *, is_french: bool) -> Iterator[Fault]:
    for sentence in sentences(text):
        count = len(words_of(sentence))
        if count > (AIMED_SENTENCE_WORDS if is_french else LONGEST_SENTENCE_WORDS):
            yield Fault(
                path,
                _("This sentence has {n} words: “{sentence}”").format(n=count, sentence=sentence),
                _("Cut it in two: {aim} words at most, one idea each.").format(aim=AIMED_SENTENCE_WORDS),
                is_error=is_french and count > LONGEST_SENTENCE_WORDS,
            )


def paper_faults(source: authoring.PaperFile, known: set[str]) -> Iterator[Fault]:
    """Say which papers that would do in its place are unknown."""
    for number, instead in enumerate(source.instead):
        if instead not in known:
            what = _("There is no kind of paper “{id}”.").format(id=instead)
            yield Fault(("instead", str(number)), what, nearest(instead, known))


def _ways(
    source: Authored,
) -> tuple[str, Mapping[str, authoring.ChannelRef | authoring.ContactSource]]:
    if isinstance(source, authoring.GuideFile):
        return "channels", source.channels
    return "contacts", source.contacts if isinstance(source, authoring.ProviderFile) else {}


def source_faults(reading: Reading) -> Iterator[Fault]:
    """Say which phone numbers and addresses cannot be used, and which sources serve nothing."""
    source = reading.source
    name, ways = _ways(source)
    for way_id, way in ways.items():
        if way.kind is ChannelKind.PHONE and not _PHONE.fullmatch(way.value.replace(NO_BREAK, " ")):
            yield Fault(
                (name, way_id, "value"),
                _("“{number}” does not look like a phone number.").format(number=way.value),
                _("Write only digits, in groups: 36 46, 02 69 61 91 91, 0 806 001 620, +33 1 84 90 36 46."),
            )
        if way.kind is ChannelKind.ONLINE and not way.value.startswith("https://"):
            yield Fault(
                (name, way_id, "value"),
                _("“{address}” is not a protected address.").format(address=way.value),
                _("Write the address that begins with https://."),
            )
    used = set(_sources_named(reading.values))
    for source_id in source.sources:
        if source_id not in used:
            yield Fault(
                ("sources", source_id),
                _("No fact of this file comes from this source."),
                _("Take it away, or name it where it was read."),
                is_error=False,
            )


def _sources_named(values: object) -> Iterator[str]:
    if isinstance(values, dict):
        for name, one in values.items():
            if name == "source" and isinstance(one, str):
                yield one
            else:
                yield from _sources_named(one)
    elif isinstance(values, list):
        for one in values:
            yield from _sources_named(one)


# What is said of the way through a guide


def guide_faults(guide: Guide) -> Iterator[Fault]:
    """Say where a person could be stuck: for every set of answers, « je ne sais pas » included."""
    yield from _unused_questions(guide)
    if guide.phone_script and guide.channel(guide.phone_script.channel).kind not in _SPOKEN:
        yield Fault(
            ("phone_script", "channel"),
            _("Nobody can be called this way."),
            _("Write a channel of kind phone, or desk when each desk has its own number."),
        )
    told: set[FieldPath] = set()
    for answers in every_answers(guide):
        for fault in _stuck(guide, answers):
            if fault.path not in told:
                told.add(fault.path)
                yield fault


def every_answers(guide: Guide) -> Iterator[dict[QuestionId, ChoiceId]]:
    """Give every set of answers to the questions of a guide, with « je ne sais pas » to each."""
    choices = [[*(choice.id for choice in question.choices), UNSURE] for question in guide.questions]
    for combination in itertools.product(*choices):
        yield {question.id: choice for question, choice in zip(guide.questions, combination, strict=True)}


def _stuck(guide: Guide, answers: dict[QuestionId, ChoiceId]) -> Iterator[Fault]:
    said = ", ".join(f"{question}: {choice}" for question, choice in answers.items())
    steps = visible_steps(guide, answers)
    if not steps:
        yield Fault(
            ("steps",),
            _("With these answers there is no step at all: {answers}.").format(answers=said),
            _("Loosen a condition (when), or add a step for these answers."),
        )
    ways = visible_channels(guide, answers)
    human = {way.id for way in ways if way.kind is not ChannelKind.ONLINE}
    if guide.no_other_way:
        human = {way.id for way in ways}
    elif not human:
        yield Fault(
            ("channels",),
            _("With these answers there is no way but the internet: {answers}.").format(answers=said),
            _("Loosen a condition (when), or add a phone, a desk or a form."),
        )
    for step in steps:
        if not human.intersection(step.help):
            yield Fault(
                ("steps", step.id, "help"),
                _("With these answers this step has no human help: {answers}.").format(answers=said or "—"),
                _("Add one of: {names}.").format(names=", ".join(sorted(human)) or "—"),
            )
        if not any(not plan.channel or plan.channel in {way.id for way in ways} for plan in step.plan_b):
            yield Fault(
                ("steps", step.id, "plan_b"),
                _("With these answers this step has no plan B: {answers}.").format(answers=said or "—"),
                _("Add a plan B with one of: {names}.").format(
                    names=", ".join(way.id for way in ways) or "—"
                ),
            )


def _unused_questions(guide: Guide) -> Iterator[Fault]:
    conditions = [one.when for one in guide.steps]
    conditions += [one.when for one in guide.papers]
    conditions += [one.when for one in guide.channels]
    used = {condition.question for when in conditions for condition in when}
    for question in guide.questions:
        if question.id not in used:
            yield Fault(
                ("questions", question.id),
                _("This question changes nothing."),
                _("Take it away, or name it in a condition (when)."),
            )


# What is said of the words of a guide


def plain_faults(guide: Guide, jargon: Jargon) -> Iterator[Fault]:
    """Say which steps are long or hard to read, and which simple wordings are not simple."""
    for step in guide.steps:
        path = ("steps", step.id)
        row = counted_step(step)
        if row.words > AIMED_STEP_WORDS:
            yield Fault(
                path,
                _("This step has {n} words.").format(n=row.words),
                _("Cut it in two steps, or shorten it: {aim} words at most.").format(aim=AIMED_STEP_WORDS),
                is_error=row.words > LONGEST_STEP_WORDS,
            )
        if guide.lang == "fr":
            if row.reading_ease < EASY_STEP:
                yield Fault(
                    path,
                    _("This step is hard to read: its reading ease is {n}.").format(n=row.reading_ease),
                    _("Use shorter words and sentences, to reach {aim}.").format(aim=EASY_STEP),
                    is_error=False,
                )
            yield from _simple_faults(step, jargon)


def _simple_faults(step: Step, jargon: Jargon) -> Iterator[Fault]:
    path = ("steps", step.id, "simple")
    if step.simple is None:
        yield Fault(
            ("steps", step.id),
            _("This step has no simple wording."),
            _("Add simple, with a title and the same actions in easier words."),
        )
        return
    texts: list[tuple[FieldPath, str]] = [((*path, "title"), step.simple.title)]
    texts += [((*path, "actions", action.id), action.text) for action in step.simple.actions]
    texts += [((*path, "more", str(index)), text) for index, text in enumerate(step.simple.more)]
    for field, text in texts:
        signs = sorted(set(_NOT_SIMPLE.findall(text)))
        if signs:
            yield Fault(
                field,
                _("A simple wording has no such sign: {signs}").format(signs=" ".join(signs)),
                _("Make two sentences, or say it in words."),
            )
        for term in jargon.terms_in(text):
            # A name (Caf, FranceConnect) has no plain words: it is what the person looks for.
            if term.word.islower():
                yield Fault(
                    field,
                    _("“{word}” is a hard word: {means}").format(word=term.word, means=term.means),
                    _("Say it in plain words, or quote it as it is written there: « {word} ».").format(
                        word=term.word
                    ),
                    is_error=False,
                )
