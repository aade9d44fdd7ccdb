"""The rows of a plan as one JSON text: what is stored of a reading that corrections change, and of an earlier version.

Guarantees:
    1. ``rows_of(json_of(corpus)) == corpus``.
    2. A field that a row type has gained since, and that has a default, is filled in.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import TypeAlias

from graph.dataset.rows import Corpus, Row, table_by_table

Cell: TypeAlias = "str | int | float | bool | list[Cell] | tuple[Cell, ...]"
Table: TypeAlias = "list[dict[str, Cell]]"


def json_of(corpus: Corpus) -> str:
    """Write the rows with the names of their fields."""
    return json.dumps(asdict(corpus), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rows_of(written: str) -> Corpus:
    """Read the rows back.

    Raises:
        ValueError: when it is not JSON.
        TypeError: when a row lacks a field, or has one that is not known.
    """
    tables: Mapping[str, Table] = json.loads(written)
    return table_by_table(lambda name, row_type: _rows(row_type, tables[name]))


def _rows(make: Callable[..., Row], rows: Iterable[Mapping[str, Cell]]) -> tuple[Row, ...]:
    return tuple(make(**{name: _frozen(cell) for name, cell in row.items()}) for row in rows)


def _frozen(cell: Cell) -> Cell:
    """Turn the lists of JSON back into the tuples that rows contain."""
    return tuple(map(_frozen, cell)) if isinstance(cell, list) else cell
