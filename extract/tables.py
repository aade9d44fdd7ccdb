"""Read tables of tasks: the header decides what each column means, every row with a task is a task.

Rules:
    1. A merged cell holds for every row it covers; an empty cell, ``/`` and ``—`` name nobody; 同上 repeats the row above.
    2. The task is the finest text column before the role columns; text columns to its left are its headings. A row over
       the whole width (一、加强领导), or a number and a title without anybody, is a heading of the rows below it.
    3. A column of internal offices (处室) or suggestions (建议责任单位) assigns nothing.
    4. A table of labels and values (任务名称 | 建设平台 ⏎ 牵头单位 | 市数据局) is read by :mod:`extract.cards`.
    5. A table without a header that continues one of the same width takes over its columns; a header further down begins anew.
    6. Rows under one task cell are one task, unless each has a number of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.cards import read_card
from extract.duties import duties_of
from extract.headers import Column, Grid, Header, Kind, assigning, find_header, header_at
from extract.markers import Form, marker_at
from extract.mentions import strip
from extract.outline import Outline
from extract.parts import NOBODY, Clause, Part, Shape
from extract.records import Block, Span
from extract.roles import Meaning
from extract.tasks import Draft

_DITTO = re.compile(r"(?:同上|同前|″|〃|\"|''|“|”)[。]?")
_PLAIN_NUMBER = re.compile(r"[\d.\-—()一二三四五六七八九十、]{1,8}|no\.?\d*", re.IGNORECASE)
_UPPER_NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}、?|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}(?:部分|章|篇)"
)
_NO_TASK = re.compile(r"(?:合计|小计|总计|备注|注|说明)(?:\d?:|$)|(?:填报|填表|审核|联系)(?:单位|人|时间|日期)?:|单位:")
_FINER = 1.2  # times as many cells: a column divides the other


def read_tables(view: str, outline: Outline) -> tuple[Draft, ...]:
    """Read the tasks of every table that names units."""
    drafts: list[Draft] = []
    last: Header | None = None
    for cells, parent in zip(outline.tables, outline.table_parents, strict=True):
        card = tuple(read_card(view, cells, parent))
        if card:
            drafts.extend(card)
            continue
        grid = _grid(view, cells)
        header = find_header(grid)
        if header is None and last is not None and len(last.kinds) == grid.columns:
            header = replace(last, data=0)
        last = header if header is not None else last
        if header is not None:
            for stretch in _stretches(grid, header):
                last = stretch.header
                drafts.extend(_Rows(grid=grid, header=stretch.header, parent=parent, outline=outline).read(stretch))
    return tuple(drafts)


def _grid(view: str, cells: tuple[Block, ...]) -> Grid:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """The rows under one header."""

    header: Header
    end: int
    title: Block | None = None  # a row of one cell right above the header


def _stretches(grid: Grid, header: Header) -> Iterator[_Stretch]:
    """Cut a table where another header stands: two tables on one sheet."""
    title: Block | None = None
    row = header.data
    while row < grid.rows:
        other = header_at(grid, row)
        if other is None or other.words <= header.words or not other.assigns():
            row += 1
            continue
        above = _alone(grid, row - 1) if row > header.data else None
        yield _Stretch(header=header, end=row - (above is not None), title=title)
        header, title, row = other, above, other.data
    yield _Stretch(header=header, end=grid.rows, title=title)


def _alone(grid: Grid, row: int) -> Block | None:
    """Give the cell of a row that has but one."""
    cells = {id(cell): cell for cell in grid.row(row) if cell is not None and grid.words(cell)}
    return next(iter(cells.values())) if len(cells) == 1 else None


@dataclass(slots=True)
class _Rows:
    """One walk down the rows under a header."""

    grid: Grid
    header: Header
    parent: int  # the outline item around the table
    outline: Outline
    groups: list[tuple[int, Span]] = field(default_factory=list)  # rows over the whole width above, outermost first
    left: dict[int, Block] = field(default_factory=dict)  # the last cell with words in each column of headings
    above: dict[int, tuple[tuple[Part, ...], tuple[Span, ...]]] = field(default_factory=dict)  # of the row above

    def read(self, stretch: _Stretch) -> Iterator[Draft]:
        """Give a draft for each task; rows under one task cell together."""
        column = _task_column(self.grid, self.header, stretch.end)
        if column is None or not self.header.assigns():
            return
        if stretch.title is not None:
            while self.parent >= 0 and self.outline.items[self.parent].form is Form.TITLE:
                self.parent = self.outline.items[self.parent].parent  # the title of the first table
            self._open(_span(self.grid, stretch.title))
        open_draft: tuple[Block, Draft] | None = None
        for row in range(self.header.data, stretch.end):
            cells = self.grid.row(row)
            task = cells[column]
            if self._is_heading(cells, task, row) or not self._is_task(cells, task):
                continue
            if task is None:
                continue
            draft = self._draft(cells, task, column)
            if open_draft is not None and open_draft[0] is task and _alike(open_draft[1].number, draft.number):
                draft = _together(open_draft[1], draft)
            elif open_draft is not None:
                yield open_draft[1]
            open_draft = (task, draft)
        if open_draft is not None:
            yield open_draft[1]

    def _is_heading(self, cells: tuple[Block | None, ...], task: Block | None, row: int) -> bool:
        """Whether a row is a heading of those below it; it is taken note of."""
        words = self.grid.words
        alone = _alone(self.grid, row) if self.grid.columns > 1 else None
        if alone is not None:
            if _NO_TASK.match(words(alone)):
                return True
            narrow = alone.cell is not None and alone.cell.columns == 1
            if (
                narrow
                and alone is task
                and not marker_at(self.grid.view, *_ends(alone))
                and words(alone).endswith("。")
            ):
                return False  # a task with nobody assigned
            self._open(_span(self.grid, alone))
            return True
        number = next((c for c, k in zip(cells, self.header.kinds, strict=True) if k is Column.NUMBER), None)
        filled = {id(c) for c in cells if c is not None and words(c)}
        if task is None or number is None or filled != {id(number), id(task)}:
            return False
        if _UPPER_NUMBER.fullmatch(words(number)) or self._is_divided(words(number), row, cells.index(number)):
            self._open(Span(_span(self.grid, number).start, _span(self.grid, task).end))
            return True
        return False

    def _is_divided(self, number: str, row: int, column: int) -> bool:
        """Whether the next number is a part of this one: 1 before 1.1, 1-1 or (1)."""
        following = self.grid.words(self.grid.cells.get((row + 1, column)))
        return re.fullmatch(rf"{re.escape(number.rstrip('.、'))}[.\-—](?:\d+)|\(1\)", following) is not None

    def _open(self, span: Span) -> None:
        """Put a heading below those of a higher form; one without a marker stands below none."""
        marker = marker_at(self.grid.view, span.start, span.end)
        rank = int(marker.form) if marker is not None else int(Form.TITLE)
        self.groups = [group for group in self.groups if group[0] < rank] if marker is not None else []
        self.groups.append((rank, span))
        self.left = {}
        while marker is not None and self.parent >= 0 and self._rank(self.parent) >= rank:
            self.parent = self.outline.items[self.parent].parent  # 二、… in the table closes 一、… before it

    def _rank(self, item: int) -> int:
        return int(self.outline.items[item].form or Form.TITLE)

    def _is_task(self, cells: tuple[Block | None, ...], task: Block | None) -> bool:
        words = self.grid.words(task)
        if not words or _PLAIN_NUMBER.fullmatch(words) or _NO_TASK.match(self.grid.words(cells[0])):
            return False
        return not {self.grid.words(cell) for cell in cells} - {""} <= self.header.words

    def _draft(self, cells: tuple[Block | None, ...], task: Block, column: int) -> Draft:
        parts, limits = self._parts(cells)
        span = _span(self.grid, task)
        clause = Clause(span=span, shape=Shape.TABLE, parts=parts, limits=limits)
        number, span = self._number(cells, span)
        headings = (*(group for _, group in self.groups), *self._headings(cells, task, column))
        return Draft(
            span=span, number=number, title=Span(clause.span.start, clause.span.start), item=-1, section=self.parent,
            clauses=(clause,) if clause.parts or clause.limits else (), headings=headings,
            row=task.cell.row if task.cell else 0,
        )  # fmt: skip

    def _number(self, cells: tuple[Block | None, ...], task: Span) -> tuple[Span, Span]:
        """Find the number of a row, in its own cell or before the task's words (1.建设平台); give it and the task."""
        for cell, kind in zip(cells, self.header.kinds, strict=True):
            if kind is Column.NUMBER and cell is not None and self.grid.words(cell):
                return _span(self.grid, cell), task
        marker = marker_at(self.grid.view, task.start, task.end)
        if marker is not None and marker.end < task.end:
            return Span(marker.start, marker.end), strip(self.grid.view, marker.end, task.end)
        return Span(task.start, task.start), task

    def _headings(self, cells: tuple[Block | None, ...], task: Block, column: int) -> Iterator[Span]:
        """Give the cells left of the task that head it; an empty one goes on from above, where the one before it does."""
        seen: list[Span] = []
        for place in range(column):
            if self.header.kinds[place] not in {Column.TEXT, Column.CLASS}:
                continue
            cell = cells[place]
            if cell is not None and self.grid.words(cell) and cell is not task:
                if self.left.get(place) is not cell:
                    self.left = {n: old for n, old in self.left.items() if n < place}
                self.left[place] = cell
            if place in self.left and (span := _span(self.grid, self.left[place])) not in seen:
                seen.append(span)
                yield span

    def _parts(self, cells: tuple[Block | None, ...]) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
        """Read the cells that name units or times, each cell once."""
        found: dict[int, tuple[tuple[Part, ...], tuple[Span, ...]]] = {}
        for column, (cell, kind) in enumerate(zip(cells, self.header.kinds, strict=True)):
            words = self.grid.words(cell)
            if cell is None or not words or (column > 0 and cells[column - 1] is cell):
                continue
            if _DITTO.fullmatch(words):
                found[column] = self.above.get(column, ((), ()))
            elif kind is Meaning.TIME and not NOBODY.fullmatch(words):
                found[column] = ((), (_span(self.grid, cell),))
            elif assigning(kind) and isinstance(kind, Meaning):
                found[column] = (
                    duties_of(self.grid.view, _span(self.grid, cell), kind, first_leads=self._first_leads(column)),
                    (),
                )
        self.above = {**self.above, **found}
        parts = tuple(part for column in sorted(found) for part in found[column][0])
        return parts, tuple(limit for column in sorted(found) for limit in found[column][1])

    def _first_leads(self, column: int) -> bool:
        """Whether the first unit of a column's cells leads the others."""
        return column in self.header.pairs or column in self.header.first_leads


def _ends(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end


def _span(grid: Grid, block: Block) -> Span:
    return strip(grid.view, block.span.start, block.span.end)


def _alike(first: Span, more: Span) -> bool:
    """Whether a row has the number of the row above, or none."""
    return first == more or not more.length


def _together(first: Draft, more: Draft) -> Draft:
    """Add what another row under the same task cell assigns."""
    clauses = (*first.clauses, *more.clauses)
    parts: list[Part] = []
    limits: list[Span] = []
    for clause in clauses:
        parts.extend(part for part in clause.parts if part not in parts)
        limits.extend(limit for limit in clause.limits if limit not in limits)
    whole = tuple(replace(clause, parts=tuple(parts), limits=tuple(limits)) for clause in clauses[:1])
    return replace(first, clauses=whole)


def _task_column(grid: Grid, header: Header, end: int) -> int | None:
    """Choose the column that says what is to be done."""
    kinds = list(enumerate(header.kinds))
    first_role = min(
        (n for n, kind in kinds if isinstance(kind, Meaning) and kind is not Meaning.TIME), default=grid.columns
    )
    choices: tuple[tuple[Kind, bool], ...] = (
        (Column.TEXT, True), (Column.TEXT, False), (Column.RESULT, True), (Column.CLASS, True), (Column.RESULT, False),
    )  # fmt: skip
    for wanted, before in choices:
        texts = [n for n, kind in kinds if kind is wanted and (n < first_role or not before)]
        values = {n: list(grid.below(n, header.data, end)) for n in texts}
        texts = [n for n in texts if values[n]]
        if texts:
            most = max(len(values[n]) for n in texts)
            fine = [n for n in texts if len(values[n]) * _FINER >= most]
            return max(fine, key=lambda n: (sum(map(len, values[n])) / len(values[n]), n))
    return None
