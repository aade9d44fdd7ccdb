"""A table for machines, as CSV or JSON; texts in it are in one language, codes are as they are."""

import csv
import io
import json
from collections.abc import Sequence

from api.tables.model import Table, Value, plain
from graph.dataset.csv_tables import safe
from ontology.catalogue import Language

BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page
LIST_MARK = "；"


def csv_of(table: Table, language: Language = Language.ZH) -> bytes:
    """Write a table as CSV: UTF-8 with a byte order mark, CRLF lines, no cell that a spreadsheet would run.

    Source: RFC 4180.
    """
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(map(safe, table.keys))
    writer.writerows([_cell(value, language) for value in row] for row in table.rows)
    return out.getvalue().encode()


def json_of(tables: Sequence[Table], language: Language = Language.ZH) -> bytes:
    """Write a table as one JSON object: its name, the number of rows, and the rows as objects; several by their names."""
    written = {table.key: _object(table, language) for table in tables}
    found = written if len(tables) > 1 else written[tables[0].key]
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _object(table: Table, language: Language) -> dict[str, object]:
    rows = [{key: plain(value, language) for key, value in zip(table.keys, row, strict=True)} for row in table.rows]
    return {"name": table.key, "count": len(rows), "rows": rows}


def _cell(value: Value, language: Language) -> str | int | float:
    match plain(value, language):
        case bool() as truth:
            return "true" if truth else "false"
        case tuple() as items:
            return safe(LIST_MARK.join(items))
        case str() as words:
            return safe(words)
        case other:
            return other
