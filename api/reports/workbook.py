"""Write the analysis as an Excel workbook: a sheet a table, filters, a native chart."""

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.reports.archive import settle
from api.reports.tables import Language, Table, duties, tables
from graph.rows import Corpus

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # characters that no XML may hold
_WIDEST = 60


def workbook(corpus: Corpus, language: Language = Language.ZH) -> bytes:
    """Write every table of the analysis, the most loaded units also as a chart.

    Guarantees:
        1. No cell is a formula: words that begin with ``=`` stay words.
        2. The same rows give the same bytes.
    """
    return _pack(tables(corpus, language), chart=True)


def ledger_workbook(corpus: Corpus, language: Language = Language.ZH) -> bytes:
    """Write the customary ledger 任务分工台账 alone; it reads back in as a plan."""
    return _pack((duties(corpus, language),), chart=False)


def _pack(found: Sequence[Table], *, chart: bool) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for table in found:
        _sheet(book, table)
    if chart and found and found[0].rows:
        _chart(book, found[0])
    out = io.BytesIO()
    book.save(out)
    return settle(out.getvalue())


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.title)
    for row, values in enumerate((table.head, *table.rows), start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row=row, column=column)
            cell.value = _FORBIDDEN.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(bold=row == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, name in enumerate(table.head, start=1):
        longest = max([len(name), *(len(str(row[column - 1])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column)].width = min(2 * longest + 2, _WIDEST)


def _chart(book: Workbook, table: Table) -> None:
    """Draw the ten most loaded units beside their table."""
    sheet, last = book[table.title], min(len(table.rows), 10) + 1
    chart = BarChart()
    chart.type = "bar"
    chart.title = table.title
    chart.add_data(Reference(sheet, min_col=2, max_col=4, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.height = 12
    sheet.add_chart(chart, f"{get_column_letter(len(table.head) + 2)}2")
