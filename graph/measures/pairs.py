"""Find the pairs of units that share tasks, and how many tasks each could have shared.

A pair is only asked about inside the plans that both units occur in: tasks of a third plan could never be shared.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from extract.records import Role
from graph.measures.columns import Columns, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Pairs of units that share a task; parallel arrays, ``a < b``, sorted by a, then b.

    Attributes:
        a, b: indexes into ``Columns.units``.
        shared: tasks of both.
        a_tasks, b_tasks: tasks of each in all plans.
        a_here, b_here: tasks of each in the plans that both occur in.
        universe: tasks with any unit in those plans.
        held: units × tasks, 1 where the unit is part of the task; each unit's tasks in order.
        family: how many pairs, sharing or not, could have shared ``minimum`` tasks.
    """

    a: Ints
    b: Ints
    shared: Ints
    a_tasks: Ints
    b_tasks: Ints
    a_here: Ints
    b_here: Ints
    universe: Ints
    held: "sparse.csr_array[np.int64]"
    family: int


def pairs(table: Columns, roles: Iterable[Role], minimum: int) -> Pairs:
    """List the pairs of units that share at least one task in some roles.

    Args:
        table: the assignments.
        roles: a unit takes part in a task when it has one of these.
        minimum: the least overlap a pair must be able to reach to be asked about at all.
    """
    matrix = table.incidence(roles)
    by_unit = matrix.T.tocsr()
    a, b, shared = together(matrix)
    tasks = np.bincount(matrix.indices, minlength=len(table.units)).astype(np.int64)
    a_here, b_here, universe, family = _common(table, matrix, (a, b), tasks, minimum)
    return Pairs(
        a=a,
        b=b,
        shared=shared,
        a_tasks=tasks[a],
        b_tasks=tasks[b],
        a_here=a_here,
        b_here=b_here,
        universe=universe,
        held=by_unit,
        family=family,
    )


def together(matrix: "sparse.csr_array[np.int64]") -> tuple[Ints, Ints, Ints]:
    """Count the tasks that two units share: a, b, count, with ``a < b``, sorted."""
    product = sparse.csr_array(sparse.triu(matrix.T.tocsr() @ matrix, k=1))
    product.sort_indices()
    a = np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(product.indptr))
    return a, product.indices.astype(np.int64), product.data.astype(np.int64)


def _common(
    table: Columns, matrix: "sparse.csr_array[np.int64]", pair: tuple[Ints, Ints], tasks: Ints, minimum: int
) -> tuple[Ints, Ints, Ints, int]:
    """Restrict counts to the plans that both units of each pair occur in."""
    a, b = pair
    plans = {iri: place for place, iri in enumerate(sorted({task.plan for task in table.tasks}))}
    used = np.flatnonzero(np.diff(matrix.indptr))
    if len(plans) <= 1:
        able = int(np.count_nonzero(tasks >= minimum))
        universe = np.full(len(a), len(used), dtype=np.int64)
        return tasks[a], tasks[b], universe, able * (able - 1) // 2
    plan_of = np.array([plans[task.plan] for task in table.tasks], dtype=np.int64)
    home = sparse.csr_array(
        (np.ones(len(plan_of), dtype=np.int64), (plan_of, np.arange(len(plan_of)))), shape=(len(plans), len(plan_of))
    )
    counts = sparse.csr_array(home @ matrix)
    present = sparse.csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    sizes = np.bincount(plan_of[used], minlength=len(plans)).astype(np.int64)
    mine = _sorted(counts.T @ present)
    theirs = _sorted(mine.T)
    rows = np.repeat(np.arange(mine.shape[0]), np.diff(mine.indptr))
    could = (np.minimum(mine.data, theirs.data) >= minimum) & (rows < mine.indices)
    held = np.repeat(sizes, np.diff(counts.indptr))
    universe_of = _sorted(present.T @ sparse.csr_array((held, counts.indices, counts.indptr), shape=counts.shape))
    return _at(mine, a, b), _at(theirs, a, b), _at(universe_of, a, b), int(np.count_nonzero(could))


def _sorted(matrix: "sparse.csr_array[np.int64] | sparse.csc_array[np.int64]") -> "sparse.csr_array[np.int64]":
    out = matrix.tocsr()
    out.sort_indices()
    return out


def _at(matrix: "sparse.csr_array[np.int64]", rows: Ints, cols: Ints) -> Ints:
    """Read single cells."""
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    return np.asarray(matrix[rows, cols]).astype(np.int64).ravel()
