"""A table as a grid: the cell that covers each place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.mentions import strip
from extract.records import Block, Span

__all__ = ["Grid", "alone", "grid_of", "span_of", "turned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as a grid: the cell that covers each place."""

    view: str
    cells: dict[tuple[int, int], Block]
    rows: int
    columns: int

    def row(self, number: int) -> tuple[Block | None, ...]:
        """Give the cells that cover a row, left to right."""
        return tuple(self.cells.get((number, column)) for column in range(self.columns))

    def words(self, block: Block | None) -> str:
        """Give the words of a cell, "" for none."""
        return self.view[block.span.start : block.span.end].strip() if block is not None else ""

    def below(self, column: int, first: int, end: int) -> Iterator[Block]:
        """Give each cell of a column that has words, once."""
        last: Block | None = None
        for row in range(first, end):
            block = self.cells.get((row, column))
            if block is not None and block is not last and self.words(block):
                yield block
            last = block


def grid_of(view: str, cells: Sequence[Block]) -> Grid:
    """Arrange the cells of one table; a merged cell covers all its places."""
    placed: dict[tuple[int, int], Block] = {}
    for block in cells:
        cell = block.cell
        if cell is None:
            continue
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                placed[row, column] = block
    rows = max((row for row, _ in placed), default=-1) + 1
    columns = max((column for _, column in placed), default=-1) + 1
    return Grid(view=view, cells=placed, rows=rows, columns=columns)


def turned(grid: Grid) -> Grid:
    """Give a table with its rows as columns."""
    once = {block: _turned(block) for block in grid.cells.values()}
    cells = {(column, row): once[block] for (row, column), block in grid.cells.items()}
    return Grid(view=grid.view, cells=cells, rows=grid.columns, columns=grid.rows)


def _turned(block: Block) -> Block:
    cell = block.cell
    if cell is None:
        return block
    return replace(block, cell=replace(cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows))


def alone(grid: Grid, row: int) -> Block | None:
    """Give the cell of a row that has but one with words."""
    cells = {id(cell): cell for cell in grid.row(row) if cell is not None and grid.words(cell)}
    return next(iter(cells.values())) if len(cells) == 1 else None


def span_of(grid: Grid, block: Block) -> Span:
    """Give the span of a cell without outer blanks."""
    return strip(grid.view, block.span.start, block.span.end)
