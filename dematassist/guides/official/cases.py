"""The cases of a sheet as questions: who answers one keeps only what concerns them.

A question and a choice are known by their words, not by their place: answers stay when the State changes
something else in the sheet, and a question asked again in another chapter is one question.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from dematassist.guides.model import Choice, Condition, Question, When, holds
from dematassist.guides.official import model
from dematassist.guides.official.model import Cases
from dematassist.guides.official.text import plain
from dematassist.guides.official.titles import title_of
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dematassist.guides.model import ChoiceId, QuestionId
    from dematassist.guides.official.model import Block, Case

Group = tuple[tuple["Block", ...], When]
"""Blocks, and the answers with which they are shown."""


def words_id(letter: str, *words: str) -> str:
    """Return the id of something that is known by its words."""
    spoken = "\n".join(" ".join(text.split()) for text in words)
    return letter + hashlib.blake2b(spoken.encode(), digest_size=6).hexdigest()


def question_of(cases: Cases, when: When, heading: str) -> Question:
    """Return the question that a group of cases asks, under a heading."""
    # Translators: a question; {about} is the heading it stands under.
    text = _("What is your situation?") if cases.is_situation else _("Which case is yours? {about}")
    return Question(
        id=_question_id(cases, when), text=text.format(about=heading), choices=_choices(cases), when=when
    )


def _question_id(cases: Cases, when: When) -> QuestionId:
    path = [word for condition in when for word in (condition.question, *condition.choices)]
    return words_id("q", *path, *(plain(case.title) for case in cases.cases))


def _choices(cases: Cases) -> tuple[Choice, ...]:
    found: dict[ChoiceId, Choice] = {}
    for number, case in enumerate(cases.cases, 1):
        text = " ".join(plain(case.title).split()) or _("Case {n}").format(n=number)
        choice_id = words_id("c", text)
        while choice_id in found:
            choice_id += "-"
        found[choice_id] = Choice(id=choice_id, text=text)
    return tuple(found.values())


def is_question(block: Block) -> bool:
    """Return whether a block asks which of its cases is the person's."""
    return isinstance(block, Cases) and len(block.cases) > 1 and not block.is_in_turn


def unrolled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which the branches of a guided search are cases."""
    return tuple(_as_cases(block) if isinstance(block, model.Branch) else block for block in blocks)


def _as_cases(branch: model.Branch) -> Block:
    cases = tuple(
        model.Case(one.choice or one.title, (*one.blocks, *((_as_cases(one),) if one.branches else ())))
        for one in branch.branches
    )
    inside = (*branch.blocks, *((Cases(cases),) if cases else ()))
    return model.Section(title=branch.title, level=2, blocks=inside)


def groups(block: Block, when: When) -> Iterator[Group]:
    """Yield what is inside a block, and with which answers each part is shown."""
    match block:
        case Cases():
            if is_question(block):
                question = _question_id(block, when)
                for case, choice in zip(block.cases, _choices(block), strict=True):
                    yield _of_case(case), (*when, Condition(question, (choice.id,)))
            else:
                for case in block.cases:
                    yield _of_case(case), when
        case model.Listing():
            for item in block.items:
                yield unrolled(item.blocks), when
        case model.Section() | model.Fragment() | model.Note() | model.Illustrated():
            yield unrolled(block.blocks), when
        case model.Comparison() | model.Unknown() | model.Folder():
            yield unrolled(block.blocks), when
        case _:
            return


def _of_case(case: Case) -> tuple[Block, ...]:
    return unrolled((*case.intro, *case.blocks))


def every(blocks: Iterable[Block], when: When) -> Iterator[tuple[Block, When]]:
    """Yield every block, however deep, with the answers with which it is shown."""
    for block in blocks:
        yield block, when
        for inside, deeper in groups(block, when):
            yield from every(inside, deeper)


def questions(blocks: Iterable[Block], when: When, heading: str) -> Iterator[Question]:
    """Yield the questions of blocks in the order they are asked; one asked twice comes twice."""
    before: Block | None = None
    for block in blocks:
        under = (title_of(block) if isinstance(block, model.Section) else "") or heading
        if isinstance(block, Cases) and is_question(block):
            asked = question_of(block, when, heading)
            own = plain(before.runs).strip() if isinstance(before, model.Paragraph) else ""
            yield msgspec.structs.replace(asked, text=own) if own.endswith("?") else asked
        for number, (inside, deeper) in enumerate(groups(block, when)):
            case = plain(block.cases[number].title).strip() if isinstance(block, Cases) else ""
            yield from questions(inside, deeper, case or under)
        before = block


def concerning(blocks: Sequence[Block], when: When, answers: dict[QuestionId, ChoiceId]) -> tuple[Block, ...]:
    """Return blocks with, of each question answered, the chosen case only; of the others, every case."""
    return tuple(_concerning(block, when, answers) for block in unrolled(blocks))


def _concerning(block: Block, when: When, answers: dict[QuestionId, ChoiceId]) -> Block:
    match block:
        case Cases():
            cases = [
                model.Case(case.title, concerning(inside, deeper, answers))
                for case, (inside, deeper) in zip(block.cases, groups(block, when), strict=True)
                if holds(deeper, answers)
            ]
            return Cases(tuple(cases), is_in_turn=True)
        case model.Section() | model.Fragment() | model.Note() | model.Illustrated():
            return msgspec.structs.replace(block, blocks=concerning(block.blocks, when, answers))
        case model.Comparison() | model.Unknown() | model.Folder():
            return msgspec.structs.replace(block, blocks=concerning(block.blocks, when, answers))
        case _:
            return block


def joined(several: Iterable[When], asked: dict[QuestionId, Question]) -> tuple[When, ...]:
    """Return fewer conditions that say the same: the choices of one question together.

    A question of which every choice is there is no condition any more.
    """
    found = list(dict.fromkeys(_without_the_whole(when, asked) for when in several))
    number = 0
    while number < len(found):
        for other in range(number + 1, len(found)):
            one = _joined(found[number], found[other])
            if one is not None:
                found[number] = _without_the_whole(one, asked)
                del found[other]
                number = -1
                break
        number += 1
    return ((),) if () in found else tuple(found)


def _joined(one: When, other: When) -> When | None:
    if len(one) != len(other):
        return None
    apart = [n for n, (mine, its) in enumerate(zip(one, other, strict=True)) if mine != its]
    if len(apart) != 1:
        return None
    (n,) = apart
    if one[n].question != other[n].question:
        return None
    choices = tuple(dict.fromkeys((*one[n].choices, *other[n].choices)))
    return (*one[:n], Condition(one[n].question, choices), *one[n + 1 :])


def _without_the_whole(when: When, asked: dict[QuestionId, Question]) -> When:
    return tuple(
        condition
        for condition in when
        if {choice.id for choice in asked[condition.question].choices} != set(condition.choices)
    )
