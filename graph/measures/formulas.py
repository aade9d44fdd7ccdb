"""Find lists of units that recur word for word: one formula of the drafters, not many decisions about duties.

The forms handled::

    责任单位：省发展改革委、省财政厅、省审计厅。   (the same three, in the same order, under several tasks of one plan)

A recurring pair is not a formula: two units named together again and again are what a check of boundaries looks for.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.records import Role
from graph.dataset.columns import ROLES, Columns, Laid, columns
from graph.dataset.rows import UnitRow

FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """One list of units that several tasks of a plan repeat.

    Attributes:
        units: in the order of the list.
        tasks: IRIs of the tasks, in document order.
    """

    units: tuple[UnitRow, ...]
    tasks: tuple[str, ...]


def formulas(corpus: Laid, roles: Iterable[Role]) -> tuple[Formula, ...]:
    """List the formulas of each plan, most tasks first, then by the place of the first task.

    Args:
        corpus: the rows, a view of them, or their columns.
        roles: what makes a unit part of a task.
    """
    table = columns(corpus)
    found = [
        Formula(units=tuple(table.units[unit] for unit in listed), tasks=tuple(table.tasks[task].iri for task in tasks))
        for (_, listed), tasks in _recurring(table, tuple(roles)).items()
    ]
    return tuple(sorted(found, key=lambda formula: -len(formula.tasks)))


def counted_once(table: Columns, roles: Iterable[Role]) -> npt.NDArray[np.bool_]:
    """Mark the tasks whose list counts: all but the repetitions of a formula."""
    kept = np.ones(len(table.tasks), dtype=np.bool_)
    for tasks in _recurring(table, tuple(roles)).values():
        kept[tasks[1:]] = False
    return kept


def _recurring(table: Columns, roles: tuple[Role, ...]) -> dict[tuple[int, tuple[int, ...]], list[int]]:
    """Group the tasks of a plan that have the same list of at least three units; by plan and list."""
    places = np.flatnonzero(np.isin(table.role, [ROLES.index(role) for role in roles]))
    order = places[np.lexsort((table.rank[places], table.start[places], table.task[places]))]
    lists: dict[int, dict[int, None]] = defaultdict(dict)
    for task, unit in zip(table.task[order].tolist(), table.unit[order].tolist(), strict=True):
        lists[task][unit] = None
    found: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for task, listed in lists.items():
        if len(listed) >= FEWEST:
            found[int(table.plan_of[task]), tuple(listed)].append(task)
    return {key: tasks for key, tasks in found.items() if len(tasks) > 1}
