"""Find the pairs of units that share tasks, and how many tasks each could have shared.

A pair is only asked about inside the plans that both units occur in: tasks of a third plan could never be shared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from scipy import sparse

from extract.records import Role
from graph.dataset.columns import Columns, Floats, Ints

Sums: TypeAlias = "sparse.csr_array[np.complex128]"

_FOUND: "WeakKeyDictionary[Columns, dict[tuple[frozenset[Role], int], Pairs]]" = WeakKeyDictionary()


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
    """List the pairs of units that share at least one task in some roles; found once for as long as the table is kept.

    Args:
        table: the assignments.
        roles: a unit takes part in a task when it has one of these.
        minimum: the least overlap a pair must be able to reach to be asked about at all.
    """
    asked = frozenset(roles), minimum
    known = _FOUND.setdefault(table, {})
    if asked not in known:
        known[asked] = _found(table, *asked)
    return known[asked]


def _found(table: Columns, roles: Iterable[Role], minimum: int) -> Pairs:
    matrix = table.incidence(roles)
    by_unit = matrix.T.tocsr()
    a, b, shared = _together(by_unit, matrix)
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
    return _together(matrix.T.tocsr(), matrix)


def _together(by_unit: "sparse.csr_array[np.int64]", matrix: "sparse.csr_array[np.int64]") -> tuple[Ints, Ints, Ints]:
    product = sparse.csr_array(sparse.triu(by_unit @ matrix, k=1, format="csr"))
    product.sort_indices()
    a = np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(product.indptr))
    return a, product.indices.astype(np.int64), product.data.astype(np.int64)


def _common(
    table: Columns, matrix: "sparse.csr_array[np.int64]", pair: tuple[Ints, Ints], tasks: Ints, minimum: int
) -> tuple[Ints, Ints, Ints, int]:
    """Restrict counts to the plans that both units of each pair occur in."""
    a, b = pair
    used = np.flatnonzero(np.diff(matrix.indptr))
    many = len(table.plans)
    if many <= 1:
        able = int(np.count_nonzero(tasks >= minimum))
        universe = np.full(len(a), len(used), dtype=np.int64)
        return tasks[a], tasks[b], universe, able * (able - 1) // 2
    place = np.arange(len(table.tasks))
    home = sparse.csr_array((np.ones_like(place), (table.plan_of, place)), shape=(many, len(place)))
    counts = sparse.csr_array(home @ matrix)
    present = sparse.csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    sizes = np.repeat(np.bincount(table.plan_of[used], minlength=many), np.diff(counts.indptr))
    # one product adds up both over the plans of a pair: the tasks of the one, and as imaginary part those of anybody
    both = sparse.csr_array((counts.data + 1j * sizes, counts.indices, counts.indptr), shape=counts.shape)
    mine = _sorted(both.T @ present)
    theirs = _sorted(mine.T)
    rows = np.repeat(np.arange(mine.shape[0]), np.diff(mine.indptr))
    could = (np.minimum(mine.data.real, theirs.data.real) >= minimum) & (rows < mine.indices)
    one, other = _at(mine, a, b), _at(theirs, a, b)
    return _whole(one.real), _whole(other.real), _whole(one.imag), int(np.count_nonzero(could))


def _sorted(matrix: "sparse.csr_array[np.complex128] | sparse.csc_array[np.complex128]") -> Sums:
    out = matrix.tocsr()
    out.sort_indices()
    return out


def _at(matrix: Sums, rows: Ints, cols: Ints) -> "npt.NDArray[np.complex128]":
    """Read single cells."""
    if not len(rows):
        return np.zeros(0, dtype=np.complex128)
    return np.asarray(matrix[rows, cols], dtype=np.complex128).ravel()


def _whole(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)
