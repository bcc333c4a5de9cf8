"""The papers of several procedures as one list: each once, who wants it, whether it is there. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.model import visible_papers
from dematassist.guides.wording import only_if
from dematassist.journeys.in_hand import Held, NotHeld, holding
from dematassist.papers.model import Wait

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dematassist.guides.model import Guide, PaperNeed
    from dematassist.journeys.in_hand import Holding
    from dematassist.papers.model import PaperKind
    from dematassist.vault.model import Document


class Subject(NamedTuple):
    """A procedure of the appointment, opened: its guide, and what this person answered."""

    guide: Guide
    answers: dict[str, str]
    done_steps: frozenset[str] = frozenset()


class Wanted(NamedTuple):
    """Which procedure asks for a paper, and in which words."""

    guide: Guide
    need: PaperNeed
    only_if: str
    """For whom it is, when the answers do not tell yet."""


class MergedPaper(NamedTuple):
    """A paper of the list."""

    key: str
    """The id of its kind; for words of an official sheet, which have none, these words folded."""
    name: str
    kind: PaperKind | None
    wanted: tuple[Wanted, ...]
    holding: Holding
    is_ticked: bool
    """Whether the person says that they have it."""
    perhaps_same_as: tuple[str, ...]
    """The names of other papers of the list that may be this very paper."""

    @property
    def is_sure(self) -> bool:
        """Whether a procedure asks for it of this person, whatever they have not answered yet."""
        return any(not wanted.only_if for wanted in self.wanted)

    @property
    def is_in_hand(self) -> bool:
        """Whether it is there: in the open folder, or the person says so."""
        return self.is_ticked or isinstance(self.holding, Held)


def merged(
    subjects: Iterable[Subject],
    kinds: Mapping[str, PaperKind],
    held: tuple[Document, ...],
    in_hand: frozenset[str],
    today: date,
) -> tuple[MergedPaper, ...]:
    """Return every paper that these procedures ask for, each once.

    What is sure comes before what depends on answers; else, in the order they are first asked for.
    """
    wanted: dict[str, list[Wanted]] = {}
    for guide, answers, _done in subjects:
        for need in visible_papers(guide, answers):
            key = need.id if need.id in kinds else folded(need.name)
            wanted.setdefault(key, []).append(Wanted(guide, need, only_if(guide, need, answers)))
    names = {key: _name(key, asking, kinds) for key, asking in wanted.items()}
    papers = (
        MergedPaper(
            key=key,
            name=names[key],
            kind=kinds.get(key),
            wanted=tuple(asking),
            holding=holding(key, kinds, held, today) if key in kinds else NotHeld(),
            is_ticked=key in in_hand,
            perhaps_same_as=tuple(
                names[other] for other in (kinds[key].instead if key in kinds else ()) if other in names
            ),
        )
        for key, asking in wanted.items()
    )
    return tuple(sorted(papers, key=lambda paper: not paper.is_sure))


_LONGEST_FIRST = {Wait.MONTHS: 0, Wait.WEEKS: 1, None: 2, Wait.DAYS: 3, Wait.AT_ONCE: 4}
"""What we do not know may be long: it comes before what is had in a few days."""


def to_ask_for(papers: Iterable[MergedPaper]) -> tuple[MergedPaper, ...]:
    """Return the papers that are asked for and not there, what takes the longest first.

    Among those that take as long, what most procedures want comes first.
    """

    def rank(paper: MergedPaper) -> tuple[int, int]:
        wait = paper.kind.delay.longest if paper.kind and paper.kind.delay else None
        return _LONGEST_FIRST[wait], -len(paper.wanted)

    return tuple(sorted((paper for paper in papers if paper.is_sure and not paper.is_in_hand), key=rank))


def _name(key: str, asking: list[Wanted], kinds: Mapping[str, PaperKind]) -> str:
    names = {wanted.need.name for wanted in asking}
    return names.pop() if len(names) == 1 or key not in kinds else kinds[key].name
