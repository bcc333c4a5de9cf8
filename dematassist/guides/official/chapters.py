"""The text of a sheet cut in chapters: what is one step of a walk, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.official import model
from dematassist.guides.official.cases import every, groups, is_question, unrolled, words_id
from dematassist.guides.official.text import plain
from dematassist.guides.official.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dematassist.guides.model import StepId, When
    from dematassist.guides.official.model import Block


class Chapter(NamedTuple):
    """Blocks under one title, and the answers with which they are shown."""

    id: StepId
    title: str
    blocks: tuple[Block, ...]
    when: When
    is_papers: bool = False

    def titles(self) -> Iterator[str]:
        """Yield its title, and those inside it."""
        yield self.title
        for block, _when in every(self.blocks, ()):
            if isinstance(block, model.Section):
                yield title_of(block)


def chapters(blocks: tuple[Block, ...], title: str) -> tuple[Chapter, ...]:
    """Return the chapters of a sheet, at least one; each has its own id."""
    cutting = _Cutting()
    cutting.cut(blocks, (), title)
    found = cutting.found or [Chapter("", title, blocks, ())]
    taken: dict[str, int] = {}
    named = []
    for chapter in found:
        path = [word for condition in chapter.when for word in (condition.question, *condition.choices)]
        step_id = words_id("s", chapter.title, *path)
        taken[step_id] = taken.get(step_id, 0) + 1
        own = step_id if taken[step_id] == 1 else f"{step_id}-{taken[step_id]}"
        named.append(chapter._replace(id=own))
    return tuple(named)


class _Cutting:
    def __init__(self) -> None:
        self.found: list[Chapter] = []
        self._loose: list[Block] = []

    def cut(self, blocks: Iterable[Block], when: When, title: str) -> None:
        """Cut blocks that stand under a title. Words before the first chapter are read with it."""
        for block in blocks:
            if isinstance(block, model.Section) and block.level == 1:
                self._end(when, title, keeps_words=True)
                own = title_of(block) or title
                whole = (*self._loose, *unrolled(block.blocks))
                self._loose = []
                self.found.append(Chapter("", own, whole, when, block.is_papers))
            elif _has_chapters(block):
                self._end(when, title, keeps_words=True)
                self._cut_inside(block, when, title)
            else:
                self._loose.append(block)
        self._end(when, title, keeps_words=False)

    def _cut_inside(self, block: Block, when: When, title: str) -> None:
        before = list(self._loose)
        for number, (inside, deeper) in enumerate(groups(block, when)):
            # The words before a question are read by everyone, whatever they answer.
            self._loose = list(before)
            runs = block.cases[number].title if isinstance(block, model.Cases) else ()
            case = " ".join(plain(runs).split())
            if case and not is_question(block):
                # Nobody chooses it: it is said.
                self._loose.append(model.Paragraph(runs))
            self.cut(inside, deeper, case or title)
        self._loose = []

    def _end(self, when: When, title: str, *, keeps_words: bool) -> None:
        """End what was loose: a chapter of its own, or words kept for the chapter that follows."""
        if not self._loose or (keeps_words and all(_is_words(block) for block in self._loose)):
            return
        if self.found and self.found[-1].when == when and all(_is_words(block) for block in self._loose):
            last = self.found[-1]
            self.found[-1] = last._replace(blocks=(*last.blocks, *self._loose))
        else:
            self.found.append(Chapter("", title, tuple(self._loose), when))
        self._loose = []


def _is_words(block: Block) -> bool:
    return not any(
        isinstance(one, model.Cases | model.Service | model.Contact) for one, _when in every((block,), ())
    )


def _has_chapters(block: Block) -> bool:
    if isinstance(block, model.Contact):
        return False
    return any(isinstance(one, model.Section) and one.level == 1 for one, _when in every((block,), ()))
