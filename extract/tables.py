"""Read tables of tasks: the header decides what each column means, every row with a task is a task.

Rules:
    1. A merged cell holds for every row it covers; an empty cell, ``/`` and ``—`` name nobody; 同上 repeats the row above.
    2. The task is the fullest text column before the role columns; text columns to its left are its headings.
    3. A column of internal offices (处室) or suggestions (建议责任单位) assigns nothing.
    4. A table of labels and values (任务名称 | 建设平台 ⏎ 牵头单位 | 市数据局) is read by :mod:`extract.cards`.
    5. A table without a header that continues one of the same width takes over its columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.cards import read_card
from extract.clauses import cell_parts
from extract.markers import marker_at
from extract.mentions import strip
from extract.outline import Outline
from extract.parts import Clause, Part, Shape
from extract.records import Block, Span
from extract.roles import Meaning, labels, meaning_of
from extract.tasks import Draft

HEADER_ROWS = 6  # how far down a header may begin


class Column(StrEnum):
    """What a column that assigns nothing is for."""

    NUMBER = "number"
    TEXT = "text"
    NOTE = "note"


Kind = Column | Meaning

_INNER = re.compile(r"处室|科室|内牵头|内配合|建议|拟|股室|业务处")
_PERSON = re.compile(r"领导|责任人|联系人|负责人|姓名|电话|联系方式|专员")
_TIME = re.compile(r"时限|时间|期限|年限|节点|进度|日期|完成期|time|deadline", re.IGNORECASE)
_NUMBER = re.compile(r"序\s*号|编号|项目?序|no\.?|id|序", re.IGNORECASE)
_NOTE = re.compile(r"备注|说明|依据|来源|附注|remark|note", re.IGNORECASE)
_DITTO = re.compile(r"(?:同上|同前|″|〃|\"|''|“|”)[。]?")
_VALUE = re.compile(
    r"^\d+$|[;。:]|[、,](?!责任|配合|牵头|负责|完成|协)"
)  # a serial number, a list or a sentence is no heading
_BARE_ROLES = (
    (Meaning.LEAD, re.compile(r"牵头|主办|主责|lead", re.IGNORECASE)),
    (Meaning.SUPPORT, re.compile(r"配合|协办|协同|参与|参加|协助|^co$|support", re.IGNORECASE)),
    (
        Meaning.RESPONSIBLE,
        re.compile(r"责任(?:单位|部门|主体|分工)|(?:任务|职责|工作)?分工$|owner|负责(?:单位|部门)", re.IGNORECASE),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as a grid: the cell that covers each place."""

    cells: dict[tuple[int, int], Block]
    rows: int
    columns: int

    def row(self, number: int) -> tuple[Block | None, ...]:
        """Give the cells that cover a row, left to right."""
        return tuple(self.cells.get((number, column)) for column in range(self.columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What each column means, and the first row of data."""

    kinds: tuple[Kind, ...]
    data: int
    words: frozenset[str] = frozenset()  # to know the header again where it is repeated

    def assigns(self) -> bool:
        """Whether any column names units of the plan."""
        return any(
            isinstance(kind, Meaning) and kind not in {Meaning.TIME, Meaning.PERSON, Meaning.INNER}
            for kind in self.kinds
        )


def kind_of(header: str) -> Kind:
    """Tell what a column is for from its heading.

    >>> kind_of("牵头单位"), kind_of("完成时限"), kind_of("市卫健委内牵头处室"), kind_of("工作任务")
    (<Meaning.LEAD: 'lead'>, <Meaning.TIME: 'time'>, <Meaning.INNER: 'inner'>, <Column.TEXT: 'text'>)
    """
    words = re.sub(r"\s", "", header)
    if len(words) > 24:
        return Column.TEXT
    if _INNER.search(words):
        return Meaning.INNER
    found = labels().pattern.search(words)
    meaning = meaning_of(found.group()) if found else None
    if meaning is not None and found is not None and len(found.group()) >= 4:
        return meaning
    for bare, pattern in _BARE_ROLES:
        if pattern.search(words) and not _PERSON.search(words):
            return bare
    tests: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_PERSON, Meaning.PERSON), (_TIME, Meaning.TIME), (_NOTE, Column.NOTE),
    )  # fmt: skip
    for pattern, kind in tests:
        if pattern.search(words):
            return kind
    return Column.NUMBER if _NUMBER.fullmatch(words) else Column.TEXT


def read_tables(view: str, outline: Outline) -> tuple[Draft, ...]:
    """Read the tasks of every table that names units."""
    drafts: list[Draft] = []
    last: Header | None = None
    for cells, parent in zip(outline.tables, outline.table_parents, strict=True):
        card = tuple(read_card(view, cells, parent))
        if card:
            drafts.extend(card)
            continue
        grid = _grid(cells)
        header = _header(view, grid)
        if header is None and last is not None and len(last.kinds) == grid.columns:
            header = Header(kinds=last.kinds, data=0, words=last.words)
        last = header if header is not None else last
        if header is not None and header.assigns():
            drafts.extend(_rows(view, grid, header, parent))
    return tuple(drafts)


def _grid(cells: tuple[Block, ...]) -> Grid:
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
    return Grid(cells=placed, rows=rows, columns=columns)


def _words(view: str, block: Block | None) -> str:
    return view[block.span.start : block.span.end].strip() if block is not None else ""


def _header(view: str, grid: Grid) -> Header | None:
    for first in range(min(HEADER_ROWS, grid.rows)):
        if not _is_header_row(view, grid, first):
            continue
        below = first + 1
        while below < grid.rows and (_is_header_row(view, grid, below) or _only_continues(grid, first, below)):
            below += 1
        kinds = tuple(kind_of(_heading(view, grid, column, first, below)) for column in range(grid.columns))
        return Header(kinds=kinds, data=below, words=frozenset(_words(view, b) for b in grid.row(first)) - {""})
    return None


def _is_header_row(view: str, grid: Grid, row: int) -> bool:
    words = [_words(view, block) for block in grid.row(row)]
    if any(_VALUE.search(w) for w in words):
        return False
    kinds = [kind_of(w) for w in words if w]
    return len(set(words)) > 1 and sum(1 for w in words if 0 < len(w) <= 24) * 2 >= len(words) and any(
        isinstance(kind, Meaning) for kind in kinds
    ) and max(map(len, words)) <= 40  # fmt: skip


def _only_continues(grid: Grid, first: int, row: int) -> bool:
    """Whether a row holds nothing of its own but the lower half of the header's cells."""
    below, above = grid.row(row), grid.row(first)
    return all(b is None or b in above for b in below)


def _heading(view: str, grid: Grid, column: int, first: int, below: int) -> str:
    seen: list[str] = []
    for row in range(first, below):
        words = _words(view, grid.cells.get((row, column)))
        if words and words not in seen:
            seen.append(words)
    return seen[-1] if seen and isinstance(kind_of(seen[-1]), Meaning) else "".join(seen)


def _rows(view: str, grid: Grid, header: Header, parent: int) -> Iterator[Draft]:
    task_column = _task_column(view, grid, header)
    if task_column is None:
        return
    group: tuple[Span, ...] = ()
    above: tuple[Part, ...] = ()
    for row in range(header.data, grid.rows):
        cells = grid.row(row)
        if len({id(cell) for cell in cells if cell is not None}) == 1 and grid.columns > 1:
            group = (_span(view, cells[0] or next(c for c in cells if c is not None)),)
            continue
        task = cells[task_column]
        if task is None or not _words(view, task) or kind_of(_words(view, task)) is Column.NUMBER:
            continue
        if {_words(view, cell) for cell in cells} - {""} <= header.words:
            continue
        parts, limits = _parts(view, header, cells, above)
        above = parts or above
        clause = Clause(span=_span(view, task), shape=Shape.TABLE, parts=parts, limits=limits)
        yield _draft(view, header, cells, task, clause, _Around(parent=parent, group=group))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    parent: int  # the outline item before the table
    group: tuple[Span, ...]  # the full-width row above, if any


def _draft(
    view: str, header: Header, cells: tuple[Block | None, ...], task: Block, clause: Clause, around: _Around
) -> Draft:
    span = clause.span
    nobody = Span(span.start, span.start)
    number = nobody
    left: list[Span] = []
    for cell, kind in zip(cells, header.kinds, strict=True):
        if cell is task:
            break
        if cell is None or not _words(view, cell):
            continue
        if kind is Column.NUMBER:
            number = _span(view, cell)
        elif kind is Column.TEXT and _span(view, cell) not in left:
            left.append(_span(view, cell))
    marker = marker_at(view, span.start, span.end) if not number.length else None
    if marker is not None and marker.end < span.end:  # 1.建设平台: the number stands in the task's own cell
        number, span = Span(marker.start, marker.end), strip(view, marker.end, span.end)
    return Draft(
        span=span,
        number=number,
        title=nobody,
        item=-1,
        section=around.parent,
        clauses=(clause,) if clause.parts or clause.limits else (),
        headings=(*around.group, *left),
        row=task.cell.row if task.cell else 0,
    )


def _span(view: str, block: Block) -> Span:
    return strip(view, block.span.start, block.span.end)


def _task_column(view: str, grid: Grid, header: Header) -> int | None:
    roles = [n for n, kind in enumerate(header.kinds) if isinstance(kind, Meaning) and kind is not Meaning.TIME]
    first_role = min(roles, default=grid.columns)
    texts = [n for n, kind in enumerate(header.kinds) if kind is Column.TEXT]
    before = [n for n in texts if n < first_role] or texts
    if not before:
        return None

    def fullness(column: int) -> float:
        lengths = [len(_words(view, grid.cells.get((row, column)))) for row in range(header.data, grid.rows)]
        return sum(lengths) / max(1, len(lengths))

    return max(before, key=lambda column: (fullness(column), column))


def _parts(
    view: str, header: Header, cells: tuple[Block | None, ...], above: tuple[Part, ...]
) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    parts: list[Part] = []
    limits: list[Span] = []
    for cell, kind in zip(cells, header.kinds, strict=True):
        words = _words(view, cell)
        if cell is None or not words or not isinstance(kind, Meaning):
            continue
        if kind is Meaning.TIME:
            if re.search(r"\w", words):
                limits.append(_span(view, cell))
        elif _DITTO.fullmatch(words):
            parts.extend(part for part in above if part.meaning is kind)
        elif kind not in {Meaning.INNER, Meaning.PERSON}:
            parts.extend(cell_parts(view, _span(view, cell), kind))
    return tuple(parts), tuple(limits)
