"""The representations of a page: the same rows as JSON, CSV, a workbook, or the triples themselves."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.dataset.csv_tables import safe

if TYPE_CHECKING:
    from openpyxl import Workbook

Value = str | int | float | bool | tuple[str, ...]

BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page
LIST_MARK = "；"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of plain values.

    Guarantees:
        1. Every row is as long as ``columns``.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a ragged table.

        Raises:
            ValueError: when a row is not as long as the columns.
        """
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"every row of {self.name} needs {len(self.columns)} cells")


def plain(value: Value) -> str | int | float:
    """Give a value as one spreadsheet cell."""
    if isinstance(value, tuple):
        return safe(LIST_MARK.join(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe(value) if isinstance(value, str) else value


def csv_of(sheet: Sheet) -> bytes:
    """Write a sheet as CSV: UTF-8 with a byte order mark, CRLF lines, no cell that a spreadsheet would run.

    Source: RFC 4180.
    """
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    writer.writerows([plain(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode()


def json_of(sheet: Sheet) -> bytes:
    """Write a sheet as one JSON object: its name, the number of rows, and the rows as objects."""
    rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    return json.dumps({"name": sheet.name, "count": len(rows), "rows": rows}, ensure_ascii=False, indent=1).encode()


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as a workbook: a frozen header row, a filter, widths that fit, wrapped long words."""
    from openpyxl import Workbook  # noqa: PLC0415  a tenth of a second, and JSON and CSV need none of it

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(book: "Workbook", sheet: Sheet) -> None:
    """Add one sheet to a workbook."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415  as above

    page = book.create_sheet(sheet.name[:31])
    page.append(list(sheet.columns))
    for row in sheet.rows:
        page.append([_printable(plain(value)) for value in row])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    for column in page.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        page.column_dimensions[column[0].column_letter].width = min(60, max(10, longest * 1.9))
        if longest > 30:
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _printable(value: str | int | float) -> str | int | float:
    """Drop the control characters a workbook cannot hold."""
    if not isinstance(value, str):
        return value
    return "".join(letter for letter in value if letter >= " " or letter in "\n\t")
