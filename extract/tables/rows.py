"""Read the rows under a header: each row with a task is a task.

Rules:
    1. A merged cell holds for every row it covers; an empty cell, ``/`` and ``—`` name no unit; 同上 repeats the row above.
    2. The task is the finest text column; text columns to its left are its headings. A row over the full width
       (一、加强领导), or a number and a title without anybody, is a heading of the rows below it.
    3. A column of internal offices (处室) or suggestions (建议责任单位) assigns nothing.
    4. Rows under one task cell are one task, unless each has its own number; a row that has neither task nor number
       continues the task above it.
    5. Clauses in any other cell of the row count too; what a column states already is not stated twice.
    6. Where no column names units, and two rows over the full width or more are each a unit (市交通局(2项)), each leads the
       tasks of the rows below it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extract.forms.heading_of_units import heading_of_units
from extract.items import Outline
from extract.markers import Form, marker_at
from extract.mentions import strip
from extract.parts import Clause, ClauseShape, Part, is_nobody
from extract.patterns import pattern
from extract.records import Block, Span
from extract.roles import Meaning
from extract.tables.cells import duties_of
from extract.tables.clause_cells import CellItem, cell_clauses, cell_items, without_known
from extract.tables.columns import task_column
from extract.tables.grid import Grid, alone, span_of
from extract.tables.header import Header
from extract.tables.kinds import ColumnKind, assigning
from extract.tables.matrix import meaning_of_mark
from extract.tables.pending import PendingRows
from extract.tables.role_column import role_in
from extract.tasks import Draft
from extract.units.registry import known_body

__all__ = ["Stretch", "read_rows"]

Row = tuple[Block | None, ...]
Read = tuple[tuple[Part, ...], tuple[Span, ...]]

_DITTO = pattern(r"(?:同上|同前|″|〃|\"|''|“|”)[。]?")
_PLAIN_NUMBER = pattern(r"[\d.\-—()一二三四五六七八九十、]{1,8}|no\.?\d*", re.IGNORECASE)
_UPPER_NUMBER = pattern(
    r"[一二三四五六七八九十]{1,3}、?|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}(?:部分|章|篇)"
)
_WHEN = pattern(r"\d{4}|\d[.\-/—]\d|[年月日季周期底]|长|持续|立|时|常态|前$")  # 已开工7个 is no time
_NO_TASK = pattern(r"(?:合计|小计|总计|备注|注|说明)(?:\d?:|$)|(?:填报|填表|审核|联系)(?:单位|人|时间|日期)?:|单位:")
_CELLS_OF_CLAUSES = frozenset({ColumnKind.TEXT, ColumnKind.CLASS, ColumnKind.RESULT, ColumnKind.NOTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The rows under one header."""

    header: Header
    end: int
    title: Block | None = None  # a row of one cell right above the header


def read_rows(grid: Grid, stretch: Stretch, parent: int, outline: Outline) -> tuple[Draft, ...]:
    """Give a draft for each task under a header; rows under one task cell together.

    Args:
        grid: the table.
        stretch: the header and where its rows end.
        parent: the outline item around the table, -1 for none.
        outline: the items of the document.
    """
    column = task_column(grid, stretch.header, stretch.end)
    if column is None:
        return ()
    drafts = tuple(_Rows(grid=grid, header=stretch.header, parent=parent, outline=outline, column=column).read(stretch))
    if stretch.header.assigns():
        return drafts
    given = sum(1 for draft in drafts if draft.clauses and _assigns(draft.clauses))
    most = given * 2 > len(drafts)
    return tuple(draft for draft in drafts if _assigns(draft.clauses) or (most and not draft.clauses)) if given else ()


def _assigns(clauses: tuple[Clause, ...]) -> bool:
    return any(part.items or part.left for clause in clauses for part in clause.parts)


@dataclass(slots=True)
class _Rows:
    """One walk down the rows under a header."""

    grid: Grid
    header: Header
    parent: int  # the outline item around the table
    outline: Outline
    column: int  # of the tasks
    groups: list[tuple[int, Span]] = field(default_factory=list)  # rows over the full width above, outermost first
    left: dict[int, Block] = field(default_factory=dict)  # the last cell with words in each column of headings
    above: dict[int, Read] = field(default_factory=dict)  # of the row above
    clauses: dict[Span, tuple[Clause, ...]] = field(default_factory=dict)  # of each cell
    headed: bool = False  # rows over the full width name who does the rows below

    def read(self, stretch: Stretch) -> Iterator[Draft]:
        """Give a draft for each task; rows under one task cell together."""
        self._begin(stretch)
        pending = PendingRows()
        last: Block | None = None
        for row in range(self.header.data, stretch.end):
            cells = self.grid.row(row)
            task = cells[self.column]
            if pending.drafts and self._continues(cells):
                pending.add(*self._parts(cells))
                continue
            drafts = self._tasks(cells, task, row)
            if self._is_same(last, task) and pending.takes(drafts, self.grid.view):
                pending.add_clauses(drafts[0].clauses)
            elif drafts:
                yield from pending.closed(self.grid.view)
                pending = PendingRows(drafts)
            last = task if drafts else last
        yield from pending.closed(self.grid.view)

    def _begin(self, stretch: Stretch) -> None:
        """Take in the title of a stretch, and see whether units head its rows."""
        if stretch.title is not None:
            while self.parent >= 0 and self.outline.items[self.parent].form is Form.TITLE:
                self.parent = self.outline.items[self.parent].parent  # the title of the first table
            self._open(span_of(self.grid, stretch.title))
        if not self.header.assigns() or self.header.leaves_lead_open():
            rows = (alone(self.grid, row) for row in range(self.header.data, stretch.end))
            self.headed = len({self._head(span_of(self.grid, row)) for row in rows if row is not None} - {()}) > 1

    def _tasks(self, cells: Row, task: Block | None, row: int) -> tuple[Draft, ...]:
        """Give the tasks of a row; none for a heading, a sum or a repeated header."""
        if self._is_heading(cells, task, row) or task is None or not self._is_task(cells, task):
            return ()
        return self._drafts(cells, task)

    def _is_same(self, last: Block | None, task: Block | None) -> bool:
        """Whether two rows have one task: one cell covers both, or each row is a unit and repeats the words of the task."""
        if last is task:
            return True
        return (
            bool(self.header.roles()) and bool(self.grid.words(task)) and self.grid.words(last) == self.grid.words(task)
        )

    def _continues(self, cells: Row) -> bool:
        """Whether a row names more units of the task above: its task and number are empty, a cell of units is not."""
        words = self.grid.words
        held = [
            cells[self.column],
            *(c for c, k in zip(cells, self.header.kinds, strict=True) if k is ColumnKind.NUMBER),
        ]
        if any(words(cell) for cell in held):
            return False
        units = [
            c for c, kind in zip(cells, self.header.kinds, strict=True) if assigning(kind) or kind is ColumnKind.MARK
        ]
        filled = [cell for cell in cells if words(cell)]
        return any(words(cell) for cell in units) and (len(filled) > 1 or filled[0] in units)

    def _is_heading(self, cells: Row, task: Block | None, row: int) -> bool:
        """Whether a row is a heading of those below it; it is taken note of."""
        single = alone(self.grid, row) if self.grid.columns > 1 else None
        if single is not None:
            return self._is_single_heading(single, task)
        words = self.grid.words
        number = next((c for c, k in zip(cells, self.header.kinds, strict=True) if k is ColumnKind.NUMBER), None)
        filled = {id(c) for c in cells if c is not None and words(c)}
        if not self.header.assigns() or task is None or number is None or filled != {id(number), id(task)}:
            return False
        if _UPPER_NUMBER.fullmatch(words(number)) or self._is_divided(words(number), row, cells.index(number)):
            self._open(Span(span_of(self.grid, number).start, span_of(self.grid, task).end))
            return True
        return False

    def _is_single_heading(self, single: Block, task: Block | None) -> bool:
        words = self.grid.words(single)
        if _NO_TASK.match(words):
            return True
        narrow = single.cell is not None and single.cell.columns == 1
        if narrow and single is task and not marker_at(self.grid.view, *_ends(single)) and words.endswith(("。", ")")):
            return False  # a task without units, or with a clause of its own
        self._open(span_of(self.grid, single))
        return True

    def _is_divided(self, number: str, row: int, column: int) -> bool:
        """Whether the next number is a part of this one: 1 before 1.1, 1-1 or (1)."""
        following = self.grid.words(self.grid.cells.get((row + 1, column)))
        return re.fullmatch(rf"{re.escape(number.rstrip('.、'))}[.\-—](?:\d+)|\(1\)", following) is not None

    def _head(self, span: Span) -> tuple[Part, ...]:
        """Read a row over the full width that names units and nothing else: ``市交通局(2项)`` · ``一、市交通局牵头事项``."""
        marker = marker_at(self.grid.view, span.start, span.end)
        words = strip(self.grid.view, marker.end if marker else span.start, span.end, ": ")
        found = heading_of_units(self.grid.view, words)
        if found is not None:
            return found[0].parts
        unit = known_body(self.grid.view[words.start : words.end])
        return (Part(meaning=Meaning.RESPONSIBLE, label=words, items=(words,)),) if unit else ()

    def _open(self, span: Span) -> None:
        """Put a heading below those of a higher form; one without a marker is below none."""
        marker = marker_at(self.grid.view, span.start, span.end)
        rank = int(marker.form) if marker is not None else int(Form.TITLE)
        self.groups = [group for group in self.groups if group[0] < rank] if marker is not None else []
        self.groups.append((rank, span))
        self.left = {}
        while marker is not None and self.parent >= 0 and self._rank(self.parent) >= rank:
            self.parent = self.outline.items[self.parent].parent  # 二、… in the table closes 一、… before it

    def _rank(self, item: int) -> int:
        return int(self.outline.items[item].form or Form.TITLE)

    def _is_task(self, cells: Row, task: Block) -> bool:
        words = self.grid.words(task)
        if not words or _PLAIN_NUMBER.fullmatch(words) or _NO_TASK.match(self.grid.words(cells[0])):
            return False
        return not {self.grid.words(cell) for cell in cells} - {""} <= self.header.words

    def _drafts(self, cells: Row, task: Block) -> tuple[Draft, ...]:
        """Make the tasks of a row: one, or one for each item of a cell whose items have clauses of their own."""
        span = span_of(self.grid, task)
        parts, limits = self._parts(cells)
        around = self._clauses_around(cells, task)
        headings = (*(group for _, group in self.groups), *self._headings(cells, task))
        return tuple(
            self._draft(
                cells,
                item,
                Clause(span=item.span, shape=ClauseShape.TABLE, parts=parts, limits=limits),
                around,
                headings,
            )
            for item in cell_items(self.grid.view, span)
        )

    def _draft(
        self, cells: Row, item: CellItem, row: Clause, around: tuple[Clause, ...], headings: tuple[Span, ...]
    ) -> Draft:
        number, span = self._number(cells, item)
        said = without_known(self.grid.view, (*item.clauses, *around), row.parts)
        clauses = (*((row,) if row.parts or row.limits else ()), *said)
        task = cells[self.column]
        return Draft(
            span=span, number=number, title=Span(row.span.start, row.span.start), item=-1, section=self.parent,
            clauses=clauses, headings=headings, row=task.cell.row if task is not None and task.cell else 0,
        )  # fmt: skip

    def _clauses_around(self, cells: Row, task: Block) -> tuple[Clause, ...]:
        """Read the clauses in the row's other cells: ``水利（牵头单位：省水利厅）`` as the category of a dataset."""
        found: list[Clause] = []
        for place, (cell, kind) in enumerate(zip(cells, self.header.kinds, strict=True)):
            if cell is None or cell is task or kind not in _CELLS_OF_CLAUSES or (place and cells[place - 1] is cell):
                continue
            span = span_of(self.grid, cell)
            if span not in self.clauses:
                self.clauses[span] = cell_clauses(self.grid.view, span)
            found.extend(self.clauses[span])
        return tuple(found)

    def _number(self, cells: Row, item: CellItem) -> tuple[Span, Span]:
        """Find the number of a row, in its own cell or before the task's words (1.建设平台); give it and the task."""
        if item.number.length:
            return item.number, item.span
        marker = marker_at(self.grid.view, item.span.start, item.span.end)
        inside = marker is not None and marker.end < item.span.end
        for cell, kind in zip(cells, self.header.kinds, strict=True):
            if (
                kind is ColumnKind.NUMBER
                and cell is not None
                and self.grid.words(cell)
                and not (inside and self._covers(cell, cells))
            ):
                return span_of(self.grid, cell), item.span
        if marker is not None and inside:
            return Span(marker.start, marker.end), strip(self.grid.view, marker.end, item.span.end)
        return item.number, item.span

    def _covers(self, number: Block, cells: Row) -> bool:
        """Whether a number is that of several rows, each with its own task: 一 next to 1.开展普查 and 2.改造管网."""
        task = cells[self.column]
        return (
            number.cell is not None and task is not None and task.cell is not None and number.cell.rows > task.cell.rows
        )

    def _headings(self, cells: Row, task: Block) -> Iterator[Span]:
        """Give the cells left of the task that head it; an empty one continues the one above, where the one before it does."""
        spans: dict[Span, None] = {}
        for place in range(self.column):
            if self.header.kinds[place] not in {ColumnKind.TEXT, ColumnKind.CLASS}:
                continue
            cell = cells[place]
            if cell is not None and self.grid.words(cell) and cell is not task:
                self._take_heading(place, cell)
            if place in self.left:
                spans[span_of(self.grid, self.left[place])] = None
        yield from spans

    def _take_heading(self, place: int, cell: Block) -> None:
        """Note a new heading cell; it ends the headings to its right. Words that repeat those above are the same heading."""
        above = self.left.get(place)
        if above is not None and self.grid.words(above) == self.grid.words(cell):
            return
        self.left = {n: old for n, old in self.left.items() if n < place}
        self.left[place] = cell

    def _parts(self, cells: Row) -> Read:
        """Read the cells that name units or times, each cell once."""
        found: dict[int, Read] = {}
        for column, cell in enumerate(cells):
            words = self.grid.words(cell)
            if cell is None or not words or (column > 0 and cells[column - 1] is cell):
                continue
            if _DITTO.fullmatch(words):
                found[column] = self.above.get(column, ((), ()))
            elif not is_nobody(words) or self.header.kinds[column] is not Meaning.TIME:
                found[column] = self._cell(cells, column, span_of(self.grid, cell))
        self.above = {**self.above, **found}
        parts = tuple(part for column in sorted(found) for part in found[column][0])
        parts += self._head(self.groups[-1][1]) if self.headed and self.groups else ()
        return parts, tuple(limit for column in sorted(found) for limit in found[column][1])

    def _cell(self, cells: Row, column: int, span: Span) -> Read:
        """Read one cell: a time limit, a mark of a matrix, or units in the meaning of their column or row."""
        kind = self.header.kinds[column]
        if kind is Meaning.TIME:
            return (), (span,) if _WHEN.search(
                self.grid.view, span.start, span.end
            ) else ()  # 进度: 完成可研 is no time
        if kind is ColumnKind.MARK:
            return _of_mark(self.grid.view, self.header.units, self.header.key, column, span), ()
        if not isinstance(kind, Meaning) or not assigning(kind):
            return (), ()
        first_leads = column in self.header.pairs or column in self.header.first_leads
        return duties_of(self.grid.view, span, self._role(cells) or kind, first_leads=first_leads), ()

    def _role(self, cells: Row) -> Meaning | None:
        """Give the role that a column of roles names in this row, of one row a unit."""
        return next((role_in(self.grid.words(cells[column])) for column in self.header.roles()), None)


def _of_mark(
    view: str, units: Mapping[int, Span], key: Mapping[str, Meaning], column: int, mark: Span
) -> tuple[Part, ...]:
    meaning = meaning_of_mark(view[mark.start : mark.end], key)
    return (Part(meaning=meaning, label=mark, items=(units[column],)),) if meaning is not None else ()


def _ends(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end
