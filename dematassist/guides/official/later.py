"""Blocks that are read when they are first looked at: of a long sheet, a person opens a part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dematassist.guides.official.model import Block


class Later(Sequence["Block"]):
    """What a chapter or a case holds, used as a tuple is.

    ``has_chapters`` tells, unread, whether there are chapters inside: the list of chapters needs no more.
    Two threads may both read it: they find the same.
    """

    __slots__ = ("_blocks", "_read", "has_chapters")

    def __init__(self, read: Callable[[], Iterable[Block]], *, has_chapters: bool) -> None:
        self._read: Callable[[], Iterable[Block]] | None = read
        self._blocks: tuple[Block, ...] = ()
        self.has_chapters = has_chapters

    @property
    def is_read(self) -> bool:
        """Whether anybody looked."""
        return self._read is None

    def _all(self) -> tuple[Block, ...]:
        read = self._read
        if read is not None:
            self._blocks = tuple(read())
            self._read = None
        return self._blocks

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Block]:
        return iter(self._all())

    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())
