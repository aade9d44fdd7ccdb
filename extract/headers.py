"""The header of a table: which rows it takes, and what each column below it is for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.mentions import split_mentions
from extract.readers.grid import is_label
from extract.records import Block, Span
from extract.roles import Meaning, labels, meaning_of
from extract.units.registry import known_body, unit_like

HEADER_ROWS = 12  # how far down a header may begin
_SHORT = 24  # code points of a heading; what is longer is text
_SURE = 4  # code points of a label that stands for itself inside a heading
_SHARE = 0.5  # of a header's cells that look like labels


class Column(StrEnum):
    """What a column that assigns nothing is for."""

    NUMBER = "number"
    TEXT = "text"
    CLASS = "class"  # 类别, 领域: a heading of the tasks, never a task
    RESULT = "result"  # 工作目标, 成果形式: said of the task, neither task nor heading
    NOTE = "note"


Kind = Column | Meaning

_INNER = re.compile(r"处室|科室|内牵头|内配合|建议|拟|股室|业务处")
_PERSON = re.compile(r"(?<!组织)领导|责任人|联系人|负责人|姓名|电话|联系方式|专员")
_PERSON_LAST = re.compile(r"(?<![及和与、/(])(?:领导|责任人|负责人|联系人|联系电话|联系方式|电话|姓名)\)?$")
_TIME = re.compile(r"时限|时间|期限|年限|节点|进度|日期|完成期|time|deadline", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:序号|编号|项目?序|no\.?|id|序)$", re.IGNORECASE)
_NOTE = re.compile(r"备注|说明|依据|来源|附注|remark|note", re.IGNORECASE)
_CLASS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}(?:类别|分类|类型|领域|板块|维度|方面|环节|区域|方向|专项|分项)|类|分组|条线)"
)
_RESULT = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,6}(?:目标|目标值|成果|成果形式|成效|形式|进展|完成情况|落实情况|情况|现状|标准|规模|地点|投资|资金|金额|效果|结果))(?:\([^()]*\))?$"
)
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
_PLAIN_UNITS = re.compile(r"(?:有关|相关|涉及|承担|所属|部门)?(?:单位|部门)(?:名称)?")
_OTHERS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_PERSON, Meaning.PERSON),
    (_TIME, Meaning.TIME),
    (_NOTE, Column.NOTE),
    (_NUMBER, Column.NUMBER),
    (_CLASS, Column.CLASS),
    (_RESULT, Column.RESULT),
)
_FIRST_LEADS = re.compile(r"(?:第一|首)(?:位|个|家|名)?[^()]{0,8}(?:牵头|主办|主责)")
_COUNTED = re.compile(r"[\d.\-—()一二三四五六七八九十、]+")


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

    def below(self, column: int, first: int, end: int) -> Iterator[str]:
        """Give the words of each cell of a column once, those of empty cells left out."""
        last: Block | None = None
        for row in range(first, end):
            block = self.cells.get((row, column))
            if block is not None and block is not last and self.words(block):
                yield self.words(block)
            last = block


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What each column means, and the first row of data."""

    kinds: tuple[Kind, ...]
    data: int
    words: frozenset[str] = frozenset()  # to know the header again where it is repeated
    pairs: frozenset[int] = frozenset()  # columns of two roles: 牵头单位/配合单位
    first_leads: frozenset[int] = frozenset()  # columns whose heading says that the first unit leads

    def assigns(self) -> bool:
        """Whether any column names units of the plan."""
        return any(assigning(kind) for kind in self.kinds)


def assigning(kind: Kind) -> bool:
    """Whether a column of that kind names units that have to do the task."""
    return isinstance(kind, Meaning) and kind not in {Meaning.TIME, Meaning.PERSON, Meaning.INNER}


def kind_of(heading: str) -> Kind:
    """Tell what a column is for from its heading.

    >>> kind_of("牵头单位"), kind_of("完成时限"), kind_of("市卫健委内牵头处室"), kind_of("工作任务")
    (<Meaning.LEAD: 'lead'>, <Meaning.TIME: 'time'>, <Meaning.INNER: 'inner'>, <Column.TEXT: 'text'>)
    """
    words = re.sub(r"\s", "", heading)
    if len(words) > _SHORT:
        return Column.TEXT
    for pattern, kind in ((_INNER, Meaning.INNER), (_PERSON_LAST, Meaning.PERSON)):
        if pattern.search(words):
            return kind
    found = labels().pattern.search(words)
    meaning = meaning_of(found.group()) if found else None
    if meaning is not None and found is not None and len(found.group()) >= _SURE:
        return meaning
    for bare, pattern in _BARE_ROLES:
        if pattern.search(words) and not _PERSON.search(words):
            return bare
    return next((kind for pattern, kind in _OTHERS if pattern.search(words)), Column.TEXT)


def find_header(grid: Grid) -> Header | None:
    """Find the header of a table; titles and lines of units may stand above it."""
    for first in range(min(HEADER_ROWS, grid.rows)):
        header = header_at(grid, first)
        if header is not None:
            return header
    return None


def header_at(grid: Grid, first: int) -> Header | None:
    """Read the header that begins in a row; None where none does."""
    if not _is_header_row(grid, first):
        return None
    below = first + 1
    while below < grid.rows and (_lies_under(grid, first, below) or _names_halves(grid, below)):
        below += 1
    headings = [_heading(grid, column, first, below) for column in range(grid.columns)]
    kinds = [kind_of(heading) for heading in headings]
    for column, heading in enumerate(headings):
        if kinds[column] is Column.TEXT and _counts(heading, list(grid.below(column, below, grid.rows))):
            kinds[column] = Column.NUMBER
    if not any(map(assigning, kinds)):
        kinds = [_of_units(grid, headings[n], kind, n, below) for n, kind in enumerate(kinds)]
    return Header(
        kinds=tuple(kinds), data=below, words=frozenset(grid.words(b) for b in grid.row(first)) - {""},
        pairs=frozenset(n for n, heading in enumerate(headings) if _names_pair(heading)),
        first_leads=frozenset(n for n, heading in enumerate(headings) if _FIRST_LEADS.search(heading)),
    )  # fmt: skip


def _is_header_row(grid: Grid, row: int) -> bool:
    words = [grid.words(block) for block in grid.row(row)]
    said = {"".join(w.split()) for w in words} - {""}
    if len(said) < 2 or any(_VALUE.search(w) for w in words) or max(map(len, words)) > 40:
        return False
    if sum(1 for w in words if 0 < len(w) <= _SHORT) * 2 < len(words):
        return False
    named = [w for w in said if is_label(w)]
    units = any(isinstance(kind_of(w), Meaning) or _PLAIN_UNITS.fullmatch(w) for w in named)
    return units and len(named) >= _SHARE * len(said)


def _lies_under(grid: Grid, first: int, row: int) -> bool:
    """Whether a row is the lower half of a header: it holds cells of the row above, and parts of its wide cells."""
    above = grid.row(row - 1)
    held = [cell for cell in grid.row(row) if cell is not None and cell in above]
    own = [(n, cell) for n, cell in enumerate(grid.row(row)) if cell is not None and cell not in above]
    if not held and own:
        return False
    upper = set(grid.row(first))
    if any(cell not in upper and (cell.cell is None or cell.cell.row < first) for cell in held):
        return False
    return all((cell := above[n]) is not None and cell.cell is not None and cell.cell.columns > 1 for n, _ in own)


def _names_halves(grid: Grid, row: int) -> bool:
    """Whether a row holds nothing but labels of roles behind an empty place: 牵头 | 配合 where merged cells were lost."""
    words = [grid.words(block) for block in grid.row(row)]
    said = [w for w in words if w]
    if words[0] and not _is_header_row(grid, row):
        return False
    return bool(said) and not any(map(_VALUE.search, said)) and all(
        is_label(w) and isinstance(kind_of(w), Meaning) for w in said
    )  # fmt: skip


def _heading(grid: Grid, column: int, first: int, below: int) -> str:
    seen: list[str] = []
    for row in range(first, below):
        words = grid.words(grid.cells.get((row, column)))
        if words and words not in seen:
            seen.append(words)
    return seen[-1] if seen and isinstance(kind_of(seen[-1]), Meaning) else "".join(seen)


def _counts(heading: str, values: Sequence[str]) -> bool:
    """Whether a column without a telling heading holds serial numbers."""
    counted = sum(1 for value in values if _COUNTED.fullmatch(value))
    return not is_label("".join(heading.split())) and counted > 0 and counted >= 0.8 * len(values)


def _of_units(grid: Grid, heading: str, kind: Kind, column: int, data: int) -> Kind:
    """Take a column headed 单位 or 部门 for what its cells are: names of bodies, or units of measure."""
    if not _PLAIN_UNITS.fullmatch("".join(heading.split())):
        return kind
    values = [grid.cells[row, column].span for row in range(data, grid.rows) if (row, column) in grid.cells]
    values = [span for span in values if span.length]
    return (
        Meaning.RESPONSIBLE if values and sum(_lists_bodies(grid.view, v) for v in values) * 2 > len(values) else kind
    )


def _lists_bodies(view: str, cell: Span) -> bool:
    names = [view[item.start : item.end] for item in split_mentions(view, cell.start, cell.end).items]
    return bool(names) and all(map(unit_like, names)) and any(map(known_body, names))


def _names_pair(heading: str) -> bool:
    """Whether a heading stands for a lead and those who support it: 牵头单位/配合单位, 牵头及配合单位."""
    words = re.sub(r"\([^()]*\)|\s", "", heading)
    return (
        re.fullmatch(r"(?:牵头|主办|主责|责任)(?:单位|部门)?[/、及和与](?:配合|协办|参与|协助)(?:单位|部门)", words)
        is not None
    )
