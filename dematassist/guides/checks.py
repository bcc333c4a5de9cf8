"""Is a folder of guides fit to ship? What the reader refuses, and what makes a guide hard to use.

``check`` gathers the problems of ``reader.py`` (a file that does not load) and those found here in the
values: questions that lead nowhere, plain language, French typography, siblings in other languages that
say something else. Errors stop a release; advice is weighed by the author.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.guides import authoring
from dematassist.guides.model import UNSURE, ChannelKind, Guide, Step, visible_steps
from dematassist.guides.plain_language import (
    AIMED_SENTENCE,
    AIMED_STEP,
    LONG_WORD,
    LONGEST_SENTENCE,
    LONGEST_STEP,
    Figures,
    figures,
    sentences,
    words_of,
)
from dematassist.guides.reader import Content, Problem, line_of, read_resources
from dematassist.guides.words import key
from dematassist.guides.yaml_source import parse
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dematassist.guides.yaml_source import Lines

_SHAPES = {
    "guide": authoring.GuideFile,
    "provider": authoring.ProviderFile,
    "paper": authoring.PaperFile,
}
_NO_BREAK = "\u00a0"
_TYPOGRAPHY = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<=[^\s\u00a0;!?]) ?(?=[;!?])"), _NO_BREAK),
    (re.compile(r"(?<=[^\s\u00a0\d]) (?=: )"), _NO_BREAK),
    (re.compile(r"« "), f"«{_NO_BREAK}"),
    (re.compile(r" »"), f"{_NO_BREAK}»"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r" {2,}"), " "),
)
_PHONE = re.compile(r"^(?:\d{2}(?: \d{2}){4}|\d{2} \d{2}|\d{2,3}|0 \d{3} \d{3} \d{3}|\+33(?: \d{1,3}){4,5})$")
_SIMPLE_FORBIDDEN = re.compile(r"[;()…]")


class GuideFigures(NamedTuple):
    """The figures of one guide. ``jargon`` are long words that the lexicon does not explain."""

    id: str
    lang: str
    all: Figures
    worst_step: int
    """The lowest Kandel-Moles score of a step."""
    jargon: tuple[str, ...]


class CheckReport(NamedTuple):
    """What is wrong, and the figures of each guide."""

    problems: tuple[Problem, ...]
    figures: tuple[GuideFigures, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before a release."""
        return any(problem.is_error for problem in self.problems)


def check(resources: Path, paths: list[Path]) -> CheckReport:
    """Check the resources; keep what concerns these files or folders (everything when there are none)."""
    resources = _resources_of(resources, paths)
    content = read_resources(resources)
    problems = list(content.problems)
    known = _known_words(resources)
    figured = []
    french = {guide.id: guide for guide in content.guides if guide.lang == "fr"}
    for guide in content.guides:
        path = resources / "guides" / guide.lang / f"{guide.id}.yaml"
        problems += _of_guide(guide, path, content.lines[path])
        if guide.lang == "fr":
            figured.append(_figures(guide, known))
        elif guide.id in french:
            problems += _of_sibling(guide, french[guide.id], path, content)
    kept = {path.resolve() for path in paths}
    if kept:
        problems = [p for p in problems if _is_in(p.file.resolve(), kept)]
        figured = [f for f in figured if _is_in((resources / "guides/fr" / f"{f.id}.yaml").resolve(), kept)]
    problems.sort(key=lambda p: (not p.is_error, str(p.file), p.line))
    return CheckReport(tuple(problems), tuple(figured))


def _resources_of(resources: Path, paths: list[Path]) -> Path:
    """Return the resources folder the paths are in: an author may work on a copy."""
    for path in paths:
        for parent in path.resolve().parents:
            if (parent / "guides").is_dir() and (parent / "providers").is_dir():
                return parent
    return resources


def _is_in(file: Path, kept: set[Path]) -> bool:
    return file in kept or any(parent in kept for parent in file.parents)


def _known_words(resources: Path) -> frozenset[str]:
    path = resources / "lexicon" / "jargon.fr.yaml"
    if not path.exists():
        return frozenset()
    entries = parse(path.read_bytes()).values
    assert isinstance(entries, list)
    return frozenset(key(word, "fr") for entry in entries for word in words_of(str(entry["word"])))


def _figures(guide: Guide, known: frozenset[str]) -> GuideFigures:
    everything = tuple(text for _path, text in _texts(guide))
    scores = [figures(_step_lines(step)).score for step in guide.steps]
    long_words = {
        word.lower()
        for line in everything
        for word in words_of(line)
        if len(word) >= LONG_WORD and "’" not in word and word.islower() and key(word, "fr") not in known
    }
    return GuideFigures(guide.id, guide.lang, figures(everything), min(scores), tuple(sorted(long_words)))


def _step_lines(step: Step) -> tuple[str, ...]:
    lines = [step.title, *(action.text for action in step.actions), *step.keep]
    lines += [f"{pitfall.problem} {pitfall.way_round}" for pitfall in step.pitfalls]
    return tuple(lines)


def _texts(guide: Guide) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give every sentence of a guide that a person reads, with its field."""
    yield ("title",), guide.title
    yield ("summary",), guide.summary
    for index, line in enumerate(guide.for_whom):
        yield ("for_whom", str(index)), line
    yield ("cost", "value"), guide.cost.value
    yield ("answer_delay", "value"), guide.answer_delay.value
    for question in guide.questions:
        yield ("questions", question.id, "text"), question.text
        for choice in question.choices:
            yield ("questions", question.id, "choices", choice.id), choice.text
    for step in guide.steps:
        yield from _step_texts(step)
    for field in ("say", "have_ready", "write_down"):
        for index, line in enumerate(getattr(guide.phone_script, field)):
            yield ("phone_script", field, str(index)), line
    for field in ("next", "worry", "silence", "appeal"):
        for index, line in enumerate(getattr(guide.after, field)):
            yield ("after", field, str(index)), line
    for index, line in enumerate(guide.unknown):
        yield ("unknown", str(index)), line


def _step_texts(step: Step) -> Iterator[tuple[tuple[str, ...], str]]:
    path = ("steps", step.id)
    yield (*path, "title"), step.title
    for action in step.actions:
        yield (*path, "actions", action.id), action.text
    for index, line in enumerate(step.keep):
        yield (*path, "keep", str(index)), line
    for note in step.notes:
        yield (*path, "notes", note.id, "label"), note.label
    for index, pitfall in enumerate(step.pitfalls):
        yield (*path, "pitfalls", str(index), "problem"), pitfall.problem
        if pitfall.way_round:
            yield (*path, "pitfalls", str(index), "way_round"), pitfall.way_round
    for index, plan in enumerate(step.plan_b):
        yield (*path, "plan_b", str(index), "text"), plan.text
    if step.simple:
        yield (*path, "simple", "title"), step.simple.title
        for action in step.simple.actions:
            yield (*path, "simple", "actions", action.id), action.text
        for index, line in enumerate(step.simple.more):
            yield (*path, "simple", "more", str(index)), line


def _of_guide(guide: Guide, path: Path, lines: Lines) -> list[Problem]:
    found: list[Problem] = []

    def tell(field: tuple[str, ...], what: str, write: str, *, is_error: bool = True) -> None:
        found.append(Problem(path, line_of(lines, field), ".".join(field), what, write, is_error))

    for field, text in _texts(guide):
        if guide.lang == "fr":
            _of_sentence(field, text, tell)
    for step in guide.steps:
        words = figures(_step_lines(step)).words
        if words > AIMED_STEP:
            tell(
                ("steps", step.id),
                _("This step has {n} words.").format(n=words),
                _("Cut it in two, or shorten it: aim at {aim}.").format(aim=AIMED_STEP),
                is_error=words > LONGEST_STEP,
            )
        if step.simple is None and guide.lang == "fr":
            tell(("steps", step.id), _("No simple wording."), _("Add: simple, with the same actions."))
    for channel in guide.channels:
        if channel.kind is ChannelKind.PHONE and not _PHONE.match(channel.value.replace(_NO_BREAK, " ")):
            tell(
                ("channels", channel.id),
                _("“{number}” does not look like a phone number.").format(number=channel.value),
                _("Write the digits in groups: 36 46, 01 23 45 67 89, 0 806 001 620 or +33 1 23 45 67 89."),
            )
    _of_questions(guide, tell)
    return found


def _of_questions(guide: Guide, tell: Callable[..., None]) -> None:
    """Find the answers that leave a person with no step at all."""
    choices = [(UNSURE, *(choice.id for choice in question.choices)) for question in guide.questions]
    for combination in itertools.product(*choices):
        answers = {q.id: choice for q, choice in zip(guide.questions, combination, strict=True)}
        if not visible_steps(guide, answers):
            tell(
                ("steps",),
                _("With these answers there is no step at all: {answers}.").format(answers=answers),
                _("Loosen a condition (when), or add a step."),
            )
            return


def _of_sentence(field: tuple[str, ...], text: str, tell: Callable[..., None]) -> None:
    mended = text
    for pattern, right in _TYPOGRAPHY:
        mended = pattern.sub(right, mended)
    if mended != text:
        tell(field, _("French typography."), _("Write: {text}").format(text=mended))
    for sentence in sentences(text):
        count = len(words_of(sentence))
        if count > AIMED_SENTENCE:
            tell(
                field,
                ngettext("A sentence has {n} word.", "A sentence has {n} words.", count).format(n=count),
                _("Cut it: {aim} at most is best.").format(aim=AIMED_SENTENCE),
                is_error=count > LONGEST_SENTENCE,
            )
    if "simple" in field and _SIMPLE_FORBIDDEN.search(text):
        tell(field, _("A simple wording has none of ; ( ) …"), _("Make two sentences."))


def _of_sibling(guide: Guide, french: Guide, path: Path, content: Content) -> list[Problem]:
    """Compare a guide with its French sibling: everything but the words must be the same."""
    lines = content.lines[path]
    found = []
    for name, own, reference in _skeleton(guide, french):
        if own != reference:
            found.append(
                Problem(
                    path,
                    line_of(lines, (name,)),
                    name,
                    _("This is not the same as in the French guide."),
                    _("Write exactly: {values}").format(values=reference),
                )
            )
    return found


def _skeleton(guide: Guide, french: Guide) -> Iterator[tuple[str, object, object]]:
    def of(one: Guide) -> dict[str, object]:
        return {
            "theme": one.theme.value,
            "official_sheet": one.official_sheet,
            "screen_minutes": one.screen_minutes,
            "read_on": one.read_on,
            "channels": [(c.id, c.kind.value, _number(c.kind, c.value), c.when) for c in one.channels],
            "papers": [(p.id, p.when, p.provenance.confidence.value) for p in one.papers],
            "questions": [(q.id, [c.id for c in q.choices]) for q in one.questions],
            "steps": [
                (
                    s.id,
                    s.where.value,
                    [a.id for a in s.actions],
                    [(n.id, n.kind.value) for n in s.notes],
                    s.link.url if s.link else "",
                    s.help,
                    s.when,
                )
                for s in one.steps
            ],
            "after": [(r.id, r.days, r.note) for r in one.after.reminders],
        }

    own, reference = of(guide), of(french)
    for name, value in own.items():
        yield name, value, reference[name]


def _number(kind: ChannelKind, value: str) -> str:
    """Return what of a channel does not depend on the language: a number, an address."""
    return value.replace(_NO_BREAK, " ") if kind in (ChannelKind.PHONE, ChannelKind.ONLINE) else ""


def report_lines(report: CheckReport) -> list[str]:
    """Say the report for a terminal."""
    lines = []
    for problem in report.problems:
        kind = _("MISTAKE") if problem.is_error else _("advice")
        where = f"{problem.file}:{problem.line}"
        lines.append(f"{kind} {where} {problem.field}\n    {problem.what} {problem.write}")
    for row in report.figures:
        lines.append(
            _(
                "{id}: {n} sentences, {mean} words a sentence (longest {longest}), {long} % long words,"
                " reading ease {score} (worst step {worst})"
            ).format(
                id=row.id,
                n=row.all.sentences,
                mean=row.all.words_a_sentence,
                longest=row.all.longest_sentence,
                long=round(100 * row.all.long_words / max(row.all.words, 1)),
                score=row.all.score,
                worst=row.worst_step,
            )
        )
        if row.jargon:
            # Translators: long words of a guide that the lexicon of hard words does not explain.
            lines.append(
                "    " + _("Long words not in the lexicon: {words}").format(words=", ".join(row.jargon))
            )
    errors = sum(problem.is_error for problem in report.problems)
    advice = len(report.problems) - errors
    lines.append(_("{errors} mistakes, {advice} pieces of advice.").format(errors=errors, advice=advice))
    return lines


def report_as_json(report: CheckReport) -> dict[str, object]:
    """Return the report as plain values."""
    return {
        "problems": [{**p._asdict(), "file": str(p.file)} for p in report.problems],
        "figures": [
            {**f._asdict(), "all": {**f.all._asdict(), "words_a_sentence": f.all.words_a_sentence}}
            for f in report.figures
        ],
    }


def json_schema(kind: str) -> dict[str, object]:
    """Return the JSON Schema of a kind of file: guide, provider or paper."""
    return msgspec.json.schema(_SHAPES[kind])
