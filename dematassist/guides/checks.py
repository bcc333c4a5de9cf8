"""Is a folder of guides fit to ship? What the reader refuses, and what makes a guide hard to use.

``check`` gathers the problems of ``reader.py`` (a file that does not load) and those found here: answers
that lead nowhere, a step without a human for someone, plain language, French typography, siblings in
other languages that say something else. An error stops a release; an advice is weighed by the author.
"""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides import authoring
from dematassist.guides.jargon import Jargon, read_jargon
from dematassist.guides.lexicon import read_lexicon
from dematassist.guides.model import (
    UNSURE,
    ChannelKind,
    Guide,
    Step,
    visible_channels,
    visible_steps,
)
from dematassist.guides.plain_language import Figures, figures, sentences, words_of
from dematassist.guides.prose import prose
from dematassist.guides.reader import (
    Authored,
    Content,
    Problem,
    Reading,
    in_reading_order,
    known_of,
    problems_of,
    read_guide_file,
    read_resources,
)
from dematassist.guides.resolving import FALLBACK
from dematassist.guides.shapes import Fault, FieldPath, nearest
from dematassist.guides.siblings import sibling_faults
from dematassist.guides.typography import NO_BREAK, mended
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dematassist.guides.model import ChoiceId, QuestionId

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
_NOT_SENTENCES = frozenset(["sources", "other_names"])


class StepFigures(NamedTuple):
    """The figures of one step: its title, actions, what to keep and the known difficulties."""

    id: str
    words: int
    reading_ease: int


class GuideFigures(NamedTuple):
    """The figures of one guide. Reading ease and jargon are measured in French only."""

    id: str
    lang: str
    all: Figures
    steps: tuple[StepFigures, ...]
    jargon: tuple[str, ...]
    """Long words and acronyms that neither lexicon knows."""

    @property
    def longest_step_words(self) -> int:
        """Words of the longest step."""
        return max(step.words for step in self.steps)

    @property
    def lowest_reading_ease(self) -> int:
        """Reading ease of the hardest step."""
        return min(step.reading_ease for step in self.steps)

    @property
    def median_reading_ease(self) -> int:
        """Reading ease of the step in the middle."""
        return round(median(step.reading_ease for step in self.steps))


class CheckReport(NamedTuple):
    """What is wrong, by file and line, and the figures of each guide."""

    problems: tuple[Problem, ...]
    figures: tuple[GuideFigures, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before a release."""
        return any(problem.is_error for problem in self.problems)


def check(resources: Path, paths: Sequence[Path] = ()) -> CheckReport:
    """Check these files and folders, or everything below ``resources`` when there are none.

    A path in another folder of resources (an author's copy) is checked in that folder. A file that is in
    none is read as a guide that uses the providers and papers of ``resources``.
    """
    problems: list[Problem] = []
    figured: list[GuideFigures] = []
    for root, wanted in _by_root(resources, paths).items():
        found = _Checking(root)
        for path in wanted:
            if not path.exists():
                problems.append(Problem(path, 1, "", _("There is no such file."), _("Check its name.")))
            elif root not in (path, *path.parents):
                for draft in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
                    found.add_draft(draft)
        kept = set(wanted) or {root}
        problems += [problem for problem in found.problems() if _is_in(problem.file, kept)]
        figured += [figure for path, figure in found.figures() if _is_in(path, kept)]
    return CheckReport(tuple(sorted(problems, key=in_reading_order)), tuple(figured))


def _by_root(resources: Path, paths: Sequence[Path]) -> dict[Path, list[Path]]:
    """Group the paths by the folder of resources they are in."""
    grouped: dict[Path, list[Path]] = {} if paths else {resources.resolve(): []}
    for path in (path.resolve() for path in paths):
        root = next((one for one in (path, *path.parents) if (one / "providers").is_dir()), resources)
        grouped.setdefault(root.resolve(), []).append(path)
    return grouped


def _is_in(file: Path, kept: set[Path]) -> bool:
    return file in kept or any(parent in kept for parent in file.parents)


class _Checking:
    """One folder of resources, read, and what the rules say of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._content: Content = read_resources(root)
        self._jargon: Jargon = read_jargon(root / "lexicon")
        self._guides: dict[Path, Guide] = {
            root / "guides" / guide.lang / f"{guide.id}.yaml": guide for guide in self._content.guides
        }
        self._readings = dict(self._content.readings)
        self._problems = [*self._content.problems, *self._jargon.problems]
        self._problems += read_lexicon(root / "lexicon").problems

    def add_draft(self, path: Path) -> None:
        """Read a guide that is in no folder of resources."""
        read = read_guide_file(path, known_of(self._content))
        self._problems += read.problems
        if read.reading:
            self._readings[path] = read.reading
        if read.guide:
            self._guides[path] = read.guide

    def problems(self) -> list[Problem]:
        found = list(self._problems)
        for path, document in self._jargon.readings.items():
            found += problems_of(path, document.lines, text_faults(document.values, FALLBACK))
        for path, reading in self._readings.items():
            faults = [*text_faults(reading.values, reading.lang), *source_faults(reading)]
            if isinstance(reading.source, authoring.PaperFile):
                faults += paper_faults(reading.source, {paper.id for paper in self._content.papers})
            if path in self._guides:
                faults += guide_faults(self._guides[path])
                faults += plain_faults(self._guides[path], self._jargon)
            if reading.lang != FALLBACK:
                faults += self._sibling_faults(path, reading)
            found += problems_of(path, reading.lines, faults)
        return found

    def _sibling_faults(self, path: Path, reading: Reading) -> Iterator[Fault]:
        kind = path.parent.parent.name if self._root in path.parents else "guides"
        french = self._readings.get(self._root / kind / FALLBACK / path.name)
        if french:
            yield from sibling_faults(reading.values, french.values)
        else:
            yield Fault(
                (),
                _("There is no French file of this name, or it is broken."),
                _("Write the French file first: the others are its translations."),
            )

    def figures(self) -> Iterator[tuple[Path, GuideFigures]]:
        for path, guide in self._guides.items():
            yield path, guide_figures(guide, self._readings[path], self._jargon)


# What is said of the text of any file


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
        if not _NOT_SENTENCES.intersection(path):
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
        row = _step_figures(step)
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


def guide_figures(guide: Guide, reading: Reading, jargon: Jargon) -> GuideFigures:
    """Count what a guide says."""
    texts = [text for path, text in prose(reading.values) if not _NOT_SENTENCES.intersection(path)]
    unknown: dict[str, None] = {}
    if guide.lang == "fr":
        unknown = {word: None for text in texts for word in jargon.unexplained(text)}
    return GuideFigures(
        guide.id,
        guide.lang,
        figures(texts),
        tuple(_step_figures(step) for step in guide.steps),
        tuple(unknown),
    )


def _step_figures(step: Step) -> StepFigures:
    texts = [step.title, *(action.text for action in step.actions), *step.keep]
    texts += [text for pitfall in step.pitfalls for text in (pitfall.problem, pitfall.way_round)]
    counted = figures(texts)
    return StepFigures(step.id, counted.words, counted.reading_ease)


# The report


def report_lines(report: CheckReport) -> list[str]:
    """Say the report for a terminal: each problem on two lines, then a line of figures a guide."""
    lines = []
    for problem in report.problems:
        kind = _("ERROR") if problem.is_error else _("advice")
        lines.append(f"{_shown(problem.file)}:{problem.line}: {kind}: {problem.field}".rstrip(": "))
        lines.append(f"    {problem.what} {problem.write}")
    for row in report.figures:
        lines += _figure_lines(row)
    errors = sum(problem.is_error for problem in report.problems)
    advice = len(report.problems) - errors
    lines.append(
        ngettext("{n} error to mend.", "{n} errors to mend.", errors).format(n=errors)
        + " "
        + ngettext("{n} piece of advice.", "{n} pieces of advice.", advice).format(n=advice)
    )
    return lines


def _figure_lines(row: GuideFigures) -> Iterable[str]:
    yield _(
        "{id} ({lang}): {sentences} sentences, {mean} words each, {longest} at most; {long} % long words;"
        " longest step {step} words."
    ).format(
        id=row.id,
        lang=row.lang,
        sentences=row.all.sentences,
        mean=row.all.words_per_sentence,
        longest=row.all.longest_sentence_words,
        long=round(100 * row.all.long_words_share),
        step=row.longest_step_words,
    )
    if row.lang == "fr":
        # Translators: the reading ease is the Kandel-Moles score: 70 and more is easy.
        yield "    " + _(
            "Reading ease: {median} for the step in the middle, {lowest} for the hardest."
        ).format(median=row.median_reading_ease, lowest=row.lowest_reading_ease)
    if row.jargon:
        yield "    " + _("Long words and acronyms without a meaning in the lexicon: {words}.").format(
            words=", ".join(row.jargon)
        )


def report_as_json(report: CheckReport) -> dict[str, object]:
    """Return the report as plain values."""
    return {
        "problems": [{**problem._asdict(), "file": _shown(problem.file)} for problem in report.problems],
        "figures": [
            {
                "id": row.id,
                "lang": row.lang,
                **row.all._asdict(),
                "words_per_sentence": row.all.words_per_sentence,
                "long_words_share": row.all.long_words_share,
                "reading_ease": row.median_reading_ease if row.lang == "fr" else None,
                "steps": [
                    step._asdict() if row.lang == "fr" else {"id": step.id, "words": step.words}
                    for step in row.steps
                ],
                "jargon": list(row.jargon),
            }
            for row in report.figures
        ],
    }


def _shown(path: Path) -> str:
    """Return a path from the current folder when it is below it: shorter, and it can be clicked."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return os.fspath(path)
