"""Convert the counted assignments of an archive to arrays straight from its row database, without a record of each row.

Guarantees:
    1. What measures compute on ``stored_columns(rows)`` is what they compute on ``columns(rows.corpus())``.
    2. The tasks have no words: their IRI, plan, section and place are enough for every measure of the network.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import select

from graph.dataset.columns import ROLES, Columns, Ints, coded
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import COUNTED, TaskRow, UnitRow
from graph.dataset.sql_tables import ROWS, SUMMARY
from graph.dataset.summary import ANY

_TOGETHER = 5_000  # units of one query


def stored_columns(rows: RowSnapshot) -> Columns:
    """Convert the counted assignments of the plans of a snapshot, without the units that only others name."""
    tasks, units = _tasks(rows), _units(rows)
    plans, plan_of = coded([task.plan for task in tasks])
    homes, home_of = coded([task.part_of for task in tasks])
    graphs, places, task, unit, role, start, rank, basis = rows.columns(
        ROWS["assignments"], "place", "task", "unit", "role", "start", "rank", "basis"
    )
    order = _document_order(rows, graphs, places)
    order = order[np.fromiter((one in COUNTED for one in basis), dtype=np.bool_, count=len(basis))[order]]
    known = {role.value: place for place, role in enumerate(ROLES)}
    return Columns(
        tasks=tasks,
        units=units,
        plans=plans,
        plan_of=plan_of,
        homes=homes,
        home_of=home_of,
        task=_found({row.iri: place for place, row in enumerate(tasks)}, task)[order],
        unit=_found({row.iri: place for place, row in enumerate(units)}, unit)[order],
        role=_found(known, role)[order],
        start=np.array(start, dtype=np.int64)[order],
        rank=np.array(rank, dtype=np.int64)[order],
    )


def without_kinds(table: Columns, kinds: Collection[str]) -> Columns:
    """Leave out the units of some kinds, with their assignments."""
    kept = np.array([unit.kind not in kinds for unit in table.units], dtype=np.bool_)
    of_kept, place = kept[table.unit], np.cumsum(kept) - 1
    parts = {name: getattr(table, name)[of_kept] for name in ("task", "role", "start", "rank")}
    units = tuple(unit for unit, stays in zip(table.units, kept.tolist(), strict=True) if stays)
    return replace(table, units=units, unit=place[table.unit[of_kept]], **parts)


def _tasks(rows: RowSnapshot) -> tuple[TaskRow, ...]:
    graphs, places, iris, plans, homes, starts, ends = rows.columns(
        ROWS["tasks"], "place", "iri", "plan", "part_of", "start", "end"
    )
    return tuple(
        TaskRow(
            iri=iris[one],
            plan=plans[one],
            id="",
            ref="",
            number="",
            title="",
            text="",
            part_of=homes[one],
            start=starts[one],
            end=ends[one],
            deadline="",
            clarity="",
        )
        for one in _document_order(rows, graphs, places).tolist()
    )


def _units(rows: RowSnapshot) -> tuple[UnitRow, ...]:
    counted = select(SUMMARY.c.unit).where(SUMMARY.c.role == ANY, *rows.inside(SUMMARY.c.graph)).distinct()
    iris = [iri for (iri,) in rows.ask(counted)]
    found = (rows.units("iri", iris[start : start + _TOGETHER]) for start in range(0, len(iris), _TOGETHER))
    return tuple(sorted((unit for some in found for unit in some.values()), key=UnitRow.order))


def _document_order(rows: RowSnapshot, graphs: Sequence[int], places: Sequence[int]) -> Ints:
    ordinals = np.zeros(max(rows.order, default=0) + 1, dtype=np.int64)
    ordinals[list(rows.order)] = list(rows.order.values())
    return np.lexsort((np.array(places, dtype=np.int64), ordinals[np.array(graphs, dtype=np.int64)])).astype(np.int64)


def _found(places: dict[str, int], names: Sequence[str]) -> Ints:
    return np.fromiter(map(places.get, names, [-1] * len(names)), dtype=np.int64, count=len(names))
