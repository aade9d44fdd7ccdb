"""What each unit carries in all plans together: the sums of the summary rows, kept up to date by each write.

Guarantees:
    1. A write costs what it changes: the sums of the units of its plans are added to or taken from.
    2. All sums are of integers, so the order of the writes leaves no trace.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, Text, bindparam, cast, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from graph.dataset.columns import Floats, Ints
from graph.dataset.sql_tables import COUNTS, SUMMARY, TOTALS
from graph.dataset.summary import PARTS

_ANSWERED = (("n", "share", "first", "sections"), ("n", "named_share", "named_first", "sections"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Carried:
    """What units carry in one role: the n-th number is that of the n-th unit, in no particular order of units."""

    units: Sequence[str]
    n: Ints
    share: Floats
    first: Ints
    sections: Ints


def add_to_totals(connection: Connection, graphs: Sequence[int], sign: int) -> None:
    """Add the summary rows of some graphs to the sums, or with a ``sign`` of -1 take them out again."""
    if not graphs:
        return
    here = SUMMARY.c.graph.in_(bindparam("graphs", list(graphs), expanding=True, literal_execute=True))
    keys = (SUMMARY.c.unit, SUMMARY.c.role)
    change = select(*keys, sign * func.count(), *(sign * func.sum(SUMMARY.c[name]) for name in COUNTS))
    names = ("plans", *COUNTS)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    added = insert(TOTALS).from_select(["unit", "role", *names], change.where(here).group_by(*keys))
    connection.execute(
        added.on_conflict_do_update(
            index_elements=["unit", "role"], set_={name: TOTALS.c[name] + added.excluded[name] for name in names}
        )
    )
    if sign < 0:
        gone = TOTALS.c.unit.in_(select(SUMMARY.c.unit).where(here))
        connection.execute(delete(TOTALS).where(gone, TOTALS.c.plans == 0))


def sums(*conditions: ColumnElement[bool], named: bool) -> Select[*tuple[Any, ...]]:
    """Ask for what each unit carries: in all plans, or in the summary rows that meet some conditions.

    The answer has one row a role, whose cells are the units and their numbers in one text each: a row a unit takes five
    times as long to read.
    """
    keys = (SUMMARY.c.unit, SUMMARY.c.role)
    summed = select(*keys, *(func.sum(SUMMARY.c[name]).label(name) for name in _ANSWERED[named]))
    one = summed.where(*conditions).group_by(*keys).subquery() if conditions else TOTALS
    numbers = (func.aggregate_strings(cast(one.c[name], Text), " ") for name in _ANSWERED[named])
    return select(one.c.role, func.aggregate_strings(one.c.unit, "\n"), *numbers).group_by(one.c.role)


def carried(rows: Iterable[Sequence[str]]) -> Mapping[str, Carried]:
    """Read the answer, by role."""
    found = {}
    for role, units, *numbers in rows:
        n, share, first, sections = (np.fromstring(cells, dtype=np.int64, sep=" ") for cells in numbers)
        found[role] = Carried(units=units.split("\n"), n=n, share=share / PARTS, first=first, sections=sections)
    return found
