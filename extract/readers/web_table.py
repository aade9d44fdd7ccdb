"""Read the cells of a web table, spans expanded to places; tell data from tables that only arrange the page."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from extract.readers.grid import RawCell, header_rows
from extract.readers.limits import MAX_CELLS, check_cells
from extract.readers.markup import Element, is_block, is_dropped, seen, squeezed, tag_of

_LAYOUT_SHARE: Final = 0.7  # of a table's words in one cell: the table is a frame around an article
_LAYOUT_LENGTH: Final = 1_500
_MAX_COLUMNS: Final = 1_000
_HEADER_WITHIN: Final = 12  # rows: titles may stand above the header
_LEAST_LABELS: Final = 2
_LEAST_ROWS: Final = 3
_LEAST_CELLS: Final = 3


def is_data(table: Element, words: Mapping[Element, int]) -> bool:
    """Whether a table relates its cells, rather than placing one article on a page.

    Args:
        table: the ``table`` element.
        words: the number of characters inside each element.
    """
    if has_header(table):
        return True
    if any(inner is not table and has_header(inner) for inner in table.iter("table")):
        return False
    counts = [words.get(cell, 0) for row in _rows_of(table) for cell in _cells_of(row)]
    filled = [count for count in counts if count]
    if len(filled) < 2:
        return False
    return max(filled) < _LAYOUT_LENGTH or max(filled) < _LAYOUT_SHARE * sum(filled)


def has_header(table: Element) -> bool:
    """Whether one of the first rows is nothing but labels of columns (序号 任务 责任单位), or the rows are alike: three or more cells each."""
    rows = tuple(islice(_rows_of(table), _HEADER_WITHIN))
    return any(map(_labels, rows)) or _alike(rows)


def _alike(rows: Sequence[Element]) -> bool:
    """Whether the rows of a table have as many cells each: a matrix, whose first row names units."""
    wide = [len(list(islice(_cells_of(row), _MAX_COLUMNS))) for row in rows]
    inner = any(cell.find(".//table") is not None for row in rows for cell in _cells_of(row))
    return len(wide) >= _LEAST_ROWS and min(wide) >= _LEAST_CELLS and len(set(wide)) == 1 and not inner


def _labels(row: Element) -> bool:
    cells = list(islice(_cells_of(row), _MAX_COLUMNS))
    if len(cells) < _LEAST_LABELS or any(cell.find(".//table") is not None for cell in cells):
        return False
    texts = [RawCell(text=text_of(cell), row=0, column=column) for column, cell in enumerate(cells)]
    return bool(header_rows([texts]))


def cells_of(table: Element, name: str) -> Iterator[RawCell]:
    """Place every cell of a table.

    Guarantees:
        1. ``rowspan`` and ``colspan`` push later cells aside as in a browser; a span ends with its table.
        2. Paragraphs and line breaks inside a cell become newlines; a table inside a cell is read as its text.

    Raises:
        SourceTooLargeError: when the places covered pass the limit.
    """
    rows = list(_rows_of(table))
    taken: dict[int, set[int]] = {}
    covered = 0
    for number, row in enumerate(rows):
        used = taken.pop(number, set())
        column = 0
        for cell in _cells_of(row):
            while column in used:
                column += 1
            deep = min(_span(cell, "rowspan"), len(rows) - number) or len(rows) - number
            wide = min(max(1, _span(cell, "colspan")), _MAX_COLUMNS)
            covered += deep * wide
            check_cells(covered, name)
            for below in range(number + 1, number + deep):
                taken.setdefault(below, set()).update(range(column, column + wide))
            yield RawCell(
                text=text_of(cell), row=number, column=column, rows=deep, columns=wide, header=tag_of(cell) == "th"
            )
            column += wide


def text_of(element: Element) -> str:
    """The words of an element, its paragraphs parted by newlines."""
    parts: list[str] = []
    for event, inner, text in seen(element):
        if event == "text":
            parts.append(squeezed(text) if text.strip("\n\r ") else " ")
        elif is_block(inner) and inner is not element:
            parts.append("\n")
    lines = (" ".join(line.split(" ")).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _rows_of(table: Element) -> Iterator[Element]:
    for child in table:
        if tag_of(child) == "tr" and not is_dropped(child):
            yield child
        elif tag_of(child) in {"thead", "tbody", "tfoot"} and not is_dropped(child):
            yield from (row for row in child if tag_of(row) == "tr" and not is_dropped(row))


def _cells_of(row: Element) -> Iterator[Element]:
    return (cell for cell in row if tag_of(cell) in {"td", "th"} and not is_dropped(cell))


def _span(cell: Element, attribute: str) -> int:
    """The number of a span; 0 means "to the end", anything unreadable 1."""
    words = (cell.get(attribute) or "").strip()
    return min(int(words), MAX_CELLS) if words.isascii() and words.isdigit() and len(words) < 10 else 1
