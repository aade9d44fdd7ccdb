"""Turn records into a table: the one way from measures to pandas."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TypeAlias

import pandas as pd

Cell: TypeAlias = str | int | float | bool
Record: TypeAlias = object  # a frozen dataclass instance; dataclasses share no base class


def flatten(record: Record, prefix: str = "") -> Mapping[str, Cell]:
    """Give one record as a flat row: nested records get their field's name as prefix, tuples become a count.

    >>> from graph.measures.workload import Count
    >>> flatten(Count(full=2, shared=1.5, first=1), "led_")
    {'led_full': 2, 'led_shared': 1.5, 'led_first': 1}
    """
    if not is_dataclass(record) or isinstance(record, type):
        raise TypeError(f"not a record: {record!r}")
    row: dict[str, Cell] = {}
    for field in fields(record):
        value: object = getattr(record, field.name)
        if isinstance(value, Enum):
            row[prefix + field.name] = str(value.value)
        elif isinstance(value, str | int | float | bool):
            row[prefix + field.name] = value
        elif isinstance(value, tuple):
            row[prefix + field.name] = len(value)
        else:
            row.update(flatten(value, f"{prefix}{field.name}_"))
    return row


def frame(records: Sequence[Record]) -> pd.DataFrame:
    """Give records as a table, one row each, columns in the order of the record's fields.

    An empty sequence gives an empty table without columns.
    """
    return pd.DataFrame([flatten(record) for record in records])
