"""What a check of guides found, and the figures of plain language: for a terminal, and as plain values."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.plain_language import Figures, figures
from dematassist.guides.prose import prose
from dematassist.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dematassist.guides.jargon import Jargon
    from dematassist.guides.model import Guide, Step
    from dematassist.guides.reader import Problem, Reading

NOT_SENTENCES = frozenset(["sources", "other_names"])
"""Fields whose texts are names."""


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


def guide_figures(guide: Guide, reading: Reading, jargon: Jargon) -> GuideFigures:
    """Count what a guide says."""
    texts = [text for path, text in prose(reading.values) if not NOT_SENTENCES.intersection(path)]
    unknown: dict[str, None] = {}
    if guide.lang == "fr":
        unknown = {word: None for text in texts for word in jargon.unexplained(text)}
    return GuideFigures(
        guide.id,
        guide.lang,
        figures(texts),
        tuple(counted_step(step) for step in guide.steps),
        tuple(unknown),
    )


def counted_step(step: Step) -> StepFigures:
    """Count what a step says."""
    texts = [step.title, *(action.text for action in step.actions), *step.keep]
    texts += [text for pitfall in step.pitfalls for text in (pitfall.problem, pitfall.way_round)]
    counted = figures(texts)
    return StepFigures(step.id, counted.words, counted.reading_ease)


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
