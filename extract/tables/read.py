"""Read the tables of a document: the header decides what each column means, every row with a task is a task.

Rules:
    1. A table of labels and values (任务名称 | 建设平台 ⏎ 牵头单位 | 市数据局) is a card, see :mod:`extract.tables.cards`; with
       labels down the side and several tasks next to them it is read as if it were turned round.
    2. Units across the top with marks below make a matrix, see :mod:`extract.tables.matrix`; units down the side with tasks
       across the top make one that is turned round, see :mod:`extract.tables.transposed`.
    3. A table without a header that continues one of the same width takes over its columns; its own header, with
       units or without, ends what the table before stated.
    4. Of a table without any header, the cells with clauses (改造公园(市园林局负责)) are tasks.
    5. Where no column names who leads, a label right above the table does, see :mod:`extract.tables.above`.
    6. A header further down starts a second table: two tables on one sheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.items import Outline
from extract.records import Block
from extract.tables.above import label_above
from extract.tables.cards import has_side_labels, read_card
from extract.tables.grid import Grid, alone, grid_of, turned
from extract.tables.header import Header, find_header, header_at, header_of_clauses, header_without_row
from extract.tables.matrix import matrix_header
from extract.tables.rows import Stretch, read_rows
from extract.tables.transposed import read_transposed
from extract.tasks import Draft

__all__ = ["read_tables"]


def read_tables(view: str, outline: Outline) -> tuple[Draft, ...]:
    """Read the tasks of every table."""
    drafts: list[Draft] = []
    last: Header | None = None
    for cells, parent in zip(outline.tables, outline.table_parents, strict=True):
        grid = grid_of(view, cells)
        upright = turned(grid) if has_side_labels(grid) else grid
        whole = (tuple(read_card(view, cells, parent)) if upright is grid else ()) or read_transposed(upright, parent)
        if whole:
            drafts.extend(whole)
            continue
        grid = upright
        header = _header(grid, last)
        if header is None:
            continue
        for stretch in _stretches(grid, header):
            last = stretch.header
            drafts.extend(_led(outline, cells, stretch.header, read_rows(grid, stretch, parent, outline)))
    return tuple(drafts)


def _led(outline: Outline, cells: Sequence[Block], header: Header, rows: Sequence[Draft]) -> Iterator[Draft]:
    """Add to rows that no one leads what the label above their table says."""
    above = label_above(outline, cells) if rows and header.leaves_lead_open() else ()
    yield from (replace(row, clauses=(*row.clauses, *above)) for row in rows)


def _header(grid: Grid, last: Header | None) -> Header | None:
    header = matrix_header(grid) or find_header(grid)
    if header is not None:
        return header
    if last is not None and len(last.kinds) == grid.columns:
        return replace(last, data=0)
    return header_without_row(grid) or header_of_clauses(grid)


def _stretches(grid: Grid, header: Header) -> Iterator[Stretch]:
    """Cut a table at each further header: two tables on one sheet."""
    title: Block | None = None
    row = header.data
    while row < grid.rows:
        other = _other_header(grid, header, row)
        if other is None:
            row += 1
            continue
        above = alone(grid, row - 1) if row > header.data else None
        yield Stretch(header=header, end=row - (above is not None), title=title)
        header, title, row = other, above, other.data
    yield Stretch(header=header, end=grid.rows, title=title)


def _other_header(grid: Grid, header: Header, row: int) -> Header | None:
    """Read another header further down; not the same one again, nor marks (牵头 | 配合) below the units of a matrix."""
    if header.units or {grid.words(block) for block in grid.row(row)} - {""} <= header.words:
        return None
    return header_at(grid, row)
