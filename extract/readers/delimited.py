"""Read delimited text (csv, tsv): one table, every value a cell."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from itertools import groupby
from typing import Final

from extract.messages import message
from extract.patterns import pattern
from extract.readers.encoding import decode
from extract.readers.grid import RawCell, header_rows, pieces_of
from extract.readers.layout import Reading, lay_out
from extract.readers.limits import MAX_TEXT_CHARACTERS, check_cells
from extract.readers.package import damaged
from extract.records import Withheld, WithheldKind

_DELIMITERS: Final = ",\t;|，"
_HEAD_LENGTH: Final = 24
_SAMPLE_LINES: Final = 20
_SERIAL: Final = pattern(r"序\s*号?|编\s*号|[Nn][Oo]\.?")
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
        2. A row goes on only with its own words next to the blanks, and below a row that has a number.

    Returns:
        The cells, and the rows, from 0, that take words from above.
    """
    rows = [{cell.column: cell for cell in row} for _, row in groupby(cells, key=lambda cell: cell.row)]
    table = _numbered(rows)
    if table is None:
        return list(cells), ()
    header, serial, last = table
    body = [row for row in rows if _row_number(row) > header]
    found = {(cell.row, cell.column): cell for cell in cells}
    filled = [number for group in _groups(body, serial, last) for number in _extended(group, found)]
    return list(found.values()), tuple(filled)


def _extended(group: Sequence[dict[int, RawCell]], found: dict[tuple[int, int], RawCell]) -> Iterator[int]:
    """Let the cells of a numbered row reach down over the blanks of the rows below; give the numbers of these rows."""
    above = group[0]
    for own in group[1:]:
        number = _row_number(own)
        longer = {at: replace(above[at], rows=number - above[at].row + 1) for at in above.keys() - own.keys()}
        found.update({(cell.row, column): cell for column, cell in longer.items()})
        above = above | longer | own
        yield number


_SUM = pattern(r"\s*(?:合计|小计|总计|共计|备注|注[:：])")  # a row of these goes on with nothing


def _numbered(rows: Sequence[Mapping[int, RawCell]]) -> tuple[int, int, int] | None:
    """The row of the header, its column of serial numbers and its last column; None for a table without numbers."""
    header = max(header_rows([tuple(row.values()) for row in rows]), default=-1)
    labels = next((row for row in rows if _row_number(row) == header), {})
    serials = (column for column, cell in labels.items() if _SERIAL.fullmatch(cell.text.strip()))
    serial = next(serials, None)
    return None if serial is None else (header, serial, max(labels))


def _groups(body: Sequence[Mapping[int, RawCell]], serial: int, last: int) -> Iterator[list[dict[int, RawCell]]]:
    """Each row that has a number, with the rows below it that have none and lie within the columns of the header."""
    group: list[dict[int, RawCell]] = []
    for row in body:
        if serial in row:
            yield group or [{}]
            group = [dict(row)]
        elif group and max(row) <= last and not _SUM.match(next(iter(row.values())).text):
            group.append(dict(row))
        else:
            yield group or [{}]
            group = []
    yield group or [{}]


def _row_number(row: Mapping[int, RawCell]) -> int:
    return next(iter(row.values())).row


def _said(rows: Sequence[int]) -> Iterator[Withheld]:
    if rows:
        yield Withheld(
            kind=WithheldKind.MERGED,
            what=message("第 {rows} 行没有序号，空格按合并单元格处理，取上一行的内容。", rows=tuple(str(row + 1) for row in rows[:_MOST_NAMED])),
            remedy=message("如果这些格子本来就是空的，请填写“无”后再导入。"), table=0, row=rows[0],
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
