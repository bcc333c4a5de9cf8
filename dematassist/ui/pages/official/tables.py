"""A table said row by row: what the row is about, then each column with its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dematassist.guides.official.model import Cell, Table


def said_by_rows(table: Table, words: Callable[[Cell], str]) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a table, and whether each names its row. ``words`` says a cell."""
    grid = _grid(table, words)
    heads = [cells for row, cells in zip(table.rows, grid, strict=True) if row.is_header]
    if len(heads) == len(grid):
        heads = []
    # A name over several columns, and the name of each, are said together.
    columns = [", ".join(dict.fromkeys(filter(None, names))) for names in zip(*heads, strict=True)]
    for cells in grid:
        if cells in heads:
            continue
        for place, text in enumerate(cells):
            column = columns[place] if columns else ""
            # Translators: a cell of a table: the name of its column, then what it holds.
            named = _("{column}: {text}").format(column=column, text=text) if column else text
            yield named, place == 0 and len(cells) > 1


def _grid(table: Table, words: Callable[[Cell], str]) -> list[list[str]]:
    """Return the words of a table by row and column; a cell over several places is in each of them."""
    grid: list[dict[int, str]] = [{} for _row in table.rows]
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while column in grid[number]:
                column += 1
            said = words(cell)
            for below in grid[number : number + cell.rows]:
                below.update(dict.fromkeys(range(column, column + cell.columns), said))
            column += cell.columns
    width = max((len(row) for row in grid), default=0)
    return [[row.get(column, "") for column in range(width)] for row in grid]
