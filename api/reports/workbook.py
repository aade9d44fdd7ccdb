"""Write the analysis as an Excel workbook: every table, load and clarity also as native charts."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from api.locale.terms import TERMS
from api.reports.contents import evidence_rows, tables
from api.reports.duties import duties
from api.tables.assignments import assignments_table, lookup
from api.tables.model import Table
from api.tables.workbook import MOST_ROWS, book_of, packed, set_up, sheet_name
from extract.messages import message
from graph.compare.decisions import PairEntry
from graph.dataset.rows import Corpus
from graph.measures.settings import DEFAULTS, Definitions
from graph.progress.records import ProgressEntry, ProgressState
from ontology.catalogue import Language

_CHARTED = 10
_BLUE, _GREEN, _ORANGE = "0072B2", "009E73", "E69F00"
_CHARTS = {"workload": ((2, 4), (_BLUE, _GREEN, _ORANGE)), "grades": ((2, 2), (_BLUE,))}  # columns, colours


def workbook(
    corpus: Corpus,
    language: Language = Language.ZH,
    definitions: Definitions = DEFAULTS,
    decided: Sequence[PairEntry] = (),
) -> bytes:
    """Write every table of the analysis, load and clarity also as charts.

    Guarantees:
        1. A row that rests on an assignment links to the row that quotes it.
        2. The same rows and definitions give the same bytes.
    """
    drawn: list[Table] = []

    def noted(table: Table) -> Table:
        if table.key in _CHARTS and any(row[1] for row in table.rows):
            drawn.append(table)
        return table

    sheet = sheet_name(assignments_table(lookup(Corpus()), ()).title.render(language))
    targets = {iri: f"'{sheet}'!A{number + 2}" for iri, number in evidence_rows(corpus, MOST_ROWS).items()}
    book = book_of(map(noted, tables(corpus, definitions, decided)), language, targets)
    if drawn:
        _charts(book, drawn, language)
    book.properties.title = message("责任分工分析").render(language)
    return packed(book)


def ledger_workbook(
    corpus: Corpus, language: Language = Language.ZH, reported: Mapping[str, ProgressEntry] | None = None
) -> bytes:
    """Write the customary ledger 任务分工台账 alone; it reads back in as a plan, and filled in as progress."""
    table = duties(corpus, reported)
    book = book_of((table,), language)
    book.properties.title = message("责任分工分析").render(language)
    if table.rows:
        _offer(book.worksheets[0], table, language)
    return packed(book)


def _offer(sheet: WriteOnlyWorksheet, table: Table, language: Language) -> None:
    """Let the status of a row be chosen from the states there are."""
    states = (TERMS["progress"][one].render(language) for one in ProgressState if one is not ProgressState.NOT_REPORTED)
    choice = DataValidation(type="list", formula1=f'"{",".join(states)}"', allow_blank=True)
    column = get_column_letter(table.keys.index("status") + 1)
    choice.add(f"{column}2:{column}{len(table.rows) + 1}")
    sheet.data_validations.append(choice)


def _charts(book: Workbook, drawn: list[Table], language: Language) -> None:
    """Draw the first rows of some tables as bars, on a sheet of their own."""
    sheet = book.create_sheet(message("图").render(language))
    set_up(sheet)
    at = 1
    for table in drawn:
        title = table.title.render(language)
        source, last = book[sheet_name(title)], min(len(table.rows), _CHARTED) + 1
        chart = BarChart()
        chart.type, chart.title = "bar", title
        (first_column, last_column), colours = _CHARTS[table.key]
        numbers = Reference(source, min_col=first_column, max_col=last_column, min_row=1, max_row=last)
        chart.add_data(numbers, titles_from_data=True)
        chart.set_categories(Reference(source, min_col=1, min_row=2, max_row=last))
        for series, colour in zip(chart.series, colours, strict=True):
            series.graphicalProperties.solidFill = colour
        chart.y_axis.delete = chart.x_axis.delete = False
        chart.x_axis.scaling.orientation = "maxMin"
        chart.legend.position = "b"
        chart.gapWidth = 60
        chart.height, chart.width = 1.0 * last + 3, 25
        sheet.add_chart(chart, f"A{at}")
        at += int(chart.height * 2) + 3
