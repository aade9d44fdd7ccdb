"""Write tables as an Excel workbook: a sheet a table, filters, links from a row to its evidence, words that stay words."""

import io
import re
from collections.abc import Iterable, Mapping
from copy import copy
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as Square
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from api.tables.archive import settle
from api.tables.model import Cell, Table, ValueKind
from graph.dataset.xml_text import xml_text
from ontology.catalogue import Language

MOST_ROWS = 1_048_000
"""The rows of a table that a sheet has at most, besides its head and its notes: it can have 1,048,576 lines."""

EVIDENCE = "assignments"
"""The key of the table that the evidence of all others links to."""

_SYNTAX = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 52
_LINE_HEIGHT = 17.5  # points: what a line of Chinese takes in the fonts of either office
_HEAD = PatternFill("solid", fgColor="F5F3EE")
_LINE = Border(bottom=Side(style="hair", color="BBB6AA"))
_LINKED = Font(color="0072B2", underline="single")


class _Styles:
    """The looks of the cells of one workbook: each is made once and copied, which is ten times as fast."""

    def __init__(self) -> None:
        self._made: dict[tuple[bool, bool], StyleArray] = {}

    def dress(self, square: Square, *, head: bool, words: bool) -> None:
        """Give a cell its look: words are wrapped and set in a little, a head is bold and shaded."""
        if (head, words) in self._made:
            square._style = copy(self._made[head, words])  # noqa: SLF001  openpyxl has no public way to share a look
            return
        square.font = Font(bold=head)
        square.border = _LINE
        square.alignment = Alignment(
            vertical="top",
            horizontal="left" if words else "right" if head else None,  # an indent counts from a stated side alone
            wrap_text=True,
            indent=int(words),
        )
        if head:
            square.fill = _HEAD
        self._made[head, words] = copy(square._style)  # noqa: SLF001  same


def book_of(found: Iterable[Table], language: Language, targets: Mapping[str, str] | None = None) -> Workbook:
    """Write each table on a sheet, before the next table is made.

    Guarantees:
        1. No cell is a formula: words that begin with ``=`` stay words.
        2. A row that rests on an assignment links to its place in ``targets``.
        3. A row is written before the next is made; rows beyond ``MOST_ROWS`` are left out, and that is said.

    Args:
        found: the tables.
        language: the language of headings and names.
        targets: the place of each assignment in the workbook, by IRI; its own table links nowhere.
    """
    book = Workbook(write_only=True)
    styles = _Styles()
    for table in found:
        own = {} if table.key == EVIDENCE else table.evidence
        links = {number + 2: targets[iri] for number, iri in own.items() if iri in targets} if targets else {}
        sheet = book.create_sheet(sheet_name(table.title.render(language)))
        _fill(sheet, table.bounded(MOST_ROWS), language, styles, links)
    book.properties.creator = "dutygraph"
    return book


def packed(book: Workbook) -> bytes:
    """Give the bytes of a workbook: the same for the same workbook."""
    out = io.BytesIO()
    book.save(out)
    return settle(out.getvalue())


def _fill(
    sheet: WriteOnlyWorksheet, table: Table, language: Language, styles: _Styles, links: Mapping[int, str]
) -> None:
    """Write a table row by row; what is said of the sheet has to be said before."""
    sheet.freeze_panes = "B2" if len(table.columns) > 2 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(table.columns), 1))}{len(table.rows) + 1}"
    _set_widths(sheet, table, language)
    set_up(sheet)
    for number, row in enumerate(chain([table.head(language)], table.each(language, numbers=True)), start=1):
        squares = [_written(sheet, value) for value in row]
        for square, column, value in zip(squares, table.columns, row, strict=True):
            words = column.kind is not ValueKind.NUMBER if number == 1 else isinstance(value, str)
            styles.dress(square, head=number == 1, words=words)
        if number in links:
            _link(squares[0], links[number])
        sheet.row_dimensions[number].height = _LINE_HEIGHT * max((_lines(str(value)) for value in row), default=1)
        sheet.append(squares)
        del sheet.row_dimensions[number]
    if table.notes:
        sheet.append([])
        for note in table.notes:
            sheet.append([_written(sheet, note.render(language))])


def _set_widths(sheet: WriteOnlyWorksheet, table: Table, language: Language) -> None:
    widths = [_width(name) + 3 for name in table.head(language)]
    for row in table.each(language):
        widths = list(map(max, widths, (_width(str(value)) for value in row)))
    for place, longest in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 3, _WIDEST)


def sheet_name(title: str) -> str:
    """Make a name that Excel takes: without marks of its syntax, at most 31 characters.

    >>> sheet_name("Who carries far more than its peers?")
    'Who carries far more than its p'
    """
    return _SYNTAX.sub("", title)[:31]


def set_up(sheet: WriteOnlyWorksheet) -> None:
    """Let it print on landscape pages of full width, the head on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _written(sheet: WriteOnlyWorksheet, value: Cell) -> Square:
    """Make a cell: words stay words, also those that begin with a sign of a formula."""
    square = WriteOnlyCell(sheet, xml_text(value, "") if isinstance(value, str) else value)
    if isinstance(value, str):
        square.data_type = "s"
    return square


def _link(square: Square, target: str) -> None:
    """Link a cell to a place in the workbook."""
    square.hyperlink = Hyperlink(ref=square.coordinate, location=target)
    square.font = _LINKED


def _width(words: str) -> float:
    """Measure words in columns: a Chinese character takes two."""
    return max((sum(1.9 if letter > "\u2e7f" else 1.0 for letter in line) for line in words.split("\n")), default=0.0)


def _lines(words: str) -> int:
    """Count the lines that words take in a cell of the widest kind."""
    return sum(max(-(-int(_width(line)) // (_WIDEST - 4)), 1) for line in words.split("\n"))
