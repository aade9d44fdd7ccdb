"""Write the analysis as an Excel workbook: a sheet a table, filters, native charts, links from rows to words."""

import io
import re
from collections.abc import Mapping, Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Square
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from api.reports.archive import settle
from api.reports.duties import duties
from api.reports.table import Cell, Table
from api.reports.tables import tables
from extract.messages import message
from graph.dataset.rows import Corpus
from graph.measures.settings import DEFAULTS, Definitions
from ontology.catalogue import Language

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that no XML may hold
_SYNTAX = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 52
_CHARTED, _LINE_HEIGHT = 10, 17.5  # points: what a line of Chinese takes in the fonts of either office
_HEAD = PatternFill("solid", fgColor="F5F3EE")
_LINE = Border(bottom=Side(style="hair", color="BBB6AA"))
_BLUE, _GREEN, _ORANGE = "0072B2", "009E73", "E69F00"
_LINKED = Font(color=_BLUE, underline="single")
_CHARTS = {"workload": ((2, 4), (_BLUE, _GREEN, _ORANGE)), "grades": ((2, 2), (_BLUE,))}  # columns, colours
_SOURCE = "assignments"  # the table that links lead to


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


def workbook(corpus: Corpus, language: Language = Language.ZH, definitions: Definitions = DEFAULTS) -> bytes:
    """Write every table of the analysis, load and clarity also as charts.

    Guarantees:
        1. No cell is a formula: words that begin with ``=`` stay words.
        2. A row that rests on an assignment links to the row that quotes it.
        3. The same rows and definitions give the same bytes.
    """
    return _pack(tables(corpus, language, definitions), language)


def ledger_workbook(corpus: Corpus, language: Language = Language.ZH) -> bytes:
    """Write the customary ledger 任务分工台账 alone; it reads back in as a plan."""
    return _pack((duties(corpus, language),), language)


def _pack(found: Sequence[Table], language: Language) -> bytes:
    book = Workbook()
    book.remove(book.active)
    styles = _Styles()
    titles = {table.key: _sheet_name(table.title) for table in found}
    for table in found:
        _sheet(book, table, titles, styles)
    drawn = [
        (table, titles[table.key]) for table in found if table.key in _CHARTS and any(row[1] for row in table.rows)
    ]
    if drawn:
        _charts(book, drawn, language)
    book.properties.title = message("责任分工分析").render(language)
    book.properties.creator = "dutygraph"
    out = io.BytesIO()
    book.save(out)
    return settle(out.getvalue())


def _sheet(book: Workbook, table: Table, titles: Mapping[str, str], styles: _Styles) -> None:
    sheet = book.create_sheet(titles[table.key])
    numeric = table.numeric()
    for row, values in enumerate((table.head, *table.rows), start=1):
        for column, value in enumerate(values):
            square = sheet.cell(row=row, column=column + 1)
            _write(square, value)
            words = column not in numeric if row == 1 else isinstance(value, str)
            styles.dress(square, head=row == 1, words=words)
    for number, place in table.evidence.items():
        if _SOURCE in titles:
            _link(sheet, f"A{number + 2}", f"'{titles[_SOURCE]}'!A{place + 2}")
    sheet.freeze_panes = "B2" if len(table.head) > 2 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.head))}{len(table.rows) + 1}"
    for column, name in enumerate(table.head, start=1):
        longest = max([_width(name) + 3, *(_width(str(row[column - 1])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 3, _WIDEST)
    for row, values in enumerate((table.head, *table.rows), start=1):
        sheet.row_dimensions[row].height = _LINE_HEIGHT * max((_lines(str(value)) for value in values), default=1)
    for place, note in enumerate(table.notes, start=len(table.rows) + 3):
        _write(sheet.cell(row=place, column=1), note)
    _set_up(sheet)


def _sheet_name(title: str) -> str:
    """Make a name that Excel takes: no mark of its own syntax, at most 31 characters.

    >>> _sheet_name("Who carries far more than its peers?")
    'Who carries far more than its p'
    """
    return _SYNTAX.sub("", title)[:31]


def _set_up(sheet: Worksheet) -> None:
    """Let it print on landscape pages of full width, the head on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _write(square: Square, value: Cell) -> None:
    """Fill a cell: words stay words, whatever they begin with."""
    square.value = _FORBIDDEN.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        square.data_type = "s"


def _link(sheet: Worksheet, where: str, target: str) -> None:
    """Link a cell to a place in the workbook."""
    square = sheet[where]
    square.hyperlink = Hyperlink(ref=where, location=target)
    square.font = _LINKED


def _width(words: str) -> float:
    """Measure words in columns: a Chinese character takes two."""
    return max((sum(1.9 if letter > "\u2e7f" else 1.0 for letter in line) for line in words.split("\n")), default=0.0)


def _lines(words: str) -> int:
    """Count the lines that words take in a cell of the widest kind."""
    return sum(max(-(-int(_width(line)) // (_WIDEST - 4)), 1) for line in words.split("\n"))


def _charts(book: Workbook, drawn: Sequence[tuple[Table, str]], language: Language) -> None:
    """Draw the first rows of some tables as bars, on a sheet of their own."""
    sheet = book.create_sheet(message("图").render(language))
    _set_up(sheet)
    at = 1
    for table, name in drawn:
        last = min(len(table.rows), _CHARTED) + 1
        chart = BarChart()
        chart.type, chart.title = "bar", table.title
        columns, colours = _CHARTS[table.key]
        numbers = Reference(book[name], min_col=columns[0], max_col=columns[1], min_row=1, max_row=last)
        chart.add_data(numbers, titles_from_data=True)
        chart.set_categories(Reference(book[name], min_col=1, min_row=2, max_row=last))
        for series, colour in zip(chart.series, colours, strict=True):
            series.graphicalProperties.solidFill = colour
        chart.y_axis.delete = chart.x_axis.delete = False
        chart.x_axis.scaling.orientation = "maxMin"
        chart.legend.position = "b"
        chart.gapWidth = 60
        chart.height, chart.width = 1.0 * last + 3, 25
        sheet.add_chart(chart, f"A{at}")
        at += int(chart.height * 2) + 3
