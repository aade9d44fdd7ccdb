"""Read delimited text (csv, tsv): one table, every value a cell."""

import csv
import re
from io import StringIO
from typing import Final

from extract.readers.encoding import decode
from extract.readers.grid import RawCell, pieces_of
from extract.readers.layout import Reading, lay_out
from extract.readers.limits import MAX_TEXT_CHARACTERS, check_cells
from extract.readers.package import damaged

_DELIMITERS: Final = ",\t;|，"
_HEAD_LENGTH: Final = 24
_SAMPLE_LINES: Final = 20


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
    return lay_out(pieces_of(cells, 0), name)


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
