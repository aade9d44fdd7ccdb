"""Cross units with the parts of a plan: who carries what, where."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extract.records import Role
from graph.dataset.columns import Laid, columns
from graph.dataset.rows import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSection:
    """One cell of the unit × section matrix.

    Attributes:
        section: IRI of the innermost section, or of the plan for tasks outside any section.
        tasks: IRIs of the tasks, in corpus order.
        shared: the same tasks, a task with k units counting 1/k.
    """

    unit: UnitRow
    section: str
    tasks: tuple[str, ...]
    shared: float


def unit_sections(corpus: Laid, roles: Iterable[Role] = (Role.LEAD,)) -> tuple[UnitSection, ...]:
    """List the cells of the unit × section matrix that hold a task.

    Guarantees:
        1. The shared counts of a section add up to its tasks that have a unit in ``roles``.
        2. Sorted by unit IRI, then section IRI.

    Args:
        corpus: the rows or a view of them, or their columns.
        roles: what makes a task the unit's.
    """
    table = columns(corpus)
    task, unit = table.pairs(tuple(roles))
    if not len(task):
        return ()
    listed = np.bincount(task)[task]
    cell = table.by_name()[unit] * len(table.homes) + table.home_of[task]
    order, by_share = np.argsort(cell, kind="stable"), np.lexsort((listed, cell))
    heads = np.flatnonzero(np.diff(cell[order], prepend=-1))
    shares = np.add.reduceat(
        1 / listed[by_share], heads
    )  # equal shares side by side: the order of rows leaves no trace
    iris = np.array([row.iri for row in table.tasks], dtype=object)[task[order]].tolist()
    edges = itertools.pairwise([*heads.tolist(), len(iris)])
    whose, where = unit[order][heads].tolist(), table.home_of[task[order][heads]].tolist()
    return tuple(
        UnitSection(unit=table.units[who], section=table.homes[home], tasks=tuple(iris[start:end]), shared=share)
        for who, home, (start, end), share in zip(whose, where, edges, shares.tolist(), strict=True)
    )
