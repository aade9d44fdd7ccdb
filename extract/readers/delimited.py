"""Read delimited text (csv, tsv): one table, every value a cell."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from itertools import groupby
from typing import Final

from extract.messages import message
from extract.readers.encoding import decode
from extract.readers.grid import RawCell, header_rows, pieces_of
from extract.readers.layout import Reading, lay_out
from extract.readers.limits import MAX_TEXT_CHARACTERS, check_cells
from extract.readers.package import damaged
from extract.records import Withheld, WithheldKind

_DELIMITERS: Final = ",\t;|，"
_HEAD_LENGTH: Final = 24
_SAMPLE_LINES: Final = 20
_SERIAL: Final = re.compile(r"序\s*号?|编\s*号|[Nn][Oo]\.?")
_MOST_NAMED: Final = 10  # rows that a message names


def read_delimited(data: bytes, name: str) -> Reading:
    """Read delimited text; the delimiter is the one that parts the first lines most evenly.

    Raises:
        UnreadableSourceError: when the bytes are no text.
        SourceTooLargeError: when it passes a limit.
    """
    text = decode(data, name).text
    csv.field_size_limit(MAX_TEXT_CHARACTERS)
    cells: list[RawCell] = []
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))):
            header = number == 0 and _names_columns(row)
            cells += (
                RawCell(text=value, row=number, column=i, header=header) for i, value in enumerate(row) if value.strip()
            )
            check_cells(len(cells), name)
    except csv.Error as error:
        raise damaged(name) from error
    cells, filled = merged_down(cells)
    return lay_out(pieces_of(cells, 0), name, _said(filled))


def merged_down(cells: Sequence[RawCell]) -> tuple[list[RawCell], tuple[int, ...]]:
    """Let a cell go on over the blanks below it, in rows that lack their serial number: so merged cells are saved as text.

    Forms handled: ``1,推进一窗受理,市政务服务局`` above ``,下放审批权限,``.

    Guarantees:
        1. Rows above the header, and tables whose header names no serial number, stay as they are.
        2. A row goes on only with words of its own beside the blanks, and below a row that has a number.

    Returns:
        The cells, and the rows, from 0, that take words from above.
    """
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    header = max(header_rows(rows), default=-1)
    serial = next(
        (cell for row in rows for cell in row if cell.row == header and _SERIAL.fullmatch(cell.text.strip())), None
    )
    if serial is None:
        return list(cells), ()
    width = max(cell.column for row in rows for cell in row if cell.row == header)
    above: dict[int, RawCell] = {}
    found: dict[tuple[int, int], RawCell] = {(cell.row, cell.column): cell for cell in cells}
    filled: list[int] = []
    for row in (row for row in rows if row[0].row > header):
        own = {cell.column: cell for cell in row}
        if serial.column in own or not above:
            above = own
            continue
        if max(own) > width or max(own) == min(own) == serial.column:
            above = {}
            continue
        filled.append(row[0].row)
        for column in above.keys() - own.keys():
            over = above[column]
            found[over.row, column] = above[column] = replace(over, rows=row[0].row - over.row + 1)
        above |= own
    return list(found.values()), tuple(filled)


def _said(rows: Sequence[int]) -> Iterator[Withheld]:
    if rows:
        yield Withheld(
            kind=WithheldKind.MERGED,
            what=message("第 {rows} 行没有序号，空格按合并单元格处理，取上一行的内容。", rows=tuple(str(row + 1) for row in rows[:_MOST_NAMED])),
            remedy=message("如果这些格子本来就是空的，请填写“无”后再导入。"),
        )  # fmt: skip


def _delimiter(text: str) -> str:
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]
    lines = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def evenness(mark: str) -> tuple[float, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(counts, key=counts.count) if counts else 0
        return (counts.count(usual) / len(counts) if usual else 0.0, usual)

    return max(_DELIMITERS, key=evenness)


def _names_columns(row: list[str]) -> bool:
    """Whether the first row of a file can only be names: short, different, no numbers, no sentences."""
    names = [value.strip() for value in row if value.strip()]
    if len(names) < 2 or len(set(names)) < len(names):
        return False
    return all(len(name) <= _HEAD_LENGTH and not re.search(r"[。；;]|^[\d.,%\-/]+$", name) for name in names)
