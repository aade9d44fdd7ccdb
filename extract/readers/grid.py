"""Turn the cells of any table into pieces: sorted, merged cells at their top left, header rows marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from extract.patterns import pattern
from extract.readers.layout import Piece
from extract.records import BlockKind, Cell

_LABEL: Final = pattern(
    r"(?:序号|编号|类别|分类|领域|维度|方向|项目|名称|板块|环节|指标|单位|部门|处室|区域|地区|县|"
    r"任务|事项|内容|措施|举措|要求|目标|成果|工作|职责|分工|问题|依据|"
    r"责任|牵头|主办|主责|承办|配合|协办|协同|参与|参加|实施|主体|负责人|联系人|owner|co|lead|support|"
    r"时限|时间|期限|年限|进度|节点|完成|deadline|time|备注|说明|id|no\.?|task|unit|note|remark)",
    re.IGNORECASE,
)
_UNITS: Final = pattern(r"牵头|责任|主办|主责|承办|配合|协办|负责|分工|lead|owner|support", re.IGNORECASE)
_NO_LABEL: Final = pattern(r"[。；;！？!?]|^[\d.,%\-–—/\s]+$")
_LABEL_LENGTH: Final = 24
_HEADER_SHARE: Final = 0.6  # of a row's words-bearing cells must look like labels
_HEADER_WITHIN: Final = 12  # rows: titles and unit lines may stand above the header


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A cell as a format gives it: its top-left place and the rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False  # the format itself says so
    page: int = 0


def pieces_of(cells: Iterable[RawCell], table: int) -> Iterator[Piece]:
    """Give the cells of one table in reading order, header rows marked.

    Guarantees:
        1. One piece for each cell that holds words; a merged cell appears once.
        2. A title alone above the header (附件2 ⏎ 任务分工表) is given as paragraphs, not as a cell.
        3. A row is a header where the format says so, or where it is near the top and its cells are labels
           (序号 任务 责任单位 …); the second row of a two-row header counts too.
    """
    rows = [tuple(row) for _, row in groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), _row_of)]
    headers = header_rows(rows)
    for row in rows:
        if _is_title(row, rows, headers):
            yield from (Piece(text=line, page=cell.page) for cell in row for line in cell.text.split("\n"))
            continue
        for cell in row:
            place = Cell(
                table=table,
                row=cell.row,
                column=cell.column,
                rows=cell.rows,
                columns=cell.columns,
                header=cell.header or cell.row in headers,
            )
            yield Piece(text=cell.text, kind=BlockKind.CELL, page=cell.page, cell=place)


def _is_title(row: Sequence[RawCell], rows: Sequence[Sequence[RawCell]], headers: frozenset[int]) -> bool:
    """Whether a row holds one cell over the entire width, or one alone above the header."""
    filled = [cell for cell in row if cell.text.strip()]
    above = any(row[0].row < number for number in headers) if headers else row is rows[0]
    if len(filled) != 1 or not above or filled[0].rows > 1:
        return False
    return bool(headers) or (len(rows) > 1 and 1 < filled[0].columns >= _width(rows))


def _width(rows: Sequence[Sequence[RawCell]]) -> int:
    return max(cell.column + cell.columns for row in rows for cell in row)


def header_rows(rows: Sequence[Sequence[RawCell]]) -> frozenset[int]:
    """Tell which rows are headers.

    >>> names = [RawCell(text=text, row=0, column=i) for i, text in enumerate(("序号", "工作任务", "牵头单位"))]
    >>> values = [RawCell(text=text, row=1, column=i) for i, text in enumerate(("1", "建设平台。", "市数据局"))]
    >>> sorted(header_rows([names, values]))
    [0]
    """
    found: set[int] = set()
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        if _is_header(row):
            found.update(range(row[0].row, row[0].row + min(cell.rows for cell in row)))
        elif found and position > 0 and not _closes_header(rows[position - 1], row, found):
            break
    return frozenset(found)


def _is_header(row: Sequence[RawCell]) -> bool:
    texts = ["".join(cell.text.split()) for cell in row if cell.text.strip()]
    if len(texts) < 2:
        return False
    labels = sum(1 for text in texts if is_label(text))
    return labels >= 2 and labels >= _HEADER_SHARE * len(texts)


def is_label(text: str) -> bool:
    """Whether the words of a cell could name a column.

    >>> is_label("责任单位"), is_label("市发展改革委"), is_label("推进任务落实。")
    (True, False, False)
    """
    if len(text) > _LABEL_LENGTH or _NO_LABEL.search(text):
        return False
    return _LABEL.search(text) is not None


def heads_units(heading: str) -> bool:
    """Whether the heading of a column says what units do.

    >>> heads_units("牵头单位"), heads_units("任务分工"), heads_units("工作任务")
    (True, True, False)
    """
    return _UNITS.search(heading) is not None


def _closes_header(above: Sequence[RawCell], row: Sequence[RawCell], found: set[int]) -> bool:
    """Whether a row still lies next to header cells that cover several rows."""
    return any(cell.row in found and cell.row + cell.rows > row[0].row for cell in above)


def _row_of(cell: RawCell) -> int:
    return cell.row
