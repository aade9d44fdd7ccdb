"""CSV as a spreadsheet on an office computer wants it."""

import csv
import io

from graph.dataset.csv_tables import safe

EXCEL = "excel"  # the name of this form in ``format=``


def for_excel(body: bytes) -> bytes:
    """Rewrite CSV for a spreadsheet: UTF-8 with a byte order mark, and no cell that would run as a formula.

    >>> for_excel("=1+1,责任,-2".encode()).decode("utf-8-sig").strip()
    "'=1+1,责任,-2"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(body.decode("utf-8"), newline="")):
        writer.writerow([_inert(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    """Make a cell safe; a number, which may be negative, is."""
    try:
        float(cell)
    except ValueError:
        return safe(cell)
    return cell
