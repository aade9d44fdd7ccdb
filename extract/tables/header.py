"""The header of a table: which rows it takes, and what each column below it is for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.mentions import split_mentions
from extract.patterns import pattern
from extract.readers.grid import is_label
from extract.records import Block, Span
from extract.roles import Meaning
from extract.tables.clause_cells import cell_clauses
from extract.tables.grid import Grid, span_of
from extract.tables.kinds import (
    LEADING,
    PLAIN_UNITS,
    SHORT,
    ColumnKind,
    Kind,
    assigning,
    by_cells,
    kind_of,
    lists_bodies,
    names_pair,
)
from extract.units.registry import group_like, known_body

__all__ = ["AGAINST", "FOR", "Header", "find_header", "header_at", "header_of_clauses", "header_without_row"]

FOR = (
    ("序号|事项|承办|时限", "1|修订办法|市城管局|9月"),
    ("序号|考核指标|负责考核部门", "1|健全体系|市林长办", "2|开展宣传|市教育局"),
    ("序号|任务|包保单位", "1|发展庭院经济|市农业农村局、市供销社"),
    ("序号|任务|", "1|发展庭院经济|市农业农村局"),
    ("序号|工作任务|牵头单位", "1|建平台|市数据局"),
    ("考核项目|分值|评分标准|负责考核部门", "健全体系|10|按期完成得10分|市教育局"),
    ("序号|建议|主办单位|会办单位", "1|改造桥梁的建议|市水利局|市住建局、市财政局"),
)
"""Tables with a column of units, with a role word in its heading or without."""
AGAINST = (
    ("序号|园区|区（县、市）", "1|软件园|高新区", "2|科创中心|海曙区"),
    ("序号|考核指标|考核对象", "1|健全体系|市教育局"),
    ("序号|指标|2024年|2025年", "1|改造户数|860户|1200户"),
    ("序号|企业名称|主要产品", "1|某某包装公司|纸塑制品"),
    ("序号|文件名称|印发机关", "1|关于加强管理的意见|市教育局"),
)

HEADER_ROWS = 12  # how far down a header may begin
_SHARE = 0.5  # of a header's cells that look like labels
_VALUE = pattern(
    r"^\d+$|[;。:]|[、,](?!责任|配合|牵头|负责|完成|协)"
)  # a serial number, a list or a sentence is no heading
_BRACKET = pattern(r"\([^()]*\)")  # 区(县、市): the list in a bracket is no list of values
_FIRST = pattern(r"序号|编号|项目?序|序|no\.?|id", re.IGNORECASE)  # the heading of serial numbers
_FIRST_LEADS = pattern(r"(?:第一|首)(?:位|个|家|名)?[^()]{0,8}(?:牵头|主办|主责)")
_OF_UNITS = pattern(r"[\u4e00-\u9fff]{2,8}(?:单位|部门)")  # 负责考核部门, 包保单位
_OPEN = frozenset({ColumnKind.MARK, ColumnKind.ROLE})  # what says the role is in the row
_SHORTEST_LABEL = 8  # code points of a heading in a row of nothing but labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What each column means, and the first row of data."""

    kinds: tuple[Kind, ...]
    data: int
    words: frozenset[str] = frozenset()  # to know the header again where it is repeated
    pairs: frozenset[int] = frozenset()  # columns of two roles: 牵头单位/配合单位
    first_leads: frozenset[int] = frozenset()  # columns whose heading says that the first unit leads
    units: Mapping[int, Span] = field(default_factory=dict)  # of a matrix: the unit above each column of marks
    key: Mapping[str, Meaning] = field(default_factory=dict)  # of a matrix: what each mark means

    def assigns(self) -> bool:
        """Whether any column names units of the plan."""
        return any(assigning(kind) or kind is ColumnKind.MARK for kind in self.kinds)

    def leaves_lead_open(self) -> bool:
        """Whether columns name units, and none of them who leads."""
        return self.assigns() and not any(kind in LEADING or kind in _OPEN for kind in self.kinds)

    def roles(self) -> tuple[int, ...]:
        """List the columns that give the role of the unit in their row."""
        return tuple(column for column, kind in enumerate(self.kinds) if kind is ColumnKind.ROLE)


def find_header(grid: Grid) -> Header | None:
    """Find the header of a table; titles and lines of units may be above it."""
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
    return Header(
        kinds=tuple(by_cells(grid, headings, [kind_of(heading) for heading in headings], below)), data=below,
        words=frozenset(grid.words(block) for block in grid.row(first)) - {""},
        pairs=frozenset(n for n, heading in enumerate(headings) if names_pair(heading)),
        first_leads=frozenset(n for n, heading in enumerate(headings) if _FIRST_LEADS.search(heading)),
    )  # fmt: skip


def header_without_row(grid: Grid) -> Header | None:
    """Make the header of a table that has none, where its cells tell one column of units and one of text."""
    if grid.rows < 2 or grid.columns < 2:
        return None
    kinds = by_cells(grid, [""] * grid.columns, [kind_of("")] * grid.columns, 0)
    units = [column for column, kind in enumerate(kinds) if assigning(kind)]
    if len(units) != 1:
        return None
    cells = [grid.cells.get((row, units[0])) for row in range(grid.rows) if any(grid.row(row))]
    if not all(cell is not None and lists_bodies(grid.view, span_of(grid, cell)) for cell in cells):
        return None
    if any(":" in grid.words(cell) for cell in grid.cells.values()):
        return None  # 发布机构:省林业局 | 文号:…: what a page says of itself
    return Header(kinds=tuple(kinds), data=0)


def header_of_clauses(grid: Grid) -> Header | None:
    """Make the header of a table that has none and names who does what inside its cells; a first row of short words heads it."""
    first = min((row for (row, _), block in grid.cells.items() if _assigns(grid, block)), default=-1)
    if first < 0:
        return None
    words = [grid.words(block) for block in grid.row(0)]
    titled = first > 0 and max(map(len, words)) <= _SHORTEST_LABEL and all(words)
    return Header(
        kinds=(ColumnKind.TEXT,) * grid.columns, data=int(titled), words=frozenset(words) if titled else frozenset()
    )


def _assigns(grid: Grid, block: Block) -> bool:
    return any(part.items for clause in cell_clauses(grid.view, span_of(grid, block)) for part in clause.parts)


def _is_header_row(grid: Grid, row: int) -> bool:
    words = [grid.words(block) for block in grid.row(row)]
    labels = {"".join(w.split()) for w in words} - {""}
    if len(labels) < 2 or max(map(len, words)) > 40 or any(_VALUE.search(_BRACKET.sub("", w)) for w in words):
        return False
    if sum(1 for w in words if 0 < len(w) <= SHORT) * 2 < len(words) or any(map(_names_body, words)):
        return False
    named = [w for w in labels if is_label(w)]
    if any(isinstance(kind_of(w), Meaning) or PLAIN_UNITS.fullmatch(w) for w in named):
        return len(named) >= _SHARE * len(labels)
    if row == 0 and len(named) > 1 and any(_OF_UNITS.fullmatch(w) and not group_like(w) for w in named):
        return len(named) >= _SHARE * len(labels)
    if _FIRST.fullmatch("".join(next(filter(None, words)).split())):
        return True
    return len(labels) > 2 and len(named) == len(labels) and all(len(w) <= _SHORTEST_LABEL for w in labels)


def _names_body(words: str) -> bool:
    """Whether a cell names a registered body, alone or in a list: ``市水利局 ⏎ (牵头) ⏎ 市财政局``."""
    return any(known_body(words[item.start : item.end]) for item in split_mentions(words, 0, len(words)).items)


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
    """Whether a row holds nothing but labels of roles after an empty place: 牵头 | 配合 where merged cells were lost."""
    words = [grid.words(block) for block in grid.row(row)]
    labels = [w for w in words if w]
    if words[0] and not _is_header_row(grid, row):
        return False
    return bool(labels) and not any(map(_VALUE.search, labels)) and all(
        is_label(w) and isinstance(kind_of(w), Meaning) for w in labels
    )  # fmt: skip


def _heading(grid: Grid, column: int, first: int, below: int) -> str:
    seen: list[str] = []
    for row in range(first, below):
        words = grid.words(grid.cells.get((row, column)))
        if words and words not in seen:
            seen.append(words)
    return seen[-1] if seen and isinstance(kind_of(seen[-1]), Meaning) else "".join(seen)
