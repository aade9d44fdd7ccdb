"""The rows as CSV tables with a machine-readable data dictionary: tasks, units, assignments.

Guarantees:
    1. A cell that a spreadsheet would run as a formula begins with an apostrophe; every other cell is unchanged.
    2. The dictionary names every column, in order, with its type and its meaning in both languages.

Source: W3C CSV on the Web (tabular metadata) § 5; RFC 4180; OWASP, CSV Injection.
"""

import csv
import io
import json
from collections.abc import Iterable
from typing import IO

from graph.dataset.rows import ROW_TYPES, Row
from graph.dataset.schema import Datatype, Property, Value, properties
from ontology.catalogue import Language

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


EXPORTED = ("tasks", "units", "assignments")
"""The tables of a corpus that are exported; a table's file has its name."""

_DATATYPES = {
    Datatype.SUBJECT: "anyURI",
    Datatype.LINK: "anyURI",
    Datatype.INTEGER: "integer",
    Datatype.DECIMAL: "decimal",
    Datatype.BOOLEAN: "boolean",
}
"""The CSVW datatypes; every other field is a string."""


def write_table(file: IO[bytes], name: str, rows: Iterable[Row]) -> None:
    """Write one table as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding.

    Raises:
        KeyError: when the table does not exist.
    """
    columns = [one.name for one in properties(ROW_TYPES[name])]
    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)
    out.detach()  # which writes what is left, and leaves the file open


def dictionary() -> bytes:
    """Write the data dictionary of the exported tables as CSVW metadata."""
    tables = [
        {
            "url": f"{name}.csv",
            "tableSchema": {"primaryKey": "iri", "columns": list(map(_column, properties(ROW_TYPES[name])))},
        }
        for name in EXPORTED
    ]
    metadata = {"@context": "http://www.w3.org/ns/csvw", "dialect": {"lineTerminators": ["\r\n"]}, "tables": tables}
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode()


def _column(one: Property) -> dict[str, object]:
    return {
        "name": one.name,
        "titles": one.name,
        "datatype": _DATATYPES.get(one.datatype, "string"),
        "dc:description": [{"@value": one.meaning.render(language), "@language": language} for language in Language],
    }


def safe(words: str) -> str:
    """Keep a spreadsheet from running words as a formula.

    >>> safe("=1+1"), safe("州公安局")
    ("'=1+1", '州公安局')
    """
    return f"'{words}" if words.startswith(_FORMULA) else words


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe(value) if isinstance(value, str) else str(value)
