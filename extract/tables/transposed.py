"""Read a duty matrix that is turned round: units down the side, tasks across the top, a mark where a unit takes part.

For: ``单位 | 编制方案 | 排查隐患 ⏎ 市应急局 | 牵头 | 配合 ⏎ 市住建局 | 配合 | 牵头`` · marks that a key explains (●牵头 ○配合).
Against: ``单位 | 牵头 | 配合 ⏎ 市应急局 | √ |`` (roles across the top) · values instead of marks · one task alone.
"""

from collections.abc import Iterator, Mapping

from extract.markers import marker_at
from extract.mentions import strip
from extract.parts import Clause, ClauseShape, Part
from extract.records import Block, Span
from extract.roles import Meaning
from extract.tables.grid import Grid, span_of
from extract.tables.kinds import PLAIN_UNITS, lists_bodies
from extract.tables.matrix import key_of, meaning_of_mark
from extract.tables.role_column import role_in
from extract.tasks import Draft

__all__ = ["AGAINST", "FOR", "read_transposed"]

FOR = (
    ("单位|编制方案|排查隐患", "市应急局|牵头|配合", "市住建局|配合|牵头"),
    ("部门|编制方案|排查隐患", "县应急局|主|协", "县水利局|协|主", "各乡镇|协|协"),
    ("序号|部门|1.建平台|2.推进共享", "1|市数据局|●|○", "2|市财政局|○|●"),
)
AGAINST = (
    ("单位|牵头|配合", "市应急局|√|", "市住建局||√"),
    ("单位|得分|排名", "市应急局|95|1", "市住建局|90|2"),
    ("单位|编制方案", "市应急局|牵头", "市住建局|配合"),
)

_LEAST = 2  # units, and tasks
_MOST = 3  # columns before the units at most
_SHARE = 0.8  # of the cells that hold marks


def read_transposed(grid: Grid, parent: int) -> tuple[Draft, ...]:
    """Read the tasks of a turned matrix, in the order of its columns; none where the table is not such a matrix."""
    key = key_of(grid)
    for column in range(min(_MOST, grid.columns)):
        units = dict(_units(grid, column))
        tasks = _tasks(grid, column, units, key) if len(units) >= _LEAST else {}
        if sum(role_in(grid.words(task)) is None for task in tasks.values()) >= _LEAST:
            return tuple(_draft(grid, n, task, units, key, parent) for n, task in tasks.items())
    return ()


def _tasks(grid: Grid, column: int, units: Mapping[int, Span], key: Mapping[str, Meaning]) -> dict[int, Block]:
    """Give the headings of the columns of marks to the right of the units."""
    marked = (n for n in range(column + 1, grid.columns) if _is_marked(grid, n, units, key))
    return {n: task for n in marked if (task := _heading(grid, n, min(units))) is not None}


def _units(grid: Grid, column: int) -> Iterator[tuple[int, Span]]:
    for row in range(grid.rows):
        block = grid.cells.get((row, column))
        heads = PLAIN_UNITS.fullmatch(grid.words(block)) is not None
        if block is not None and row and not heads and lists_bodies(grid.view, span_of(grid, block)):
            yield row, span_of(grid, block)


def _is_marked(grid: Grid, column: int, units: Mapping[int, Span], key: Mapping[str, Meaning]) -> bool:
    words = [said for row in units if (said := grid.words(grid.cells.get((row, column))))]
    return bool(words) and sum(meaning_of_mark(said, key) is not None for said in words) >= _SHARE * len(words)


def _heading(grid: Grid, column: int, first: int) -> Block | None:
    """Give the nearest cell with words above the marks of a column, where it is of that column alone and names no body."""
    cells = (grid.cells.get((row, column)) for row in reversed(range(first)))
    heading = next((cell for cell in cells if grid.words(cell)), None)
    if heading is None or heading.cell is None or heading.cell.columns > 1:
        return None
    return None if lists_bodies(grid.view, span_of(grid, heading)) else heading


def _draft(
    grid: Grid, column: int, task: Block, units: Mapping[int, Span], key: Mapping[str, Meaning], parent: int
) -> Draft:
    words = span_of(grid, task)
    marker = marker_at(grid.view, words.start, words.end)
    span = words if marker is None or marker.end >= words.end else strip(grid.view, marker.end, words.end)
    return Draft(
        span=span, number=Span(words.start, words.start) if span is words else strip(grid.view, words.start, span.start),
        title=Span(words.start, words.start), item=-1, section=parent, headings=(),
        clauses=(Clause(span=words, shape=ClauseShape.TABLE, parts=tuple(_parts(grid, column, units, key))),), row=0,
    )  # fmt: skip


def _parts(grid: Grid, column: int, units: Mapping[int, Span], key: Mapping[str, Meaning]) -> Iterator[Part]:
    for row, unit in units.items():
        mark = grid.cells.get((row, column))
        meaning = meaning_of_mark(grid.words(mark), key)
        if mark is not None and meaning is not None:
            yield Part(meaning=meaning, label=span_of(grid, mark), items=(unit,))
