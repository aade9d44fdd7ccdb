"""Find the pairs of units that share tasks, and how many tasks each could have shared.

A pair is only tested inside the plans that both units occur in: tasks of a third plan could never be shared.
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
from graph.measures.formulas import counted_once
from graph.measures.territories import is_territory

Sums: TypeAlias = "sparse.csr_array[np.complex128]"

_FOUND: "WeakKeyDictionary[Columns, dict[tuple[frozenset[Role], int], Pairs]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Pairs of units that share a task; parallel arrays, ``a < b``, sorted by a, then b.

    Attributes:
        a, b: indexes into ``Columns.units``.
        shared: tasks of both.
        lists: the same, the tasks of a formula counted once; so are the next three.
        a_tasks, b_tasks: tasks of each in all plans.
        a_here, b_here: lists of each in the plans that both occur in.
        universe: lists of those plans.
        tested: tasks × units, without the repetitions of a formula.
        territories: both units are governments of territories; they are not tested.
        held: units × tasks, 1 where the unit is part of the task; each unit's tasks in order.
        family: how many pairs, sharing or not, could have shared ``minimum`` lists and are tested.
        minimum: the least overlap that is tested.
    """

    a: Ints
    b: Ints
    shared: Ints
    lists: Ints
    a_tasks: Ints
    b_tasks: Ints
    a_here: Ints
    b_here: Ints
    universe: Ints
    held: "sparse.csr_array[np.int64]"
    tested: "sparse.csr_array[np.int64]"
    territories: npt.NDArray[np.bool_]
    family: int
    minimum: int


def pairs(table: Columns, roles: Iterable[Role], minimum: int) -> Pairs:
    """List the pairs of units that share at least one task in some roles; found once for as long as the table exists.

    Args:
        table: the assignments.
        roles: a unit takes part in a task when it has one of these.
        minimum: the least overlap a pair must be able to reach to be tested.
    """
    asked = frozenset(roles), minimum
    known = _FOUND.setdefault(table, {})
    if asked not in known:
        known[asked] = _found(table, *asked)
    return known[asked]


def _found(table: Columns, roles: Iterable[Role], minimum: int) -> Pairs:
    wanted = tuple(roles)
    matrix = table.incidence(wanted)
    tested = matrix.copy()
    tested.data *= np.repeat(counted_once(table, wanted), np.diff(matrix.indptr))
    tested.eliminate_zeros()
    territory = np.array([is_territory(unit) for unit in table.units], dtype=np.bool_)
    by_unit = matrix.T.tocsr()
    a, b, shared = _together(by_unit, matrix)
    tasks = np.bincount(matrix.indices, minlength=len(table.units)).astype(np.int64)
    a_here, b_here, universe, family = _common(table, tested, (a, b), territory, minimum)
    return Pairs(
        a=a,
        b=b,
        shared=shared,
        lists=_lists(tested, (a, b)),
        a_tasks=tasks[a],
        b_tasks=tasks[b],
        a_here=a_here,
        b_here=b_here,
        universe=universe,
        held=by_unit,
        tested=tested,
        territories=territory[a] & territory[b],
        family=family,
        minimum=minimum,
    )


def _lists(tested: "sparse.csr_array[np.int64]", pair: tuple[Ints, Ints]) -> Ints:
    """Read the number of lists that each pair shares."""
    if not len(pair[0]):
        return np.zeros(0, dtype=np.int64)
    product = sparse.csr_array(tested.T @ tested)
    return np.asarray(product[pair[0], pair[1]], dtype=np.int64).ravel()


def together(matrix: "sparse.csr_array[np.int64]") -> tuple[Ints, Ints, Ints]:
    """Count the tasks that two units share: a, b, count, with ``a < b``, sorted."""
    return _together(matrix.T.tocsr(), matrix)


def _together(by_unit: "sparse.csr_array[np.int64]", matrix: "sparse.csr_array[np.int64]") -> tuple[Ints, Ints, Ints]:
    product = sparse.csr_array(sparse.triu(by_unit @ matrix, k=1, format="csr"))
    product.sort_indices()
    a = np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(product.indptr))
    return a, product.indices.astype(np.int64), product.data.astype(np.int64)


def _common(
    table: Columns,
    matrix: "sparse.csr_array[np.int64]",
    pair: tuple[Ints, Ints],
    territory: npt.NDArray[np.bool_],
    minimum: int,
) -> tuple[Ints, Ints, Ints, int]:
    """Restrict counts to the plans that both units of each pair occur in."""
    a, b = pair
    used = np.flatnonzero(np.diff(matrix.indptr))
    many = len(table.plans)
    if many <= 1:
        tasks = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int64)
        able = int(np.count_nonzero(tasks >= minimum))
        apart = int(np.count_nonzero((tasks >= minimum) & territory))
        universe = np.full(len(a), len(used), dtype=np.int64)
        return tasks[a], tasks[b], universe, able * (able - 1) // 2 - apart * (apart - 1) // 2
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
    could &= ~(territory[rows] & territory[mine.indices])
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
