"""The places of many rows, in their order: how many each plan has is known, and those of a slice are read for it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import overload

from sqlalchemy import ColumnElement, Table, func, select

from graph.dataset.row_snapshot import Place, RowSnapshot, among


class RowPlaces(Sequence[Place]):
    """Where the rows of a table are that meet some conditions."""

    def __init__(self, rows: RowSnapshot, table: Table, conditions: Sequence[ColumnElement[bool]]) -> None:
        """Count the rows of each plan."""
        self._rows, self._table = rows, table
        self._conditions = conditions
        asked = select(table.c.graph, func.count()).where(*conditions, *rows.inside(table.c.graph))
        counts = sorted(rows.ask(asked.group_by(table.c.graph)), key=lambda row: rows.order[row[0]])
        self._graphs = [graph for graph, _ in counts]
        self._ends = list(accumulate(many for _, many in counts))

    def __len__(self) -> int:
        """Count the rows."""
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Place: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Place, ...]: ...

    def __getitem__(self, place: int | slice) -> Place | tuple[Place, ...]:
        """Read the places of a slice."""
        if not isinstance(place, slice):
            return self[place : place + 1 or None][0]
        start, stop, step = place.indices(len(self))
        first, last = bisect_right(self._ends, start), bisect_left(self._ends, stop)
        graphs, before = self._graphs[first : last + 1], self._ends[first - 1] if first else 0
        columns = self._table.c
        asked = select(columns.graph, columns.place).where(*self._conditions, among(columns.graph, graphs))
        found = sorted(((graph, at) for graph, at in self._rows.ask(asked)), key=self._rows.place)
        return tuple(found[start - before : stop - before : step])
