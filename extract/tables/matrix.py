"""Read a duty matrix: units across the top, a mark in each cell of a task that concerns them.

For: ``序号 | 任务 | 市数据局 | 市财政局 ⏎ 1 | 建平台 | ● | ○`` · cells of 牵头 and 配合 · a key such as ``●牵头 ○配合`` above or below.
Against: ``指标 | 市数据局 | 市财政局 ⏎ 得分 | 95 | 90`` (values, no marks) · one unit alone across the top.
"""

from collections.abc import Iterator, Mapping

from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.tables.grid import Grid, span_of
from extract.tables.header import HEADER_ROWS, Header
from extract.tables.kinds import ColumnKind, by_cells, kind_of, lists_bodies
from extract.tables.role_column import role_in

__all__ = ["AGAINST", "FOR", "key_of", "matrix_header", "meaning_of_mark"]

FOR = (
    ("序号|任务|市数据局|市财政局", "1|建平台|●|○", "2|推进共享||●"),
    ("任务|市数据局|市财政局", "建平台|牵头|配合", "推进共享|配合|牵头"),
    ("任务|市数据局|市财政局", "建平台|√|", "推进共享|√|√"),
    ("任务|市数据局|市财政局", "建平台|主|次", "推进共享|配|主"),
)
AGAINST = (
    ("指标|市数据局|市财政局", "得分|95|90"),
    ("序号|任务|市数据局", "1|建平台|●"),
    ("序号|任务|牵头单位|配合单位", "1|建平台|市数据局|市财政局"),
)

_MARKS = "●○■□▲△√✓✔◎◆◇*☑★☆"
_CUSTOM: Mapping[str, Meaning] = {
    **dict.fromkeys("●■▲◎◆★", Meaning.LEAD), **dict.fromkeys("○□△◇☆", Meaning.SUPPORT),
    **dict.fromkeys("√✓✔*☑", Meaning.RESPONSIBLE),
    **dict.fromkeys("主牵", Meaning.LEAD), **dict.fromkeys("次配协辅", Meaning.SUPPORT),
}  # fmt: skip
_KEY = pattern(
    rf"[\"“]?(?P<mark>[{_MARKS}])[\"”]?\s*(?:为|是|表示|代表|指|[-—:=])*\s*(?P<role>[\u4e00-\u9fff]{{2,4}}?)(?=单位|部门|[,;、。)\s(]|$|[{_MARKS}])"
)
_ABOVE, _BELOW = 300, 200  # code points before and after a table where its key may be


def matrix_header(grid: Grid) -> Header | None:
    """Find the header of a duty matrix; None where the table is none."""
    for row in range(min(HEADER_ROWS, grid.rows - 1)):
        units = dict(_units(grid, row))
        if len(units) > 1:
            key = key_of(grid)
            if not _marked(grid, row + 1, units, key):
                return None
            return _header(grid, row, {**dict(_marked_columns(grid, row, key)), **units}, key)
    return None


def _units(grid: Grid, row: int) -> Iterator[tuple[int, Span]]:
    for column, block in enumerate(grid.row(row)):
        if block is not None and block.cell is not None and block.cell.columns == 1:
            span = span_of(grid, block)
            if lists_bodies(grid.view, span) and kind_of(grid.words(block)) is ColumnKind.TEXT:
                yield column, span


def _marked_columns(grid: Grid, row: int, key: Mapping[str, Meaning]) -> Iterator[tuple[int, Span]]:
    """Give the columns of marks whose heading is not a registered body: a group, or a name of the plan's own."""
    for column, block in enumerate(grid.row(row)):
        if grid.words(block) and block is not None and _marked(grid, row + 1, {column: span_of(grid, block)}, key):
            yield column, span_of(grid, block)


def key_of(grid: Grid) -> Mapping[str, Meaning]:
    """Tell what each mark means: by custom, or as ``（●牵头 ○配合）`` says in the title, near the table, or in a note in it."""
    return {**_CUSTOM, **dict(_key(grid))}


def _key(grid: Grid) -> Iterator[tuple[str, Meaning]]:
    spans = [block.span for block in grid.cells.values()]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    for found in _KEY.finditer(grid.view, max(0, start - _ABOVE), min(len(grid.view), end + _BELOW)):
        meaning = role_in(found["role"])
        if meaning is not None:
            yield found["mark"], meaning


def _marked(grid: Grid, data: int, units: Mapping[int, Span], key: Mapping[str, Meaning]) -> bool:
    cells = [
        grid.words(block)
        for column in units
        for block in grid.below(column, data, grid.rows)
        if block.cell is not None and block.cell.columns == 1  # a row over the full width is a heading or a note
    ]
    return bool(cells) and sum(1 for words in cells if meaning_of_mark(words, key) is not None) >= 0.8 * len(cells)


def meaning_of_mark(words: str, key: Mapping[str, Meaning]) -> Meaning | None:
    """Tell what a cell of a matrix gives the unit above it: a mark of the key, or a role word."""
    return key.get(words) or role_in(words)


def _header(grid: Grid, row: int, units: Mapping[int, Span], key: Mapping[str, Meaning]) -> Header:
    headings = [grid.words(block) for block in grid.row(row)]
    kinds = by_cells(grid, headings, [kind_of(heading) for heading in headings], row + 1)
    marked = tuple(ColumnKind.MARK if column in units else kind for column, kind in enumerate(kinds))
    return Header(kinds=marked, data=row + 1, words=frozenset(headings) - {""}, units=units, key=key)
