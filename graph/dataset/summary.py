"""What each unit carries in one plan, so that a count over an archive adds up one row a unit, role and plan.

Definitions, for one unit and one role of one plan, as in ``graph.measures.workload``:
    n: tasks in which the unit has the role.
    share: the same, a task with k units in the role counting 1/k to each.
    first: tasks in which it is listed first in the role.

The role ``ANY`` counts the distinct tasks in which the unit has any role; it has no share and no first.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from graph.dataset.rows import AssignmentRow, Corpus

ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a unit carries in one role of one plan."""

    unit: str
    role: str
    n: int
    share: float
    first: int


def summaries(corpus: Corpus) -> Iterator[Summary]:
    """Count the assignments of one plan by unit and role; only what counts is counted.

    Guarantees:
        1. Sorted by unit, then role; the order of the rows leaves no trace.
    """
    listed: defaultdict[tuple[str, str], list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        if row.counted:
            listed[row.role, row.task].append(row)
    sizes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    firsts: defaultdict[tuple[str, str], int] = defaultdict(int)
    tasks: defaultdict[str, set[str]] = defaultdict(set)
    for (role, task), rows in listed.items():
        units = {row.unit for row in rows}
        for unit in units:
            sizes[unit, role].append(len(units))
            tasks[unit].add(task)
        firsts[min(rows, key=lambda row: (row.start, row.rank, row.unit)).unit, role] += 1
    found = [
        Summary(unit=unit, role=role, n=len(many), share=sum(1 / k for k in sorted(many)), first=firsts[unit, role])
        for (unit, role), many in sizes.items()
    ]
    found += [Summary(unit=unit, role=ANY, n=len(named), share=0.0, first=0) for unit, named in tasks.items()]
    yield from sorted(found, key=lambda one: (one.unit, one.role))
